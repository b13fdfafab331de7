"""A small office: two citizens, an officer who prepares, one who signs, an auditor; holders that answer what they are told."""

import smtplib
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import Appointment, Citizen, User
from jiphyeon.foundation.organisation.models import Post, Unit
from jiphyeon.kernel import Words

TODAY = date(2024, 3, 4)

DUE = {
    "lives_in_sejong": True,
    "household_size": 1,
    "household_income": 2_450_000,
    "assets": 30_000_000,
    "owns_home": False,
    "deposit": 10_000_000,
    "monthly_rent": 450_000,
    "area": "26",
    "registered": True,
    "own_name": True,
    "public_rental": False,
    "receives_housing_aid": False,
}
SAID = {"landlord_is_relative": False}


@dataclass
class Answer:
    code: str
    fact: str
    state: str
    value: object
    holder: Words = field(default_factory=lambda: Words("보유 기관", "A holder"))
    obtained_at: datetime | None = None
    valid_until: date | None = None
    evidence: str = "e" * 64
    paper: Words = field(default_factory=lambda: Words("서류", "a paper"))
    problem: Words | None = None


@dataclass
class Holders:
    """What the holders answer, by person; `until` makes an answer expire."""

    known: dict[UUID, dict[str, object]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    valid_days: int = 400

    def answers(self, *, person, about, on):  # noqa: ARG002 -- the front door's own signature
        found = []
        for name, value in self.known.get(person, {}).items():
            until = TODAY + timedelta(days=self.valid_days)
            state = "refused" if name in self.refused else "expired" if on > until else "answered"
            found.append(
                Answer("item", name, state, value if state == "answered" else None, valid_until=until)
            )
        return found


@pytest.fixture
def holders(monkeypatch):
    from jiphyeon.contexts.benefits.queries import known

    made = Holders()
    monkeypatch.setattr(known.mydata, "answers", made.answers)
    return made


def silence_mail(monkeypatch):
    """Let letters go nowhere: this room's tests are not about the post."""
    nothing = {"__init__": None, "__enter__": "self", "__exit__": None, "send_message": None}
    for name, answer in nothing.items():
        monkeypatch.setattr(
            smtplib.SMTP, name, lambda self, *_, answer=answer, **__: self if answer else None
        )


def person(username, *, name="김하나", birth=date(1996, 8, 15), language="ko"):
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid", language=language)
    user.display_name = name
    user.save()
    Citizen.objects.create(user=user, legal_name=name, birth_date=birth)
    return user


def officer(username, *roles, name):
    unit, _ = Unit.objects.get_or_create(
        code="youth", defaults={"name_ko": "청년정책담당관", "name_en": "Youth policy"}
    )
    post = Post.objects.create(code=f"post-{username}", unit=unit, title_ko="주무관", title_en="Officer")
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid")
    user.display_name = name
    user.save()
    Appointment.objects.create(user=user, post=post, roles=list(roles), first=date(2020, 1, 1))
    return user


@dataclass
class Office:
    hana: User
    doyun: User
    seoyeon: User
    minjae: User
    sora: User
    garam: User
    holders: Holders

    def actor(self, user, on=TODAY):
        return actor_of(User.objects.get(pk=user.pk), on=on)

    def applies(self, user, *, on=TODAY, programme="youth-rent", known=None, said=None):
        """Let a citizen apply and return the case's key; the machine has not prepared it yet."""
        from jiphyeon.contexts.benefits.actions import applying

        self.holders.known[user.key] = {**DUE, **(known or {})}
        by = self.actor(user, on)
        key = applying.start(
            person=user.key,
            programme=programme,
            token=uuid4(),
            by=by,
            on=on,
            facts=SAID if said is None else said,
        )
        applying.submit(key=key, declared=True, by=by, on=on)
        return key


@pytest.fixture
def office(db, holders, settings, monkeypatch):
    from jiphyeon.contexts.notices import api as notices

    settings.DEMO = False
    silence_mail(monkeypatch)
    notices.load_city(settings.CITY_PACK)
    return Office(
        hana=person("hana"),
        doyun=person("doyun", name="이도윤", birth=date(1988, 1, 10)),
        seoyeon=officer("seoyeon", "case_officer", name="박서연"),
        minjae=officer("minjae", "case_signer", name="정민재"),
        sora=officer("sora", "case_officer", "case_signer", name="문소라"),
        garam=officer("garam", "auditor", name="문가람"),
        holders=holders,
    )


@pytest.fixture
def case(office):
    from jiphyeon.contexts.benefits.models import Case

    def get(key):
        return Case.objects.get(key=key)

    return get
