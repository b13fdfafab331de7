"""A lifecycle's picture and table say what the table of `move` says."""

import xml.etree.ElementTree as ET

import pytest
from tests.foundation.casework.example.lifecycle import STALL

from jiphyeon.foundation.casework.drawing import markdown, svg
from jiphyeon.kernel import Words

ROLES = {"case_officer": Words("심사 담당", "officer"), "case_signer": Words("결재", "signer")}


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_state_and_every_deed_stands_in_the_picture(language):
    drawn = ET.fromstring(svg(STALL, language, roles=ROLES))  # noqa: S314 -- our own picture
    text = " ".join(drawn.itertext())

    for deed in STALL.deeds:
        assert (deed.press or deed.did.staff).text(language) in text
    for state in STALL.states:
        assert all(word in text for word in state.names.staff.text(language).split())


def test_the_picture_is_the_same_each_time_it_is_drawn():
    assert svg(STALL, "ko") == svg(STALL, "ko")


def test_a_row_of_the_table_says_who_may_by_which_law_and_what_is_told():
    rows = markdown(STALL, "en", roles=ROLES).splitlines()

    assert rows[0] == "| Deed | From | To | Who | Law | Tells | Recorded |"
    assert rows[2 + [deed.code for deed in STALL.deeds].index("refuse")] == (
        "| Sign the refusal | Waiting for a signature | Refused | signer | 행정절차법 제23조 | stall-refused | Stall decided |"
    )
