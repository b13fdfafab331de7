"""What a room may say of itself in its `apps.py`. Light: read before any model is loaded. Its commands: see `commands.py`.

    class VisitsConfig(RoomConfig):
        name = "jiphyeon.contexts.visits"
        label = "visits"
        after = ("plans",)
        load_city = "api.load_city"
        navigation = (MenuEntry("내 방문", "My visits", "visits:mine", roles="citizen", order=35),)
        my_page = "my_page.of_person"

What is written as text is a dotted name below the room, imported when it is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Literal

from django.apps import AppConfig
from django.utils.module_loading import import_string

from jiphyeon.foundation.rooms.roles import Role
from jiphyeon.kernel import Words

Audience = Literal["everyone", "citizen", "officer"]


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A page worth finding. `roles`: "everyone", "citizen", "officer" (any), or the roles of which one is needed.

    Entries for everyone and for citizens stand in the main navigation; entries for officers in the side navigation of
    the desk, where `group_ko`/`group_en` gather them under a heading.
    """

    label_ko: str
    label_en: str
    url_name: str
    roles: Audience | Sequence[str] = "everyone"
    order: int = 100
    group_ko: str = ""
    group_en: str = ""

    @property
    def is_for_desk(self) -> bool:
        """Return whether the entry belongs to the officers' side navigation."""
        return self.roles not in ("everyone", "citizen")


@dataclass(frozen=True, slots=True)
class Errand:
    """What a citizen comes for, as a door above the plan on the home page; doors stand by `order`."""

    words: Words
    url_name: str
    order: int = 100


class RoomConfig(AppConfig):
    """Django's app configuration with what a room declares. A name that is none of these is refused at once."""

    default = False  # Django takes the room's own class, not this one

    called: ClassVar[Words | None] = None
    """What people call the room, as a noun: where lines of several rooms stand together."""
    trail: ClassVar[Mapping[str, Words]] = MappingProxyType({})
    """What lines of the trail that this room writes are about, by the first word of `about`: `{"case": Words("신청", …)}`."""
    trail_words: ClassVar[str] = ""
    """`() -> Mapping[str, Words]`: what the codes and the Korean reasons are called that this room writes in the trail."""
    after: ClassVar[Sequence[str]] = ()
    """Labels of the rooms whose `api`, `events` or `roles` this one imports: they are loaded before it."""
    load_city: ClassVar[str] = ""
    """`(pack: Path) -> None`: brings the room up to the city pack; called again whenever a line of the pack changed."""
    load_demo: ClassVar[str] = ""
    """`(pack: Path, today: date) -> None`: writes the room's part of the demo city, once, in demo mode only."""
    grow_demo: ClassVar[str] = ""
    """`(pack: Path) -> None`: adds to an older demo city what this pack's has besides; whatever is there is left as it is."""
    roles: ClassVar[Sequence[Role]] = ()
    """What officers of this room may be asked to do."""
    counter_roles: ClassVar[Sequence[Role]] = ()
    """Those of them whose holders take what people bring to the counter."""
    navigation: ClassVar[Sequence[MenuEntry]] = ()
    errands: ClassVar[Sequence[Errand]] = ()
    home: ClassVar[str] = ""
    """The view that answers at `/`; one room has it."""
    formerly: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """Addresses that pages of this room had before, each with the page's name now: `{"visits/old/<int:pk>/": "visit"}`, or
    that of another room's page it became a part of (`"open_data:openapi"`).
    Whoever kept one is led on; a page that stands at such an address today is shown instead."""
    my_page: ClassVar[str] = ""
    """`(person: UUID, on: date) -> ui.my_page.Share`: what the room puts on a citizen's own page."""
    my_work: ClassVar[str] = ""
    """`(actor: Actor, on: date) -> Sequence[ui.my_page.Work]`: what waits for an officer."""
    lands: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """The page on which an officer who holds these roles alone begins, by role; all others begin on their own page."""
    due: ClassVar[str] = ""
    """`(actor: Actor, first: date, last: date, on: date) -> Sequence[ui.calendars.Due]`: an officer's days of a period."""
    board: ClassVar[str] = ""
    """`(actor: Actor, week: ui.boards.Week) -> Sequence[ui.boards.Board]`: what the head's board of a week says of the room."""
    searched: ClassVar[Mapping[str, Words]] = MappingProxyType({})
    """What of this room the search finds, by kind, as a noun: `{"programme": Words("지원사업", "programme")}`."""
    records: ClassVar[str] = ""
    """`() -> None`: tells the ledger which rows it can hold against their leaves; called when every room is loaded."""
    queues: ClassVar[Sequence[str]] = ()
    """The officers' lists of the room; see `foundation/queues`."""
    counts: ClassVar[Mapping[str, str]] = {}
    """Figures the room counts by itself, by the name a plan shows them by: `(on: date) -> int`; counted once a day."""
    paid_to: ClassVar[str] = ""
    """`(accounts: Sequence[UUID]) -> Mapping[UUID, date]`: the last day the room paid to each of some accounts; see `foundation/payees`."""
    intakes: ClassVar[Sequence[str]] = ()
    """The kinds of files the room takes in; see `foundation/imports`."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.default = True
        unknown = {name for name in vars(cls) if not name.startswith("_")} - {
            *dir(AppConfig),
            *dir(RoomConfig),
        }
        unknown -= {"name", "label", "verbose_name"}
        if unknown:
            raise TypeError(f"{cls.__name__} declares what no room has: {', '.join(sorted(unknown))}.")

    def find(self, where: str) -> Any:
        """Return what a dotted name below the room names. Raises ImportError, naming it, where there is none."""
        return import_string(f"{self.name}.{where}")

    def ready(self) -> None:
        """Say what the room keeps on the log, now that models are loaded."""
        if self.records:
            self.find(self.records)()
