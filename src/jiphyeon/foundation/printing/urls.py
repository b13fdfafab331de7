"""Addresses of printing and posting."""

from django.urls import path

from jiphyeon.foundation.printing import views

app_name = "printing"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("begin/<slug:service>/", views.begin, name="begin"),
    path("results/", views.result, name="result"),
    path("<uuid:key>/", views.item, name="item"),
    path("<uuid:key>/files/<int:part>.pdf", views.file, name="file"),
    path("<uuid:key>/letters.xlsx", views.letters, name="letters"),
    *views.OFFICE.addresses(),
]
