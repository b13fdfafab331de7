"""Addresses of the rules as officers read them, their reform, and what a reform would do."""

from __future__ import annotations

from django.urls import path

from jiphyeon.contexts.reforms.views import reforms, rule_sheets, runs

app_name = "reforms"

urlpatterns = [
    path("", rule_sheets.rules_index, name="index"),
    path("all/", reforms.reform_list, name="reforms"),
    path("new/", reforms.reform_new, name="reform_new_several"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/new/", runs.run_new, name="run_new_several"),
    path("rules/<slug:programme>/", rule_sheets.rules_programme, name="rules"),
    path("rules/<slug:programme>/new/", reforms.reform_new, name="reform_new"),
    path("rules/<slug:programme>/runs/new/", runs.run_new, name="run_new"),
    path("<uuid:key>/", reforms.reform, name="reform"),
    path("<uuid:key>/propose/", reforms.reform_propose, name="reform_propose"),
    path("<uuid:key>/drop/", reforms.reform_drop, name="reform_drop"),
    path("<uuid:key>/take-back/", reforms.reform_take_back, name="reform_take_back"),
    path("<uuid:key>/approve/", reforms.reform_approve, name="reform_approve"),
    path("<uuid:key>/refuse/", reforms.reform_refuse, name="reform_refuse"),
    path("runs/<uuid:key>/", runs.run, name="run"),
    path("runs/<uuid:key>/state.json", runs.run_state, name="run_state"),
    path("runs/<uuid:key>/cancel/", runs.run_cancel, name="run_cancel"),
    path("runs/<uuid:key>/again/", runs.run_again, name="run_again"),
    path("runs/<uuid:key>/report/", runs.report_make, name="report_make"),
    path("runs/<uuid:key>/report.<slug:kind>", runs.report_file, name="report_file"),
]
