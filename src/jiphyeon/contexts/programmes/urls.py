"""Addresses of the programmes: what the city offers, and the finder."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.programmes import views
from jiphyeon.contexts.programmes.open_data import interface

app_name = "programmes"

urlpatterns = [
    path("", views.index, name="index"),
    path("find/", views.find, name="find"),
    path("find/why/<slug:programme>/", views.find_why, name="find_why"),
    *interface.urlpatterns,
    path("<slug:programme>/sheet.pdf", views.sheet, name="sheet"),
    path("<slug:programme>/wish/", views.wish, name="wish"),
    path("<slug:programme>/", views.programme, name="programme"),
]
