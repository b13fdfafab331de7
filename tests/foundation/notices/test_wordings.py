"""Rooms word their own notices; a city may word one anew from a day on, with what the room fills in."""

from datetime import date

import pytest

from jiphyeon.foundation.notices import actions, queries
from jiphyeon.foundation.notices.models import TemplateVersion
from jiphyeon.kernel import Refused

pytestmark = pytest.mark.django_db
OURS = """
code: payment-made
versions:
  - version: 2
    from: 2025-01-01
    placeholders: {programme_ko: text, programme_en: text, case: text, number: number, amount: won}
    title: {ko: 돈을 보냈습니다, en: Money was sent}
    body:
      ko: "{programme_ko} {case} {number} {amount}"
      en: "{programme_en} {case} {number} {amount}"
"""


@pytest.fixture
def pack(tmp_path):
    (tmp_path / "notices").mkdir()
    return tmp_path


def test_a_city_that_words_nothing_speaks_in_the_words_of_the_rooms(pack):
    assert actions.publish_wordings(pack) == len(actions.rooms_wordings())

    assert actions.publish_wordings(pack) == 0
    assert queries.in_force("payment-made", date(2025, 6, 1)).template().title.ko == "지원금을 지급했습니다"


def test_a_citys_own_wording_holds_from_its_day_on_and_the_others_stay(pack):
    (pack / "notices" / "payment-made.yaml").write_text(OURS, encoding="utf-8")

    actions.publish_wordings(pack)

    before, after = (queries.in_force("payment-made", day) for day in (date(2024, 12, 31), date(2025, 1, 1)))
    assert before.template().title.en == "A payment was made"
    assert after.template().title.en == "Money was sent"
    assert TemplateVersion.objects.filter(code="payment-held").count() == 1


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        ("case: text, number: number", "case: text, number: text", "placeholders_not_filled"),
        ("{number} {amount}", "{amount}", "placeholders_disagree"),
        ("from: 2025-01-01", "from: 2019-12-31", "versions_out_of_order"),
    ],
)
def test_a_wording_the_room_could_not_fill_is_refused(pack, written, instead, code):
    file = pack / "notices" / "payment-made.yaml"
    file.write_text(OURS.replace(written, instead), encoding="utf-8")

    with pytest.raises(Refused) as no:
        actions.publish_wordings(pack)

    assert (no.value.code, no.value.place.file) == (code, "payment-made.yaml")
