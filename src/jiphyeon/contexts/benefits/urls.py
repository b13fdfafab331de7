"""Addresses of the benefits room."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.benefits import open_data
from jiphyeon.contexts.benefits.views import applying, calls, desk, mine
from jiphyeon.foundation.ui.moved import moved

app_name = "benefits"

# What stood here until 0.3.0: for a letter, a bookmark or a program that kept one.
_MOVED = {
    "": "programmes:index",
    "find/": "programmes:find",
    "programmes/<slug:programme>/": "programmes:programme",
    "api/openapi.json": "open_data:openapi",
    "api/programmes": "programmes:api_list_programmes",
    "api/programmes/<str:programme_id>": "programmes:api_one_programme",
    "api/programmes/<str:programme_id>/explain": "programmes:api_explain",
    "fees/": "fees:index",
    "fees/<slug:facility>/": "fees:facility",
    "fees/receipts/<uuid:key>/": "fees:receipt",
    "mine/looks/": "ledger:looks",
    "mine/tell-me/": "outreach:tell_me",
    "outreach/": "outreach:index",
    "outreach/<slug:programme>/": "outreach:programme",
    "outreach/<slug:programme>/send/": "outreach:send",
    "rules/": "reforms:index",
    "rules/reforms/new/": "reforms:reform_new_several",
    "rules/runs/new/": "reforms:run_new_several",
    "rules/<slug:programme>/": "reforms:rules",
    "rules/<slug:programme>/reforms/new/": "reforms:reform_new",
    "rules/<slug:programme>/runs/new/": "reforms:run_new",
    "rules/reforms/<uuid:key>/": "reforms:reform",
    "rules/runs/<uuid:key>/": "reforms:run",
    "rules/runs/<uuid:key>/report.<slug:kind>": "reforms:report_file",
}

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
    *(path(old, moved(new)) for old, new in _MOVED.items()),
]
