"""Addresses of the demo sign-in."""

from django.urls import path

from jiphyeon.foundation.accounts import demo, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("demo/", demo.demo_people, name="demo"),
    path("demo/<slug:username>/", demo.sign_in_as, name="sign_in_as"),
]
