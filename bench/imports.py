"""A file of a million rows read, typed and held against its columns, beside a bare reading of the same file.

Bare is what nobody can do without: the standard library's csv, or the workbook reader, handing out every cell. Ours
finds the encoding, cleans the text, reads amounts, days, choices and identifiers, and looks for rows that stand twice.
"""

from __future__ import annotations

import csv
import os
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.measure import Report, Timed, fresh

ROWS = 1_000_000
HEADS = ["번호", "종류", "값", "언제부터"]


def write(path: str) -> int:
    """Write the file, the same one every time."""
    from jiphyeon.kernel.spreadsheets import csv_lines, write_xlsx

    rows = ((f"A-{i:07}", ("서류", "소포")[i % 2], i % 9_000, "2024-03-02") for i in range(ROWS))
    with Path(path).open("wb") as file:
        if path.endswith(".csv"):
            file.writelines(csv_lines(HEADS, rows))
        else:
            write_xlsx(file, HEADS, rows)
    return Path(path).stat().st_size


def ours(path: str) -> Timed:
    """Return how many rows were right, read as a room reads them."""
    os.environ.update(
        JIPHYEON_TESTING="1", JIPHYEON_DEMO="1", DJANGO_SETTINGS_MODULE="jiphyeon.config.settings"
    )
    from datetime import date
    from uuid import UUID

    import django

    django.setup()
    from jiphyeon.foundation.accounts.actors import MACHINE
    from jiphyeon.foundation.imports import reading
    from jiphyeon.foundation.imports.declaring import Column, Intake, Taking
    from jiphyeon.foundation.imports.examining import Good, examined, header_of
    from jiphyeon.kernel import Words

    kinds = {"paper": Words("서류", "Paper"), "parcel": Words("소포", "Parcel")}
    prices = Intake(
        name="prices",
        words=Words("값", "Prices"),
        columns=(
            Column("code", Words("번호", "Code"), "identifier"),
            Column("kind", Words("종류", "Kind"), "choice", choices=kinds),
            Column("amount", Words("값", "Price"), "won"),
            Column("since", Words("언제부터", "Since"), "day"),
        ),
        unique=("code",),
        take=lambda rows, _taking: sum(1 for _ in rows),
        may=lambda _actor: True,
        most_rows=ROWS,
    )
    began = time.process_time()
    kind = path.rpartition(".")[2]
    lines = reading.lines(partial(Path(path).open, "rb"), name="prices", kind=kind, separator=",")
    header = header_of(prices, next(lines), "prices")
    taking = Taking(UUID(int=1), MACHINE, date(2024, 3, 4))
    good = sum(isinstance(one, Good) for one in examined(prices, lines, header, taking))
    return Timed(good, time.process_time() - began)


def bare(path: str) -> Timed:
    """Return how many rows there are, read and thrown away."""
    began = time.process_time()
    if path.endswith(".csv"):
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            count = sum(1 for _row in csv.reader(file)) - 1
    else:
        from python_calamine import CalamineWorkbook

        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        count = sum(1 for _row in sheet.iter_rows()) - 1
    return Timed(count, time.process_time() - began)


def run(*, check: bool) -> int:
    """Measure both kinds of file."""
    report = Report("imports")
    with TemporaryDirectory(prefix="jiphyeon-bench-") as folder:
        for kind, most in (("csv", 25.0), ("xlsx", 4.0)):
            path = str(Path(folder) / f"prices.{kind}")
            fresh("bench.imports:write", runs=1, path=path)
            read = fresh("bench.imports:ours", runs=1, path=path)
            plain = fresh("bench.imports:bare", runs=1, path=path)
            if read.answer != ROWS or plain.answer != ROWS:
                raise SystemExit(
                    f"{kind}: {read.answer} rows were right and {plain.answer} there, of {ROWS}."
                )
            report.figure(f"a million rows of {kind}, read and typed", read.cpu, "s CPU")
            report.figure(f"a million rows of {kind}, peak memory", read.peak_mb, "MB")
            report.target(f"{kind}, ours ÷ a bare reading", read.cpu / plain.cpu, at_most=most)
    return report.finish(check)
