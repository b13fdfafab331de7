from django.urls import path

from jiphyeon.foundation.queues import views

app_name = "queues"
urlpatterns = [
    path("absence/", views.absence, name="absence"),
    path("absence/<uuid:key>/back/", views.back, name="back"),
    path("<str:queue>/views/", views.save_view, name="save_view"),
    path("<str:queue>/views/<int:view>/drop/", views.drop_view, name="drop_view"),
    path("<str:queue>/find/", views.find, name="find"),
    path("<str:queue>/assign/", views.assign, name="assign"),
    path("<str:queue>/rows.<slug:kind>", views.export, name="export"),
]
