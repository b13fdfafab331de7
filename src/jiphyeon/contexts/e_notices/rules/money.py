"""What is owed on a day: less when paid early, more when late; and what a notice on the phone saves."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from jiphyeon.contexts.e_notices.rules.kinds import Terms
from jiphyeon.kernel import Won
from jiphyeon.kernel.money import Rounding, rounded
from jiphyeon.kernel.periods import Unit, last_day


def early_amount(fine: Won, terms: Terms) -> Won:
    """Return what is owed as long as one may answer. The part taken off is rounded down to whole won."""
    return Won(fine - rounded(Fraction(fine * terms.early_percent, 100), Rounding.FLOOR))


def amount_on(fine: Won, terms: Terms, *, respond_by: date, on: date) -> Won:
    """Return what is owed on a day before the fine is set: less until the last day to answer, that day included."""
    return early_amount(fine, terms) if on <= respond_by else fine


def late_amount(fine: Won, terms: Terms, *, due: date, on: date) -> Won:
    """Return a fine that was set and not paid by its last day, with what the law adds until a day.

    At once a share of the fine; then a further share for each whole month since the last day, up to so many months.
    """
    if on <= due:
        return fine
    months = 0
    while months < terms.late_months and last_day(due, months + 1, Unit.MONTHS) < on:
        months += 1
    added = Fraction(fine * terms.late_percent, 100) + Fraction(fine * terms.monthly_per_mille * months, 1000)
    return Won(fine + rounded(added, Rounding.FLOOR))


def saving(phone: Fraction, paper: Fraction, unread: Fraction) -> Fraction:
    """Return the share of the cost of paper that is saved: every notice goes to the phone, the unread ones by paper too.

    >>> saving(Fraction("5.5"), Fraction(2530), Fraction(1, 2))
    Fraction(2289, 4600)
    """
    return 1 - phone / paper - unread


def break_even(phone: Fraction, paper: Fraction) -> Fraction:
    """Return the share of unread notices above which nothing is saved."""
    return 1 - phone / paper


def unread_for(saved: Fraction, phone: Fraction, paper: Fraction) -> Fraction:
    """Return the share of unread notices at which just so much is saved."""
    return 1 - phone / paper - saved
