"""The public numbers of matters: a series for each lifecycle and year."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F


class NumberSeries(models.Model):
    """The last public number that was given in a year."""

    lifecycle = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["lifecycle", "year"], name="one_series_of_numbers_a_year")
        ]

    @classmethod
    def next_number(cls, lifecycle: str, day: date) -> str:
        """Return the next number of the day's year, such as 2024-000123, within the caller's transaction.

        Whoever asks at the same moment waits until this transaction ends; rolled back, it took no number.
        """
        return cls.next_numbers(lifecycle, day, 1)[0]

    @classmethod
    def next_numbers(cls, lifecycle: str, day: date, count: int) -> list[str]:
        """Return so many numbers that follow one another, likewise."""
        series, _made = cls.objects.get_or_create(lifecycle=lifecycle, year=day.year)
        cls.objects.filter(pk=series.pk).update(last=F("last") + count)
        series.refresh_from_db()
        return [f"{day.year}-{last:06d}" for last in range(series.last - count + 1, series.last + 1)]
