"""A plan in words: what it attains and what is proven, the table and plot by quarter, and every conflict."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from jiphyeon.kernel import Citation, Words
from jiphyeon.methods.roster.plan import Aim, Plan, lawful_in

BAR = 50
SIGNS = {True: "●", False: "·", None: "–"}
WIDTH, HEIGHT, LEFT, TOP, FOOT = 720, 320, 56, 48, 56


def report(plan: Plan, language: str = "en") -> str:
    """Return the whole report as text in `language` ("ko" or "en")."""
    return "\n".join(_lines(plan, language)) + "\n"


def _lines(plan: Plan, language: str) -> Iterator[str]:
    def say(ko: str, en: str) -> str:
        return Words(ko, en).text(language)

    new = sum(not one.renewal for one in plan.appointments)
    yield say(
        f"위촉 {len(plan.appointments)}건: 신규 {new}건, 연임 {len(plan.appointments) - new}건",
        f"{len(plan.appointments)} appointments: {new} new, {len(plan.appointments) - new} re-appointments",
    )
    yield ""
    yield say("목표(앞의 것이 먼저입니다)", "Aims, each before all that follow it")
    for aim in plan.aims:
        yield f"  {aim.words.text(language)}: {aim.attained:,} {say(*_proof(aim))}"
    yield ""
    yield say("분기마다 적법한 위원회", "Lawful committees by quarter")
    yield say("  기준일      계획  그대로", "  day         plan  idle")
    most = len(plan.committees)
    for t, day in enumerate(plan.days):
        lawful, idle = lawful_in(plan.lawful, t), plan.today[t]
        planned, still = round(lawful / most * BAR), round(idle / most * BAR)
        bar = "█" * min(planned, still) + "▒" * max(0, planned - still)
        yield f"  {day}  {lawful:>4}  {idle:>4}  {bar}"
    yield say(
        f"  위원회 {most}개. █ 아무것도 하지 않을 때, ▒ 계획이 더하는 것",
        f"  of {most} committees. █ with nothing done, ▒ what the plan adds",
    )
    yield ""
    yield say(
        "위원회마다(● 적법, · 아님, – 판단할 것이 없음)",
        "Committee by committee (● lawful, · not, – nothing to judge)",
    )
    for key, line in zip(plan.committees, plan.lawful, strict=True):
        yield f"  {key}  {''.join(SIGNS[lawful] for lawful in line)}"
    yield from _conflicts(plan, language)


def _proof(aim: Aim) -> tuple[str, str]:
    if aim.proven:
        return "(더 나은 것이 없음을 증명)", "(proven: nothing better exists)"
    if aim.bound is None:
        return "(증명 없음)", "(not proven)"
    return (
        f"(증명된 한계 {aim.bound:,}, 차이 {abs(aim.bound - aim.attained):,})",
        f"(proven bound {aim.bound:,}, gap {abs(aim.bound - aim.attained):,})",
    )


def _conflicts(plan: Plan, language: str) -> Iterator[str]:
    def say(ko: str, en: str) -> str:
        return Words(ko, en).text(language)

    if not plan.conflicts:
        return
    yield ""
    yield say("적법하지 않은 위원회와 까닭", "Committees that stay unlawful, and why")
    for conflict in plan.conflicts:
        first, last = plan.days[conflict.first], plan.days[conflict.last]
        yield f"  {conflict.committee}  {first}" + (f" – {last}" if first != last else "")
        yield say("    함께 지킬 수 없는 조건:", "    these cannot hold together:")
        yield from (
            f"      - {one.words.text(language)}{_cited(one.citation)}" for one in conflict.conditions
        )
        if not any(one.alone for one in conflict.conditions):
            yield say(
                "      (이 가운데 하나가 풀려도 다른 까닭이 남습니다.)",
                "      (Were one of these lifted, something else would still stand in the way.)",
            )
        yield say("    풀리는 길:", "    what would release it:")
        yield from (f"      - {one.words.text(language)}{_cited(one.citation)}" for one in conflict.releases)


def _cited(citation: Citation | None) -> str:
    if citation is None:
        return ""
    return f" [{citation}{'' if citation.verified else ' ?'}]"


def plot(plan: Plan, language: str = "en") -> str:
    """Return the lawful committees by quarter as a drawing (SVG) that says in words what it shows."""

    def say(ko: str, en: str) -> str:
        return escape(Words(ko, en).text(language))

    most, count = max(1, len(plan.committees)), len(plan.days)
    step, tall = (WIDTH - LEFT - 16) / count, HEIGHT - TOP - FOOT
    title = say("분기마다 적법한 위원회", "Lawful committees by quarter")
    legend = say("진한 막대: 아무것도 하지 않을 때 · 옅은 막대: 계획", "dark: nothing done · light: the plan")
    shapes = []
    lines = []
    for t, day in enumerate(plan.days):
        lawful, idle = lawful_in(plan.lawful, t), plan.today[t]
        left = LEFT + t * step + step * 0.15
        for height, tone in ((lawful, "#86aff9"), (idle, "#063a74")):
            top = TOP + tall * (1 - height / most)
            shapes.append(
                f'<rect x="{left:.1f}" y="{top:.1f}" width="{step * 0.7:.1f}" height="{tall * height / most:.1f}" fill="{tone}"/>'
            )
        middle = LEFT + t * step + step / 2
        shapes.append(
            f'<text x="{middle:.1f}" y="{TOP + tall * (1 - lawful / most) - 6:.1f}" text-anchor="middle">{lawful}</text>'
        )
        shapes.append(
            f'<text x="{middle:.1f}" y="{HEIGHT - FOOT + 18}" text-anchor="middle">{day:%Y-%m}</text>'
        )
        lines.append(f"{day}: {lawful} ({idle})")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="roster-title roster-words" font-family="sans-serif" font-size="13">'
        f'<title id="roster-title">{title}</title><desc id="roster-words">{escape("; ".join(lines))}</desc>'
        f'<text x="{LEFT}" y="24" font-size="16">{title}</text>'
        f'<text x="{LEFT}" y="{HEIGHT - 14}">{legend}</text>'
        f'<line x1="{LEFT}" x2="{WIDTH - 16}" y1="{TOP + tall}" y2="{TOP + tall}" stroke="#1e2124"/>'
        f'<text x="{LEFT - 8}" y="{TOP + 5}" text-anchor="end">{most}</text>'
        f'<text x="{LEFT - 8}" y="{TOP + tall + 4}" text-anchor="end">0</text>'
        f"{''.join(shapes)}</svg>\n"
    )
