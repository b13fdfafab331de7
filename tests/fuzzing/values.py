"""What nobody means to send and somebody will."""

from tests.fuzzing.city import PDF, TODAY

# Texts for a field of a form, a part of a query or a piece of an address.
TEXTS = {
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "no day": "2024-02-30",
    "day beyond": "99999-12-31",
    "week day": "2024-W10-1",
    "zero": "0",
    "minus": "-1",
    "2^31": str(2**31),
    "2^63": str(2**63),
    "2^64": str(2**64),
    "thousand digits": "9" * 1000,
    "five thousand digits": "9" * 5000,
    "exponent": "1e999",
    "not a number": "NaN",
    "fraction": "1/0",
    "other digits": "²③٣",
    "full width": "２０２４",
    "nothing": "",
    "space": " \t\u3000\u200b",
    "NUL": "a\x00b",
    "sign before letters": "\ufeff\u202e가",
    "half a pair": "\ufffd",
    "61 letters": "가" * 61,
    "201 letters": "a" * 201,
    "301 letters": "나" * 301,
    "long": "가나다 " * 2500,
    "script": "<script>alert(1)</script>'; DROP TABLE x; --",
    "braces": "{0} {words} %s %(x)s {{ x }}",
    "list": "[1,2",
    "key of nobody": "00000000-0000-4000-8000-000000000000",
    "no key": "0000000-zz",
    "path": "../../etc/passwd",
    "boolean": "true",
    "none": "None",
}

# Values for a program's door.
JSON = {
    **TEXTS,
    "lone surrogate": "\ud800",
    "lone surrogate within": "가\udfff나",
    "integer 2^31": 2**31,
    "integer 2^63": 2**63,
    "integer 2^64": 2**64,
    "integer -2^64": -(2**64),
    "integer of 400 digits": 10**400,
    "decimal": 0.1,
    "infinite": float("inf"),
    "nan": float("nan"),
    "nothing at all": None,
    "yes": True,
    "empty list": [],
    "list in list": [[["a"]]],
    "object": {"a": {"\ud800": 1}},
    "deep": None,  # set below
}
deep = []
for _ in range(300):
    deep = [deep]
JSON["deep"] = deep

# Names for what a program's object holds.
NAMES = {
    "lone surrogate": "\ud800",
    "lone surrogate within": "가\udfff",
    "nothing": "",
    "NUL": "a\x00",
    "long": "a" * 300,
    "known to the rules": "members",
}

# Bodies that are not what they say.
BODIES = {
    "utf-16": (b"a=\xff\xfeb", "application/x-www-form-urlencoded; charset=utf-16"),
    "utf-7": (b"a=%2BAGE-", "application/x-www-form-urlencoded; charset=utf-7"),
    "no such charset": (b"a=b", "application/x-www-form-urlencoded; charset=klingon"),
    "a codec that is no charset": (b"a=b", "application/x-www-form-urlencoded; charset=rot13"),
    "a codec of bytes": (b"a=b", "application/x-www-form-urlencoded; charset=base64"),
    "cp949": ("a=가".encode("cp949"), "application/x-www-form-urlencoded; charset=cp949"),
    "not utf-8": (b"a=%ff%fe%ED%A0%80&%00=%00", "application/x-www-form-urlencoded"),
    "thousand fields": (b"&".join(b"f%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
    "no boundary": (b"--x\r\n", "multipart/form-data"),
    "cut off": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nab',
        "multipart/form-data; boundary=x",
    ),
    "multipart utf-16": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nab\r\n--x--\r\n',
        "multipart/form-data; boundary=x; charset=utf-16",
    ),
    "transfer encoding": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!\r\n--x--',
        "multipart/form-data; boundary=x",
    ),
    "boundary too long": (b"--x", "multipart/form-data; boundary=" + "x" * 300),
    "text": (b"hello", "text/plain"),
    "nothing": (b"", "application/x-www-form-urlencoded"),
    "json": (b'{"a": 1}', "application/json"),
    "broken json": (b'{"facts": {"a": ', "application/json"),
    "json list": (b"[1]", "application/json"),
    "json word": (b"nul", "application/json"),
    "json utf-16": ('{"facts": {}}'.encode("utf-16"), "application/json; charset=utf-16"),
    "json not utf-8": (b'{"facts": {"a": "\xff"}}', "application/json"),
    "json deep": (b"[" * 5000, "application/json"),
    "json digits": (b'{"facts": {"monthly_rent": ' + b"9" * 5000 + b"}}", "application/json"),
}

FILES = {
    "a paper": ("lease.pdf", PDF, "application/pdf"),
    "no name": ("x", PDF, "application/pdf"),
    "long name": ("가" * 300 + ".pdf", PDF, "application/pdf"),
    "name with signs": ("..\\../a b\"'<>\u202e.pdf", PDF, "application/pdf"),
    "empty": ("a.pdf", b"", "application/pdf"),
    "another kind": ("a.pdf", b"MZ\x00\x01", "application/pdf"),
    "no kind": ("a", b"\xff\xfe", ""),
}


def plausible(one, words, dice):
    """Return what a person could mean by a field."""
    if one.kind in {"radio", "select"}:
        options = [option for option in one.options if option] or [""]
        return dice.choice(options)
    if one.kind == "checkbox":
        return dice.choice(one.options) if dice.random() < 0.8 else None
    if one.kind == "hidden":
        return one.value
    if one.kind == "textarea":
        return one.value or "서류를 보고 확인했습니다."
    if one.value and dice.random() < 0.7:
        return one.value
    if one.kind == "date":
        return TODAY.isoformat()
    if one.kind == "number" or one.inputmode in {"numeric", "decimal"}:
        return one.placeholder or dice.choice(["1", "3", "450000"])
    return dice.choice([one.placeholder or "확인", *words])
