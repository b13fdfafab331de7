"""Addresses of the plan."""

from django.urls import path

from jiphyeon.contexts.plans.views import initiatives

app_name = "plans"
urlpatterns = [
    path("", initiatives.home, name="home"),
    path("mine/", initiatives.mine, name="mine"),
    path("overdue/", initiatives.overdue, name="overdue"),
    path("milestones/<int:pk>/finish/", initiatives.finish, name="finish"),
    path("milestones/<int:pk>/reopen/", initiatives.reopen, name="reopen"),
    path("milestones/<int:pk>/move/", initiatives.move, name="move"),
    path("milestones/<int:pk>/rename/", initiatives.rename, name="rename"),
    path("milestones/<int:pk>/remove/", initiatives.remove, name="remove"),
    path("figures/<int:pk>/", initiatives.figure_history, name="figure_history"),
    path("figures/<int:pk>/enter/", initiatives.figure, name="figure"),
    path("figures/<int:pk>/<str:on>/take-back/", initiatives.take_back, name="take_back"),
    path("values/<int:pk>/paper/", initiatives.evidence, name="evidence"),
    path("<int:year>.json", initiatives.open_data, {"kind": "json"}, name="json"),
    path("<int:year>.csv", initiatives.open_data, {"kind": "csv"}, name="csv"),
    path("<int:year>/<slug:code>/", initiatives.initiative, name="initiative"),
    path("<int:year>/<slug:code>/add/", initiatives.add, name="add"),
    path("<int:year>/<slug:code>/add-figure/", initiatives.add_figure, name="add_figure"),
]
