"""Addresses of the plan."""

from django.urls import path

from jiphyeon.contexts.plans.views import entries, initiatives

app_name = "plans"
urlpatterns = [
    path("", initiatives.home, name="home"),
    path("mine/", initiatives.mine, name="mine"),
    path("overdue/", initiatives.overdue, name="overdue"),
    path("milestones/<int:pk>/finish/", entries.finish, name="finish"),
    path("milestones/<int:pk>/reopen/", entries.reopen, name="reopen"),
    path("milestones/<int:pk>/move/", entries.move, name="move"),
    path("milestones/<int:pk>/rename/", entries.rename, name="rename"),
    path("milestones/<int:pk>/remove/", entries.remove, name="remove"),
    path("figures/<int:pk>/", initiatives.figure_history, name="figure_history"),
    path("figures/<int:pk>/enter/", entries.figure, name="figure"),
    path("figures/<int:pk>/<str:on>/take-back/", entries.take_back, name="take_back"),
    path("values/<int:pk>/paper/", initiatives.evidence, name="evidence"),
    path("<int:year>.json", initiatives.open_data, {"kind": "json"}, name="json"),
    path("<int:year>.csv", initiatives.open_data, {"kind": "csv"}, name="csv"),
    path("<int:year>/<slug:code>/", initiatives.initiative, name="initiative"),
    path("<int:year>/<slug:code>/add/", entries.add, name="add"),
    path("<int:year>/<slug:code>/add-figure/", entries.add_figure, name="add_figure"),
]
