"""`jiphyeon new-room`: what it writes is a room that stands, under whatever name, beside all that is there already."""

import os
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner

from jiphyeon import cities
from jiphyeon.commands.command_line import main
from jiphyeon.commands.new_room.command import (
    Naming,
    korean_name,
    new_room,
    pattern_files,
    placed,
    write_room,
)
from jiphyeon.kernel import Refused

ROOT = Path(__file__).resolve().parents[2]
UNTRACKED = ("src/jiphyeon/foundation/ui/static/vendor", "frontend/node_modules")
MOST_LINES = 900


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A copy of the project with the room `lost_items` (분실물) in it."""
    folder = tmp_path_factory.mktemp("project")
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in filter(None, tracked.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, folder / name)
    for catalogue in folder.rglob("*.po"):  # what is made of it at set-up
        made = catalogue.with_suffix(".mo")
        shutil.copyfile(ROOT / made.relative_to(folder), made)
    for name in UNTRACKED:
        if (ROOT / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).symlink_to((ROOT / name).resolve())
    within(folder, "-m", "jiphyeon", "new-room", "lost_items", "--korean", "분실물")
    english = (
        folder
        / "src"
        / "jiphyeon"
        / "contexts"
        / "lost_items"
        / "locale"
        / "en"
        / "LC_MESSAGES"
        / "django.po"
    )
    made = ("-i", str(english), "-o", str(english.with_suffix(".mo")), "-l", "en")  # as set-up would
    within(folder, "-m", "babel.messages.frontend", "compile", *made)
    return folder


def within(project, *arguments, **more):
    """Run Python in the copy, on the copy's own sources; return what it said. A failure is shown whole."""
    environment = {
        **{
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PYTEST", "COV", "JIPHYEON", "DATABASE"))
        },
        "PYTHONPATH": f"{project / 'src'}{os.pathsep}{project}",
        **more,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-3000:]
    return done.stdout


def test_the_room_keeps_the_houses_contracts_style_and_size(project):
    room = project / "src" / "jiphyeon" / "contexts" / "lost_items"
    code = [str(file) for file in room.rglob("*.py")]

    within(project, "-m", "ruff", "check", "src", "tests")
    within(project, "-m", "ruff", "format", "--check", *code)
    within(project, "-c", "from importlinter.cli import lint_imports_command as go; go()")
    assert sum(len(Path(file).read_text(encoding="utf-8").splitlines()) for file in code) <= MOST_LINES


# What looks at the locks, the version and the tests themselves says the same with the room and without it.
SAY_THE_SAME = [f"--ignore=tests/house/test_{name}.py" for name in ("locks", "version", "patches")]
# The patterns and the doors of the other rooms stand where they stood: of those, only the new room's are tried.
ITS_PATTERNS = ["-k", "lost_items or not test_patterns"]


def test_the_room_passes_the_houses_tests_and_its_own(project):
    own = ["tests/contexts/lost_items", "tests/journeys/test_lost_items.py"]

    within(
        project,
        *("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/house", *own, *SAY_THE_SAME, *ITS_PATTERNS),
        JIPHYEON_DOORS_OF="lost-items/",
    )


@pytest.mark.slow
def test_the_room_is_typed(project):
    looked_at = ROOT / ".mypy_cache"  # what `./jip check` has read; whatever differs is read again
    if looked_at.exists():
        shutil.copytree(looked_at, project / ".mypy_cache", dirs_exist_ok=True)
    within(
        project,
        "-c",
        "import os; os.environ['JIPHYEON_TESTING'] = '1'; from mypy.main import main; main(clean_exit=True)",
    )


def test_nothing_of_the_pattern_is_left_in_the_new_room():
    naming = Naming("lost_items", "분실물")

    left = [
        place
        for place, text in pattern_files()
        if "etition" in naming.text(text) or "민원 " in naming.text(text).replace("민원 처리에 관한 법률", "")
    ]

    assert left == []


@pytest.mark.parametrize(
    ("name", "written", "message"),
    [
        ("lost_items", "class PetitionCard: '''A petition, petitions.'''", "class LostItemCard: '''A lost item, lost items.'''"),
        ("lost_items", 'Words("민원", "Petitions"), "petitions:desk"', 'Words("분실물", "Lost items"), "lost_items:desk"'),
        ("bodies", "PETITION_OFFICER, petitions_of", "BODY_OFFICER, bodies_of"),
        ("lost_items", 'get("/petitions/new/")', 'get("/lost-items/new/")'),
        ("bodies", '"민원 처리에 관한 법률", Counting.PETITION', '"민원 처리에 관한 법률", Counting.PETITION'),
        ("glass", "type[Petition], petitions/", "type[Glass], glass/"),
    ],
)  # fmt: skip
def test_names_are_said_as_names_and_sentences_as_sentences(name, written, message):
    assert Naming(name, "분실물").text(written) == message


@pytest.mark.parametrize(
    "name",
    [
        "Lost", "lost-items", "lost__items", "class", "x" * 22, "1st", "plans", "ledger",
        "account", "my", "search", "static", "healthz", "readyz", "django", "auth", "mfa", "desk", "openid_connect",
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_or_is_taken_is_refused_and_nothing_is_written(name):
    with pytest.raises(Refused):
        CliRunner().invoke(new_room, [name], catch_exceptions=False)

    assert not (ROOT / "src" / "jiphyeon" / "contexts" / "lost_items").exists()


@pytest.mark.parametrize(
    "korean",
    ['분실"물', "분실'물", "분실  물", " ", "", "분실물!", "lost", "분실{x}물", "분실\\물", "ㅁㅇ", "가" * 21],
)  # fmt: skip
def test_a_korean_name_that_is_more_than_hangul_and_digits_is_refused_and_nothing_is_written(korean):
    with pytest.raises(Refused) as no:
        CliRunner().invoke(new_room, ["lost_items", "--korean", korean], catch_exceptions=False)

    assert no.value.code == "korean_name"
    assert not (ROOT / "src" / "jiphyeon" / "contexts" / "lost_items").exists()


@pytest.mark.parametrize(
    "korean", ["분실물", "119 신고", "작은 도서관 2호", "\u1107\u116e\u11ab\u1109\u1175\u11af"]
)
def test_a_korean_name_is_taken_as_people_write_it(korean):
    assert korean_name(korean) == unicodedata.normalize("NFC", korean)


def test_a_room_one_of_whose_files_is_there_already_is_refused_and_nothing_is_written(tmp_path):
    lies = tmp_path / "tests" / "journeys" / "test_lost_items.py"
    lies.parent.mkdir(parents=True)
    lies.write_text("mine", encoding="utf-8")

    with pytest.raises(Refused) as no:
        write_room(Naming("lost_items", "분실물"), tmp_path, cities.named())

    assert no.value.code == "room_file_there"
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [lies]
    assert lies.read_text(encoding="utf-8") == "mine"


def test_the_patterns_word_stands_in_no_compound():
    compounds = [
        (place, found)
        for place, text in pattern_files()
        for found in re.findall(r"민원[가-힣]+|[가-힣]+민원", text)
    ]

    assert compounds == []


def test_a_refusal_is_one_line(capsys):
    with pytest.raises(SystemExit) as left:
        main(["new-room", "plans"])

    assert left.value.code == 2
    assert capsys.readouterr().err == "jiphyeon: There is a room plans already.\n"


def test_the_room_stands_above_what_it_calls_and_keeps_a_place_it_has():
    contracts = "  (benefits) | (fees)\n  (plans) | (mydata)\n"

    assert placed(contracts, "lost_items") == "  (benefits) | (fees) | (lost_items)\n  (plans) | (mydata)\n"
    assert placed(contracts, "fees") == contracts
