"""Everything the house publishes, as a catalogue that other catalogues can take in: DCAT in JSON-LD."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from jiphyeon.foundation.open_data.datasets import Dataset, Frequency, Room
from jiphyeon.foundation.open_data.licence import Licence
from jiphyeon.kernel import Words

_FREQUENCIES: dict[Frequency, str] = {
    "continuous": "CONT",
    "daily": "DAILY",
    "monthly": "MONTHLY",
    "annual": "ANNUAL",
    "irregular": "IRREG",
}
_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dct:license": {"@type": "@id"},
    "dct:accrualPeriodicity": {"@type": "@id"},
    "dct:conformsTo": {"@type": "@id"},
    "dcat:landingPage": {"@type": "@id"},
    "dcat:downloadURL": {"@type": "@id"},
    "dcat:accessURL": {"@type": "@id"},
    "dcat:endpointURL": {"@type": "@id"},
    "dcat:endpointDescription": {"@type": "@id"},
    "dcat:servesDataset": {"@type": "@id"},
    "dcat:mediaType": {"@type": "@id"},
}


def catalogue(
    rooms: Iterable[Room], *, licence: Licence, city: Words, absolute: Callable[..., str]
) -> dict[str, Any]:
    """Return the catalogue. `absolute(name, *args)` gives the whole address of a page by its name."""
    home = absolute("open_data:home")
    listed = [(room, dataset) for room in rooms for dataset in room.datasets.values()]
    return {
        "@context": CONTEXT,
        "@id": absolute("open_data:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _both(Words(f"{city.ko} 공개 자료", f"Open data of {city.en}")),
        "dct:publisher": {"@type": "foaf:Agent", "foaf:name": _both(city)},
        "dct:language": ["ko", "en"],
        "dct:license": licence.address,
        "dcat:landingPage": home,
        "dcat:dataset": [
            _dataset(room, dataset, licence=licence, absolute=absolute) for room, dataset in listed
        ],
        "dcat:service": {
            "@id": f"{home}#api",
            "@type": "dcat:DataService",
            "dct:title": _both(Words("프로그램이 묻는 주소", "Interface for programs")),
            "dcat:endpointURL": home,
            "dcat:endpointDescription": absolute("open_data:openapi"),
            "dcat:servesDataset": [
                absolute("open_data:dataset", room.name, dataset.name) for room, dataset in listed
            ],
        },
    }


def _dataset(room: Room, dataset: Dataset, *, licence: Licence, absolute: Callable[..., str]) -> dict[str, Any]:  # fmt: skip
    page = absolute("open_data:dataset", room.name, dataset.name)
    forms = [
        ("CSV", "text/csv", absolute("open_data:csv", room.name, dataset.name), ""),
        ("JSON", "application/json", absolute("open_data:json", room.name, dataset.name), ""),
        (
            "Data Package",
            "application/json",
            absolute("open_data:package", room.name),
            "https://datapackage.org/profiles/2.0/datapackage.json",
        ),
    ]
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": f"{room.name}/{dataset.name}",
        "dct:title": _both(dataset.title),
        "dct:description": _both(
            Words(f"{dataset.summary.ko} {dataset.how.ko}", f"{dataset.summary.en} {dataset.how.en}")
        ),
        "dct:accrualPeriodicity": _FREQUENCY + _FREQUENCIES[dataset.frequency],
        "dct:license": licence.address,
        "dcat:landingPage": page,
        "dcat:theme": _both(room.title),
        "dcat:distribution": [
            {
                "@type": "dcat:Distribution",
                "dct:title": name,
                "dcat:accessURL": address,
                "dcat:downloadURL": address,
                "dcat:mediaType": f"https://www.iana.org/assignments/media-types/{media}",
                "dct:license": licence.address,
                **({"dct:conformsTo": profile} if profile else {}),
            }
            for name, media, address, profile in forms
        ],
    }


def _both(words: Words) -> list[dict[str, str]]:
    return [{"@language": "ko", "@value": words.ko}, {"@language": "en", "@value": words.en}]
