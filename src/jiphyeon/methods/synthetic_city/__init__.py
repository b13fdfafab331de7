"""가상 도시 · A synthetic city: people, households and dwellings drawn from totals; nobody real, the same for a seed."""

from typing import TYPE_CHECKING

from jiphyeon.kernel.lazy import on_first_use

if TYPE_CHECKING:
    from jiphyeon.methods.synthetic_city.city import City, build
    from jiphyeon.methods.synthetic_city.files import write_city, write_holders
    from jiphyeon.methods.synthetic_city.population import Population, read_population
else:
    __getattr__ = on_first_use(
        __name__,
        {
            "city": "City build",
            "files": "write_city write_holders",
            "population": "Population read_population",
        },
    )

__all__ = [
    "City",
    "Population",
    "build",
    "read_population",
    "write_city",
    "write_holders",
]
