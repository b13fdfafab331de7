"""Addresses of signing in, the counter and the demo people."""

from django.urls import path

from jiphyeon.foundation.accounts import counter, demo, latin_name, sending_again, signing_in

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("unsent/", sending_again.unsent, name="unsent"),
    path("counter/", counter.register, name="counter"),
    path("name/", latin_name.latin_name, name="latin_name"),
    path("demo/", demo.demo_people, name="demo"),
    path("demo/<slug:username>/", demo.sign_in_as, name="sign_in_as"),
]
