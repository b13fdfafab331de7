"""Addresses of the benefits room."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.benefits import open_data
from jiphyeon.contexts.benefits.views import applying, calls, desk, mine

app_name = "benefits"

urlpatterns = [
    path("programmes/<slug:programme>/apply/", applying.start, name="start"),
    path("mine/", mine.mine, name="mine"),
    path("mine/payments/", mine.payments, name="mine_payments"),
    path("mine/<uuid:key>/", mine.mine_case, name="mine_case"),
    path("mine/<uuid:key>/why/", mine.mine_why, name="mine_why"),
    path("mine/<uuid:key>/apply/<int:step>/", applying.step, name="step"),
    path("mine/<uuid:key>/receipt/", applying.receipt, name="receipt"),
    path("mine/<uuid:key>/recheck/", mine.recheck_consent, name="recheck_consent"),
    *mine.PERSON.addresses("mine/"),
    path("desk/", desk.desk, name="desk"),
    path("desk/new/<slug:programme>/", calls.entry, name="entry"),
    path("desk/calls/<slug:programme>/<slug:call>/", calls.call_page, name="call"),
    path("desk/<uuid:key>/", desk.desk_case, name="desk_case"),
    path("desk/<uuid:key>/outcomes/<int:months>/", desk.outcome, name="outcome"),
    *desk.OFFICE.addresses("desk/"),
    *open_data.urlpatterns,
]
