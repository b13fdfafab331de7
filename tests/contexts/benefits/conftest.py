"""A small office: two citizens, an officer who prepares, one who signs, an auditor; holders that answer what they are told."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.database import once
from tests.payees import has_account

from jiphyeon.foundation.accounts.actors import Actor, actor_of
from jiphyeon.foundation.accounts.assurance import Assurance
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.accounts.registering import Identity, make_citizen
from jiphyeon.foundation.accounts.roles import ADMINISTRATOR, known_roles
from jiphyeon.foundation.appointments.actions import appoint
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
    from jiphyeon.contexts.benefits.queries import evidence

    made = Holders()
    monkeypatch.setattr(evidence.mydata, "answers", made.answers)
    return made


def silence_mail(monkeypatch):
    """Let letters go nowhere: this room's tests are not about the post."""
    from jiphyeon.foundation.mail import smtp

    monkeypatch.setattr(smtp, "hand_over", lambda *_, **__: smtp.HandOver.TAKEN)


HEAD = Actor(user=UUID(int=1), name="머리", roles=frozenset({ADMINISTRATOR}))


def person(username, *, name="김하나", birth=date(1996, 8, 15), language="ko"):
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid", language=language)
    user.display_name = name
    user.save()
    make_citizen(
        user, Identity(name, birth, assurance=Assurance.COUNTER, assured_by="a test"), on=date(2020, 1, 1)
    )
    return user


def officer(username, *roles, name):
    unit, _ = Unit.objects.get_or_create(
        code="youth", defaults={"name_ko": "청년정책담당관", "name_en": "Youth policy"}
    )
    post = Post.objects.create(code=f"post-{username}", unit=unit, title_ko="주무관", title_en="Officer")
    user = User.objects.create_user(username=username, email=f"{username}@example.invalid")
    user.display_name = name
    user.save()
    first = date(2020, 1, 1)
    appoint(
        person=user.key,
        post=post.code,
        roles=list(known_roles(roles)),
        first=first,
        last=None,
        reason="인사발령",
        by=HEAD,
        on=first,
    )
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

    def applies(self, user, *, on=TODAY, programme="youth-rent", known=None, stated=None):
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
            facts=SAID if stated is None else stated,
        )
        applying.submit(key=key, declared=True, by=by, on=on)
        return key


@pytest.fixture
def office(db, holders, settings, monkeypatch):
    from jiphyeon.foundation.notices import api as notices

    settings.DEMO = False
    silence_mail(monkeypatch)

    def people():
        notices.load_city(settings.CITY_PACK)
        has_account(person("hana"))
        has_account(person("doyun", name="이도윤", birth=date(1988, 1, 10)))
        officer("seoyeon", "case_officer", name="박서연")
        officer("minjae", "case_signer", name="정민재")
        officer("sora", "case_officer", "case_signer", name="문소라")
        officer("garam", "auditor", name="문가람")

    once(("office", settings.CITY_PACK), people)
    names = ("hana", "doyun", "seoyeon", "minjae", "sora", "garam")
    return Office(**{name: User.objects.get(username=name) for name in names}, holders=holders)


@pytest.fixture
def case(office):
    from jiphyeon.contexts.benefits.models import Case

    def get(key):
        return Case.objects.get(key=key)

    return get


def says(*, key, body, by, on, shared=False):
    """Write a line beside a case, as its pages do."""
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.foundation.casework import remarks

    return remarks.say(Case.objects.get(key=key), body, by=by, on=on, shared=shared)


def brings_paper(*, key, upload, title, by, on):
    """Lay a paper beside a case, as its pages do."""
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.contexts.benefits.permissions import READERS
    from jiphyeon.foundation.casework import attachments

    return attachments.bring(Case.objects.get(key=key), upload, title=title, by=by, on=on, readers=READERS)


def preview_of_signing(keys, by):
    """Preview one signature under cases, as the desk does."""
    from jiphyeon.contexts.benefits.actions import signing
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.foundation.casework import bulk

    return bulk.preview(Case.objects.filter(key__in=keys).order_by("number"), signing.judge, by=by, on=TODAY)


def sign_many(*, keys, seen, by, on):
    """Sign what a preview showed, as the desk does, and return how many."""
    from jiphyeon.contexts.benefits.actions import signing, turns
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.foundation.casework import bulk

    def act(case, _judged):
        signing.sign(key=case.key, by=by, on=on)

    turns.take_for_cases(keys)
    return len(bulk.carry_out(Case, keys, seen=seen, judge=signing.judge, act=act, by=by, on=TODAY).ready)
