"""The towns of the city pack (map/towns.json), projected to a drawing, each with the place where its name stands."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jiphyeon.kernel import Words

Point = tuple[float, float]
WIDTH = 400.0


@dataclass(frozen=True, slots=True)
class Town:
    """A town in a drawing 400 wide: its borders, where a name stands best, and the area of its largest part."""

    code: str
    name: Words
    rings: tuple[tuple[Point, ...], ...]
    middle: Point
    size: float


@dataclass(frozen=True, slots=True)
class Towns:
    """All towns drawn, the drawing's height, the names of later towns without borders, and whence the borders are."""

    drawn: tuple[Town, ...]
    height: float
    later: dict[str, Words]
    source: Words


@cache
def towns_of(pack: Path) -> Towns:
    """Read and project the pack's towns, once in a process."""
    found = json.loads((pack / "map" / "towns.json").read_text(encoding="utf-8"))
    shapes = [
        (one["properties"], [ring for part in one["geometry"]["coordinates"] for ring in part])
        for one in found["features"]
    ]
    points = [point for _about, rings in shapes for ring in rings for point in ring]
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    narrow = math.cos(math.radians((north + south) / 2))  # a degree of longitude, in degrees of latitude
    scale = WIDTH / ((east - west) * narrow)

    def at(point: list[float]) -> Point:
        return (point[0] - west) * narrow * scale, (north - point[1]) * scale

    drawn = []
    for about, rings in shapes:
        borders = tuple(tuple(at(point) for point in ring) for ring in rings)
        largest = max(borders, key=area)
        name = Words(about["name_ko"], about["name_en"])
        drawn.append(Town(about["code"], name, borders, inside(largest), area(largest)))
    later = {one["code"]: Words(one["name_ko"], one["name_en"]) for one in found.get("later", ())}
    return Towns(tuple(drawn), (north - south) * scale, later, Words(**found["source"]))


def area(ring: Sequence[Point]) -> float:
    """Return the area a ring holds."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(x * v - u * y for (x, y), (u, v) in pairs)) / 2


def inside(ring: Sequence[Point]) -> Point:
    """Return the place in a ring farthest from its border, found on a grid: a name stands best there."""
    xs, ys = [x for x, _y in ring], [y for _x, y in ring]
    steps = 24
    tried = [
        (min(xs) + (max(xs) - min(xs)) * i / steps, min(ys) + (max(ys) - min(ys)) * j / steps)
        for i in range(1, steps)
        for j in range(1, steps)
    ]
    within = [point for point in tried if _holds(ring, point)] or [ring[0]]
    # A name is wider than high, so distance across counts for half.
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
