from django.urls import path

from jiphyeon.foundation.appointments import views

app_name = "appointments"
urlpatterns = [
    path("", views.officers, name="officers"),
    path("find/", views.find, name="find"),
    path("person/<uuid:key>/", views.person, name="person"),
    path("person/<uuid:key>/appoint/", views.appoint, name="appoint"),
    path("<int:number>/end/", views.end, name="end"),
]
