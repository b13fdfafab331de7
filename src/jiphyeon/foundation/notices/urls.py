"""Addresses of the inbox."""

from django.urls import path

from jiphyeon.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<uuid:key>/", views.notice, name="notice"),
]
