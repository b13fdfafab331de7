"""Where in the law something stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from jiphyeon.kernel.words import Words

# What the Acts that apply in every city are called in English by the government's own translations.
ACTS = {
    "개인정보 보호법": "Personal Information Protection Act",
    "공공기관의 정보공개에 관한 법률": "Official Information Disclosure Act",
    "공공기록물 관리에 관한 법률": "Public Records Management Act",
    "공공기록물 관리에 관한 법률 시행령": "Enforcement Decree of the Public Records Management Act",
    "공공데이터의 제공 및 이용 활성화에 관한 법률": "Act on Promotion of the Provision and Use of Public Data",
    "국민기초생활 보장법": "National Basic Living Security Act",
    "민법": "Civil Act",
    "민원 처리에 관한 법률": "Civil Petitions Treatment Act",
    "민원 처리에 관한 법률 시행령": "Enforcement Decree of the Civil Petitions Treatment Act",
    "사회보장급여의 이용ㆍ제공 및 수급권자 발굴에 관한 법률": (
        "Act on the Use and Provision of Social Security Benefits and Search for Eligible Beneficiaries"
    ),
    "양성평등기본법": "Framework Act on Gender Equality",
    "전자정부법": "Electronic Government Act",
    "지방자치법": "Local Autonomy Act",
    "지방자치법 시행령": "Enforcement Decree of the Local Autonomy Act",
    "지방재정법": "Local Finance Act",
    "지방회계법": "Local Accounting Act",
    "지방회계법 시행령": "Enforcement Decree of the Local Accounting Act",
    "질서위반행위규제법": "Act on the Regulation of Violations of Public Order",
    "질서위반행위규제법 시행령": "Enforcement Decree of the Act on the Regulation of Violations of Public Order",
    "청년기본법": "Framework Act on Youth",
    "청년기본법 시행령": "Enforcement Decree of the Framework Act on Youth",
    "행정기본법": "General Act on Public Administration",
    "행정소송법": "Administrative Litigation Act",
    "행정절차법": "Administrative Procedures Act",
}
_PLACE = re.compile(r"제(\d+)(조|항|호)(?:의(\d+))?")
_PLACES_OF_LAW = {"조": "Article", "항": "paragraph", "호": "item"}


@dataclass(frozen=True, slots=True)
class Citation:
    """One place in one instrument as in force on one day. `verified` is False where nobody has read the text."""

    instrument: str
    article: str = ""
    paragraph: str = ""
    item: str = ""
    in_force: date | None = None
    url: str = ""
    verified: bool = False

    def __str__(self) -> str:
        parts = [self.instrument]
        if self.article:
            parts.append(f"제{self.article}조" if self.article.isdigit() else self.article)
        if self.paragraph:
            parts.append(f"제{self.paragraph}항" if self.paragraph.isdigit() else self.paragraph)
        if self.item:
            parts.append(f"제{self.item}호" if self.item.isdigit() else self.item)
        return " ".join(parts)


def cited(written: Citation | str, names: Mapping[str, Words]) -> Words:
    """Return a citation as people read it in either language, also one kept as it was written long ago.

    `names`: what instruments are called, by the name they are cited by. One that has no name is left as it is written.

    >>> cited("행정기본법 제36조 제1항", {"행정기본법": Words("행정기본법", "General Act on Public Administration")}).en
    'General Act on Public Administration, Article 36, paragraph 1'
    """
    text = str(written)
    found = [name for name in names if text == name or text.startswith(f"{name} ")]
    if not found:
        return Words(text, text)
    instrument = max(found, key=len)
    rest = text.removeprefix(instrument)
    return Words(names[instrument].ko + rest, names[instrument].en + _in_english(rest))


def _in_english(places: str) -> str:
    """Return articles as English names them: 제2조제11호, 제6조의2 are Article 2, item 11; Article 6-2."""
    each = [
        ", ".join(
            f"{_PLACES_OF_LAW[kind]} {number}{f'-{branch}' if branch else ''}"
            for number, kind, branch in _PLACE.findall(one)
        )
        or one.strip()
        for one in places.split(",")
    ]
    return f", {'; '.join(each)}" if places.strip() else ""
