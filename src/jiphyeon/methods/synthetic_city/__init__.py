"""가상 도시 · A synthetic city: people, households and dwellings drawn from totals; nobody real, the same for a seed."""

from jiphyeon.methods.synthetic_city.city import City, build
from jiphyeon.methods.synthetic_city.files import write_city, write_holders
from jiphyeon.methods.synthetic_city.population import Population, read_population

__all__ = ["City", "Population", "build", "read_population", "write_city", "write_holders"]
