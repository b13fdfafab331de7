"""Addresses of pages that span rooms."""

from django.urls import path

from jiphyeon.desk import health

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]
