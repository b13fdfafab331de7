"""What programs ask at `/v2/`, exactly as GOV.UK Notify's clients do, and many at once beside it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone

from jiphyeon.contexts.senders import queries, tables
from jiphyeon.contexts.senders.actions import sending
from jiphyeon.contexts.senders.actions.sending import Sent
from jiphyeon.contexts.senders.enums import Type
from jiphyeon.contexts.senders.models import ApiKey, Service
from jiphyeon.contexts.senders.queries import Found
from jiphyeon.contexts.senders.rules import contract
from jiphyeon.contexts.senders.rules.answers import Rejected, absent, bad, invalid
from jiphyeon.contexts.senders.rules.contract import iso
from jiphyeon.contexts.senders.rules.statuses import KNOWN, word_of
from jiphyeon.contexts.senders.rules.terms import terms_on
from jiphyeon.contexts.senders.views.answering import answer, document_of, with_key
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.accounts.actors import MACHINE
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.documents import pdf
from jiphyeon.foundation.files import store as files
from jiphyeon.foundation.messages.terms import terms_of

FILE_VERSION = 1


@with_key("POST")
def sms(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Send a text message."""
    return _sent(request, key, Type.SMS)


@with_key("POST")
def email(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Send an e-mail."""
    return _sent(request, key, Type.EMAIL)


@with_key("POST")
def letter(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Send a letter: by a text, or as a file that is ready to be printed."""
    document = document_of(request)
    if not isinstance(document, dict) or "content" not in document:
        return _sent(request, key, Type.LETTER, document)
    asked = contract.letter_file(document)
    made = sending.send_letter_file(key=key, letter=asked, day=civil_today(), at=now())
    return answer({"id": str(made), "reference": asked.reference, "postage": asked.postage}, 201)


def _sent(request: HttpRequest, key: ApiKey, type_: Type, document: Any = None) -> HttpResponse:
    asked = contract.asked(type_, document_of(request) if document is None else document)
    sent = sending.send(key=key, ask=asked, day=civil_today(), at=now())
    return answer(_sent_body(request, sent), 201)


def _sent_body(request: HttpRequest, sent: Sent) -> dict[str, Any]:
    ask, read = sent.ask, sent.rendered
    content: dict[str, Any] = {"body": read.body}
    if ask.type is Type.SMS:
        content["from_number"] = terms_of(settings.CITY_PACK).office.number
    else:
        content["subject"] = read.subject
    body: dict[str, Any] = {
        "id": str(sent.key),
        "reference": ask.reference or None,
        "uri": request.build_absolute_uri(reverse("senders_root:notification", args=[sent.key])),
        "template": _template_of(request, ask.template, sent.edition),
        "scheduled_for": None,
        "content": content,
    }
    if ask.type is Type.EMAIL:
        content["from_email"] = settings.DEFAULT_FROM_EMAIL
        content["one_click_unsubscribe_url"] = ask.unsubscribe or None
        body["sanitised_content"] = {
            name: {"before": one.before, "after": one.after}
            for name, one in sent.taken_out.items()
            if one.is_changed
        }
    return body


def _template_of(request: HttpRequest, text: UUID, edition: int) -> dict[str, Any]:
    where = reverse("senders_root:template_version", args=[text, edition])
    return {"id": str(text), "version": edition, "uri": request.build_absolute_uri(where)}


@with_key("POST")
def bulk(request: HttpRequest, key: ApiKey) -> HttpResponse:
    """Send many of one template, and say of each row what came of it."""
    known = {str(one.text): sending.TYPES[one.content.channel] for one in _templates(key.service)}
    most = terms_on(queries.terms_file(), civil_today()).rows
    asked = contract.bulk(known, document_of(request), most=most)
    made, told = sending.send_bulk(key=key, bulk=asked, day=civil_today(), at=now())
    lines = [
        {"row": n, "errors": one.body["errors"]}
        if isinstance(one, Rejected)
        else {"row": n, "id": str(one.key), "reference": one.ask.reference or None}
        for n, one in enumerate(told, start=1)
    ]
    accepted = sum("id" in line for line in lines)
    where = reverse("senders_root:notifications")
    body = {
        "id": str(made),
        "reference": asked.reference or None,
        "accepted": accepted,
        "rejected": len(lines) - accepted,
        "notifications": request.build_absolute_uri(f"{where}?bulk={made}"),
        "rows": lines,
    }
    return answer(body, 201 if accepted else 400)


@with_key("GET")
def notification(request: HttpRequest, key: ApiKey, notification: str) -> dict[str, Any]:
    """Say what became of one."""
    found = queries.notification(key.service, contract.key_of("notification_id", notification))
    if found is None:
        raise absent()
    return _notification(request, found)


@with_key("GET")
def notifications(request: HttpRequest, key: ApiKey) -> dict[str, Any]:
    """List what was asked for, the newest first."""
    asked = request.GET
    words, types = asked.getlist("status"), asked.getlist("template_type")
    older, several = asked.get("older_than"), asked.get("bulk")
    strange = set(asked) - {"status", "template_type", "reference", "older_than", "include_jobs", "bulk"}
    faults = [f"status {word[:40]} is not a status" for word in words if word not in KNOWN]
    faults += [
        f"template_type {word[:40]} is not one of sms, email, letter"
        for word in types
        if word not in list(Type)
    ]
    faults += [
        f"Additional properties are not allowed ({name[:40]} was unexpected)" for name in sorted(strange)
    ]
    if faults:
        raise invalid(*faults)
    found = queries.notifications(
        key.service,
        [key.kind],
        words=words,
        types=[Type(word) for word in types],
        reference=asked.get("reference", ""),
        older_than=contract.key_of("older_than", older) if older else None,
        bulk=contract.key_of("bulk", several) if several else None,
    )
    return {
        "notifications": [_notification(request, one) for one in found],
        "links": _links(request, str(found[-1].row.key) if found else ""),
    }


def _links(request: HttpRequest, last: str) -> dict[str, str]:
    here = request.build_absolute_uri()
    if not last:
        return {"current": here}
    following = QueryDict(mutable=True)
    following["older_than"] = last  # clients take the first key that they find in the link
    for name, values in request.GET.lists():
        if name != "older_than":
            following.setlist(name, values)
    return {"current": here, "next": request.build_absolute_uri(f"{request.path}?{following.urlencode()}")}


def _notification(request: HttpRequest, found: Found) -> dict[str, Any]:
    row, is_letter = found.row, found.row.type is Type.LETTER
    text, edition = row.text or uuid5(row.service.key, "letter"), row.edition or FILE_VERSION
    return {
        "id": str(row.key),
        "reference": row.reference or None,
        "email_address": found.to or None if row.type is Type.EMAIL else None,
        "phone_number": found.to or None if row.type is Type.SMS else None,
        **contract.address_lines(found.to if is_letter else ""),
        "postage": row.postage or None,
        "type": row.type.value,
        "status": word_of(row.type, row.state),
        "template": _template_of(request, text, edition),
        "body": found.body,
        "subject": None if row.type is Type.SMS else found.subject,
        "created_at": iso(row.created_at),
        "created_by_name": None,
        "sent_at": iso(row.sent_at),
        "completed_at": iso(row.completed_at),
        "opened_at": iso(row.opened_at),
        "scheduled_for": None,
        "one_click_unsubscribe_url": row.unsubscribe or None,
        "cost_in_pounds": None,
        "is_cost_data_ready": False,
        "cost_details": {},
    }


@with_key("GET")
def letter_pdf(request: HttpRequest, key: ApiKey, notification: str) -> HttpResponse:
    """Give a letter as it is printed."""
    del request
    found = queries.notification(key.service, contract.key_of("notification_id", notification))
    if found is None:
        raise absent()
    if found.row.type is not Type.LETTER:
        raise bad("Notification is not a letter")
    if found.row.file is not None:
        content = files.open_for(found.row.file, MACHINE).read()
    elif found.body:
        content = pdf.render(tables.letter(found, demo=settings.DEMO))
    else:
        raise absent()
    return HttpResponse(content, content_type="application/pdf")


@with_key("GET")
def received_texts(request: HttpRequest, key: ApiKey) -> dict[str, Any]:
    """List what was written to the service's number, the newest first."""
    older = request.GET.get("older_than")
    found = queries.received(key.service, older_than=contract.key_of("older_than", older) if older else None)
    return {
        "received_text_messages": [
            {
                "id": str(one.key),
                "user_number": one.number,
                "notify_number": key.service.number_for_answers,
                "service_id": str(key.service.key),
                "content": one.content,
                "created_at": iso(one.at),
            }
            for one in found
        ],
        "links": _links(request, str(found[-1].key) if found else ""),
    }


@with_key("GET")
def template(request: HttpRequest, key: ApiKey, text: str) -> dict[str, Any]:
    """Show a template as it is sent with."""
    del request
    return _template(key.service, contract.key_of("id", text), None)


@with_key("GET")
def template_version(request: HttpRequest, key: ApiKey, text: str, version: str) -> dict[str, Any]:
    """Show a template as it was."""
    del request
    if not (version.isascii() and version.isdecimal()) or not 1 <= len(version) <= 5 or int(version) < 1:
        raise invalid("version is not an integer of 1 or more")
    return _template(key.service, contract.key_of("id", text), int(version))


def _template(service: Service, text: UUID, edition: int | None) -> dict[str, Any]:
    found = _shown_to(service, wordings.published(text, edition))
    if found is None:
        raise absent()
    return _shown(service, found)


def _shown_to(service: Service, found: wordings.Published | None) -> wordings.Published | None:
    """Return a template where it is one of the service's."""
    is_its = (
        found is not None and found.content.unit == service.unit and found.content.channel in sending.TYPES
    )
    return found if is_its else None


@with_key("GET")
def templates(request: HttpRequest, key: ApiKey) -> dict[str, Any]:
    """List the templates a service sends with."""
    wanted = request.GET.get("type")
    if wanted is not None and wanted not in list(Type):
        raise invalid(f"type {wanted[:40]} is not one of sms, email, letter")
    found = [_shown(key.service, one) for one in _templates(key.service)]
    return {"templates": [one for one in found if wanted in {None, one["type"]}]}


@with_key("GET")
def template_versions(request: HttpRequest, key: ApiKey, service: str, text: str) -> dict[str, Any]:
    """List every version of a template."""
    del request
    if contract.key_of("service_id", service) != key.service.key:
        raise absent()
    found = [
        one for one in wordings.editions(contract.key_of("id", text)) if one.content.unit == key.service.unit
    ]
    if not found or found[0].content.channel not in sending.TYPES:
        raise absent()
    return {"data": [_shown(key.service, one) for one in found]}


def _templates(service: Service) -> list[wordings.Published]:
    return [one for one in wordings.in_use_of(service.unit) if one.content.channel in sending.TYPES]


def _shown(service: Service, one: wordings.Published) -> dict[str, Any]:
    content = one.content
    type_ = sending.TYPES[content.channel]
    moment = timezone.make_aware(datetime.combine(one.since, time()))
    return {
        "id": str(one.text),
        "type": type_.value,
        "name": content.name,
        "created_at": iso(moment),
        "updated_at": iso(moment) if one.edition > 1 else None,
        "created_by": content.unit,
        "version": one.edition,
        "body": content.body,
        "subject": None if type_ is Type.SMS else content.subject,
        "letter_contact_block": service.contact_block or None if type_ is Type.LETTER else None,
        "postage": "second" if type_ is Type.LETTER else None,
        "personalisation": {
            name: {"required": True} for name in content.compiled(wordings.Variant.STANDARD).placeholders
        },
    }


@with_key("POST")
def preview(request: HttpRequest, key: ApiKey, text: str) -> dict[str, Any]:
    """Show how a template reads with values."""
    named = contract.key_of("id", text)
    if _shown_to(key.service, wordings.published(named)) is None:
        raise absent()
    values: Mapping[str, Any] = contract.values_of(document_of(request))
    edition, type_, read, html = sending.preview(service=key.service, text=named, values=values)
    return {
        "id": str(named),
        "type": type_.value,
        "version": edition,
        "body": read.body,
        "subject": None if type_ is Type.SMS else read.subject,
        "html": html or None,
        "postage": "second" if type_ is Type.LETTER else None,
    }
