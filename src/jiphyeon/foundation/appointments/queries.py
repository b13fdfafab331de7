"""Who holds what now, will hold it, or held it; and what was done about one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from allauth.account.models import EmailAddress

from jiphyeon.foundation.accounts.finding import officers_named, people_named
from jiphyeon.foundation.accounts.models import Appointment, User
from jiphyeon.foundation.accounts.roles import known_roles
from jiphyeon.foundation.appointments.models import Act
from jiphyeon.foundation.organisation.models import Post
from jiphyeon.kernel import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One appointment as pages show it. `stands`: now, coming or past."""

    id: int
    person: UUID
    name: str
    post: str
    unit: str
    duties: str
    first: date
    last: date | None
    stands: str


@dataclass(frozen=True, slots=True)
class Account:
    """Who signs in. `mail_confirmed`: they have shown that the e-mail address is theirs."""

    key: UUID
    name: str
    username: str
    email: str
    mail_confirmed: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Past:
    """One deed about a person. `by` "" means the machine room's command."""

    on: date
    deed: str
    post: str
    duties: str
    first: date
    last: date | None
    reason: str
    by: str
    leaf: str


def appointments(*, on: date, language: str, person: UUID | None = None) -> list[Line]:
    """Return appointments, of everyone or of one person: now first, then what comes, then what has been."""
    rows = Appointment.objects.select_related("user", "post__unit").order_by(
        "post__unit__order", "first", "pk"
    )
    if person is not None:
        rows = rows.filter(user__key=person)
    order = {"now": 0, "coming": 1, "past": 2}
    return sorted((_line(row, on, language) for row in rows), key=lambda line: order[line.stands])


def appointment(number: int, *, on: date, language: str) -> Line:
    """Return one appointment. Raises Appointment.DoesNotExist."""
    return _line(Appointment.objects.select_related("user", "post__unit").get(pk=number), on, language)


def account(key: UUID, *, language: str) -> Account:
    """Return who an account is. Raises User.DoesNotExist."""
    user = User.objects.get(key=key)
    confirmed = (
        user.is_demo  # nobody reads their mail; the pack says who they are
        or EmailAddress.objects.filter(user=user, email__iexact=user.email, verified=True).exists()
    )
    return Account(user.key, user.called(language), user.username, user.email, confirmed, user.is_active)


def find(name_or_mail: str) -> UUID:
    """Return the account of a user name, or of an e-mail address or a person's name that one account alone has. Refused otherwise.

    A name is a whole one, in either script.
    """
    wanted = name_or_mail.strip()
    found = list(User.objects.filter(username=wanted)[:1]) or list(
        User.objects.filter(email__iexact=wanted).exclude(email="")[:2]
    )
    if not found:
        named = {*officers_named(wanted), *people_named(wanted)}
        found = list(User.objects.filter(key__in=named)[:2])
    if not found:
        raise Refused(
            "no_such_account",
            ko="그런 계정이 없습니다. 이름, 아이디나 전자우편을 다시 확인하거나, 먼저 회원가입을 하도록 안내해 주세요.",
            en="There is no such account. Check the name, user name or e-mail address, or ask them to sign up first.",
        )
    if len(found) > 1:
        raise Refused(
            "several_accounts",
            ko="이 이름이나 전자우편을 쓰는 계정이 여럿입니다. 아이디로 찾아 주세요.",
            en="Several accounts have this name or e-mail address. Look for the user name instead.",
        )
    return found[0].key


def history(person: UUID, *, language: str) -> list[Past]:
    """Return what was done about a person's appointments, newest first."""
    acts = list(Act.objects.filter(person=person))
    titles = {
        post.code: post.title.text(language) for post in Post.objects.filter(code__in={a.post for a in acts})
    }
    names = {u.key: u.called(language) for u in User.objects.filter(key__in={a.by for a in acts if a.by})}
    return [
        Past(
            act.on,
            str(act.deed.label),
            titles.get(act.post, act.post),
            duties_text(act.roles, language),
            act.first,
            act.last,
            act.reason,
            (names.get(act.by) or act.by_name) if act.by else "",
            act.leaf,
        )
        for act in acts
    ]


def posts_by_unit(language: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the posts to choose from: unit, then (code, title) of each."""
    grouped: dict[str, list[tuple[str, str]]] = {}
    for post in Post.objects.select_related("unit").order_by("unit__order", "code"):
        grouped.setdefault(post.unit.name.text(language), []).append((post.code, post.title.text(language)))
    return list(grouped.items())


def duties_text(roles: Iterable[str], language: str) -> str:
    """Return roles in words."""
    return " · ".join(role.words.text(language) for role in sorted(known_roles(roles)))


def _line(row: Appointment, on: date, language: str) -> Line:
    stands = "now" if row.held_on(on) else "coming" if on < row.first else "past"
    return Line(
        row.pk,
        row.user.key,
        row.user.called(language),
        row.post.title.text(language),
        row.post.unit.name.text(language),
        duties_text(row.roles, language),
        row.first,
        row.last,
        stands,
    )
