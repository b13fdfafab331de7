"""Writes a room from the pattern in `room/`: petitions (민원), under another name."""

from __future__ import annotations

import keyword
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import click

from jiphyeon import cities
from jiphyeon.kernel import Refused, source

PATTERN = Path(__file__).resolve().parent / "room"
ROOT = Path(__file__).resolve().parents[4]
LONGEST = 21  # signs of a name: PostgreSQL cuts the name of a constraint made with it at 63
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KOREAN = re.compile(r"[가-힣0-9]+( [가-힣0-9]+)*")
LONGEST_KOREAN = 20
_APP = re.compile(r'^    "(?:[\w.]+\.)?(\w+)",', re.MULTILINE)
_FIRST_OF_PATH = re.compile(r'\bpath\("([\w-]+)')


# How the pattern's words are found: where they are addresses, sentences, titles, constants and names of classes.
_ADDRESS = re.compile(r"(?:(?<=[\"'])|(?<=/open-data))/petitions/")
_TITLE_OF_MANY = re.compile(r"\bPetitions(?!\w)")
_TITLE_OF_ONE = re.compile(r"\bPetition(?= [a-z])")
_QUOTED = re.compile(r'"petition"')
_MANY = re.compile(r"(?<![^\s(])petitions(?=[\s,.;!?\"')]|$)")
_ONE = re.compile(r"(?<![^\s(])petition(?=[\s,.;!?\"')]|$)")
_CONSTANT = re.compile(r"(?<!Counting\.)PETITION")
_NAME_OF_MANY = re.compile("Petitions")
_NAME_OF_ONE = re.compile("Petition")
_KOREAN = re.compile("민원(?! 처리에 관한 법률)")  # the law keeps its name


@dataclass(frozen=True, slots=True)
class Naming:
    """How the pattern's words are said in the new room. `name` is plural, in small letters: `lost_items`."""

    name: str
    korean: str

    @property
    def one(self) -> str:
        """Return one of them: `lost_item`."""
        if self.name.endswith("ies"):
            return f"{self.name[:-3]}y"
        return self.name[:-1] if self.name.endswith("s") and not self.name.endswith("ss") else self.name

    def path(self, written: str) -> str:
        """Return a file's place in the new room."""
        return written.removesuffix(".txt").replace("petitions", self.name)

    def text(self, written: str) -> str:
        """Return a text of the pattern as the new room says it: names as names, sentences as sentences."""
        many, one = self.name.replace("_", " "), self.one.replace("_", " ")
        camel = "".join(part.capitalize() for part in self.one.split("_"))
        camels = "".join(part.capitalize() for part in self.name.split("_"))
        address = self.name.replace("_", "-")
        for pattern, replacement in (
            (_ADDRESS, f"/{address}/"),
            (_TITLE_OF_MANY, many.capitalize()),
            (_TITLE_OF_ONE, one.capitalize()),
            (_QUOTED, f'"{one}"'),
            (_MANY, many),
            (_ONE, one),
            (_CONSTANT, self.one.upper()),
            (_NAME_OF_MANY, camels),
            (_NAME_OF_ONE, camel),
            (_KOREAN, self.korean),
        ):
            written = pattern.sub(replacement.replace("\\", r"\\"), written)
        return written.replace("petitions", self.name).replace("petition", self.one)


def pattern_files() -> Iterator[tuple[str, str]]:
    """Yield each file of the pattern: its place below the project, and its text."""
    for file in sorted(PATTERN.rglob("*.txt")):
        yield file.relative_to(PATTERN).as_posix(), file.read_text(encoding="utf-8")


def check_name(name: str, root: Path) -> None:
    """Refuse a name that is no name of a package, too long for the database, or taken by another room."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name) or len(name) > LONGEST:
        raise Refused(
            "room_name",
            ko="방 이름은 소문자와 밑줄로 {longest}자까지, 여럿을 이르는 말로 적어 주세요. 예: lost_items",
            en="A room is named by small letters and underscores, up to {longest}, in the plural: lost_items.",
            longest=LONGEST,
        )
    source = root / "src" / "jiphyeon"
    rooms = {path.parent.name for path in source.glob("*/*/apps.py")}
    if name in rooms or (source / "contexts" / name).exists():
        raise Refused(
            "room_there", ko="{name} 방은 이미 있습니다.", en="There is a room {name} already.", name=name
        )
    if name in _taken(source) or (name not in sys.stdlib_module_names and find_spec(name) is not None):
        raise Refused(
            "room_name_taken",
            ko="{name}은(는) 다른 앱이나 주소, 패키지의 이름이어서 방 이름으로 쓸 수 없습니다. 다른 이름을 적어 주세요.",
            en="{name} names an app, an address or a package already, and no start would come of it. Choose another name.",
            name=name,
        )


def korean_name(typed: str) -> str:
    """Return what matters are called in Korean; it is written into Python and YAML, and reads as a name in both.

    Refused for anything but Hangul, digits and single spaces between them, and for more than 20 signs.
    """
    name = unicodedata.normalize("NFC", typed.strip())
    if not KOREAN.fullmatch(name) or len(name) > LONGEST_KOREAN:
        raise Refused(
            "korean_name",
            ko="한글 이름은 한글과 숫자로, 낱말 사이에 빈칸 하나씩만 두고 {longest}자까지 적어 주세요. 예: 분실물",
            en="The Korean name is written in Hangul and digits, words one space apart, up to {longest} signs: 분실물.",
            longest=LONGEST_KOREAN,
        )
    return name


def _taken(source: Path) -> set[str]:
    """Return the labels of all apps, and the first word of each address that is no room's, written as a room's name."""
    settings = (source / "config" / "settings.py").read_text(encoding="utf-8")
    apps = settings.partition("INSTALLED_APPS = [")[2].partition("\n]")[0]
    taken = {"static", *_APP.findall(apps)}
    for file in ("desk/urls.py", "config/urls.py"):
        taken |= set(_FIRST_OF_PATH.findall((source / file).read_text(encoding="utf-8")))
    return {word.replace("-", "_") for word in taken}


def _targets(naming: Naming, root: Path, pack: Path) -> Iterator[tuple[Path, str]]:
    """Yield where each file of the pattern goes, and its text. A pack may lie anywhere; the pattern's lies under CITY."""
    for place, text in pattern_files():
        in_pack = place.startswith("CITY/")
        yield (pack if in_pack else root) / naming.path(place.removeprefix("CITY/")), text


def write_room(naming: Naming, root: Path, city: str) -> list[Path]:
    """Write every file of the new room below the project, and its place among the contracts; return what was written."""
    written = []
    pack = cities.pack(city)
    posts = source.read(pack / "organisation.yaml", "organisation.yaml").listed("posts", "the city")
    codes = [post.text("code", "a post") for post in posts]
    targets = list(_targets(naming, root, pack))
    if there := next((target for target, _text in targets if target.exists()), None):
        raise Refused(
            "room_file_there",
            ko="{file}이(가) 이미 있고, 덮어쓰지 않습니다. 다른 방 이름을 적어 주세요.",
            en="{file} is there already, and nothing is written over. Choose another name.",
            file=there,
        )
    for target, text in targets:
        target.parent.mkdir(parents=True, exist_ok=True)
        text_named = naming.text(text).replace("POST_1", codes[0]).replace("POST_2", codes[-1])
        target.write_text(text_named, encoding="utf-8")
        written.append(target)
    contracts = root / ".importlinter"
    contracts.write_text(placed(contracts.read_text(encoding="utf-8"), naming.name), encoding="utf-8")
    return [*written, contracts]


def placed(contracts: str, name: str) -> str:
    """Return the contracts with the room on the line above `plans`, which it calls; unchanged where it has a place."""
    lines = contracts.splitlines(keepends=True)
    if any(f"({name})" in line for line in lines):
        return contracts
    below = next(at for at, line in enumerate(lines) if "(plans)" in line)
    lines[below - 1] = lines[below - 1].rstrip("\n") + f" | ({name})\n"
    return "".join(lines)


@click.command()
@click.argument("name")
@click.option(
    "--korean", default="새 업무", show_default=True, help="What the room's matters are called in Korean."
)
@click.option(
    "--city", default=cities.named, show_default="the named city", help="The city pack that gets its data."
)
@click.option(
    "--into", default=ROOT, type=click.Path(path_type=Path), help="The project's folder.", hidden=True
)
def new_room(name: str, korean: str, city: str, into: Path) -> None:
    """Write a room for matters called NAME (plural, small letters), a context that works and passes the house's tests.

    It holds one matter with a legal clock: handed in on one form, listed on a desk, read on one screen, answered,
    extended once, objected to, taken on many at once, brought in a file, published as open data, counted for the plan.
    Change it into what the office needs; what to begin with is said at the end.

    \b
    example:
      ./jip new-room lost_items --korean 분실물
    """  # noqa: D301 -- click's mark for lines to keep
    if not (into / "src" / "jiphyeon").is_dir() or not (into / "tests").is_dir():
        raise Refused(
            "no_project",
            ko="방은 소스가 있는 폴더에 씁니다. 여기에는 없습니다. 내려받은 소스 폴더에서 다시 실행해 주세요.",
            en="A room is written into the project's sources; there are none here.",
        )
    check_name(name, into)
    written = write_room(Naming(name, korean_name(korean)), into, city)
    code = [str(file) for file in written if file.suffix == ".py"]
    for order in (["check", "--fix", "--quiet", "--select", "I"], ["format", "--quiet"]):
        subprocess.run(
            [sys.executable, "-m", "ruff", *order, *code], cwd=into, check=False, capture_output=True
        )
    for file in written:
        click.echo(f"  {file.relative_to(into) if file.is_relative_to(into) else file}")
    click.echo(
        f"\nThe room {name} is there. See that it stands:\n"
        f"  ./jip test tests/house tests/contexts/{name} tests/journeys/test_{name}.py\n"
        f"Then make it the office's: contexts/{name}/rules/lifecycle.py first, then models.py and its migration, the days in\n"
        f"{name}.yaml and the wordings in notices/{name}-*.yaml of the city pack, locale/en; docs/how-to/add-a-room.md."
    )
