"""Arithmetic on compiled values: the same enclosures as the walk's ranges, exact, with NULL as an open end."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from jiphyeon.kernel import Rounding
from jiphyeon.methods.rules.sql.values import (
    OPEN,
    SQL,
    End,
    Span,
    aligned,
    case,
    compared,
    every,
    is_null,
    number,
    point,
    reckon,
    replace_scale,
    some,
    times,
    wrapped,
)

ZERO = End(number(0), least=0, most=0, constant=0)


def added(left: Span, right: Span) -> Span:
    """Return the sum, end by end."""
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
    bottom = _common_bottom(left, right)
    return End(reckon(exp.Add, a, b, least, most), a.scale, bottom, least, most)


def _common_bottom(left: End, right: End) -> SQL | None:
    if left.bottom is None or right.bottom is None:
        return left.bottom or right.bottom
    return exp.Mul(this=wrapped(left.bottom), expression=wrapped(right.bottom))


def negated(value: Span) -> Span:
    """Return the value with its sign turned, and so its ends exchanged."""
    if value.is_point:
        return point(times(value.low, -1), certain=value.certain)  # type: ignore[arg-type] # a point
    return Span(
        None if value.high is None else times(value.high, -1),
        None if value.low is None else times(value.low, -1),
        value.certain,
    )


def multiplied(left: Span, right: Span) -> Span:
    """Return the hull of the corner products; zero times anything is zero."""
    for one, other in ((left, right), (right, left)):
        if one.constant is not None and one.low is not None:
            return _times_constant(other, one.low)
    if left.is_point and right.is_point and left.certain and right.certain:
        return point(_product(left.low, right.low), certain=True)  # type: ignore[arg-type] # points
    if _never_negative(left) and _never_negative(right):
        low = _product(left.low, right.low)  # type: ignore[arg-type] # never negative, so it has a low end
        if left.is_point and right.is_point:
            # A point that is NULL can be anything at all, negative too; its zero partner still makes zero.
            return point(_zero_or(left, right, low), certain=False)
        high = (
            None
            if left.high is None or right.high is None
            else _zero_or(left, right, _product(left.high, right.high))
        )
        if high is None:
            high = _zero_or(left, right, None)
        return Span(low, high)
    return _by_corners(left, right)


def _times_constant(value: Span, factor: End) -> Span:
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


def _product(left: End, right: End) -> End:
    corners = [
        None if a is None or b is None else a * b
        for a in (left.least, left.most)
        for b in (right.least, right.most)
    ]
    known = [one for one in corners if one is not None]
    least, most = (min(known), max(known)) if len(known) == 4 else (None, None)
    bottom = _common_bottom(left, right)
    return End(reckon(exp.Mul, left, right, least, most), left.scale * right.scale, bottom, least, most)


def _never_negative(value: Span) -> bool:
    return (
        value.low is not None
        and value.low.least is not None
        and value.low.least >= 0
        and _low_is_known(value)
    )


def _low_is_known(value: Span) -> bool:
    return value.certain or not value.is_point


def _zero_or(left: Span, right: Span, product: End | None) -> End:
    """Return the product, but zero where either factor is a known zero though the other is open."""
    zero = some(
        [
            exp.EQ(this=wrapped(one.high.top), expression=number(0))
            for one in (left, right)
            if one.high is not None
        ]
    )
    rest = exp.null() if product is None else product.top
    return End(
        case((zero, number(0)), otherwise=rest),
        1 if product is None else product.scale,
        None if product is None else product.bottom,
        0 if product is None else product.least,
        0 if product is None else product.most,
    )


def _by_corners(left: Span, right: Span) -> Span:
    """The general case: four corners, an open end times anything but zero being open itself."""
    ends = [(a, b) for a in (left.low, left.high) for b in (right.low, right.high)]
    products = [None if a is None or b is None else _product(a, b) for a, b in ends]
    corners = [_corner(a, b, product) for (a, b), product in zip(ends, products, strict=True)]
    opens_down = _opens(left.low, right.high, up=True) | _opens(right.low, left.high, up=True)
    opens_down |= _opens(left.high, right.low, up=False) | _opens(right.high, left.low, up=False)
    opens_up = _opens(left.high, right.high, up=True) | _opens(right.high, left.high, up=True)
    opens_up |= _opens(left.low, right.low, up=False) | _opens(right.low, left.low, up=False)
    known = [one for one in corners if one is not None]
    if not known:
        return OPEN
    return Span(
        _extreme_known(known, exp.LT, unless=sorted(opens_down, key=str)),
        _extreme_known(known, exp.GT, unless=sorted(opens_up, key=str)),
    )


def _opens(infinite: End | None, other: End | None, *, up: bool) -> set[SQL]:
    """Return when an open `infinite` end times `other` runs off: `other` open itself, or of the sign that `up` says."""
    off = exp.true() if infinite is None else is_null(infinite.top)
    sign = exp.GT if up else exp.LT
    if other is None:
        return {off}
    runs = some([is_null(other.top), sign(this=wrapped(other.top), expression=number(0))])
    return {every([off, exp.Paren(this=runs)])}


def _corner(a: End | None, b: End | None, product: End | None) -> End | None:
    zero = [exp.EQ(this=wrapped(one.top), expression=number(0)) for one in (a, b) if one is not None]
    if not zero:
        return None
    scale = product.scale if product else 1
    rest = product.top if product else exp.null()
    return End(
        case((some(zero), number(0)), otherwise=rest),
        scale,
        product.bottom if product else None,
        product.least if product else 0,
        product.most if product else 0,
    )


def _extreme_known(ends: Sequence[End], order: type[exp.Binary], unless: Sequence[SQL]) -> End:
    """Return the least or greatest of the ends that are not NULL; NULL where any of `unless` holds."""
    found = ends[0]
    for one in ends[1:]:
        found = _picked(found, one, order)
    if not unless:
        return found
    return End(
        case((some([exp.Paren(this=one.copy()) for one in unless]), exp.null()), otherwise=found.top),
        found.scale, found.bottom, found.least, found.most,
    )  # fmt: skip


def _picked(left: End, right: End, order: type[exp.Binary]) -> End:
    """Return of two ends the one that `order` puts first; the known one where the other is NULL."""
    a, b = aligned(left, right)
    bottom = _common_bottom(left, right)
    top = case(
        (is_null(a.top), b.top),
        (is_null(b.top), a.top),
        (order(this=wrapped(a.top), expression=wrapped(b.top)), a.top),
        otherwise=b.top,
    )
    return End(top, a.scale, bottom, *_around(a, b))


def _around(a: End, b: End) -> tuple[int | None, int | None]:
    least = None if a.least is None or b.least is None else min(a.least, b.least)
    most = None if a.most is None or b.most is None else max(a.most, b.most)
    return least, most


def divided(left: Span, right: Span) -> Span:
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
        return _times_constant(left, inverse)
    positive = _quotients(left, right)
    turned = _quotients(negated(left), negated(right))
    above = exp.false() if right.low is None else exp.GT(this=wrapped(right.low.top), expression=number(0))
    below = exp.false() if right.high is None else exp.LT(this=wrapped(right.high.top), expression=number(0))
    return Span(_chosen(above, positive[0], below, turned[0]), _chosen(above, positive[1], below, turned[1]))


def _quotients(left: Span, right: Span) -> tuple[End | None, End | None]:
    """Return low and high of left/right for a divisor above zero."""
    low = _quotient(left.low, small=right.low, large=right.high, down=True)
    high = _quotient(left.high, small=right.low, large=right.high, down=False)
    return low, high


def _quotient(top: End | None, *, small: End | None, large: End | None, down: bool) -> End | None:
    """Return one end of a quotient: downwards a positive top over the large divisor, a negative over the small."""
    if top is None:
        return None
    not_negative = exp.GTE(this=wrapped(top.top), expression=number(0))
    far, near = (large, small) if down else (small, large)
    over_far, over_near = _over(top, far), _over(top, near)
    return _chosen(not_negative, over_far, exp.Not(this=exp.Paren(this=not_negative.copy())), over_near)


def _over(top: End, divisor: End | None) -> End:
    """Return top/divisor, nought where the divisor is open (it can be as large as one likes)."""
    if divisor is None:
        return ZERO
    a = exp.Mul(this=exp.cast(wrapped(top.top), "DECIMAL(38, 0)"), expression=number(divisor.scale))
    bottom = exp.Mul(this=exp.cast(wrapped(divisor.top), "DECIMAL(38, 0)"), expression=number(top.scale))
    if top.bottom is not None:
        bottom = exp.Mul(this=exp.Paren(this=bottom), expression=wrapped(top.bottom))
    if divisor.bottom is not None:
        a = exp.Mul(this=exp.Paren(this=a), expression=wrapped(divisor.bottom))
    open_divisor = is_null(divisor.top)
    known = every([exp.Not(this=open_divisor.copy()), exp.Not(this=is_null(top.top))])
    # An end without value is NULL in its top; its bottom is kept above nought so that nothing divides by it.
    return End(
        case((known, a), (open_divisor, number(0))),
        1,
        case((exp.GT(this=wrapped(bottom), expression=number(0)), bottom), otherwise=number(1)),
    )


def _chosen(first: SQL, a: End | None, second: SQL, b: End | None) -> End:
    """Return `a` where `first` holds, `b` where `second` does, else an open end."""
    parts = [(when, end) for when, end in ((first, a), (second, b)) if end is not None]
    if not parts:
        return End(exp.null())
    if len(parts) == 1:
        when, end = parts[0]
        return End(case((when, end.top)), end.scale, end.bottom, end.least, end.most)
    (when_a, left), (when_b, right) = parts
    common_left, common_right = left, right
    if left.scale != right.scale:
        from math import lcm

        common = lcm(left.scale, right.scale)
        common_left, common_right = left.scaled(common), right.scaled(common)
    bottom = None
    if common_left.bottom is not None or common_right.bottom is not None:
        bottom = case(
            (when_a, common_left.bottom or number(1)),
            (when_b, common_right.bottom or number(1)),
            otherwise=number(1),
        )
    return End(
        case((when_a, common_left.top), (when_b, common_right.top)), common_left.scale, bottom,
        *_around(common_left, common_right),
    )  # fmt: skip


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
    top = end.top if plain and end.is_small else exp.cast(wrapped(end.top), "DECIMAL(38, 0)")
    not_negative = end.least is not None and end.least >= 0
    units = _ROUND[how](top, size, not_negative)
    times_unit = units if unit == 1 else exp.Mul(this=exp.Paren(this=units), expression=number(unit))
    if least is not None and most is not None and abs(least) < 2**63 and abs(most) < 2**63:
        times_unit = times_unit if end.is_small and plain else exp.cast(exp.Paren(this=times_unit), "BIGINT")
    return End(times_unit, 1, None, least, most)


def _moved(bound: int | None, end: End, unit: int, way: int) -> int | None:
    return None if bound is None else (bound // (end.scale * unit) + way) * unit


def _floor(top: SQL, size: SQL, not_negative: bool) -> SQL:
    """Floor division by a positive size. What is divided is made a multiple first, so no engine's rule decides."""
    if not_negative:
        return exp.IntDiv(this=wrapped(top), expression=wrapped(size))
    rest = exp.Mod(
        this=exp.Paren(
            this=exp.Add(this=exp.Mod(this=wrapped(top), expression=wrapped(size)), expression=wrapped(size))
        ),
        expression=wrapped(size),
    )
    return exp.IntDiv(
        this=exp.Paren(this=exp.Sub(this=wrapped(top), expression=exp.Paren(this=rest))),
        expression=wrapped(size),
    )


def _ceiling(top: SQL, size: SQL, not_negative: bool) -> SQL:
    raised = exp.Add(
        this=wrapped(top), expression=exp.Paren(this=exp.Sub(this=wrapped(size), expression=number(1)))
    )
    return _floor(raised, size, not_negative)


def _half_up(top: SQL, size: SQL, not_negative: bool) -> SQL:
    doubled = exp.Add(this=exp.Mul(this=wrapped(top), expression=number(2)), expression=wrapped(size))
    return _floor(doubled, exp.Mul(this=wrapped(size), expression=number(2)), not_negative)


def _half_even(top: SQL, size: SQL, not_negative: bool) -> SQL:
    whole = _floor(top, size, not_negative)
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


def extreme(parts: Sequence[Span], *, smallest: bool) -> Span:
    """Return the least (or greatest) of the parts; a known part bounds the whole on its side."""
    if not smallest:
        return negated(extreme([negated(part) for part in parts], smallest=True))
    if all(part.is_point and part.certain for part in parts):
        return point(_least([part.low for part in parts], known=True), certain=True)  # type: ignore[arg-type] # points
    lows = [part.low for part in parts]
    low = None
    if None not in lows:
        low = _least(lows, known=False)  # type: ignore[arg-type] # None was ruled out
        guards = [
            is_null(end.top)
            for part, end in zip(parts, lows, strict=True)
            if end is not None and not part.certain
        ]
        if guards:
            low = End(
                case((some(guards), exp.null()), otherwise=low.top),
                low.scale,
                low.bottom,
                low.least,
                low.most,
            )
    highs = [part.high for part in parts if part.high is not None]
    return Span(low, _least(highs, known=False) if highs else None)


def _least(ends: Sequence[End], *, known: bool) -> End:
    found = ends[0]
    for one in ends[1:]:
        if known and found.bottom is None and one.bottom is None:
            a, b = aligned(found, one)
            found = End(
                case((exp.LTE(this=wrapped(a.top), expression=wrapped(b.top)), a.top), otherwise=b.top),
                a.scale, None, *_around(a, b),
            )  # fmt: skip
        else:
            found = _picked(found, one, exp.LT)
    return found


def hull(parts: Sequence[tuple[SQL, Span]], *, rest_open: bool) -> Span:
    """Return the smallest span around the parts whose condition holds; open where `rest_open` and none does."""
    lows, highs = [], []
    for when, part in parts:
        for ends, end in ((lows, part.low), (highs, part.high)):
            ends.append((when, end))
    del rest_open
    return Span(_hull_end(lows, exp.LT), _hull_end(highs, exp.GT))


def _hull_end(ends: Sequence[tuple[SQL, End | None]], order: type[exp.Binary]) -> End | None:
    """Least or greatest over the ends whose condition holds; NULL where one of these is open."""
    if any(end is None for _when, end in ends):
        return None
    found: End | None = None
    opens = []
    for when, end in ends:
        if end is None:
            continue
        held = End(case((when, end.top)), end.scale, end.bottom, end.least, end.most)
        opens.append(every([exp.Paren(this=when.copy()), is_null(end.top)]))
        found = held if found is None else _picked(found, held, order)
    if found is None:
        return None
    return End(
        case((some([exp.Paren(this=one) for one in opens]), exp.null()), otherwise=found.top),
        found.scale, found.bottom, found.least, found.most,
    )  # fmt: skip


__all__ = ["added", "compared", "divided", "extreme", "hull", "multiplied", "negated", "rounded"]
