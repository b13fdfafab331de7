from datetime import date

import pytest
from tests.methods.roster.test_sejong_rules import FILE
from tests.methods.roster.tiny import START

from jiphyeon.kernel import Refused
from jiphyeon.methods import roster

RULES = roster.read_rules(FILE)

HEADING = "committee,name,field,seat,kind,chair,holder,term_start,term_end,term_months,exemptions"
PEOPLE = "person,birth_date,gender,official,fields\np1,1995-03-02,woman,no,f\np2,1960-01-01,man,,f\n"
SEATS = (
    "c1,위원회,f,s1,appointed,yes,p1,2025-01-01,2026-12-31,24,",
    "c1,위원회,f,s2,appointed,,,,,24,",
    "c1,위원회,f,x1,ex_officio,,,,,24,",
)


@pytest.fixture
def read(tmp_path):
    def reader(committees=(HEADING, *SEATS), people=PEOPLE, encoding="utf-8"):
        text = committees if isinstance(committees, str) else "\n".join(committees) + "\n"
        (tmp_path / "committees.csv").write_bytes(text.encode(encoding))
        (tmp_path / "people.csv").write_bytes(people.encode(encoding))
        return roster.read_portfolio(tmp_path / "committees.csv", tmp_path / "people.csv", RULES, START)

    return reader


def refusal(read, **files):
    with pytest.raises(Refused) as caught:
        read(**files)
    return f"{caught.value.code}: {caught.value}"


def with_row(row):
    return (HEADING, *SEATS, row)


def test_a_committee_is_read_with_its_seats_holders_and_terms(read):
    portfolio = read()

    committee = portfolio.committees[0]
    assert (committee.key, committee.name, committee.field, committee.term_months) == (
        "c1",
        "위원회",
        "f",
        24,
    )
    assert [seat.key for seat in committee.appointed_seats] == ["s1", "s2"]
    assert committee.seats[0].term.last == date(2026, 12, 31)
    assert committee.seats[0].chair
    assert portfolio.people["p1"].on(date(2026, 1, 1)).gender == "woman"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_files_are_read_as_the_office_saved_them(read, encoding):
    assert read(encoding=encoding).committees[0].name == "위원회"


def test_korean_headings_and_words_are_read(read):
    committees = "위원회,좌석,구분,위원,임기시작,임기종료,임기개월\nc1,1,위촉직,p1,2025-01-01,2026-12-31,24\n"
    people = "사람,생년월일,성별,공무원\np1,1995-03-02,여,아니오\n"

    portfolio = read(committees=committees, people=people)

    assert portfolio.committees[0].seats[0].kind is roster.Kind.APPOINTED
    assert portfolio.people["p1"].on(date(2026, 1, 1)).gender == "woman"


def test_attributes_are_read_by_date(read):
    people = (
        PEOPLE.replace("fields\n", "fields,from\n").replace("no,f\n", "yes,f,\n")
        + "p1,1995-03-02,woman,no,f,2026-09-01\n"
    )

    person = read(people=people.replace(",,f\n", ",,f,\n")).people["p1"]

    assert person.on(date(2026, 8, 31)).official
    assert not person.on(date(2026, 9, 1)).official


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "c1,위원회,f,s3,appointed,,p2,2026-12-31,2025-01-01,24,",
            "term_backwards: committees.csv, line 5, row 4, column term_end: it ends on 2025-01-01, before it starts on 2026-12-31.",
        ),
        ("c1,위원회,f,s2,appointed,,,,,24,", "seat_twice: committees.csv, line 5, row 4, column seat: the committee has this seat in line 3 already."),
        ("c1,위원회,f,s3,appointed,,p1,2025-01-01,2026-12-31,24,", "holder_twice: committees.csv, line 5, row 4, column holder: the committee has this holder in line 2 already."),
        ("c1,위원회,f,s3,appointed,yes,,,,24,", "chair_twice: committees.csv, line 5, row 4, column chair: the committee has this chair in line 2 already."),
        ("c1,다른 이름,f,s3,appointed,,,,,24,", "rows_contradict: committees.csv, line 5, row 4, column name: '다른 이름' contradicts '위원회' in line 2."),
        ("c1,위원회,f,s3,appointed,,p9,2025-01-01,2026-12-31,24,", "holder_unknown: committees.csv, line 5, row 4, column holder: holder p9 is not in the people file."),
        ("c1,위원회,f,s3,appointed,,p2,,,24,", "cell_empty: committees.csv, line 5, row 4, column term_start: this cell is empty, and it is needed."),
        ("c1,위원회,f,s3,appointed,,,2025-01-01,2026-12-31,24,", "vacant_with_term: committees.csv, line 5, row 4, column holder: the seat has a term but no holder."),
        ("c1,위원회,f,s3,guest,,,,,24,", "cell_unreadable: committees.csv, line 5, row 4, column kind: 'guest' is not one of: ex_officio, appointed, 당연직, 위촉직."),
        ("c1,위원회,f,s3,appointed,,p2,2025-13-01,2026-12-31,24,", "cell_unreadable: committees.csv, line 5, row 4, column term_start: '2025-13-01' is not a day such as 2026-07-01."),
        ("c1,위원회,f,s3,appointed,,,,,24,,more", "fields_uneven: committees.csv, line 5, row 4: This row has 12 fields; the header has 11."),
        ("c1,위원회,f,s3,appointed,,p2,2025-01-01,2027-01-01,24,", "term_longer: committees.csv, line 5, row 4, column term_end: the term 2025-01-01 – 2027-01-01 is longer than the 24 months of this committee's terms."),
        ("c1,위원회,f,s3,appointed,,p2,1959-01-01,1960-12-31,24,", "before_birth: committees.csv, line 5, row 4, column term_start: 1959-01-01 lies before the birth on 1960-01-01."),
        ("c1,위원회,f,x2,ex_officio,,p9,,,24,", "holder_unknown: committees.csv, line 5, row 4, column holder: holder p9 is not in the people file."),
        ("c2,둘,f,s1,appointed,,,,,24,yuoth@2026-01-01..2026-12-31#의결", "word_unknown: committees.csv, line 5, row 4, column exemptions: 'yuoth' is no rule nor family of rules; did you mean 'youth'?"),
        ("c2,둘,f,s1,appointed,,,,,20,", "term_not_quarters: committees.csv, line 5, row 4, column term_months: a term of 20 months is not a whole number of quarters."),
        ("c2,둘,f,s1,appointed,,,,,24,youth@2026-01-01..2026-12-31", "exemption_undecided: committees.csv, line 5, row 4, column exemptions: exemption 'youth@2026-01-01..2026-12-31' names no decision after '#'."),
        ("c2,둘,f,s1,appointed,,,,,24,youth@2026#의결", "cell_unreadable: committees.csv, line 5, row 4, column exemptions: '2026' is not a period such as 2026-01-01..2026-12-31."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_committees_is_named_by_row_and_column(read, row, message):
    assert refusal(read, committees=with_row(row)) == message


@pytest.mark.parametrize(
    ("people", "message"),
    [
        (PEOPLE + "p1,1995-03-02,woman,no,f\n", "person_twice: people.csv, line 4, row 3, column person: p1 stands in line 2 already."),
        (PEOPLE + "p3,,man,no,f\n", "cell_empty: people.csv, line 4, row 3, column birth_date: this cell is empty, and it is needed."),
        (PEOPLE + "p3,1990-01-01,,no,f\n", "cell_empty: people.csv, line 4, row 3, column gender: this cell is empty, and it is needed."),
        (PEOPLE + "p3,1990-01-01,man,maybe,f\n", "cell_unreadable: people.csv, line 4, row 3, column official: 'maybe' is neither yes nor no."),
        (PEOPLE.replace("p1,1995-03-02,woman,no,f", "p1,1995-03-02,woman,no"), "fields_uneven: people.csv, line 2, row 1: This row has 4 fields; the header has 5."),
        (PEOPLE.replace("gender", "name"), "column_missing: people.csv, line 1, column gender: There is no column gender. The columns are: person, birth_date, name, official, fields."),
        (PEOPLE.replace("fields", "gender"), "column_name_unusable: people.csv, line 1, column gender: The name of column number 5 is used twice."),
        (PEOPLE.replace("fields", "feilds"), "column_unknown: people.csv, line 1, column feilds: This column is not known; did you mean 'fields'? Known are: birth_date, conflicts, fields, from, gender, memberships, official, person, wishes."),
        (PEOPLE + "p3,2026-07-02,man,no,f\n", "birth_impossible: people.csv, line 4, row 3, column birth_date: nobody born on 2026-07-02 can live on 2026-07-01, when the plan starts."),
        (PEOPLE + "p3,1895-01-01,man,no,f\n", "birth_impossible: people.csv, line 4, row 3, column birth_date: nobody born on 1895-01-01 can live on 2026-07-01, when the plan starts."),
        (PEOPLE + "p3,1997-W18-4,man,no,f\n", "cell_unreadable: people.csv, line 4, row 3, column birth_date: '1997-W18-4' is not a day such as 2026-07-01."),
        ("person,birth_date,gender\n", "file_empty: people.csv: there are no rows."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_people_is_named_by_row_and_column(read, people, message):
    assert refusal(read, people=people) == message


def test_a_file_in_another_encoding_is_refused(read, tmp_path):
    read()
    (tmp_path / "people.csv").write_bytes("person,성별".encode("utf-16"))

    with pytest.raises(Refused, match="neither UTF-8 nor CP949"):
        roster.read_portfolio(tmp_path / "committees.csv", tmp_path / "people.csv", RULES, START)


WHO = "person,birth_date,gender,fields,wishes,conflicts,memberships\n"


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (",C1,", "word_unknown: people.csv, line 2, row 1, column conflicts: 'C1' is no committee of the committees file; did you mean 'c1'?"),
        ("c1;c7,,", "word_unknown: people.csv, line 2, row 1, column wishes: 'c7' is no committee of the committees file."),
        (",,C-01@2020-01-01..2021-12-31", "membership_misspelt: people.csv, line 2, row 1, column memberships: 'C-01' is no committee of the committees file; did you mean 'c1'?"),
        (",,c1@1990-01-01..1991-12-31", "before_birth: people.csv, line 2, row 1, column memberships: 1990-01-01 lies before the birth on 1995-03-02."),
    ],
)  # fmt: skip
def test_a_committee_nobody_knows_is_refused_with_the_nearest_there_is(read, cells, message):
    people = WHO + f"p1,1995-03-02,woman,f,{cells}\n"
    assert refusal(read, people=people) == message


def test_a_membership_elsewhere_is_taken_and_can_be_named(read):
    people = WHO + "p1,1995-03-02,woman,f;g,,,X9@2026-01-01..2028-12-31\n"

    portfolio = read(people=people)

    assert portfolio.outside == {"X9"}
    assert portfolio.unused_fields == {"g"}


@pytest.mark.parametrize(
    ("label", "near"), [("sejong_youth_polcy", "sejong_youth_policy"), ("Youth_policy", "youth_policy")]
)
def test_a_label_no_rule_knows_is_refused_with_the_nearest_there_is(read, label, near):
    heading = HEADING + ",labels"
    rows = [f"{row},{label}" for row in SEATS]

    refused = refusal(read, committees=(heading, *rows))

    assert refused == (
        f"word_unknown: committees.csv, line 2, row 1, column labels: '{label}' is no label that the rules know; "
        f"did you mean '{near}'?"
    )


def test_the_order_of_rows_and_columns_makes_no_difference(read):
    def turned(text):
        heading, *rows = [line.split(",")[::-1] for line in text]
        return "\n".join(",".join(line) for line in (heading, *reversed(rows))) + "\n"

    assert read() == read(committees=turned((HEADING, *SEATS)), people=turned(PEOPLE.splitlines()))
