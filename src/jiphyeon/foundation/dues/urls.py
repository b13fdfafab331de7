from django.urls import path

from jiphyeon.foundation.dues import views

app_name = "dues"
urlpatterns = [
    path("callbacks/", views.receive, name="callbacks"),
    path("desk/", views.desk, name="desk"),
    path("desk/<uuid:key>/", views.desk_due, name="desk_due"),
    path("settlement/", views.settlement, name="settlement"),
    path("settlement/take-in/", views.take_in, name="take_in"),
]
