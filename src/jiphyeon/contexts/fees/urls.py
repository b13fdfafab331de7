"""Addresses of the city's facilities, their fees and the receipts."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.fees import views

app_name = "fees"

urlpatterns = [
    path("", views.facilities, name="index"),
    path("desk/", views.answers, name="answers"),
    path("desk/<uuid:key>/", views.answer, name="answer"),
    path("<slug:facility>/", views.facility, name="facility"),
    path("receipts/<uuid:key>/", views.fee_receipt, name="receipt"),
]
