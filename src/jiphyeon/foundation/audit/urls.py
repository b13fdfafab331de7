from django.urls import path

from jiphyeon.foundation.audit import views

app_name = "audit"
urlpatterns = [
    path("looks/", views.looks, name="looks"),
    path("looks/<int:number>/", views.look, name="look"),
    path("deeds/", views.deeds, name="deeds"),
]
