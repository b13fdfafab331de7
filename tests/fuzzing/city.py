"""A small city for the fuzz walk: everybody who may come, and one case at every place of its life, by the real actions."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.contexts.benefits.conftest import brings_paper

TODAY = date(2024, 3, 14)  # inside a call, so that applications can be begun
LAST_YEAR = date(2023, 3, 6)
RENTER = {
    "lives_in_sejong": True,
    "household_size": 1,
    "owns_home": False,
    "deposit": 10_000_000,
    "monthly_rent": 450_000,
    "area": "26",
    "registered": True,
    "own_name": True,
    "public_rental": False,
    "landlord_is_relative": False,
    "receives_housing_aid": False,
    "household_income": 1_800_000,
    "assets": 20_000_000,
}
SEEKER = {
    "lives_in_sejong": True,
    "employment": "seeking",
    "interview_date": "2024-01-10",
    "interviews_supported": 0,
}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
BASIS = "서면 신청서와 붙임 서류"


@dataclass
class City:
    """The people by name ("" is nobody signed in), and words that mean something here."""

    people: dict = field(default_factory=dict)
    words: list = field(default_factory=list)


class Builder:
    """Takes cases along their lives, day by day."""

    def __init__(self):
        from jiphyeon.foundation.accounts.models import User

        self.users = {user.username: user for user in User.objects.filter(is_demo=True)}

    def by(self, name, on):
        from jiphyeon.foundation.accounts.actors import actor_of

        return actor_of(self.users[name], on=on)

    def citizen(self, name):
        from jiphyeon.foundation.accounts.assurance import Assurance
        from jiphyeon.foundation.accounts.models import User
        from jiphyeon.foundation.accounts.registering import Identity, make_citizen

        user = User.objects.create_user(username=name, email=f"{name}@demo.invalid")
        user.display_name = f"{name}님"
        user.save()
        identity = Identity(f"{name}님", date(1996, 8, 15), assurance=Assurance.COUNTER, assured_by="a test")
        make_citizen(user, identity, on=date(2020, 1, 1))
        self.users[name] = user

    def sent(self, name, programme, facts, on, **changed):
        """An application taken at the counter and prepared."""
        from jiphyeon.contexts.benefits.actions import applying, preparing
        from jiphyeon.contexts.benefits.enums import Channel
        from jiphyeon.foundation.payees import api as payees

        by = self.by("seoyeon", on)
        payees.give_account(self.users[name].key, on)
        key = applying.start(
            person=self.users[name].key,
            programme=programme,
            token=uuid4(),
            by=by,
            on=on,
            channel=Channel.COUNTER,
            facts=facts,
        )
        applying.submit(key=key, declared=True, by=by, on=on)
        seen = {name: value for name, value in {**facts, **changed}.items() if name != "landlord_is_relative"}
        preparing.establish(key=key, facts=seen, basis=BASIS, by=by, on=on)
        preparing.prepare(key=key, on=on)
        return key

    def proposed(self, key, on, verdict="approve", reason="확인했습니다."):
        from jiphyeon.contexts.benefits.actions import handling
        from jiphyeon.contexts.benefits.enums import Verdict

        handling.propose(key=key, verdict=Verdict(verdict), reason=reason, by=self.by("seoyeon", on), on=on)

    def signed(self, key, on, **more):
        from jiphyeon.contexts.benefits.actions import signing

        self.proposed(key, on, **more)
        signing.sign(key=key, by=self.by("minjae", on), on=on)

    def paid(self, key, until):
        from jiphyeon.contexts.benefits.actions import paying
        from jiphyeon.contexts.benefits.models import Payment

        for payment in Payment.objects.filter(case__key=key, pays_on__lte=until).order_by("number"):
            paying.pay(key=key, number=payment.number, on=payment.pays_on)


def build():
    """Build the city; the demo day is moved to TODAY."""
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.plans import api as plans
    from jiphyeon.contexts.programmes import api as programmes
    from jiphyeon.foundation.accounts import pack
    from jiphyeon.foundation.clock.now import move_civil_day
    from jiphyeon.foundation.notices import api as notices

    pack.load_demo(settings.CITY_PACK, TODAY)
    for room in (notices, mydata, plans, programmes):
        room.load_city(settings.CITY_PACK)
    move_civil_day(TODAY)
    builder = Builder()
    _officer_of_everything(builder)
    _cases(builder)
    _reforms(builder)
    _beside(builder)
    return _known(builder)


def _officer_of_everything(builder):
    """One person who holds both sides of every deed."""
    from jiphyeon.foundation.accounts.models import Appointment, User
    from jiphyeon.foundation.organisation.models import Post, Unit

    user = User.objects.create_user(username="sora", email="sora@demo.invalid")
    user.display_name = "문소라"
    user.save()
    post = Post.objects.create(
        code="sora-post", unit=Unit.objects.first(), title_ko="주무관", title_en="Officer"
    )
    roles = ["case_officer", "case_signer", "rules_editor", "rules_approver", "plan_owner"]
    Appointment.objects.create(user=user, post=post, roles=roles, first=date(2020, 1, 1))
    builder.users["sora"] = user


def _cases(builder):
    from jiphyeon.contexts.benefits.actions import applying, calls, handling, objecting, paying

    for name in ("paid", "held", "stopped", "refused", "objected", "returned", "withdrawn"):
        builder.citizen(name)
    ranked = [builder.sent(name, "youth-rent", RENTER, LAST_YEAR) for name in ("paid", "held", "stopped")]
    calls.rank_call(
        programme="youth-rent", call_id="2023-1", by=builder.by("seoyeon", LAST_YEAR), on=date(2023, 3, 13)
    )
    for key in ranked:
        builder.signed(key, date(2023, 3, 24), reason="")
        builder.paid(key, date(2023, 6, 1))
    for key in ranked[1:]:
        on = date(2023, 6, 2)
        paying.hold_by_officer(key=key, reason="주소를 옮겼습니다.", by=builder.by("seoyeon", on), on=on)
    on = date(2023, 6, 20)
    paying.stop(
        key=ranked[2],
        not_due_from=date(2023, 5, 1),
        reason="주소를 옮겼습니다.",
        by=builder.by("minjae", on),
        on=on,
    )

    day = date(2024, 2, 20)
    for name in ("refused", "objected"):
        key = builder.sent(name, "job-interview-support", SEEKER, day, employment="employed")
        builder.signed(key, TODAY - timedelta(days=7), verdict="refuse")
        if name == "objected":
            objecting.file(key=key, body="다시 봐 주세요.", by=builder.by(name, TODAY), on=TODAY)
    for name in ("returned", "doyun", "hana"):
        key = builder.sent(name, "job-interview-support", SEEKER, day)
        handling.ask_supplement(key=key, request="면접 확인서", by=builder.by("seoyeon", day), on=day)
        if name == "returned":
            handling.return_application(key=key, by=builder.by("seoyeon", TODAY), on=TODAY)
    key = builder.sent("withdrawn", "job-interview-support", SEEKER, day)
    applying.withdraw(key=key, by=builder.by("withdrawn", day), on=day)
    builder.proposed(builder.sent("maria", "job-interview-support", SEEKER, day), day)
    builder.sent("sunja", "job-interview-support", SEEKER, day)
    completed = builder.sent("paid", "job-interview-support", SEEKER, date(2024, 1, 22))
    builder.signed(completed, date(2024, 1, 26))
    builder.paid(completed, TODAY)
    builder.sent("doyun", "youth-rent", RENTER, TODAY)
    for name in ("hana", "maria"):  # two drafts in the open call
        by = builder.by(name, TODAY)
        key = applying.start(person=by.user, programme="youth-rent", token=uuid4(), by=by, on=TODAY)
        applying.save_step(key=key, facts={}, step=4, by=by, on=TODAY)


def _reforms(builder):
    from jiphyeon.contexts.programmes.rules.changes import Change, Part
    from jiphyeon.contexts.reforms.actions import reforming

    for name, by in (("초안", "yujin"), ("올린 안", "yujin"), ("두루 맡은 이의 안", "sora")):
        change = Change(name, date(2024, 7, 1), {}, {"youth-rent": Part({"age_limit": "34"}, {})})
        actor = builder.by(by, TODAY)
        key = reforming.draft(change, by=actor, on=TODAY)
        if name != "초안":
            reforming.propose(
                key=key, authority="청년 기본 조례", reason="법에 맞춥니다.", by=actor, on=TODAY
            )


def _beside(builder):
    """What lies beside the cases: a consent asked for, a paper, a fee answered, a saved view, a what-if, a job that died."""
    from jiphyeon.contexts.benefits.models import Case
    from jiphyeon.contexts.benefits.queries import applications
    from jiphyeon.contexts.fees import actions as fees
    from jiphyeon.contexts.mydata import api as mydata
    from jiphyeon.contexts.reforms.actions import running
    from jiphyeon.contexts.reforms.models import Reform
    from jiphyeon.foundation.jobs.models import Job, JobState
    from jiphyeon.foundation.ledger.order import put_in_order
    from jiphyeon.foundation.queues.models import SavedView

    hana = builder.by("hana", TODAY)
    draft = Case.objects.get(person=hana.user, programme="youth-rent")
    for purpose, until in (("benefit-application", None), ("benefit-recheck", date(2024, 12, 31))):
        mydata.ask_consent(
            person=hana.user,
            purpose=purpose,
            about=draft.about,
            items=applications.items_to_ask(draft, TODAY),
            return_to="/benefits/mine/",
            on=TODAY,
            regular_until=until,
        )
    brings_paper(
        key=draft.key,
        upload=SimpleUploadedFile("lease.pdf", PDF),
        title="임대차계약서",
        by=hana,
        on=TODAY,
    )
    fees.answer_fee(person=hana.user, facility="boram-pool", about="fee:boram-pool", on=TODAY)
    SavedView.objects.create(
        officer=builder.users["seoyeon"].key, queue="benefits.cases", name="내 것", query="view=todo&mine=1"
    )
    people = Path(settings.DATA_DIR) / "populations" / "fuzz" / "people.csv"
    people.parent.mkdir(parents=True, exist_ok=True)
    people.write_text("person_id\n1\n", encoding="utf-8")
    question = running.Question([Reform.objects.first().key], "fuzz", date(2024, 7, 1))
    running.ask(question, by=builder.by("yujin", TODAY), on=TODAY)
    put_in_order()
    dead = Job.objects.filter(state=JobState.WAITING).first()
    Job.objects.filter(pk=dead.pk).update(state=JobState.DEAD, failures=3, finished_at=dead.enqueued_at)


def _known(builder):
    from jiphyeon.contexts.benefits.models import Case

    words = [*builder.users, *Case.objects.exclude(number=None).values_list("number", flat=True)[:3]]
    words += [f"{name}@demo.invalid" for name in ("hana", "doyun", "seoyeon")]
    words += [str(key) for key in Case.objects.values_list("key", flat=True)[:3]]
    return City({"": None, **builder.users}, words)
