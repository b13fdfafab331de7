"""The tables of a population file: what a synthetic city's people, households and dwellings are drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict

FromAge = Mapping[int, int]
"""An entry for everybody from an age on."""
Quantiles = Sequence[int]
"""Values at evenly spaced parts of the people, lowest first."""
Ages = TypedDict("Ages", {"from": int, "to": int})
Newlywed = TypedDict("Newlywed", {"from": int, "to": int, "share": int})
WorkFrom = TypedDict("WorkFrom", {"from": int, "states": Sequence[int]})
TenureFrom = TypedDict("TenureFrom", {"from": int, "shares": Sequence[int]})


class Households(TypedDict):
    """Who lives with whom; shares are of 100."""

    sizes: Sequence[int]
    at_home: FromAge
    children: Sequence[int]
    two_parents: int
    parent_older: tuple[int, int]
    with_family: FromAge
    alone: FromAge
    newlywed: Newlywed
    children_make_many: int


class Income(TypedDict):
    """Monthly income in won by employment, and by how many of 100 age changes it."""

    employed: Quantiles
    self_employed: Quantiles
    part_time: Quantiles
    old: Quantiles
    from_age_old: int
    age_factor: FromAge


class Assets(TypedDict):
    """What households own, in won."""

    owner: Quantiles
    renter: Quantiles


class Tenure(TypedDict):
    """How people live in their homes, by the age of the eldest."""

    alone: Sequence[TenureFrom]
    together: Sequence[TenureFrom]


class Dwellings(TypedDict):
    """Homes and their leases: won, hundredths of a square metre, shares of 1,000 (of 100 for `alone_smaller`)."""

    tenure: Tenure
    jeonse_deposit: Quantiles
    mixed_deposit: Quantiles
    mixed_rent: Quantiles
    bare_rent: Quantiles
    alone_smaller: int
    area_alone: Quantiles
    area_together: Quantiles
    public_rental: int
    registered: int
    own_name: int
    landlord_is_relative: int
    jeonse_loan: int
    loan_share: Quantiles
    loan_rate: Quantiles


class HousingAid(TypedDict):
    """Who of 100 is helped with housing already."""

    livelihood: int
    youth_renter: int


class Standing(TypedDict):
    """What people are entitled to, and since when they live here."""

    veteran: FromAge
    disabled: FromAge
    livelihood_share: int
    near_poor_share: int
    reference_income: Sequence[int]
    livelihood_taken: int
    near_poor_taken: int
    housing_aid: HousingAid
    youth: Ages
    rent_support_before: int
    interviews: Sequence[int]
    since: tuple[int, int]


class Tables(TypedDict):
    """All of a file that is drawn from beside ages and towns."""

    households: Households
    work: Sequence[WorkFrom]
    income: Income
    assets: Assets
    dwellings: Dwellings
    standing: Standing
