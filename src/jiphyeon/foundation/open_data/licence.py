"""Under which words the city's data may be used: `licence:` in the pack's `city.yaml`, or KOGL type 1."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jiphyeon.foundation.organisation.about import city_of
from jiphyeon.kernel import Refused, Words


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as data packages and catalogues name it."""

    name: str
    title: Words
    address: str


LICENCES = {
    "kogl-1": Licence(
        "KOGL-1.0-TYPE-1",
        Words(
            "공공누리 제1유형: 출처를 밝히면 자유롭게 쓸 수 있습니다.",
            "KOGL type 1: free to use with attribution.",
        ),
        "https://www.kogl.or.kr/info/licenseType1.do",
    ),
    "cc-by-4.0": Licence(
        "CC-BY-4.0",
        Words(
            "CC BY 4.0: 출처를 밝히면 자유롭게 쓸 수 있습니다.", "CC BY 4.0: free to use with attribution."
        ),
        "https://creativecommons.org/licenses/by/4.0/",
    ),
    "cc0-1.0": Licence(
        "CC0-1.0",
        Words("CC0 1.0: 조건 없이 쓸 수 있습니다.", "CC0 1.0: free to use without conditions."),
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ),
}
INVENTED = Words("시연을 위해 지어낸 자료가 섞여 있습니다.", "Holds data invented for a demonstration.")


def licence_of(pack: Path) -> Licence:
    """Return the licence a city pack names. Refused for one that is not known here."""
    licence = city_of(pack).licence
    if licence is None:
        return LICENCES["kogl-1"]
    if licence.text not in LICENCES:
        raise Refused(
            "licence_unknown",
            ko="'{name}'은(는) 모르는 이용 조건입니다. 쓸 수 있는 것: {known}",
            en="The licence {name} is not known. There are: {known}.",
            place=licence.place,
            name=licence.text,
            known=", ".join(LICENCES),
        )
    return LICENCES[licence.text]
