"""The house's addresses and the example's beside them."""

from django.urls import include, path

from jiphyeon.config.urls import urlpatterns as house

from . import views

stalls = (
    [
        path("desk/", views.desk, name="desk"),
        path("desk/<uuid:key>/", views.desk_item, name="desk_item"),
        path("mine/", views.mine, name="mine"),
        path("mine/<uuid:key>/", views.my_item, name="my_item"),
        *views.OFFICE.addresses("desk/"),
        *views.PERSON.addresses("mine/"),
    ],
    "stalls",
)
urlpatterns = [path("stalls/", include(stalls)), *house]
