"""The finder: answers travel with the person, the questions left have a true bound, "I don't know" ends a question.

Asked first is what one press answers or what nobody else can tell, at most as many pages as the office allows. What is
left would be fetched by an application anyway: it comes last, as a block that can be passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jiphyeon.contexts.programmes.rules.facts import FactValue
from jiphyeon.contexts.programmes.rules.policy import AskedTogether
from jiphyeon.methods.rules import Fact

_HOUSEHOLD_LIST = "members"
_ONE_PRESS = 1
LONGEST_TRIED = 120


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person answered so far: `answers` by fact, None where they do not know; in the order asked.

    `tried` is what they wrote last where it could not be taken: the fact and their words, to be shown again.
    """

    answers: Mapping[str, FactValue] = field(default_factory=dict)
    tried: tuple[str, str] | None = None

    def known(self) -> dict[str, FactValue]:
        """Return what is known."""
        return {name: value for name, value in self.answers.items() if value is not None}

    def with_answers(self, given: Mapping[str, FactValue]) -> Answers:
        """Return the answers with some more; one given before is changed where it stands."""
        return Answers({**self.answers, **given})

    def with_tried(self, name: str, text: str) -> Answers:
        """Return the answers with words that could not be taken as one."""
        return Answers(self.answers, (name, text[:LONGEST_TRIED]))


@dataclass(frozen=True, slots=True)
class Question:
    """One page of the finder: one fact, or several yes-or-no facts asked together."""

    names: tuple[str, ...]
    together: AskedTogether | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What can still decide something, best first: `first` is asked, `fetched` is left to the application by one press."""

    first: tuple[Question, ...]
    fetched: tuple[Question, ...]


def pages_of(names: Iterable[str], together: Sequence[AskedTogether]) -> list[Question]:
    """Return the pages that facts stand on, in the order of the first fact of each."""
    of_fact = {name: group for group in together for name in group.facts}
    pages: dict[object, list[str]] = {}
    for name in names:
        group = of_fact.get(name)
        pages.setdefault(group.facts if group else name, []).append(name)
    return [_page(found, of_fact.get(found[0])) for found in pages.values()]


def _page(names: Sequence[str], group: AskedTogether | None) -> Question:
    return Question(tuple(name for name in group.facts if name in names) if group else tuple(names), group)


def questions_left(
    ask: Sequence[str],
    carried: Answers,
    vocabulary: Mapping[str, Fact],
    *,
    together: Sequence[AskedTogether] = (),
    most: int,
) -> Left:
    """Return the pages that can still decide something.

    What was answered, even with "I don't know", is not asked again; so the number of pages is a bound that only falls.
    """
    names = [
        name
        for name in ask
        if name != _HOUSEHOLD_LIST and name not in carried.answers and vocabulary[name].askable
    ]
    pages = pages_of(names, together)
    room = max(0, most - len(pages_of(carried.answers, together)))
    easy = [page for page in pages if all(_is_easy(vocabulary[name]) for name in page.names)]
    # What nobody else can tell keeps its place where there is not room for all.
    alone = [page for page in easy if not any(is_fetched(vocabulary[name]) for name in page.names)]
    chosen = [*alone, *(page for page in easy if page not in alone)][:room]
    return Left(
        tuple(page for page in easy if page in chosen),
        tuple(page for page in pages if page not in chosen),
    )


def _is_easy(fact: Fact) -> bool:
    """Return whether a person tells it at once: by one press, or because nobody else can."""
    return fact.cost == _ONE_PRESS or not is_fetched(fact)


def is_fetched(fact: Fact) -> bool:
    """Return whether an application would have it from its holder."""
    return fact.source.startswith("mydata:")
