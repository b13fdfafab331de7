from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "jiphyeon.foundation.organisation"
    label = "organisation"
