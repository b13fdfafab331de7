"""Addresses of the inbox, and of how one wants to be told."""

from django.urls import path

from jiphyeon.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("choices/", views.choices, name="choices"),
    path("choices/consents/<slug:basis>/", views.consent, name="consent"),
    path("leave/<str:token>/", views.leave, name="leave"),
    path("<uuid:key>/", views.notice, name="notice"),
]
