"""Lines of the trail and entries of the log as an auditor reads them, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils.timezone import localtime, make_aware

from jiphyeon.foundation.accounts.actors import Actor
from jiphyeon.foundation.accounts.finding import officers_named, people_meant
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.names import names_of, writer
from jiphyeon.foundation.accounts.roles import roles
from jiphyeon.foundation.casework.models import CaseRow, HistoryLine
from jiphyeon.foundation.ledger.kinds import called
from jiphyeon.foundation.ledger.looks import LOOKS, WHAT, what_of
from jiphyeon.foundation.ledger.models import Entry, TrailEntry
from jiphyeon.foundation.ledger.record import hashes_meant, shown_number, typed
from jiphyeon.foundation.ledger.trail import why
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.foundation.queues.declaring import AnyQueue, queues
from jiphyeon.foundation.rooms.declared import rooms
from jiphyeon.kernel import Words
from jiphyeon.kernel.text import clean

MOST_READ = 20_000
"""Reasons are sealed, so a word of one is looked for by reading: in so many of the newest lines."""
EXPORTED = "queues.exported"


@dataclass(frozen=True, slots=True)
class LookLine:
    """One line of the trail: when, who in which post, what they did to what of whose, and why."""

    id: int
    at: datetime
    by: str
    post: Words
    room: Words
    what: Words
    data: Words
    number: str
    whose: str
    why: str


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One entry of the public log: when, which deed of which room, about which matter, and who did it where that is kept."""

    id: int
    at: datetime
    on: date
    room: Words
    kind: Words
    number: str
    by: str
    leaf: str
    leaf_hash: str


def sortable(at: datetime) -> str:
    """Return a moment as files hold it: 2024-03-04 14:05:09."""
    return f"{localtime(at):%Y-%m-%d %H:%M:%S}"


# -- what a line is of -------------------------------------------------------------------------------------------------


def room_words() -> dict[str, Words]:
    """Return what rooms are called, by what their verbs and kinds begin with."""
    found = {room.label: room.called for room in rooms() if room.called is not None}
    return found | {"trail": found["ledger"]}  # the trail's end is put on the log by the log itself


def data_words() -> dict[str, Words]:
    """Return what lines of the trail are about, by the first word of `about`; a matter is called as its list is."""
    words_by_name = {name: words for room in rooms() for name, words in room.trail.items()}
    return {**{model.lifecycle.name: queue.words for queue, model in _matters()}, **words_by_name}


def trail_words() -> dict[str, Words]:
    """Return what the codes and reasons are called that rooms write in the trail."""
    found = [room.find(room.trail_words)() for room in rooms() if room.trail_words]
    return {code: words for one in found for code, words in one.items()}


def _matters() -> tuple[tuple[AnyQueue, type[CaseRow]], ...]:
    """Return the lists of matters, with the model of each."""
    found = ((queue, queue.rows(Actor()).model) for queue in queues())
    return tuple((queue, model) for queue, model in found if issubclass(model, CaseRow))


def _first_word(text: str, sign: str, known: dict[str, Words]) -> Words:
    first = text.partition(sign)[0]
    return known.get(first, Words(first, first))


def numbers_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the numbers of matters by their keys, in one query for each list of matters."""
    wanted = {key for key in keys if _is_key(key)}
    found: dict[str, str] = {}
    for _queue, model in _matters() if wanted else ():
        rows = model._default_manager.filter(key__in=wanted, number__isnull=False)  # noqa: SLF001 -- Django's public name
        found |= {str(key): number or "" for key, number in rows.values_list("key", "number")}
    return found


def _is_key(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _key_of(about: str) -> str:
    return about.partition(":")[2]


def matter_url(about: str, today: date) -> str:
    """Return where a matter is read from its list; "" for what is no matter."""
    key = _key_of(about)
    for queue, model in _matters() if _is_key(key) else ():
        rows = list(model._default_manager.filter(key=key))  # noqa: SLF001 -- Django's public name
        if rows:
            return str(queue.item(queue.lines(rows, today)[0]))
    return ""


def unit_words(code: str) -> Words | None:
    """Return what a unit is called; None where none is named."""
    unit = Unit.objects.filter(code=code).first() if code else None
    return unit.name if unit is not None else None


# -- lines -------------------------------------------------------------------------------------------------------------


def look_lines(found: Sequence[TrailEntry], language: str) -> list[LookLine]:
    """Return lines of the trail for a reader of a language."""
    people = names_of({line.person for line in found if line.person}, language)
    posts = {post.code: post.title for post in Post.objects.filter(code__in={line.post for line in found})}
    numbers, write = numbers_of(_key_of(line.about) for line in found), writer(language)
    called_rooms, called_data = room_words(), data_words()
    words = trail_words()
    return [
        LookLine(
            id=line.pk,
            at=line.at,
            by=write(line.actor_name),
            post=posts.get(line.post, Words(line.post, line.post)),
            room=_first_word(line.verb, ".", called_rooms),
            what=_what(line.verb),
            data=_first_word(line.about, ":", called_data),
            number=numbers.get(_key_of(line.about), ""),
            whose=people.get(line.person, "") if line.person else "",
            why=_why(line.reason, words, language),
        )
        for line in found
    ]


def _why(reason: str, words: Mapping[str, Words], language: str) -> str:
    return words[reason].text(language) if reason in words else why(reason)


_DETAILS = {
    "about": Words("무엇 때문에", "About"),
    "holder": Words("보유 기관", "Holder"),
    "item": Words("가져온 자료", "Item"),
    "items": Words("동의한 자료", "Items agreed to"),
    "outcome": Words("결과", "Outcome"),
    "to": Words("넘겨받은 사람", "Handed to"),
    "rows": Words("줄 수", "Rows"),
    "names": Words("이름을 담았나", "With names"),
    "kind": Words("파일 종류", "Kind of file"),
    "channel": Words("보내는 길", "Channel"),
    "post": Words("자리", "Post"),
    "roles": Words("역할", "Roles"),
    "first": Words("첫날", "First day"),
    "last": Words("마지막 날", "Last day"),
}
_YES_NO = {True: Words("예", "Yes"), False: Words("아니요", "No")}


def details(row: TrailEntry, language: str) -> list[tuple[Words, str]]:
    """Return what else a line of the trail holds, named and in words; whose it is stands in the line itself."""
    words = trail_words() | {str(role): role.words for role in roles()}
    shown = {
        name: value for name, value in row.details.items() if name != "person" and value not in (None, "")
    }
    if post := Post.objects.filter(code=shown.get("post", "")).first():
        words[post.code] = post.title
    people = names_of({UUID(shown["to"])} if _is_key(str(shown.get("to", ""))) else (), language)
    words |= {str(key): Words(name, name) for key, name in people.items()}
    if about := str(shown.get("about", "")):
        key = _key_of(about)
        number = numbers_of([key]).get(key, "")
        first = _first_word(about, ":", data_words() | room_words()).text(language)
        last = number or (words[key].text(language) if key in words else "")
        words[about] = Words(*[" · ".join(filter(None, (first, last)))] * 2)
    return [
        (_DETAILS.get(name, Words(name, name)), _value_text(value, words, language))
        for name, value in shown.items()
    ]


def _value_text(value: object, words: Mapping[str, Words], language: str) -> str:
    if isinstance(value, bool):
        return _YES_NO[value].text(language)
    if isinstance(value, list):
        return ", ".join(_value_text(one, words, language) for one in value)
    return words[str(value)].text(language) if str(value) in words else str(value)


def _what(verb: str) -> Words:
    """Return what was done: a deed of a matter as its table calls it, else as looks are called."""
    room, _dot, code = verb.partition(".")
    life = next((model.lifecycle for _queue, model in _matters() if model.lifecycle.name == room), None)
    return life.deed(code).did.staff if life is not None and life.has_deed(code) else what_of(verb)


def deed_lines(found: Sequence[Entry], language: str) -> list[DeedLine]:
    """Return entries of the log for a reader of a language."""
    lives = {model.lifecycle.name for _queue, model in _matters()}
    subjects = {entry.subject for entry in found if _is_key(entry.subject)}
    lines = HistoryLine.objects.filter(lifecycle__in=lives, case__in=subjects).exclude(leaf="")
    done = list(lines.values_list("leaf", "by_name", "by")) if subjects else []
    doers = {leaf: name for leaf, name, _by in done}
    write = writer(language, {by for _leaf, _name, by in done if by is not None})
    numbers, called_rooms = numbers_of(subjects), room_words()
    return [
        DeedLine(
            id=entry.pk,
            at=entry.recorded_at,
            on=entry.on,
            room=_first_word(entry.kind, ".", called_rooms),
            kind=called(entry.kind),
            number=numbers.get(entry.subject, ""),
            by=write(doers.get(entry.leaf_hash, "")),
            leaf=shown_number(entry.leaf_hash),
            leaf_hash=entry.leaf_hash,
        )
        for entry in found
    ]


# -- what a list is narrowed by ----------------------------------------------------------------------------------------


def looked() -> Q:
    """Return the condition that a line says somebody saw something."""
    return reduce(or_, (Q(verb__endswith=f".{verb}") for verb in sorted(LOOKS)))


OWN = Q(actor=F("person"))
"""What people did to their own data."""


def by_deed(code: str) -> Q:
    """Return the condition that a line says this was done: a verb, or the last word of those that have no word of their own."""
    if "." in code:
        return Q(verb=code)
    return Q(verb__endswith=f".{code}") & ~Q(verb__in=[verb for verb in WHAT if "." in verb])


def officers_ever(language: str) -> list[tuple[str, str]]:
    """Return everybody who ever held a post, by name."""
    found = User.objects.filter(appointments__isnull=False).distinct()
    return sorted(((str(user.key), user.called(language)) for user in found), key=lambda one: one[1])


def by_role(role: str) -> Q:
    """Return the condition that whoever acted held a role on that day."""
    held = [one for one in Appointment.objects.select_related("user") if role in one.roles]
    return reduce(or_, (_in_office(one) for one in held), Q(pk__in=()))


def _in_office(one: Appointment) -> Q:
    first = Q(actor=one.user.key, at__gte=_midnight(one.first))
    return first if one.last is None else first & Q(at__lt=_midnight(one.last + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, time.min))


def means_look(text: str, rows: QuerySet[TrailEntry], actor: Actor, today: date) -> Q:
    """Return what else a text means: the officer who looked, the matter of this number, a word of the reason."""
    del actor
    abouts = [
        row.about
        for queue, model in _matters()
        for row in model._default_manager.filter(_numbered(queue, text))  # noqa: SLF001 -- Django's public name
    ]
    newest = rows.order_by("-pk").values_list("pk", "reason")[:MOST_READ]
    typed = clean(text).casefold()
    reasons = [pk for pk, reason in newest if typed in reason.casefold() or typed in why(reason).casefold()]
    return (
        Q(actor__in=[*officers_named(text), *people_meant(text, today)])
        | Q(about__in=abouts)
        | Q(pk__in=reasons)
    )


def _numbered(queue: AnyQueue, text: str) -> Q:
    """Return the condition that a matter has the number a text is, however its dashes stand."""
    return Q(number__iexact=text) | Q(number=queue.number_meant(text) or text)


def means_deed(text: str, rows: QuerySet[Entry], actor: Actor, today: date) -> Q:
    """Return what else a text means: the matter of this number, a record's number, the officer who did it."""
    del rows, actor, today
    subjects = [
        str(key)
        for queue, model in _matters()
        for key in model._default_manager.filter(_numbered(queue, text)).values_list("key", flat=True)  # noqa: SLF001 -- Django's public name
    ]
    by = officers_named(text)
    leaves = HistoryLine.objects.filter(by__in=by).exclude(leaf="").values("leaf") if by else ()
    meant = hashes_meant(typed(text), least=SHORTEST)
    record = reduce(or_, (Q(leaf_hash__startswith=one) for one in meant), Q(pk__in=()))
    return Q(subject__in=subjects) | Q(leaf_hash__in=leaves) | record


SHORTEST = 6
"""A record's number is looked for by so many of its digits at least."""
