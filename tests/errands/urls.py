from django.urls import include, path
from tests.errands import views

from jiphyeon.config.urls import handler500, urlpatterns  # noqa: F401 -- Django reads both here

errands = (
    [
        path("", views.errands, name="list"),
        path("finish/", views.finish, name="finish"),
        path("<uuid:key>/", views.errand, name="item"),
    ],
    "errands",
)
urlpatterns = [path("errands/", include(errands)), *urlpatterns]
