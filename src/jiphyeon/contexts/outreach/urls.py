"""Addresses of outreach: whom the office tells, and each citizen's own choice."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.outreach import views

app_name = "outreach"

urlpatterns = [
    path("", views.outreach_index, name="index"),
    path("tell-me/", views.tell_me, name="tell_me"),
    path("rounds/", views.rounds, name="rounds"),
    path("<slug:programme>/", views.outreach_programme, name="programme"),
    path("<slug:programme>/send/", views.outreach_send, name="send"),
]
