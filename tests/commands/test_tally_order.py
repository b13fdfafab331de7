"""The order never matters: names, rows, columns, options and files in any order give the same answer, to the last byte."""

import json
import random

import pytest

from jiphyeon.commands.command_line import main

ROLES = ("citizen", "committee", "youth")
TOWNS = ("north", "south", "east")
WAYS = {
    "equal shares": ["--completion", "add1u"],
    "by number": ["--utility", "cardinality", "--completion", "add1", "--start", "floor"],
    "a lot": ["--completion", "add1u", "--ties", "cost-votes-lot:봉인 7"],
    "greedy": ["--rule", "greedy", "--compare", "greedy"],
    "phragmen": ["--rule", "phragmen", "--scoring", "approval"],
    "mix": ["--mix", "role=citizen:50,committee:30,youth:20", "--minimum-votes", "2"],
    "mix, greedy": ["--rule", "greedy", "--mix", "role=citizen:1,committee:1,youth:1"],
    "limits": [
        "--completion", "add1u", "--incompatible", "p1,p2", "--incompatible", "p5,p3,p4", "--quota", "town=north:1",
        "--quota-cost", "kind=park:40", "--quota", "kind=road:2",
    ],
    "districts": [
        "--completion", "add1", "--districts", "town", "--district-budget", "north=60", "--district-budget", "south=40",
        "--district-budget", "east=30", "--explain", "losers",
    ],
    "mixed districts": [
        "--mix", "role=citizen:50,committee:50,youth:10", "--districts", "town", "--district-budget", "south=50",
        "--district-budget", "north=50", "--district-budget", "east=50", "--incompatible", "p1,p2",
    ],
}  # fmt: skip


def vote(dice):
    """Draw an election as rows, so that it can be written in any order."""
    projects = [
        {"project_id": f"p{at}", "cost": str(dice.choice([5, 10, 10, 20, 30])), "name": f"Project {at}",
         "town": "north" if at < 3 else TOWNS[at % 3], "kind": "park" if at % 2 else "road"}
        for at in range(1, 9)
    ]  # fmt: skip
    kind = dice.choice(["approval", "cumulative"])
    voters = []
    for at in range(15):
        named = dice.sample([one["project_id"] for one in projects], dice.randint(1, 5))
        points = [str(dice.choice([1, 2, 2, 5])) for _ in named]
        voters.append(
            {
                "voter_id": f"v{at}",
                "role": ROLES[at % 3],
                "vote": list(zip(named, points, strict=True)),
                "age": str(20 + at),
            }
        )
    meta = {
        "description": "Any order", "budget": "100", "vote_type": kind, "currency": "KRW", "num_projects": "8",
        "num_votes": "15", "max_length": "5", "max_points": "5", "date_begin": "01.05.2024", "date_end": "09.05.2024",
    }  # fmt: skip
    return meta, projects, voters


def written(meta, projects, voters, shuffle=lambda _rows: None):
    """Write the file; `shuffle` puts each list of rows, columns and names into another order."""

    def table(rows):
        columns, rows = [*rows[0]], [*rows]
        shuffle(columns)
        shuffle(rows)
        return [";".join(columns), *(";".join(row[name] for name in columns) for row in rows)]

    def ballot(voter):
        marks = [*voter["vote"]]
        shuffle(marks)
        points = (
            {"points": ",".join(points for _, points in marks)} if meta["vote_type"] == "cumulative" else {}
        )
        return {**voter, "vote": ",".join(name for name, _ in marks), **points}

    metadata = [*meta.items()]
    shuffle(metadata)
    sections = [
        ["META", "key;value", *(f"{key};{value}" for key, value in metadata)],
        ["PROJECTS", *table(projects)],
        ["VOTES", *table([ballot(voter) for voter in voters])],
    ]
    shuffle(sections)
    return "\n".join(line for section in sections for line in section) + "\n"


def reordered(options, dice):
    """Return the same options with pairs, and the names inside them, in another order."""
    pairs = [[options[at], options[at + 1]] for at in range(0, len(options), 2)]
    for pair in pairs:
        head, sign, names = pair[1].rpartition("=") if pair[0] == "--mix" else ("", "", pair[1])
        if pair[0] in ("--mix", "--incompatible"):
            parts = names.split(",")
            dice.shuffle(parts)
            pair[1] = head + sign + ",".join(parts)
    dice.shuffle(pairs)
    return [word for pair in pairs for word in pair]


def output_of(capsys, path, options):
    code = 0
    try:
        main(["tally", str(path), "--json", *options])
    except SystemExit as leaving:
        code = leaving.code
    captured = capsys.readouterr()
    assert code == 0, captured.err
    document = json.loads(captured.out)
    for one in document.get("elections", [document]):
        del one["file"]
    return document


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(6))
def test_rows_columns_names_and_options_in_any_order_are_answered_alike(capsys, tmp_path, way, seed):
    dice = random.Random(f"{way} {seed}")  # noqa: S311 -- chance without secrets
    election = vote(dice)
    options = WAYS[way]
    (tmp_path / "one.pb").write_text(written(*election), encoding="utf-8")
    (tmp_path / "other.pb").write_text(written(*election, shuffle=dice.shuffle), encoding="utf-8")

    one = output_of(capsys, tmp_path / "one.pb", options)
    other = output_of(capsys, tmp_path / "other.pb", reordered(options, dice))

    assert one == other


@pytest.mark.parametrize("way", WAYS)
def test_other_names_for_voters_electorates_and_towns_change_names_alone(capsys, tmp_path, way):
    dice = random.Random(way)  # noqa: S311 -- chance without secrets
    text = written(*vote(dice))
    names = {"citizen": "시민", "committee": "가위원회", "youth": "a", "north": "zz", "south": "북", "east": "0",
             "role": "자격", "town": "구역"}  # fmt: skip
    renamed, options = text, [*WAYS[way]]
    for old, new in names.items():
        renamed = renamed.replace(old, new)
        options = [word if word.startswith("--") else word.replace(old, new) for word in options]
    for at in range(15):
        renamed = renamed.replace(f"v{at};", f"투표자{99 - at};")
    (tmp_path / "one.pb").write_text(text, encoding="utf-8")
    (tmp_path / "other.pb").write_text(renamed, encoding="utf-8")

    def outcomes(path, wished):
        document = output_of(capsys, tmp_path / path, wished)
        return sorted(
            [one["winners"], one["share"], one["steps"], one["rounds"], one.get("comparison")]
            for one in document.get("elections", [document])
        )

    assert outcomes("one.pb", WAYS[way]) == outcomes("other.pb", options)


@pytest.mark.parametrize("way", ["equal shares", "limits", "mix"])
def test_what_is_published_has_one_text_in_whatever_order_the_file_was(capsys, tmp_path, way):
    dice = random.Random(way)  # noqa: S311 -- chance without secrets
    election = vote(dice)
    for name, shuffle in (("one", lambda _rows: None), ("other", dice.shuffle)):
        (tmp_path / f"{name}.pb").write_text(written(*election, shuffle=shuffle), encoding="utf-8")
        wished = WAYS[way] if name == "one" else reordered(WAYS[way], dice)
        main(["tally", str(tmp_path / f"{name}.pb"), *wished, "--publish", str(tmp_path / name)])
        capsys.readouterr()

    for name in ("election.json", "result.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_files_in_any_order_are_answered_alike(capsys, tmp_path):
    paths = []
    for seed in range(4):
        paths.append(tmp_path / f"{seed}.pb")
        paths[-1].write_text(written(*vote(random.Random(seed))), encoding="utf-8")  # noqa: S311 -- no secrets

    def by_file(names):
        main(["tally", *map(str, names), "--json"])
        return {one["file"]: one for one in json.loads(capsys.readouterr().out)["elections"]}

    assert by_file(paths) == by_file(paths[::-1])


@pytest.mark.parametrize("order", ["citizen:50,committee:50", "committee:50,citizen:50"])
def test_a_wish_of_forty_citizens_is_funded_whoever_is_named_first(capsys, tmp_path, order):
    rows = [f"{at};citizen;{'b' if at <= 40 else ''}" for at in range(1, 101)] + [
        "101;committee;a",
        "102;committee;a",
    ]
    text = [
        "META",
        "key;value",
        "budget;1000",
        "vote_type;approval",
        "currency;KRW",
        "PROJECTS",
        "project_id;cost",
    ]
    text += ["a;400", "b;400", "VOTES", "voter_id;role;vote", *rows]
    (tmp_path / "mix.pb").write_text("\n".join(text), encoding="utf-8")

    document = output_of(capsys, tmp_path / "mix.pb", ["--rule", "greedy", "--mix", f"role={order}"])

    assert document["winners"] == ["a", "b"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--mix", "role=citizen:50,citizen:20,committee:1,youth:1"], "--mix names 'citizen' twice"),
        (["--districts", "town", "--district-budget", "north=1", "--district-budget", "north=2"],
         "--district-budget names 'north' twice"),
        (["--incompatible", "p1,p1"], "--incompatible names one project twice: p1, p1"),
    ],
)  # fmt: skip
def test_a_name_given_twice_is_refused_since_the_last_would_win(capsys, tmp_path, options, words):
    (tmp_path / "one.pb").write_text(written(*vote(random.Random(1))), encoding="utf-8")  # noqa: S311 -- no secrets

    with pytest.raises(SystemExit) as leaving:
        main(["tally", str(tmp_path / "one.pb"), *options])

    assert leaving.value.code == 2
    assert words in capsys.readouterr().err
