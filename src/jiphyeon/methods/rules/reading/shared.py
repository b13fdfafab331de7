"""What every reader of a city's data files shares: names of files, sentences in both languages, citations."""

from __future__ import annotations

from pathlib import Path

from jiphyeon.kernel import Citation, Place, Refused, Words, source
from jiphyeon.kernel.source import Block, Listing, Scalar
from jiphyeon.kernel.spelling import hinted


class PackReader:
    """Reads files of one folder, and knows the citations that have a name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.citations: dict[str, Citation] = {}
        if not folder.is_dir():
            raise Refused(
                "no_pack",
                ko="‘{folder}’은(는) 폴더가 아닙니다. 도시 꾸러미의 폴더를 적어 주세요.",
                en="{folder} is not a folder.",
                folder=folder,
            )
        if (folder / "citations.yaml").exists():
            for name, entry in self.file(folder / "citations.yaml").entries.items():
                self.citations[name] = self.citation_of(entry, f"citation {name}")

    def shown(self, path: Path) -> str:
        """Return the path as the reader of a message knows it: from the pack's folder on."""
        try:
            return str(path.relative_to(self.folder))
        except ValueError:
            return str(path)

    def file(self, path: Path) -> Block:
        return source.read(path, self.shown(path))

    def words(self, within: Block, key: str, what: str) -> Words:
        entry = within.need(key, what)
        if not isinstance(entry, Block):
            within.stop(
                "not_words",
                "{key!r} of {what} needs both ko and en.",
                "‘{key}’에는 ko와 en을 모두 적어 주세요.",
                key=key,
                what=what,
            )
        ko, en = entry.entries.get("ko"), entry.entries.get("en")
        if len(entry.entries) == 2 and isinstance(ko, Scalar) and isinstance(en, Scalar):
            return Words(source.text_of(ko), source.text_of(en))
        for stray in entry.entries.keys() - {"ko", "en"}:
            entry.stop(
                "sentence_with_comma",
                "{what} holds ko and en, not {stray!r}; a sentence with a comma belongs in quotes.",
                "ko와 en만 적습니다. ‘{stray}’은(는) 지워 주세요. 쉼표가 든 문장은 따옴표로 묶어 주세요.",
                key=stray,
                what=f"{key} of {what}",
                stray=stray,
            )
        return Words(*(source.text_of(entry.scalar(one, f"{key} of {what}")) for one in ("ko", "en")))

    def words_or_none(self, within: Block, key: str, what: str) -> Words | None:
        return self.words(within, key, what) if key in within else None

    def citation(self, within: Block, what: str) -> Citation:
        if "citation" not in within:
            within.stop(
                "missing_citation",
                "{what} needs a citation: where does the law say so?",
                "citation이 있어야 합니다. 어느 법의 몇 조인지 적어 주세요.",
                what=what,
            )
        return self.citation_of(within.entries["citation"], what)

    def citation_of(self, entry: Scalar | Listing | Block, what: str) -> Citation:
        if isinstance(entry, Scalar):
            found = self.citations.get(entry.text)
            if found is None:
                entry.stop(
                    "unknown_citation",
                    "No citation is called {name!r}{hint}",
                    "‘{name}’이라는 citation은 없습니다.{hint}",
                    name=entry.text,
                    hint=hinted(entry.text, self.citations),
                )
            return found
        if isinstance(entry, Listing):
            entry.stop(
                "not_a_citation",
                "A citation is a name or a block.",
                "citation에는 이름이나 키와 값의 묶음을 적어 주세요.",
            )
        return entry.cited(f"the citation of {what}")


def placed(no: Refused, place: Place) -> Refused:
    """Return the same refusal with the file and line it belongs to."""
    if no.place is not None:
        return no
    return Refused(no.code, ko=_kept(no.words.ko), en=_kept(no.words.en), place=place, **no.values)


def _kept(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
