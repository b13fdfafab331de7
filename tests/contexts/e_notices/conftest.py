"""An office that sends notices: the cast, the wordings, a file of addressees, a relay and a post that say what they are told to."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.database import laid
from tests.foundation.messages.conftest import Scripted

from jiphyeon.contexts.e_notices.actions import drafting, going
from jiphyeon.contexts.e_notices.actions.drafting import Written
from jiphyeon.contexts.e_notices.enums import Step
from jiphyeon.contexts.e_notices.models import Notice, Sending, service
from jiphyeon.contexts.e_notices.rules.clock import earliest_respond_by
from jiphyeon.contexts.wordings import api as wordings
from jiphyeon.foundation.accounts import pack
from jiphyeon.foundation.accounts.actors import actor_of
from jiphyeon.foundation.accounts.models import User
from jiphyeon.foundation.clock.deadlines import is_working_day
from jiphyeon.foundation.clock.now import civil_today, now
from jiphyeon.foundation.jobs.events import publish
from jiphyeon.foundation.messages.enums import Channel
from jiphyeon.foundation.messages.sending import Sender
from jiphyeon.foundation.organisation import pack as organisation
from jiphyeon.foundation.printing import runs
from jiphyeon.foundation.printing.enums import Service
from jiphyeon.foundation.printing.gathering import Paper
from jiphyeon.foundation.printing.models import Letter, PrintRun
from jiphyeon.foundation.printing.runs import PostResult
from jiphyeon.foundation.relays.events import RelayReported

SENDER, APPROVER, PRINTER = "sebin", "dalho", "sejin"
HEADS = "단속번호,이름,주소,우편번호,식별값,법인,위반일,위반 장소,차량번호,과태료"
ROWS = [
    "P-1,김하나,보기로 1,30101,hana,,2024-02-20,보람동 앞,12가3456,40000",
    "P-2,이도윤,보기로 2,30102,doyun,아니요,2024-02-20,보람동 앞,12가3457,40000",
    "P-3,보기상사,보기로 3,30103,,예,2024-02-20,보람동 앞,12가3458,50000",
    "P-4,박보기,보기로 4,30104,invented-4,,2024-02-20,보람동 앞,12가3459,40000",
]


def _next_noon():
    """Return noon of the next day here, when no hour is quiet."""
    return timezone.localtime(now() + timedelta(days=1)).replace(hour=12)


class Office:
    """What the cast does, and what comes of it at the channels."""

    def __init__(self, run_jobs):
        self.today = civil_today()
        self.run_jobs = run_jobs

    def actor(self, name):
        return actor_of(User.objects.get(username=name), on=self.today)

    def browser(self, name=None):
        client = Client()
        if name is not None:
            user = User.objects.get(username=name)
            client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def hand_in(self, rows=ROWS, *, by=SENDER, heads=HEADS):
        """Hand a file in; return the page of what came of it."""
        upload = SimpleUploadedFile("addressees.csv", "\n".join([heads, *rows]).encode())
        shown = self.browser(by).post("/imports/e_notices.parking/", {"file": upload, "separator": ","})
        return self.browser(by), shown.get("Location"), shown.content.decode()

    def begun(self, rows=ROWS):
        client, where, _said = self.hand_in(rows)
        client.post(f"{where}take/")
        return Sending.objects.latest("pk")

    @property
    def respond_by(self):
        kind = service().kinds[0]
        return earliest_respond_by(
            self.today, kind.terms[0], service().working_on(self.today), is_working_day
        )

    def written(self, sending, **more):
        chosen = {
            "title": sending.title,
            "respond_by": self.respond_by,
            "document": sending.document,
            "push": sending.push,
            "unit": sending.unit,
            **more,
        }
        drafting.write(
            key=sending.key,
            written=Written(**chosen),
            seen=self.fresh(sending).version,
            by=self.actor(SENDER),
            on=self.today,
        )
        return self.fresh(sending)

    def proposed(self, rows=ROWS, **more):
        sending = self.written(self.begun(rows), **more)
        drafting.propose(key=sending.key, seen=sending.version, by=self.actor(SENDER), on=self.today)
        return self.fresh(sending)

    def approved(self, rows=ROWS, **more):
        sending = self.proposed(rows, **more)
        drafting.approve(key=sending.key, seen=sending.version, by=self.actor(APPROVER), on=self.today)
        self.run_jobs()
        return self.fresh(sending)

    def sent(self, rows=ROWS, **more):
        """A sending that the relay has taken."""
        sending = self.approved(rows, **more)
        self.hand_over(Channel.RELAY)
        return self.fresh(sending)

    def fresh(self, row):
        return type(row).objects.get(pk=row.pk)

    def hand_over(self, channel):
        """Let a channel take everything that waits for it."""
        taken = Scripted(channel, reports=True)
        Sender(taken, clock=_next_noon).drain()
        self.run_jobs()
        return taken

    def relay(self, kind, *rows):
        told = [(row.message, str(row.key)) for row in map(self.fresh, rows)]
        publish(
            RelayReported(
                "e_notices",
                tuple(key or UUID(int=0) for key, _owner in told),
                tuple(owner for _key, owner in told),
                (kind,) * len(told),
                (now(),) * len(told),
            )
        )
        self.run_jobs()

    def gathered(self):
        """Have what is due on paper wait to be printed."""
        Sender(Paper(_next_noon), clock=_next_noon).drain()

    def posted(self):
        """Have what waits for paper gathered, laid out and taken to the post."""
        self.gathered()
        key = runs.begin(service=Service.REGISTERED, by=self.actor(PRINTER), on=self.today)
        runs.keep_part(run=key, part=1, size=100, made=runs.lay_out(key, 1, 100), on=self.today)
        seen = PrintRun.objects.get(key=key).version
        runs.post(
            key=key, posted_on=self.today, receipt="R-1", seen=seen, by=self.actor(PRINTER), on=self.today
        )
        self.run_jobs()

    def heard_of(self, *rows, reason=None):
        """Have the post say that letters arrived, or why they came back."""
        letters = {one.owner_key: one for one in Letter.objects.select_related("run").order_by("pk")}
        numbers = [letters[f"paper:{row.key}"].number for row in rows]
        results = [PostResult(number, self.today, reason) for number in numbers]
        runs.note_results(results, by=self.actor(PRINTER), on=self.today)
        self.run_jobs()

    def day(self, later):
        """Let a later day do its work."""
        for key in going.at_work():
            while going.go_on(key, self.today + timedelta(days=later)):
                pass
        self.run_jobs()

    def notice(self, line):
        return Notice.objects.get(line=line)

    def steps(self):
        return {row.line: Step(row.state) for row in Notice.objects.all()}


@pytest.fixture
def office(db, run_jobs, settings, tmp_path):
    settings.DATA_DIR = tmp_path
    cache.clear()  # how often a code was asked for
    laid((organisation.load_city, settings.CITY_PACK), (pack.load_demo, settings.CITY_PACK, civil_today()))
    wordings.load_demo(settings.CITY_PACK, civil_today())
    return Office(run_jobs)
