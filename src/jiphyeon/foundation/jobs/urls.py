from django.urls import path

from jiphyeon.foundation.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.board, name="board"),
    path("retry/", views.retry_all, name="retry_all"),
    path("retry/<uuid:key>/", views.retry, name="retry"),
]
