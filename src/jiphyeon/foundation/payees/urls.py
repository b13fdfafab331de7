"""Addresses of accounts that people are paid to."""

from __future__ import annotations

from django.urls import path

from jiphyeon.foundation.payees import views

app_name = "payees"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("desk/", views.desk, name="desk"),
    path("desk/<uuid:key>/", views.desk_account, name="desk_account"),
    path("counter/<uuid:person>/", views.counter, name="counter"),
    path("mine/<uuid:key>/", views.mine_account, name="mine_account"),
    *views.PERSON.addresses("mine/"),
    *views.OFFICE.addresses("desk/"),
]
