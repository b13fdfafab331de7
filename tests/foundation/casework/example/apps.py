from django.apps import AppConfig


class StallsConfig(AppConfig):
    name = "tests.foundation.casework.example"
    label = "stalls"
