"""Addresses of the demo sign-in."""

from django.urls import path

from jiphyeon.foundation.accounts import demo

app_name = "accounts"
urlpatterns = [
    path("demo/", demo.demo_people, name="demo"),
    path("demo/<slug:username>/", demo.sign_in_as, name="sign_in_as"),
]
