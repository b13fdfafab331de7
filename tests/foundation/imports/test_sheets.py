"""Workbooks made to bring down whoever reads them: each is a refusal about the file, and the process that asked lives on."""

import io
import resource
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.foundation.imports.test_taking import PAGE, do, row_of, seoyeon  # noqa: F401 -- an officer at the page
from tests.foundation.queues.conftest import desk, errands  # noqa: F401 -- the cast, and errands by the handful

from jiphyeon.foundation.imports import parsing, processing, sheets
from jiphyeon.foundation.imports.models import ImportState
from jiphyeon.kernel import Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def workbook(rows, *, before="", declared="", shared=None, target="worksheets/sheet1.xml", more=()):
    """Return a workbook of one sheet whose rows are the XML given."""
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="S" sheetId="1" r:id="a"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{OFFICE}/worksheet" Target="{target}"/><Relationship Id="b" Type="{OFFICE}/sharedStrings" '
        'Target="sharedStrings.xml"/></Relationships>',
        f"xl/{target}": f'{declared}<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{shared or ""}</sst>',
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in [*parts.items(), *more]:
            archive.writestr(name, text)
    return made.getvalue()


def cell(place, text="x"):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def rows_at(*places):
    return "".join(f"<row>{cell(place)}</row>" for place in places)


SPARSE = workbook(rows_at("A1", "XFD1048576"))
LYING = workbook(rows_at("A1", "XFD1048576"), before='<dimension ref="A1:B2"/>')
BY_ROW = workbook(
    f'<row>{cell("A1")}</row><row r="1048576"><c><v>1</v></c>{"<c/>" * 99}<c><v>1</v></c></row>'
)
SHARED = workbook(
    ("<row>" + '<c t="s"><v>0</v></c>' * 100 + "</row>") * 2_000, shared=f"<si><t>{'가' * 10_000}</t></si>"
)


def read(content):
    return list(parsing.lines(lambda: io.BytesIO(content), name="값.xlsx", kind="xlsx", separator=","))


def refused(content):
    with pytest.raises(Refused) as no:
        read(content)
    return no.value


def spent_by_children():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize(
    ("content", "place"), [(SPARSE, "XFD1048576"), (LYING, "XFD1048576"), (BY_ROW, "CW1048576")]
)
def test_cells_too_far_apart_are_refused_with_the_far_one(content, place):
    before = spent_by_children()

    no = refused(content)

    assert (no.code, no.place.column) == ("workbook_too_large", place)
    assert place in no.words.ko
    assert spent_by_children() - before < 1.0


def test_a_sheet_that_says_it_is_huge_and_is_not_is_read():
    lines = read(workbook(rows_at("A1", "A2"), before='<dimension ref="A1:XFD1048576"/>'))

    assert [(one.line, one.cells) for one in lines] == [(1, ["x"]), (2, ["x"])]


def test_cells_that_only_have_a_colour_do_not_reach_anywhere():
    lines = read(workbook(f'<row>{cell("A1")}</row><row r="1048576"><c r="XFD1048576" s="0"/></row>'))

    assert [one.cells for one in lines] == [["x"]]


def test_a_text_told_by_very_many_cells_ends_the_reader_alone():
    assert refused(SHARED).code == "workbook_broken"
    assert len(read(workbook(rows_at("A1")))) == 1


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(parsing, "PATIENCE_SECONDS", 0.0)

    assert refused(workbook(rows_at("A1"))).code == "workbook_broken"


@pytest.mark.parametrize(
    ("limit", "rows"),
    [
        ("MOST_CELLS", "<row><c><v>1</v></c><c><v>1</v></c></row>" * 60),
        ("MOST_ELEMENTS", "<row>" + "<c/>" * 101 + "</row>"),
        ("MOST_BYTES", f"<row>{cell('A1', 'x' * 101)}</row>"),
    ],
)
def test_what_swells_is_refused_before_it_is_whole(monkeypatch, limit, rows):
    monkeypatch.setattr(sheets, limit, 100)

    with pytest.raises(sheets.WorkbookError) as no:
        sheets.measure(io.BytesIO(workbook(rows)))

    assert no.value.code == "workbook_too_large"


@pytest.mark.parametrize(
    "content",
    [
        workbook(rows_at("A1"), declared='<!DOCTYPE a [<!ENTITY b "c">]>'),
        workbook(rows_at("A1"), target="media/picture.png"),
        workbook(rows_at("A1"), more=[("content.xml", "<a/>")]),
        workbook(rows_at("A1"), more=[("XL/Workbook.xml", "<a/>")]),
        workbook(rows_at("1A")),
        workbook(rows_at("A99999999999999999999")),
        workbook("<row>"),
    ],
    ids=["entities", "a sheet by another name", "another kind", "twice", "no place", "no row", "no end"],
)
def test_what_another_reader_might_read_otherwise_is_not_read(content):
    assert refused(content).code == "workbook_broken"


@pytest.mark.django_db
@pytest.mark.parametrize("content", [SPARSE, LYING, SHARED], ids=["sparse", "lying", "shared"])
@pytest.mark.parametrize("at_once", [True, False], ids=["in the request", "by the worker"])
def test_by_the_page_and_by_the_worker_it_is_a_file_that_is_wrong(
    seoyeon,  # noqa: F811
    run_jobs,
    monkeypatch,
    content,
    at_once,
):
    if not at_once:
        monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    answer = seoyeon.post(PAGE, {"file": SimpleUploadedFile("값.xlsx", content), "separator": ","})
    row = row_of(answer)
    if not at_once:
        assert seoyeon.get(f"{PAGE}{row.key}/errors.csv").status_code == 404
        run_jobs()
        row.refresh_from_db()

    assert row.state is ImportState.WRONG
    assert row.problem["ko"] in seoyeon.get(f"{PAGE}{row.key}/").content.decode()
    before = spent_by_children()
    assert [seoyeon.get(f"{PAGE}{row.key}/errors.{kind}").status_code for kind in ("csv", "xlsx")] == [
        404,
        404,
    ]
    assert spent_by_children() == before


@pytest.mark.django_db
def test_a_file_that_swells_is_not_read_in_the_request(seoyeon, run_jobs, monkeypatch):  # noqa: F811
    monkeypatch.setattr(processing, "AT_ONCE_UNPACKED", 1_000)
    answer = seoyeon.post(PAGE, {"file": SimpleUploadedFile("값.xlsx", SPARSE), "separator": ","})

    assert row_of(answer).state is ImportState.READING


@pytest.mark.django_db
def test_a_file_that_waits_can_be_thrown_away(seoyeon, run_jobs, monkeypatch):  # noqa: F811
    monkeypatch.setattr(processing, "AT_ONCE_BYTES", 10)
    row = row_of(seoyeon.post(PAGE, {"file": SimpleUploadedFile("값.xlsx", SPARSE), "separator": ","}))

    assert "파일 버리기" in seoyeon.get(f"{PAGE}{row.key}/").content.decode()
    assert do(seoyeon, row, "drop").state is ImportState.DROPPED

    run_jobs()
    row.refresh_from_db()
    assert row.state is ImportState.DROPPED
