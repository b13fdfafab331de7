"""Arithmetic on compiled values: the same enclosures as the interpreter's ranges, exact, with NULL as an open end.

Sums, products with a constant and roundings stay one expression. Whatever a rule of the ends must repeat (a product of
two open numbers has four corners) is first given a column of its own, so that no statement grows with what is in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import lcm

from sqlglot import exp

from jiphyeon.kernel import Refused, Rounding
from jiphyeon.methods.rules.sql.values import (
    OPEN,
    SQL,
    End,
    Span,
    aligned,
    case,
    every,
    is_null,
    number,
    point,
    reckon,
    replace_scale,
    some,
    times,
    whole_quotient,
    wrapped,
)

ZERO = End(number(0), least=0, most=0, constant=0)
Keep = Callable[[SQL], SQL]


def added(left: Span, right: Span) -> Span:
    """Return the sum, end by end."""
    plain(left, right)
    if left.is_point and right.is_point:
        return point(_sum(left.low, right.low), certain=left.certain and right.certain)  # type: ignore[arg-type] # points
    low = None if left.low is None or right.low is None else _sum(left.low, right.low)
    high = None if left.high is None or right.high is None else _sum(left.high, right.high)
    return Span(low, high, left.certain and right.certain)


def _sum(left: End, right: End) -> End:
    a, b = aligned(left, right)
    if a.constant is not None and b.constant is not None:
        total = a.constant + b.constant
        return End(number(total), a.scale, None, total, total, total)
    least = None if a.least is None or b.least is None else a.least + b.least
    most = None if a.most is None or b.most is None else a.most + b.most
    return End(reckon(exp.Add, a, b, least, most), a.scale, None, least, most)


def negated(value: Span) -> Span:
    """Return the value with its sign turned, and so its ends exchanged."""
    if value.is_point:
        return point(times(value.low, -1), certain=value.certain)  # type: ignore[arg-type] # a point
    return Span(
        None if value.high is None else times(value.high, -1),
        None if value.low is None else times(value.low, -1),
        value.certain,
    )


class Numbers:
    """The operations that repeat what they work on; `keep` gives a long expression a column."""

    def __init__(self, keep: Keep) -> None:
        self.keep = keep

    def kept(self, end: End) -> End:
        """Return an end whose top and bottom are short to repeat."""
        bottom = None if end.bottom is None else self.keep(end.bottom)
        return End(self.keep(end.top), end.scale, bottom, end.least, end.most, end.constant)

    # -- products -------------------------------------------------------------------------------------------

    def multiplied(self, left: Span, right: Span) -> Span:
        """Return the hull of the corner products; zero times anything is zero."""
        for one, other in ((left, right), (right, left)):
            if one.constant is not None and one.low is not None:
                return times_constant(other, one.low)
        plain(left, right)
        if left.is_point and right.is_point:
            product = _product(left.low, right.low)  # type: ignore[arg-type] # points
            if left.certain and right.certain:
                return point(product, certain=True)
            # A point that is NULL can be anything at all; its zero partner still makes zero.
            return point(self._zero_or(left.low, right.low, product), certain=False)
        return self._by_corners(left, right)

    def _zero_or(self, a: End | None, b: End | None, product: End | None) -> End:
        """Return the product; nought where either is nought, though the other is open."""
        zero = [exp.EQ(this=wrapped(one.top), expression=number(0)) for one in (a, b) if one is not None]
        if product is None:
            return End(case((some(zero), number(0))), least=0, most=0)
        least = None if product.least is None else min(0, product.least)
        most = None if product.most is None else max(0, product.most)
        top = case((some(zero), number(0)), otherwise=self.keep(product.top))
        return End(self.keep(top), product.scale, None, least, most)

    def _by_corners(self, left: Span, right: Span) -> Span:
        corners: list[End] = []
        for a in (left.low, left.high):
            for b in (right.low, right.high):
                both = None if a is None or b is None else _product(a, b)
                if a is not None or b is not None:
                    corners.append(self._zero_or(a, b, both))
        if not corners:
            return OPEN
        down = [
            *self._runs(left.low, right.high, up=True), *self._runs(right.low, left.high, up=True),
            *self._runs(left.high, right.low, up=False), *self._runs(right.high, left.low, up=False),
        ]  # fmt: skip
        up = [
            *self._runs(left.high, right.high, up=True), *self._runs(right.high, left.high, up=True),
            *self._runs(left.low, right.low, up=False), *self._runs(right.low, left.low, up=False),
        ]  # fmt: skip
        return Span(
            self.opened(picked(corners, smallest=True), down),
            self.opened(picked(corners, smallest=False), up),
        )

    def _runs(self, infinite: End | None, other: End | None, *, up: bool) -> list[SQL]:
        """Return when an open end times `other` runs off: `other` open itself, or of the sign that `up` says."""
        off = [] if infinite is None else [is_null(infinite.top)]
        if other is None:
            return [every(off)]
        sign = exp.GT if up else exp.LT
        runs = some([is_null(other.top), sign(this=wrapped(other.top), expression=number(0))])
        return [self.keep(every([*off, exp.Paren(this=runs)]))]

    def opened(self, end: End, when: Sequence[SQL]) -> End | None:
        """Return the end, open (NULL) where any of `when` holds."""
        if not when:
            return end
        if any(isinstance(one, exp.Boolean) and one.this for one in when):
            return None
        top = case(
            (some([exp.Paren(this=one.copy()) for one in when]), exp.null()), otherwise=self.keep(end.top)
        )
        return End(top, end.scale, end.bottom, end.least, end.most)

    # -- quotients ------------------------------------------------------------------------------------------

    def divided(self, left: Span, right: Span) -> Span:
        """Return the hull of exact quotients; anything where the divisor can be zero."""
        if right.constant is not None and right.low is not None:
            divisor = right.low
            if divisor.constant == 0:
                return OPEN
            sign = 1 if (divisor.constant or 0) > 0 else -1
            inverse = End(
                number(sign * divisor.scale), abs(divisor.constant or 1), None,
                sign * divisor.scale, sign * divisor.scale, sign * divisor.scale,
            )  # fmt: skip
            return times_constant(left, inverse)
        plain(left, right)
        positive = self._quotients(left, right)
        turned = self._quotients(negated(left), negated(right))
        above = (
            exp.false() if right.low is None else exp.GT(this=wrapped(right.low.top), expression=number(0))
        )
        below = (
            exp.false() if right.high is None else exp.LT(this=wrapped(right.high.top), expression=number(0))
        )
        return Span(
            self.chosen(above, positive[0], below, turned[0]),
            self.chosen(above, positive[1], below, turned[1]),
        )

    def _quotients(self, left: Span, right: Span) -> tuple[End | None, End | None]:
        """Return low and high of left/right for a divisor above zero."""
        low = self._quotient(left.low, small=right.low, large=right.high, down=True)
        high = self._quotient(left.high, small=right.low, large=right.high, down=False)
        return low, high

    def _quotient(self, top: End | None, *, small: End | None, large: End | None, down: bool) -> End | None:
        """Return one end of a quotient: downwards a positive top over the large divisor, a negative over the small."""
        if top is None:
            return None
        not_negative = exp.GTE(this=wrapped(top.top), expression=number(0))
        far, near = (large, small) if down else (small, large)
        negative = exp.LT(this=wrapped(top.top), expression=number(0))
        return self.chosen(not_negative, self._over(top, far), negative, self._over(top, near))

    def _over(self, top: End, divisor: End | None) -> End:
        """Return top/divisor, nought where the divisor is open (it can be as large as one likes)."""
        if divisor is None:
            return ZERO
        a = exp.Mul(this=exp.cast(wrapped(top.top), "DECIMAL(38, 0)"), expression=number(divisor.scale))
        bottom = self.keep(
            exp.Mul(this=exp.cast(wrapped(divisor.top), "DECIMAL(38, 0)"), expression=number(top.scale))
        )
        # A divisor that is not above nought belongs to the other sign's half; nothing may divide by it here.
        return self.kept(
            End(
                case((is_null(divisor.top), number(0)), otherwise=a),
                1,
                case((exp.GT(this=wrapped(bottom), expression=number(0)), bottom), otherwise=number(1)),
            )
        )

    # -- choices --------------------------------------------------------------------------------------------

    def chosen(self, first: SQL, a: End | None, second: SQL, b: End | None) -> End | None:
        """Return `a` where `first` holds, `b` where `second` does, else an open end."""
        parts = [(when, end) for when, end in ((first, a), (second, b)) if end is not None]
        if not parts:
            return None
        scale = lcm(*(end.scale for _when, end in parts))
        scaled = [(when, end.scaled(scale)) for when, end in parts]
        bottom = None
        if any(end.bottom is not None for _when, end in scaled):
            bottoms = [(when, end.bottom or number(1)) for when, end in scaled]
            bottom = self.keep(case(*bottoms, otherwise=number(1)))
        top = self.keep(case(*((when, end.top) for when, end in scaled)))
        return End(top, scale, bottom, *_around([end for _when, end in scaled]))

    def extreme(self, parts: Sequence[Span], *, smallest: bool) -> Span:
        """Return the least (or greatest) of the parts; a known part bounds the whole on its side.

        SQL's own LEAST forgets what is NULL: right for the near end, but the far one is open as soon as any part is.
        """
        plain(*parts)
        near = [part.high if smallest else part.low for part in parts]
        far = [part.low if smallest else part.high for part in parts]
        known = [self.kept(end) for end in near if end is not None]
        bound = picked(known, smallest=smallest) if known else None
        if all(part.is_point and part.certain for part in parts) and bound is not None:
            return point(bound, certain=True)
        end: End | None = None
        if all(one is not None for one in far):
            ends = [self.kept(one) for one in far if one is not None]
            open_ = [is_null(one.top) for one, part in zip(ends, parts, strict=True) if not part.certain]
            end = self.opened(picked(ends, smallest=smallest), open_)
        return Span(end, bound) if smallest else Span(bound, end)

    def either(self, when: SQL, then: Span, otherwise_when: SQL, otherwise: Span) -> Span:
        """Return one span or the other, end by end; where neither condition holds, anything."""

        def end(a: End | None, b: End | None) -> End | None:
            return None if a is None and b is None else self.chosen(when, a, otherwise_when, b)

        certain = then.certain and otherwise.certain
        if then.is_point and otherwise.is_point:
            made = end(then.low, otherwise.low)
            return OPEN if made is None else point(made, certain=certain)
        return Span(end(then.low, otherwise.low), end(then.high, otherwise.high), certain)

    def hull(self, parts: Sequence[tuple[SQL, Span]]) -> Span:
        """Return the smallest span around the parts whose condition holds; open where one of them is, or none holds."""
        plain(*(part for _when, part in parts))
        held = [(self.keep(when), part) for when, part in parts]
        return Span(
            self._hull_end([(when, part.low) for when, part in held], smallest=True),
            self._hull_end([(when, part.high) for when, part in held], smallest=False),
        )

    def _hull_end(self, ends: Sequence[tuple[SQL, End | None]], *, smallest: bool) -> End | None:
        found: list[End] = []
        opens: list[SQL] = []
        for when, one in ends:
            if one is None:
                opens.append(when)
                continue
            end = self.kept(one)
            found.append(End(self.keep(case((when, end.top))), end.scale, None, end.least, end.most))
            if end.constant is None:
                opens.append(every([exp.Paren(this=when.copy()), is_null(end.top)]))
        return self.opened(picked(found, smallest=smallest), opens) if found else None


def plain(*spans: Span) -> None:
    """Refuse a quotient that was not rounded: only a comparison or a rounding knows what to do with one."""
    if any(end is not None and end.bottom is not None for span in spans for end in (span.low, span.high)):
        raise Refused(
            "quotient_not_rounded",
            ko="나눈 값은 반올림 방법을 정한 뒤에 더 셈할 수 있습니다. 예: floor(a / b, 1)",
            en="Say how a quotient is rounded before reckoning on with it: floor(a / b, 1).",
        )


def picked(ends: Sequence[End], *, smallest: bool) -> End:
    """Return the least or greatest of the ends that are not NULL."""
    if len(ends) == 1:
        return ends[0]
    scale = lcm(*(end.scale for end in ends))
    scaled = [end.scaled(scale) for end in ends]
    if all(end.constant is not None for end in scaled):
        return (min if smallest else max)(scaled, key=lambda end: end.constant or 0)
    tops = [end.top.copy() for end in scaled]
    maker = exp.Least if smallest else exp.Greatest
    return End(maker(this=tops[0], expressions=tops[1:], ignore_nulls=True), scale, None, *_around(scaled))


def _around(ends: Sequence[End]) -> tuple[int | None, int | None]:
    leasts, mosts = [end.least for end in ends], [end.most for end in ends]
    return (
        None if None in leasts else min(one for one in leasts if one is not None),
        None if None in mosts else max(one for one in mosts if one is not None),
    )


def _product(left: End, right: End) -> End:
    bounds = (left.least, left.most, right.least, right.most)
    least = most = None
    if None not in bounds:
        corners = [a * b for a in bounds[:2] for b in bounds[2:] if a is not None and b is not None]
        least, most = min(corners), max(corners)
    return End(reckon(exp.Mul, left, right, least, most), left.scale * right.scale, None, least, most)


def times_constant(value: Span, factor: End) -> Span:
    if factor.constant == 0:
        return point(ZERO, certain=True)
    sign = 1 if (factor.constant or 0) > 0 else -1

    def made(end: End | None) -> End | None:
        return (
            None if end is None else replace_scale(times(end, factor.constant or 0), end.scale * factor.scale)
        )

    if value.is_point:
        return point(made(value.low), certain=value.certain)  # type: ignore[arg-type] # a point
    low, high = made(value.low), made(value.high)
    return Span(low, high, value.certain) if sign > 0 else Span(high, low, value.certain)


def rounded(value: Span, how: Rounding, unit: int) -> Span:
    """Return whole multiples of `unit`, in the named way, end by end."""
    if value.is_point:
        return point(_rounded(value.low, how, unit), certain=value.certain)  # type: ignore[arg-type] # a point
    return Span(
        None if value.low is None else _rounded(value.low, how, unit),
        None if value.high is None else _rounded(value.high, how, unit),
        value.certain,
    )


def _rounded(end: End, how: Rounding, unit: int) -> End:
    if end.scale * unit == 1 and end.bottom is None:
        return end
    size: SQL = number(end.scale * unit)
    if end.bottom is not None:
        size = exp.Mul(this=wrapped(end.bottom), expression=size)
    plain = end.bottom is None
    least, most = (
        (None, None) if not plain else (_moved(end.least, end, unit, -1), _moved(end.most, end, unit, 1))
    )
    wide = not (plain and end.is_small)
    top = exp.cast(wrapped(end.top), "DECIMAL(38, 0)") if wide else end.top
    not_negative = end.least is not None and end.least >= 0
    units = _ROUND[how](top, size, not_negative=not_negative, wide=wide)
    times_unit = units if unit == 1 else exp.Mul(this=exp.Paren(this=units), expression=number(unit))
    if least is not None and most is not None and abs(least) < 2**63 and abs(most) < 2**63:
        times_unit = times_unit if end.is_small and plain else exp.cast(exp.Paren(this=times_unit), "BIGINT")
    return End(times_unit, 1, None, least, most)


def _moved(bound: int | None, end: End, unit: int, way: int) -> int | None:
    return None if bound is None else (bound // (end.scale * unit) + way) * unit


def _floor(top: SQL, size: SQL, *, not_negative: bool, wide: bool) -> SQL:
    """Floor division by a positive size. What is divided is made a multiple first, so no engine's rule decides."""
    if not_negative:
        return whole_quotient(wrapped(top), wrapped(size), wide=wide)
    rest = exp.Mod(
        this=exp.Paren(
            this=exp.Add(this=exp.Mod(this=wrapped(top), expression=wrapped(size)), expression=wrapped(size))
        ),
        expression=wrapped(size),
    )
    multiple = exp.Paren(this=exp.Sub(this=wrapped(top), expression=exp.Paren(this=rest)))
    return whole_quotient(multiple, wrapped(size), wide=wide)


def _ceiling(top: SQL, size: SQL, *, not_negative: bool, wide: bool) -> SQL:
    raised = exp.Add(
        this=wrapped(top), expression=exp.Paren(this=exp.Sub(this=wrapped(size), expression=number(1)))
    )
    return _floor(raised, size, not_negative=not_negative, wide=wide)


def _half_up(top: SQL, size: SQL, *, not_negative: bool, wide: bool) -> SQL:
    doubled = exp.Add(this=exp.Mul(this=wrapped(top), expression=number(2)), expression=wrapped(size))
    double = exp.Mul(this=wrapped(size), expression=number(2))
    return _floor(doubled, double, not_negative=not_negative, wide=wide)


def _half_even(top: SQL, size: SQL, *, not_negative: bool, wide: bool) -> SQL:
    whole = _floor(top, size, not_negative=not_negative, wide=wide)
    rest = exp.Sub(
        this=wrapped(top),
        expression=exp.Paren(this=exp.Mul(this=exp.Paren(this=whole.copy()), expression=wrapped(size))),
    )
    double = exp.Mul(this=exp.Paren(this=rest), expression=number(2))
    odd = exp.NEQ(this=exp.Mod(this=exp.Paren(this=whole.copy()), expression=number(2)), expression=number(0))
    up = some(
        [
            exp.GT(this=double.copy(), expression=wrapped(size)),
            exp.Paren(this=every([exp.EQ(this=double.copy(), expression=wrapped(size)), odd])),
        ]
    )
    return exp.Add(
        this=exp.Paren(this=whole),
        expression=case((up, number(1)), (exp.Not(this=exp.Paren(this=up)), number(0))),
    )


_ROUND = {
    Rounding.FLOOR: _floor,
    Rounding.CEILING: _ceiling,
    Rounding.HALF_UP: _half_up,
    Rounding.HALF_EVEN: _half_even,
}
