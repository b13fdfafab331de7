"""Addresses of sending services, and those that the contract has laid down at the root of the host."""

from django.urls import path

from jiphyeon.contexts.senders.views import desk, gateway, v2

app_name = "senders"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("new/", desk.new, name="new"),
    path("received/", gateway.received, name="received"),
    path("<uuid:key>/", desk.item, name="item"),
    path("<uuid:key>/edit/", desk.edit, name="edit"),
    path("<uuid:key>/keys/", desk.make_key, name="make_key"),
    path("<uuid:key>/keys/<uuid:revoked>/revoke/", desk.revoke_key, name="revoke_key"),
    path("<uuid:key>/events/", desk.events, name="events"),
    path("<uuid:key>/letters/<uuid:letter>.pdf", desk.open_letter, name="letter"),
    path("<uuid:key>/letters/<uuid:letter>/posted/", desk.posted, name="posted"),
    *desk.OFFICE.addresses(),
]
at_root = [
    path("v2/notifications", v2.notifications, name="notifications"),
    path("v2/notifications/sms", v2.sms, name="sms"),
    path("v2/notifications/email", v2.email, name="email"),
    path("v2/notifications/letter", v2.letter, name="letter"),
    path("v2/notifications/bulk", v2.bulk, name="bulk"),
    path("v2/notifications/<str:notification>", v2.notification, name="notification"),
    path("v2/notifications/<str:notification>/pdf", v2.letter_pdf, name="letter_pdf"),
    path("v2/received-text-messages", v2.received_texts, name="received_texts"),
    path("v2/template/<str:text>", v2.template, name="template"),
    path("v2/template/<str:text>/preview", v2.preview, name="preview"),
    path("v2/template/<str:text>/version/<str:version>", v2.template_version, name="template_version"),
    path("v2/templates", v2.templates, name="templates"),
    path(
        "service/<str:service>/template/<str:text>/versions", v2.template_versions, name="template_versions"
    ),
]
