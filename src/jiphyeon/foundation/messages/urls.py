from django.urls import path

from jiphyeon.foundation.messages import views

app_name = "messages"
urlpatterns = [
    path("", views.board, name="board"),
    path("pause/<slug:channel>/", views.pause, name="pause"),
    path("resume/<slug:channel>/", views.resume, name="resume"),
]
