"""A lifecycle as a picture and as a table, made from the same table that `move` obeys. Pure.

The picture is a timetable: every state is a column, every deed a row, with a dot where it starts and an arrow to where
it leads. It stays readable however many deeds cross, on paper and in both languages.
"""

from __future__ import annotations

from html import escape

from jiphyeon.foundation.casework.lifecycle import (
    NEW,
    Deed,
    Lifecycle,
    May,
    Reader,
    Records,
    State,
    Tells,
)
from jiphyeon.kernel import Words

_LABELS, _COLUMN, _ROW, _TOP, _EDGE = 330, 86, 30, 92, 16
_STYLE = (
    "text{font-family:sans-serif;font-size:12px;fill:#1e2124}.s{font-weight:700}.w{font-size:10.5px;fill:#58616a}"
    ".l{stroke:#cdd1d5}.o{stroke:#256ef4}.a{stroke:#1e2124;stroke-width:1.6;fill:none}.d{fill:#1e2124}"
    ".t{fill:#fff;stroke:#1e2124;stroke-width:1.6}.g{fill:#fff}.r{fill:#f4f5f6}"
    "@media(prefers-color-scheme:dark){text{fill:#f4f5f6}.w{fill:#b1b8be}.l{stroke:#464c53}.a{stroke:#f4f5f6}"
    ".d{fill:#f4f5f6}.t{fill:#1e2124;stroke:#f4f5f6}.g{fill:#1e2124}.r{fill:#2b2f33}}"
)
_PERSON = Words("민원인", "the applicant")
_MACHINE = Words("자동", "the city’s system")
_HEAD = (
    Words("할 수 있는 일", "Deed"),
    Words("어디에서", "From"),
    Words("어디로", "To"),
    Words("누가", "Who"),
    Words("근거", "Law"),
    Words("알림", "Tells"),
    Words("공개 기록", "Recorded"),
)
_STAYS = Words("그대로", "stays")
_BEGINS = Words("처음", "the beginning")
_NONE = Words("없음", "none")


def svg(
    life: Lifecycle, language: str, *, roles: dict[str, Words] | None = None, in_page: bool = False
) -> str:
    """Return the picture of a lifecycle; `roles` are the words for those who may.

    `in_page`: without a style of its own, which a page's policy refuses; `casework.css` has it.
    """
    columns = {
        str(state.code): _LABELS + _COLUMN * place + _COLUMN // 2 for place, state in enumerate(life.states)
    }
    width = _LABELS + _COLUMN * len(life.states) + _EDGE
    height = _TOP + _ROW * len(life.deeds) + _EDGE
    title = escape(life.names.text(language))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="{title}">',
        "" if in_page else f"<style>{_STYLE}</style>",
        f'<rect class="g" width="{width}" height="{height}"/>',
    ]
    parts += [
        f'<rect class="r" y="{_TOP + _ROW * place}" width="{width}" height="{_ROW}"/>'
        for place in range(0, len(life.deeds), 2)
    ]
    parts += [_column(state, columns[str(state.code)], height, language) for state in life.states]
    parts += [
        _row(deed, _TOP + _ROW * place + _ROW // 2, columns, language, roles or {})
        for place, deed in enumerate(life.deeds)
    ]
    return "".join([*parts, "</svg>"]) + "\n"


def _column(state: State, x: int, height: int, language: str) -> str:
    lines = _folded(state.names.to(Reader.STAFF).text(language), 9 if language.startswith("ko") else 13)
    words = "".join(
        f'<text class="s" x="{x}" y="{30 + 15 * place}" text-anchor="middle">{escape(line)}</text>'
        for place, line in enumerate(lines[:3])
    )
    waits = escape(state.waits.words.text(language)) if state.is_open else "·"
    return (
        f'<line class="{"o" if state.is_open else "l"}" x1="{x}" x2="{x}" y1="{_TOP - 6}" y2="{height - 8}"/>'
        f'{words}<text class="w" x="{x}" y="{_TOP - 14}" text-anchor="middle">{waits}</text>'
    )


def _row(deed: Deed, y: int, columns: dict[str, int], language: str, roles: dict[str, Words]) -> str:
    label = escape((deed.press or deed.did.staff).text(language))
    who = escape(who_may(deed.may, language, roles))
    parts = [
        f'<text x="{_EDGE}" y="{y - 1}">{label}</text><text class="w" x="{_EDGE}" y="{y + 12}">{who}</text>'
    ]
    for source in deed.source:
        if source == NEW:
            parts.append(_arrow(_LABELS - 12, columns[str(deed.target)], y))
            continue
        x, end = columns[str(source)], columns[str(deed.leads_to(source))]
        parts.append(
            f'<circle class="t" cx="{x}" cy="{y}" r="5"/>'
            if x == end
            else _arrow(x, end, y) + f'<circle class="d" cx="{x}" cy="{y}" r="3.5"/>'
        )
    return "".join(parts)


def _arrow(start: int, end: int, y: int) -> str:
    back = 7 if end > start else -7
    return f'<path class="a" d="M{start} {y}H{end}M{end - back} {y - 4}L{end} {y}L{end - back} {y + 4}"/>'


def _folded(text: str, width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def who_may(may: May, language: str, roles: dict[str, Words]) -> str:
    """Return who may do a deed, in words."""
    names = [roles[role].text(language) if role in roles else role for role in sorted(map(str, may.roles))]
    names += [_PERSON.text(language)] if may.person else []
    names += [_MACHINE.text(language)] if may.machine else []
    return ", ".join(names)


def cells(deed: Deed, life: Lifecycle, language: str, roles: dict[str, Words]) -> tuple[str, ...]:
    """Return a deed as one row under `head`."""
    states = [
        _BEGINS if source == NEW else life.state(str(source)).names.to(Reader.STAFF) for source in deed.source
    ]
    target = _STAYS if deed.target is None else life.state(str(deed.target)).names.to(Reader.STAFF)
    return (
        (deed.press or deed.did.staff).text(language),
        ", ".join(state.text(language) for state in states),
        target.text(language),
        who_may(deed.may, language, roles),
        str(deed.law or ""),
        ", ".join(deed.tells.templates) if isinstance(deed.tells, Tells) else deed.tells.why.text(language),
        deed.records.name.text(language)
        if isinstance(deed.records, Records)
        else f"{_NONE.text(language)}: {deed.records.why.text(language)}",
    )


def head(language: str) -> tuple[str, ...]:
    """Return the words over the columns of a lifecycle's table."""
    return tuple(words.text(language) for words in _HEAD)


def markdown(life: Lifecycle, language: str, *, roles: dict[str, Words] | None = None) -> str:
    """Return the lifecycle as a Markdown table: one row a deed."""
    rows = [head(language), tuple("---" for _ in _HEAD)]
    rows += [cells(deed, life, language, roles or {}) for deed in life.deeds]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows) + "\n"
