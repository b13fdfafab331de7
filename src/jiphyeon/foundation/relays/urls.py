from django.urls import path

from jiphyeon.foundation.relays import views

app_name = "relays"
urlpatterns = [
    path("", views.board, name="board"),
    path("play/", views.play, name="play"),
    path("callbacks/", views.receive, name="callbacks"),
]
