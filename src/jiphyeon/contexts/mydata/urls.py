"""Addresses of consents."""

from django.urls import path

from jiphyeon.contexts.mydata import views

app_name = "mydata"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("return/", views.returned, name="return"),
    path("consents/<uuid:key>/", views.consent, name="consent"),
    path("consents/<uuid:key>/withdraw/", views.withdraw, name="withdraw"),
]
