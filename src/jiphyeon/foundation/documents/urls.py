"""Addresses of the example letter."""

from django.urls import path

from jiphyeon.foundation.documents import views

app_name = "documents"
urlpatterns = [
    path("example/", views.example, name="example"),
    path("example-<slug:speech>.pdf", views.example_pdf, name="example_pdf"),
]
