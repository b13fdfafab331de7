"""Addresses of pages that span rooms."""

from django.urls import path

from jiphyeon.desk import board, calendar, days, finding, health, home, landing, my_page

app_name = "desk"
urlpatterns = [
    path("", home.home, name="home"),
    path("search/", finding.search, name="search"),
    path("begin/", landing.landing, name="landing"),
    path("my/", my_page.my_page, name="my_page"),
    path("board/", board.board, name="board"),
    path("my/calendar/", calendar.calendar, name="calendar"),
    path("my/days.ics", days.days_file, name="days_file"),
    path("my/days/", days.change_address, name="days_address"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]
