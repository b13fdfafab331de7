"""Addresses of the benefits room."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.benefits.views import (
    applying,
    bulk,
    deeds,
    desk,
    exporting,
    fees,
    finding,
    mine,
    open_api,
    recording,
)
from jiphyeon.contexts.benefits.views import outreach_pages as outreach
from jiphyeon.contexts.benefits.views import reform_pages as reforms
from jiphyeon.contexts.benefits.views import rulebook_pages as sheets
from jiphyeon.contexts.benefits.views import run_pages as runs

app_name = "benefits"

urlpatterns = [
    path("", finding.index, name="index"),
    path("find/", finding.find, name="find"),
    path("find/why/<slug:programme>/", finding.find_why, name="find_why"),
    path("programmes/<slug:programme>/", finding.programme, name="programme"),
    path("programmes/<slug:programme>/apply/", applying.start, name="start"),
    path("mine/", mine.mine, name="mine"),
    path("mine/payments/", mine.payments, name="mine_payments"),
    path("mine/looks/", mine.looks, name="mine_looks"),
    path("mine/<uuid:key>/", mine.mine_case, name="mine_case"),
    path("mine/<uuid:key>/why/", mine.mine_why, name="mine_why"),
    path("mine/<uuid:key>/apply/<int:step>/", applying.step, name="step"),
    path("mine/<uuid:key>/receipt/", applying.receipt, name="receipt"),
    path("mine/<uuid:key>/records/<slug:leaf>.json", recording.mine_record, name="mine_record"),
    path("mine/<uuid:key>/withdraw/", applying.withdraw, name="withdraw"),
    path("mine/<uuid:key>/paper/", applying.paper, name="paper"),
    path("mine/<uuid:key>/supply/", applying.supply, name="supply"),
    path("mine/<uuid:key>/object/", mine.object_to, name="object"),
    path("mine/<uuid:key>/recheck/", mine.recheck_consent, name="recheck_consent"),
    path("mine/<uuid:key>/talk/", mine.talk, name="talk"),
    path("fees/", fees.facilities, name="facilities"),
    path("fees/<slug:facility>/", fees.facility, name="facility"),
    path("fees/receipts/<uuid:key>/", fees.fee_receipt, name="fee_receipt"),
    path("desk/", desk.desk, name="desk"),
    path("desk/export.xlsx", exporting.export, name="export"),
    path("desk/views/", bulk.save_view, name="save_view"),
    path("desk/views/<int:view>/drop/", bulk.drop_view, name="drop_view"),
    path("desk/bulk/preview/", bulk.bulk_preview, name="bulk_preview"),
    path("desk/bulk/sign/", bulk.bulk_sign, name="bulk_sign"),
    path("desk/bulk/propose/", bulk.bulk_propose, name="bulk_propose"),
    path("desk/new/<slug:programme>/", bulk.entry, name="entry"),
    path("desk/calls/<slug:programme>/<slug:call>/", bulk.call_page, name="call"),
    path("desk/<uuid:key>/", desk.desk_case_page, name="desk_case"),
    path("desk/<uuid:key>/records/<slug:leaf>.json", recording.desk_record, name="desk_record"),
    path("desk/<uuid:key>/do/<slug:deed>/", deeds.deed, name="deed"),
    path("rules/", sheets.rules_index, name="rules"),
    path("rules/reforms/new/", reforms.reform_new, name="reform_new_several"),
    path("rules/runs/new/", runs.run_new, name="run_new_several"),
    path("rules/<slug:programme>/", sheets.rules_programme, name="rules_programme"),
    path("rules/<slug:programme>/reforms/new/", reforms.reform_new, name="reform_new"),
    path("rules/<slug:programme>/runs/new/", runs.run_new, name="run_new"),
    path("rules/reforms/<uuid:key>/", reforms.reform, name="reform"),
    path("rules/reforms/<uuid:key>/propose/", reforms.reform_propose, name="reform_propose"),
    path("rules/reforms/<uuid:key>/drop/", reforms.reform_drop, name="reform_drop"),
    path("rules/reforms/<uuid:key>/take-back/", reforms.reform_take_back, name="reform_take_back"),
    path("rules/reforms/<uuid:key>/approve/", reforms.reform_approve, name="reform_approve"),
    path("rules/reforms/<uuid:key>/refuse/", reforms.reform_refuse, name="reform_refuse"),
    path("rules/runs/<uuid:key>/", runs.run, name="run"),
    path("rules/runs/<uuid:key>/state.json", runs.run_state, name="run_state"),
    path("rules/runs/<uuid:key>/cancel/", runs.run_cancel, name="run_cancel"),
    path("rules/runs/<uuid:key>/again/", runs.run_again, name="run_again"),
    path("rules/runs/<uuid:key>/report/", runs.report_make, name="report_make"),
    path("rules/runs/<uuid:key>/report.<slug:kind>", runs.report_file, name="report_file"),
    path("outreach/", outreach.outreach_index, name="outreach"),
    path("outreach/<slug:programme>/", outreach.outreach_programme, name="outreach_programme"),
    path("outreach/<slug:programme>/send/", outreach.outreach_send, name="outreach_send"),
    path("mine/tell-me/", outreach.tell_me, name="tell_me"),
    *open_api.urlpatterns,
]
