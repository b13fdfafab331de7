from datetime import date

from jiphyeon.methods import roster


def test_the_made_up_city_has_the_published_size_and_the_same_seed_makes_the_same_city():
    size = roster.Size()

    made = roster.generate(size, date(2026, 7, 1), seed=7)

    assert len({row[0] for row in made.committees[1:]}) == 226
    assert len(made.committees) - 1 == 3700
    assert sum(row[8].endswith("A1") and row[3] == "yes" for row in made.committees[1:]) == 106
    assert made == roster.generate(size, date(2026, 7, 1), seed=7)
    assert made != roster.generate(size, date(2026, 7, 1), seed=8)
