"""Addresses of e-notices."""

from django.urls import include, path

from jiphyeon.contexts.e_notices.views import desk, reading, results

app_name = "e_notices"

_ADDRESSEES = [
    path("", desk.notices, name="notices"),
    path("<uuid:key>/", desk.notice, name="notice"),
    *desk.NOTICES.addresses(),
]

urlpatterns = [
    path("check/", reading.check, name="check"),
    path("open/", reading.open_notice, name="open"),
    path("read/", reading.read, name="read"),
    path("read/pay/", reading.pay, name="pay"),
    path("mine/<uuid:key>/pay/", reading.pay_mine, name="pay_mine"),
    path("mine/<uuid:key>/", reading.my_notice, name="my_notice"),
    path("desk/results/", results.results, name="results"),
    path("desk/", desk.desk, name="desk"),
    path("desk/<uuid:key>/", desk.item, name="item"),
    *desk.OFFICE.addresses("desk/"),
    path("addressees/", include((_ADDRESSEES, "addressees"))),
]
