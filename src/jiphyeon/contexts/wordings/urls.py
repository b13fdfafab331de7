"""Addresses of texts."""

from django.urls import path

from jiphyeon.contexts.wordings import views

app_name = "wordings"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("new/", views.new, name="new"),
    path("<uuid:key>/", views.item, name="item"),
    path("<uuid:key>/edit/", views.edit, name="edit"),
    path("<uuid:key>/next/", views.begin_next, name="begin_next"),
    path("<uuid:key>/letter.pdf", views.letter, name="letter"),
    *views.OFFICE.addresses(),
]
