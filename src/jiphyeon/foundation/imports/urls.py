from django.urls import path

from jiphyeon.foundation.imports import views

app_name = "imports"
urlpatterns = [
    path("<str:name>/", views.intake, name="intake"),
    path("<str:name>/template.<slug:kind>", views.template, name="template"),
    path("<str:name>/<uuid:key>/", views.file, name="file"),
    path("<str:name>/<uuid:key>/errors.<slug:kind>", views.errors, name="errors"),
    path("<str:name>/<uuid:key>/<slug:deed>/", views.deed, name="deed"),
]
