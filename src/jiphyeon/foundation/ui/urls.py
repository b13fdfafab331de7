"""Addresses of the face itself."""

from django.urls import path

from jiphyeon.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("", views.gallery, name="gallery"),
    path("day/", views.day, name="day"),
    path("language/", views.language, name="language"),
    path("look/", views.look, name="look"),
]
