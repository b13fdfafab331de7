"""Two people press at the same moment: one deed is done, the other is refused, and each number is given once."""

import pytest
from tests.at_once import together
from tests.foundation.casework.conftest import TODAY
from tests.foundation.casework.example.models import Stall

from jiphyeon.foundation.casework.models import HistoryLine
from jiphyeon.foundation.casework.moving import move
from jiphyeon.foundation.ledger import rows
from jiphyeon.foundation.ledger.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_press_at_once_do_one_deed(market):
    stall = market.applied()
    copies = [Stall.objects.get(key=stall.key) for _ in range(3)]

    results = together(
        *(lambda copy=copy: move(copy, "propose", by=market.seoyeon, on=TODAY).row.state for copy in copies)
    )

    assert sorted(results) == ["changed_since_seen", "changed_since_seen", "proposed"]
    assert HistoryLine.objects.filter(deed="propose").count() == 1


def test_a_grant_and_a_withdrawal_at_once_leave_one_end(market):
    stall = market.does(market.applied(), "propose", by=market.seoyeon)

    def press(deed, by):
        return lambda: str(market.does(stall, deed, by=by).state)

    results = together(
        press("refuse", market.minjae), press("withdraw", market.hana), press("refuse", market.sora)
    )

    done = [one for one in results if one in {"refused", "withdrawn"}]
    assert len(done) == 1
    assert set(results) - set(done) <= {"not_from_here", "changed_since_seen"}
    assert Entry.objects.filter(kind__in=["stalls.decided", "stalls.withdrawn"]).count() == 1
    assert rows.compare().problems == []


def test_applications_at_once_have_a_number_each(market):
    drafts = [market.draft(), market.draft(market.doyun), market.draft(), market.draft(market.doyun)]
    by = {market.hana.user: market.hana, market.doyun.user: market.doyun}

    numbers = together(
        *(lambda draft=draft: market.does(draft, "submit", by=by[draft.person]).number for draft in drafts)
    )

    assert sorted(numbers) == [f"2024-{n:06d}" for n in range(1, 5)]
