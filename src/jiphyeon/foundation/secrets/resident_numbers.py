"""Resident and foreigner registration numbers: recognised at every door, so that they are never taken in.

Collecting them needs a basis in a statute (개인정보 보호법 24의2); none of what is asked here has one. A number is six
digits of a birthday, one for century and sex (5 to 8: foreigners), six more. Numbers given before October 2020 end in a
check digit; later ones do not. So thirteen digits whose date is one and whose check digit is right **are** a number, and
are refused; a date without it **might be** one, and whoever sent it is asked.

However it is spelled: everything is brought to plain digits first (full-width and other scripts' digits, signs that
nobody sees, JSON's and HTML's and addresses' escapes), then digits are read across what people put between them. Digits
said in words (구칠공오공일, 九七, nine seven) are read where thirteen of them follow one another. The time is linear in
the length of what is read. What is only seen, a picture or a scanned page, is not read.
"""

from __future__ import annotations

import codecs
import json
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import islice
from typing import IO, Any


class Certainty(IntEnum):
    """How sure it is that somebody's number was found."""

    NOT = 0
    MIGHT_BE = 1
    IS = 2


@dataclass(frozen=True, slots=True)
class Number:
    """Thirteen digits that are, or might be, a number; never shown, logged or kept."""

    digits: str
    certainty: Certainty


def certainty(text: str) -> Certainty:
    """Return how sure it is that a text holds somebody's number.

    >>> certainty("제 번호는 900101-2123451입니다").name, certainty("900101-2123456").name, certainty("2024-000123").name
    ('IS', 'MIGHT_BE', 'NOT')
    """
    return surest(numbers([text]))


def holds_resident_number(text: str) -> bool:
    """Return whether a text holds a number that is, or might be, somebody's."""
    return certainty(text) is not Certainty.NOT


def surest(found: Iterable[Number]) -> Certainty:
    """Return the most certain of what is found; nothing more is looked for once one is somebody's."""
    best = Certainty.NOT
    for number in found:
        best = max(best, number.certainty)
        if best is Certainty.IS:
            break
    return best


def numbers(values: Sequence[str]) -> Iterator[Number]:
    """Yield the numbers in texts that were sent one after another: in one of them, or cut over several.

    Each spelling of a number is yielded once. Looking is lazy: whoever has seen enough stops.
    """
    if sum(len(value) for value in values) < 13:
        return
    text = _FIELD.join(_NOTHING if _is_a_key(value) else plain(value) for value in values)
    yield from _numbers(text)
    for spoken in _in_words(text):
        yield from _numbers(spoken)


def in_pairs(pairs: Sequence[tuple[str, str]]) -> Iterator[Number]:
    """Yield the numbers in the fields of a form: in names, in values, cut over a name and its value or over fields."""
    yield from numbers([value for _name, value in pairs])
    # Values are read by now: of each, only where a number could go on that began in the name before it.
    beside = [
        part for name, value in pairs if _may_begin(name) for part in (name, beginning(value), _NOTHING)
    ]
    yield from numbers(beside)


def _may_begin(name: str) -> bool:
    seen = plain(name)
    return _GROUP.search(seen) is not None or _WORD.search(seen) is not None


def beginning(value: str) -> str:
    """Return as much of a value as a number can reach into that began before it."""
    return value if len(value) <= _REACH else value[:_REACH].rstrip("0123456789") + _NOTHING


def in_json(text: str | bytes) -> Iterator[Number]:
    """Yield the numbers in a JSON document: in keys, values, and cut over them. What is no JSON is read as text."""
    try:
        read = json.loads(text, parse_int=_Digits, parse_float=_Digits)
    except (ValueError, RecursionError):
        return numbers([text if isinstance(text, str) else text.decode("utf-8", "replace")])
    return in_pairs(list(_flat("", read)))


class _Digits(str):
    """A number of a document: after a whole date it is a value of its own, not the rest of somebody's number."""

    __slots__ = ()


def _flat(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield (key, value) of everything in a document, without recursion: it may be deep."""
    waiting: list[tuple[str, Any]] = [(name, value)]
    while waiting:
        key, one = waiting.pop()
        if isinstance(one, dict):
            waiting += reversed([(str(inner), kept) for inner, kept in one.items()])
            if not one:
                yield key, ""
        elif isinstance(one, list):
            waiting += reversed([(key, kept) for kept in one])
        elif isinstance(one, _Digits):
            yield key, f"{_COUNT}{one}"
        elif isinstance(one, str):
            within = _document(one)
            if within is None:
                yield key, one
            else:
                waiting.append((key, within))
        else:
            yield key, ""


def _document(text: str) -> dict[str, Any] | list[Any] | None:
    """Return the document that a text within another is, as a leaf is within its receipt; None for any other text.

    Each one in another doubles the signs that escape it, so there are never many.
    """
    if text[:1] not in {"{", "["}:
        return None
    try:
        read = json.loads(text, parse_int=_Digits, parse_float=_Digits)
    except (ValueError, RecursionError):
        return None
    return read if isinstance(read, dict | list) else None


def in_file(name: str, content: IO[bytes]) -> Iterator[Number]:
    """Yield the numbers in a file's name and, where it is a text or a table, in what it says. Leaves it at its start.

    Beyond `MOST_READ` bytes, unpacked where it is an archive, nothing is read.
    """
    yield from numbers([name])
    content.seek(0)
    head = content.read(8192)
    content.seek(0)
    try:
        if head.startswith(b"PK\x03\x04"):
            yield from _in_tables(content)
        elif head.startswith((b"\xff\xfe", b"\xfe\xff")):
            yield from _in_pieces(content, "utf-16")
        elif b"\x00" not in head and not head.startswith((b"%PDF-", b"\xff\xd8\xff", b"\x89PNG")):
            yield from _in_text(content)
    finally:
        content.seek(0)


MOST_READ = 4 * 1024 * 1024
"""How many bytes of one file are read, unpacked."""
MOST_MEMBERS = 500
"""How many members of one archive are read."""
_LARGEST_DOCUMENT = 1024 * 1024  # bytes of JSON that are read as keys and values; more, as a text
_RATIO, _SMALL = 100, 256 * 1024  # what is unpacked may be so many times the archive, or so many bytes
_PIECE = 128 * 1024
_REACH = 512  # signs, beyond the longest spelling of a number


def _in_text(content: IO[bytes]) -> Iterator[Number]:
    start = content.read(_LARGEST_DOCUMENT + 1)
    if len(start) <= _LARGEST_DOCUMENT and start.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        try:
            text = start.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = start.decode("cp949", "replace")
        yield from in_json(text)
        return
    encoding = "utf-8-sig"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:  # the start tells; a sign may be cut at its end
        decoder.decode(start, final=len(start) <= _LARGEST_DOCUMENT)
    except UnicodeDecodeError:
        encoding = "cp949"
    del start
    content.seek(0)
    yield from _in_pieces(content, encoding)


def _in_pieces(
    content: IO[bytes], encoding: str, most: int = MOST_READ, *, tags: bool = False
) -> Iterator[Number]:
    """Yield the numbers in a long text, read piece by piece; one cut over two pieces is put together."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    kept = ""
    while most > 0 and (piece := content.read(min(_PIECE, most))):
        most -= len(piece)
        text = kept + decoder.decode(piece)
        # A tag and a row of digits go on in the next piece.
        opened = text.rfind("<") if tags else -1
        whole = text[:opened] if opened > len(text) - _REACH and ">" not in text[opened:] else text
        yield from numbers(
            [_TAGS.sub(_FIELD, whole.rstrip("0123456789")) if tags else whole.rstrip("0123456789")]
        )
        cut = max(0, len(text) - 2 * _REACH)
        kept = text[cut:].lstrip("0123456789") if cut else text
    yield from numbers([_TAGS.sub(_FIELD, kept) if tags else kept])


def _in_tables(content: IO[bytes]) -> Iterator[Number]:
    """Yield the numbers in the sheets and texts of an office file, the small ones first, as far as is read at all."""
    size = content.seek(0, 2)
    left = min(MOST_READ, max(_SMALL, _RATIO * size))
    try:
        with zipfile.ZipFile(content) as archive:
            members = [one for one in archive.infolist() if one.filename.endswith(".xml")]
            for member in sorted(members, key=lambda one: one.file_size)[:MOST_MEMBERS]:
                if left <= 0:
                    return
                with archive.open(member) as opened:
                    yield from _in_pieces(opened, "utf-8", left, tags=True)
                left -= member.file_size
    # What it is, others judge.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError):
        return


# What lies between two fields, before a number of a document, and where nothing goes on.
_FIELD, _COUNT, _NOTHING = "\x1f", "\x1e", "x"
_KEY = re.compile(r"\s*([0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}|[0-9a-fA-F]{40,})\s*")
_ESCAPES = re.compile(r"\\u([0-9a-fA-F]{4})|&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?|%([23][0-9a-fA-F])")
_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_GROUP = re.compile(r"[0-9]+")
_NO_DIGITS = re.compile(r"[^0-9]+")
_TAGS = re.compile(r"<[^<>]*>")
_DATE_WORDS = frozenset("년월일생")
_ONLY_IN_THE_MIDDLE = frozenset(",:;")
_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_CENTURY = {"1": 1900, "2": 1900, "5": 1900, "6": 1900, "3": 2000, "4": 2000, "7": 2000, "8": 2000}
_LONGEST_GAP, _LONGEST_ROW, _LONGEST_SPELLED = (
    5,
    12,
    40,
)  # signs: any, one again and again, with tags and words
_BREAK, _FAR = "#", "~"

# A number as it stands in a text of which `_encoded` made digits and one mark for what lies between them.
_MARK = rf"[-,{_FAR}{_FIELD}{_COUNT}]?"
_SIX = _MARK.join(("[0-9]", "[0-9]", "[01]", "[0-9]", "[0-3]", "[0-9]"))
_SEVEN = rf"[1-8](?:{_MARK}[0-9]){{6}}(?![0-9])"
_SHORT_YEAR = re.compile(rf"(?<![0-9])(?=({_SIX}{_MARK}{_SEVEN}))")
_WHOLE_YEAR = re.compile(rf"(?<![0-9])(?=((?:1{_MARK}9|2{_MARK}0){_MARK}{_SIX}{_MARK}{_SEVEN}))")
_WITHOUT_NOUGHTS = re.compile(
    rf"(?<![0-9])((?:19|20)?[0-9]{{2}})-([0-9]{{1,2}})-([0-9]{{1,2}})[-{_FAR}]?([1-8][0-9]{{6}})(?![0-9])"
)

# Digits in words, and what people say for the dash; the longer word first.
_WORDS = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9, "하나": 1, "제로": 0, "둘": 2, "셋": 3, "넷": 4,
    "영": 0, "공": 0, "일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "륙": 6, "칠": 7, "팔": 8, "구": 9,
    "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_WORD = re.compile("|".join(_WORDS), re.IGNORECASE)
_BETWEEN_WORDS = rf"[\s\-.,·/{_FIELD}]{{0,3}}(?:(?:다시|대시|하이픈|바|dash|hyphen)[\s\-.,·/]{{0,3}})?"
_SPOKEN = re.compile(
    rf"(?:[0-9]|{_WORD.pattern})(?:{_BETWEEN_WORDS}(?:[0-9]|{_WORD.pattern})){{12,}}", re.IGNORECASE
)
_DASHES = re.compile("다시|대시|하이픈|바|dash|hyphen", re.IGNORECASE)
_DASH_WORDS = re.compile("다시|대시|하이픈|dash|hyphen", re.IGNORECASE)
_FEWEST_IN_WORDS = 3


def _is_a_key(value: str) -> bool:
    """Return whether a value is a key or a hash of ours: digits in it are nobody's."""
    return len(value) <= 200 and _KEY.fullmatch(value) is not None and not value.strip().isdigit()


def plain(text: str) -> str:
    r"""Return a text with every digit as 0 to 9 and nothing in it that is not seen.

    >>> plain("９００１０１－２1\u200b23\u00b2"), plain(r"\u0039&#48;%30")
    ('900101-21232', '900')
    """
    if "\\u" in text or "&#" in text or "%" in text:
        text = _ESCAPES.sub(_unescaped, text)
    return text if text.isascii() else "".join(map(_sign, text))


def _unescaped(found: re.Match[str]) -> str:
    unit, hexed, counted, percent = found.groups()
    number = int(counted) if counted else int(unit or hexed or percent, 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else " "


@lru_cache(maxsize=8192)
def _sign(sign: str) -> str:
    kind = unicodedata.category(sign)
    if (
        kind in {"Cf", "Mn", "Me"}
        or sign in _UNSEEN
        or (kind == "Cc" and not sign.isspace() and sign not in _FIELD + _COUNT)
    ):
        return ""
    if sign == "〇":
        return "0"
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    # One sign at a time: a long row of marks costs a whole-text normalisation the square of its length.
    return unicodedata.normalize("NFKC", sign)


def _in_words(text: str) -> Iterator[str]:
    """Yield the places of a text where thirteen or more digits follow one another, some of them in words, as digits."""
    if not _has_words(text):
        return
    for found in _SPOKEN.finditer(text):
        spoken = found[0]
        if _has_words(spoken):
            yield _DASHES.sub(
                "-", _WORD.sub(lambda word: str(_WORDS[word[0].lower()]), spoken).replace(",", " ")
            )


def _has_words(text: str) -> bool:
    return sum(1 for _ in islice(_WORD.finditer(text), _FEWEST_IN_WORDS)) == _FEWEST_IN_WORDS


def _numbers(text: str) -> Iterator[Number]:
    """Yield each spelling of a number once; the shape is looked for by patterns, and only what has it is judged."""
    encoded = _NO_DIGITS.sub(_between, text)
    judged: set[tuple[str, bool]] = set()
    for pattern in (_SHORT_YEAR, _WHOLE_YEAR):
        for found in pattern.finditer(encoded):
            spelled = found[1]
            stuck = (
                encoded[found.start() - 1 : found.start()] == "a"
                or encoded[found.end(1) : found.end(1) + 1] == "a"
            )
            if (spelled, stuck) in judged:
                continue
            judged.add((spelled, stuck))
            number = _read(spelled, stuck=stuck)
            if number is not None:
                yield number
    for found in _WITHOUT_NOUGHTS.finditer(encoded):
        year, month, day, rest = found.groups()
        digits = f"{year}{month:0>2}{day:0>2}{rest}"
        if len(month) + len(day) == 4 or (digits, False) in judged:
            continue
        judged.add((digits, False))
        if _is_a_date(digits, len(digits) - 7) and _check_digit(digits[-13:]) == digits[-1]:
            # A whole date beside an amount is an everyday thing.
            yield Number(digits[-13:], Certainty.IS if len(year) == 2 else Certainty.MIGHT_BE)


def _read(spelled: str, *, stuck: bool) -> Number | None:
    """Judge a place that has the shape of a number: digits, and at most one mark between two of them."""
    digits, cuts = "", []
    for sign in spelled:
        if sign in "0123456789":
            digits += sign
        else:
            cuts.append((len(digits), sign))
    found = _judged(digits, cuts, stuck=stuck)
    return None if found is Certainty.NOT else Number(digits[-13:], found)


def _between(found: re.Match[str]) -> str:
    """Return the mark of what lies between two groups of digits; with `a` where a letter stands right beside one."""
    if found.end() - found.start() <= _LONGEST_SPELLED:
        return _mark(found[0])
    first, last = found.string[found.start()], found.string[found.end() - 1]
    return _broken(first, last)


def _broken(first: str, last: str) -> str:
    return ("a" if _is_letter(first) else "") + _BREAK + ("a" if _is_letter(last) else "")


def _is_letter(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


@lru_cache(maxsize=4096)
def _mark(between: str) -> str:
    """Return `-`, `,`, `~` for a long row of one sign, `_FIELD`, `_COUNT`, or what `_broken` says where nothing goes on."""
    bare = _DASH_WORDS.sub("-", _TAGS.sub("", between)) if len(between) > 1 else between
    is_row = len(set(bare)) == 1 and len(bare) <= _LONGEST_ROW
    if (len(bare) > _LONGEST_GAP and not is_row) or any(
        sign.isalnum() and sign not in _DATE_WORDS for sign in bare
    ):
        return _broken(between[0], between[-1])
    for mark in (_COUNT, _FIELD):
        if mark in bare:
            return mark
    if len(bare) > _LONGEST_GAP:
        return _FAR
    return "," if _ONLY_IN_THE_MIDDLE & set(bare) else "-"


def _judged(digits: str, cuts: Sequence[tuple[int, str]], *, stuck: bool) -> Certainty:
    """Judge 13 digits (or 15, with the whole year) read across cuts: (how many digits before it, what lies there)."""
    middle = len(digits) - 7
    if not _is_a_date(digits, middle):
        return Certainty.NOT
    # A comma or a colon parts two values; within one of the halves it counts thousands or hours.
    one_by_one = len(cuts) == len(digits) - 1
    checked = _check_digit(digits[-13:]) == digits[-1]
    if any(gap == "," and at != middle for at, gap in cuts):
        return Certainty.MIGHT_BE if one_by_one and checked else Certainty.NOT
    if any(gap == _FAR for _at, gap in cuts):  # columns of a table are as far apart
        far = [at for at, _gap in cuts] == [middle] and checked
        return (Certainty.IS if middle == 6 and not stuck else Certainty.MIGHT_BE) if far else Certainty.NOT
    return _judged_near(digits, cuts, checked=checked, stuck=stuck)


def _judged_near(digits: str, cuts: Sequence[tuple[int, str]], *, checked: bool, stuck: bool) -> Certainty:
    middle = len(digits) - 7
    parts = {2, 4, 6} if middle == 6 else {4, 6, 8}
    natural = len(cuts) == len(digits) - 1 or all(at in parts or at > middle for at, _gap in cuts)
    across = {gap for at, gap in cuts if at == middle}
    if middle == 8 and across & {",", _FIELD, _COUNT}:  # a date beside an amount is an everyday thing
        return Certainty.MIGHT_BE if checked and natural and _COUNT not in across else Certainty.NOT
    if not natural or stuck:
        written_as_one = [at for at, _gap in cuts] == [6]
        return Certainty.MIGHT_BE if checked or written_as_one else Certainty.NOT
    return Certainty.IS if checked else Certainty.MIGHT_BE


def _is_a_date(digits: str, middle: int) -> bool:
    century = _CENTURY.get(digits[middle])
    if century is None or (middle == 8 and int(digits[:4]) // 100 * 100 != century):
        return False
    month, day = int(digits[middle - 4 : middle - 2]), int(digits[middle - 2 : middle])
    try:
        date(century + int(digits[middle - 6 : middle - 4]), month, day)
    except ValueError:
        return False
    return True


def _check_digit(digits: str) -> str:
    """Return the digit a number given before October 2020 ends in; foreigners' is two more."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return str(((13 if digits[6] in "5678" else 11) - total % 11) % 10)
