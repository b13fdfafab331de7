"""The city's towns shaded by a number. Outlines and their source lie in the city pack (map/towns.json)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from jiphyeon.foundation.ui.charts.figure import Series, Value, data_table, shown
from jiphyeon.foundation.ui.saying import escaped, said
from jiphyeon.kernel import Words

_WIDTH = 400.0
_READABLE = 2200.0  # the area, in squares of the drawing, from which a name fits into its town
_STEPS = 5


Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Town:
    code: str
    name: Words
    rings: tuple[tuple[Point, ...], ...]
    middle: Point
    size: float


@cache
def _towns(pack: Path) -> tuple[tuple[_Town, ...], float]:
    """Return the towns, projected to a drawing 400 wide, and the drawing's height."""
    found = json.loads((pack / "map" / "towns.json").read_text(encoding="utf-8"))
    rings = {
        one["properties"]["code"]: [ring for shape in one["geometry"]["coordinates"] for ring in shape]
        for one in found["features"]
    }
    points = [point for shape in rings.values() for ring in shape for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    # At this latitude a degree of longitude is about four fifths of a degree of latitude.
    narrow = 0.8
    scale = _WIDTH / ((east - west) * narrow)

    def at(point: list[float]) -> Point:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    towns = []
    for one in found["features"]:
        about = one["properties"]
        drawn = tuple(tuple(at(point) for point in ring) for ring in rings[about["code"]])
        largest = max(drawn, key=_area)
        names = Words(about["name_ko"], about["name_en"])
        towns.append(_Town(about["code"], names, drawn, _inside(largest), _area(largest)))
    return tuple(towns), (north - south) * scale


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(x * v - u * y for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _inside(ring: Sequence[Point]) -> Point:
    """Return the place in a ring farthest from its border, found on a grid: a name stands best there."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    steps = 24
    tried = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    within = [point for point in tried if _holds(ring, point)] or [ring[0]]
    # A name is wider than high, so distance across counts for less.
    flat = [(x / 2, y) for x, y in ring]
    borders = list(zip(flat, [*flat[1:], flat[0]], strict=True))
    return max(within, key=lambda p: min(_apart((p[0] / 2, p[1]), a, b) for a, b in borders))


def _apart(p: Point, a: Point, b: Point) -> float:
    """Return the squared distance from a point to the line between two others."""
    across, down = b[0] - a[0], b[1] - a[1]
    length = across * across + down * down
    along = max(0.0, min(1.0, ((p[0] - a[0]) * across + (p[1] - a[1]) * down) / length)) if length else 0.0
    return (p[0] - a[0] - along * across) ** 2 + (p[1] - a[1] - along * down) ** 2


def _holds(ring: Sequence[Point], point: Point) -> bool:
    px, py = point
    odd = False
    for (x, y), (u, v) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y > py) != (v > py) and px < x + (u - x) * (py - y) / (v - y):
            odd = not odd
    return odd


@dataclass(frozen=True, slots=True)
class TownMap:
    """Values by town code (or Korean name) of the city pack; a town without a value is drawn grey, never as 0."""

    title: object
    values: Mapping[str, Value]
    unit: object = ""

    def html(self) -> str:
        """Return the map with a key and its table."""
        towns, height = _towns(settings.CITY_PACK)
        found = [self.values.get(town.code, self.values.get(town.name.ko)) for town in towns]
        known = sorted(float(value) for value in found if value is not None)
        low, high = (known[0], known[-1]) if known else (0.0, 0.0)

        def step(value: Value) -> int:
            if value is None:
                return 0
            return min(_STEPS, 1 + int(_STEPS * (float(value) - low) / ((high - low) or 1)))

        shades = [step(value) for value in found]
        labels = [
            f"{escaped(town.name)} {shown(value, self.unit)}"
            for town, value in zip(towns, found, strict=True)
        ]
        name = f"map-{zlib.crc32(repr((said(self.title), labels)).encode()):08x}"
        whole = _drawing(
            towns, shades, labels, _Frame(-2, -2, _WIDTH + 4, height + 4), name, smallest=_READABLE
        )
        small = [town for town in towns if town.size < _READABLE]
        close = _drawing(towns, shades, labels, _around(small), name, smallest=0) if small else ""
        keys = "".join(
            f'<li><span class="jip-key jip-q{i}"></span>{shown(_round(low + (high - low) * (i - 1) / _STEPS), self.unit)}~</li>'
            for i in range(1, _STEPS + 1)
        )
        if None in found:
            keys += f'<li><span class="jip-key jip-q0"></span>{escaped(_("모름"))}</li>'
        table = data_table(self.title, [town.name for town in towns], [Series(_("값"), found)], self.unit)
        near = f"<div><p>{escaped(_('가운데를 크게'))}</p>{close}</div>" if close else ""
        return (
            f'<figure class="jip-chart jip-chart-map"><figcaption id="{name}">{escaped(self.title)}</figcaption>'
            f'<ul class="jip-keys" aria-hidden="true">{keys}</ul>'
            f'<div class="jip-maps"><div>{whole}</div>{near}</div>'
            f'<p class="jip-chart-note">{escaped(_("2018년 통계청 행정구역 경계입니다. 그 뒤에 나뉜 동은 옛 경계에 함께 있습니다."))}</p>'
            f"<details><summary>{escaped(_('표로 보기'))}</summary>{table}</details></figure>"
        )


@dataclass(frozen=True, slots=True)
class _Frame:
    x: float
    y: float
    width: float
    height: float


def _around(towns: Sequence[_Town]) -> _Frame:
    """Return the frame that holds these towns with a little air."""
    xs = [x for town in towns for ring in town.rings for x, _y in ring]
    ys = [y for town in towns for ring in town.rings for _x, y in ring]
    return _Frame(min(xs) - 5, min(ys) - 5, max(xs) - min(xs) + 10, max(ys) - min(ys) + 10)


def _drawing(
    towns: Sequence[_Town], shades: list[int], labels: list[str], frame: _Frame, name: str, *, smallest: float
) -> str:
    """Return one SVG of the towns seen through a frame; towns too small for their name go without."""
    grow = _WIDTH / frame.width
    areas, names = [], []
    for town, shade, label in zip(towns, shades, labels, strict=True):
        path = "".join(
            "M" + "L".join(f"{(x - frame.x) * grow:.1f} {(y - frame.y) * grow:.1f}" for x, y in ring) + "Z"
            for ring in town.rings
        )
        areas.append(f'<path class="jip-town jip-q{shade}" d="{path}"><title>{label}</title></path>')
        x, y = (town.middle[0] - frame.x) * grow, (town.middle[1] - frame.y) * grow
        seen = 0 < x < _WIDTH and 0 < y < frame.height * grow
        if seen and (town.size >= smallest > 0 or (not smallest and town.size < _READABLE)):
            # "Jochiwon-eup" is Jochiwon on a map; the full name stands in the table and under the pointer.
            dark = " jip-on-dark" if shade > 3 else ""
            names.append(
                f'<text class="jip-town-name{dark}" x="{x:.0f}" y="{y + 4:.0f}">{escaped(said(town.name).partition("-")[0])}</text>'
            )
    return (
        f'<svg role="img" aria-labelledby="{name}" viewBox="0 0 {_WIDTH:.0f} {frame.height * grow:.0f}">'
        f"{''.join(areas)}{''.join(names)}</svg>"
    )


def _round(value: float) -> Value:
    return int(value) if abs(value) >= 10 or value == int(value) else round(value, 1)
