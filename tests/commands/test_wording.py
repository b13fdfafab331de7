"""A text with gaps, tried on files."""

import json

import pytest

from jiphyeon.commands.command_line import main


@pytest.fixture
def files(tmp_path):
    text, values = tmp_path / "notice.txt", tmp_path / "values.json"
    text.write_text("((이름))은(는) ((기한:날짜))까지 ((late??서둘러 ))내 주세요.\n", encoding="utf-8")
    values.write_text(
        json.dumps({"이름": "김하나", "기한": "2024-03-02", "late": "no", "전화": "1"}), encoding="utf-8"
    )
    return text, values


def run(capsys, *arguments):
    code = 0
    try:
        main([*map(str, arguments)])
    except SystemExit as left:
        code = left.code or 0
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_it_says_what_a_text_asks_for(capsys, files):
    assert run(capsys, "wording", files[0], "--language", "ko")[:2] == (0, "이름\n기한 (날짜)\nlate (조건)\n")


def test_it_fills_and_measures(capsys, files):
    code, out, err = run(capsys, "wording", files[0], "--values", files[1], "--language", "en")

    assert (code, out) == (0, "김하나는 2024. 3. 2.(토)까지 내 주세요.\n")
    assert err == "\ntext message: 39 bytes\nvalues nobody asked for: 전화\n"


def test_what_a_channel_cannot_carry_is_an_exit_code(capsys, files):
    files[0].write_text("((이름)) 👍", encoding="utf-8")

    code, out, _err = run(capsys, "wording", files[0], "--values", files[1], "--json")

    assert code == 1
    assert json.loads(out)["unreadable"] == ["👍"]


def test_a_missing_value_is_named(capsys, files):
    files[1].write_text("{}", encoding="utf-8")

    code, _out, err = run(capsys, "wording", files[0], "--values", files[1], "--language", "ko")

    assert code == 2
    assert "빈칸을 채울 값이 없습니다: 이름, 기한, late" in err
