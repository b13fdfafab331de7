"""Addresses of the open data."""

from django.urls import path

from jiphyeon.foundation.open_data import views

app_name = "open_data"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue.jsonld", views.catalogue_jsonld, name="catalogue"),
    path("openapi.json", views.openapi, name="openapi"),
    path("<slug:room>/datapackage.json", views.datapackage, name="package"),
    path("<slug:room>/<slug:name>.json", views.as_json, name="json"),
    path("<slug:room>/<slug:name>.csv", views.csv, name="csv"),
    path("<slug:room>/<slug:name>/", views.dataset, name="dataset"),
    path("<path:rest>", views.nothing, name="nothing"),
]
