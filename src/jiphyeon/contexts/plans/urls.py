"""Addresses of the plan."""

from django.urls import path

from jiphyeon.contexts.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.home, name="home"),
    path("mine/", views.mine, name="mine"),
    path("overdue/", views.overdue, name="overdue"),
    path("milestones/<int:pk>/finish/", views.finish, name="finish"),
    path("milestones/<int:pk>/reopen/", views.reopen, name="reopen"),
    path("milestones/<int:pk>/move/", views.move, name="move"),
    path("figures/<int:pk>/", views.figure_history, name="figure_history"),
    path("figures/<int:pk>/enter/", views.figure, name="figure"),
    path("<int:year>.json", views.as_json, name="json"),
    path("<int:year>.csv", views.as_csv, name="csv"),
    path("<int:year>/<slug:code>/", views.initiative, name="initiative"),
    path("<int:year>/<slug:code>/add/", views.add, name="add"),
]
