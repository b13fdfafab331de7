from django.urls import path

from jiphyeon.foundation.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.check, name="check"),
    path("looks/", views.looks, name="looks"),
    path("head.json", views.head, name="head"),
    path("heads.json", views.heads, name="heads"),
    path("entries.json", views.entries, name="entries"),
    path("proof/<int:index>.json", views.inclusion, name="inclusion"),
    path("consistency.json", views.consistency, name="consistency"),
    path("key.pem", views.key, name="key"),
]
