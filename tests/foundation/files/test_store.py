"""Files: taken by their content, kept so that only those they concern can read them, refused in words."""

import base64
import errno
import io
import os
import stat
import tracemalloc
import zipfile
import zlib
from datetime import timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from jiphyeon.contexts.programmes.roles import CASE_OFFICER
from jiphyeon.foundation.accounts.actors import MACHINE, NOBODY, Actor
from jiphyeon.foundation.clock.now import now
from jiphyeon.foundation.files import sealing, store
from jiphyeon.foundation.files.download import hand_over
from jiphyeon.foundation.files.kinds import kind_of
from jiphyeon.foundation.files.models import KeptFile
from jiphyeon.foundation.ledger import rows, trail
from jiphyeon.kernel import Refused

HANA, SEOYEON = UUID(int=1), UUID(int=2)
OWNER = Actor(user=HANA, name="김하나", is_citizen=True)
OFFICER = Actor(user=SEOYEON, name="박서연", post="p", roles=frozenset({CASE_OFFICER}))
JPEG = b"\xff\xd8\xff\xe0\x00\x08\xff\xd9 a t\xff\xda\x00\x04..a picture\xff\xd9"  # a small one inside, of the size of a stamp
PDF = b"%PDF-1.7\n" + b"contract " * 20_000 + b"\n%%EOF\n"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _data_folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def keep(content=PDF, name="계약서.pdf", kinds=frozenset({"pdf"}), **more):
    return store.keep(
        SimpleUploadedFile(name, content), kinds=kinds, owner=HANA, purpose="benefits.proof", **more
    )


def left_on_disk():
    return [path for path in store.folder().rglob("*") if path.is_file()]


def sealed_as_before(kept, content=PDF):
    """Lay a file as versions before 0.4.0 did: bound to its own key alone."""
    row, sealed = KeptFile.objects.get(key=kept.key), io.BytesIO()
    sealing.seal([content], sealed, key=base64.b64decode(row.sealing_key), bound_to=row.key.bytes)
    store.path_of(row.key).write_bytes(sealing.OLDER + sealed.getvalue()[len(sealing.MARK) :])
    return kept


def zipped(**members):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), content)
    return made.getvalue()


def test_a_file_comes_back_as_it_was_and_lies_encrypted_for_its_owner_alone():
    kept = keep()

    (path,) = left_on_disk()
    assert b"contract" not in path.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert store.open_for(kept.key, OWNER).read() == PDF
    assert (kept.name, kept.kind, kept.size) == ("계약서.pdf", "pdf", len(PDF))
    assert kept.sha256 == sha256(PDF).hexdigest()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "png"),
        (b"\xff\xd8\xff\xe0....", "jpeg"),
        ("이름,나이\n하나,27\n".encode(), "csv"),
        ("이름,나이\n하나,27\n".encode("cp949"), "csv"),
        (zipped(xl__workbook_xml="<x/>"), "xlsx"),
        (zipped(xl__workbook_xml="<x/>", xl__vbaProject_bin="macro"), None),
        (zipped(mimetype="application/hwp+zip"), "hwpx"),
        (zipped(mimetype="application/epub+zip"), None),
        (zipped(evil_exe="MZ"), None),
        (b"PK\x03\x04 but no archive", None),
        (b"<html><script>,</script>", None),
        (b"MZ\x90\x00,\x00", None),
        (b"just a sentence", None),
        (b"", None),
    ],
)
def test_a_file_is_what_it_holds_and_not_what_it_is_called(content, kind):
    assert kind_of(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    ("called", "kept_as"),
    [
        ("계약서.pdf", "계약서.pdf"),
        ("SCAN.PDF", "SCAN.PDF"),
        ("e.html", "e.html.pdf"),
        ("e.pdf.html", "e.pdf.html.pdf"),
        ("e.pdf ", "e.pdf .pdf"),
        ("보고서 1.2", "보고서 1.2.pdf"),
        ("photo.jpg", "photo.jpg.pdf"),
        ("a" * 300 + ".html", "a" * 115 + ".html.pdf"),
        ("pdf", "pdf.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_ends_as_the_kind_of_its_file_does(called, kept_as):
    upload = SimpleUploadedFile("x", PDF)
    upload._name = called

    kept = store.keep(upload, kinds=frozenset({"pdf"}), owner=HANA, purpose="benefits.proof")

    assert kept.name == kept_as


def test_a_picture_may_end_either_way_and_a_name_of_an_older_city_is_given_its_suffix():
    picture = JPEG
    assert keep(picture, name="a.JPG", kinds=frozenset({"jpeg"})).name == "a.JPG"
    assert keep(picture, name="a.jpeg", kinds=frozenset({"jpeg"})).name == "a.jpeg"
    assert keep(picture, name="a.png", kinds=frozenset({"jpeg"})).name == "a.png.jpg"

    old = sealed_as_before(keep())
    row = KeptFile.objects.get(key=old.key)
    row.name = "e.html"
    row.save(update_fields=["name"])

    opened = store.open_for(old.key, OWNER)
    shown = hand_over(opened, inline=True)

    assert shown["Content-Disposition"] == 'inline; filename="e.html.pdf"'
    shown.close()


def test_what_a_zip_says_of_its_sizes_unpacks_no_more_than_is_asked_for():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/hwp+zip" + b" " * 50_000_000)
        archive.infolist()[0].file_size = 50  # in the directory; fifty million come out

    tracemalloc.start()
    found = kind_of(made)
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found is None
    assert most < 1_000_000


def png(rows=b"\x00\xff" * 4_000):
    """A picture whose every chunk says what it sums up to."""
    chunks = [(b"IHDR", b"\x00" * 13), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        len(held).to_bytes(4) + name + held + zlib.crc32(name + held).to_bytes(4) for name, held in chunks
    )


@pytest.mark.parametrize(("kind", "whole"), [("pdf", PDF), ("png", png()), ("jpeg", JPEG)])
def test_a_paper_that_was_cut_on_its_way_is_refused_wherever_it_was_cut(kind, whole):
    keep(whole + b"more that a camera put behind it" * (kind == "jpeg"), kinds={kind})

    for length in {9, 20, len(whole) // 2, len(whole) - 7, len(whole) - 2}:
        with pytest.raises(Refused) as no:
            keep(whole[:length], kinds={kind})
        assert no.value.code == "file_broken", length


def test_a_picture_changed_on_its_way_is_refused():
    changed = bytearray(png())
    changed[45] ^= 1

    with pytest.raises(Refused) as no:
        keep(bytes(changed), kinds={"png"})

    assert "다시 저장하거나" in no.value.text("ko")


def test_a_wrong_kind_is_refused_with_the_kinds_that_are_taken():
    with pytest.raises(Refused) as no:
        keep(b"<html>", name="contract.pdf", kinds=frozenset({"pdf", "png"}))

    assert no.value.text("ko") == "이 파일은 받을 수 없는 종류입니다. PDF, PNG 파일로 다시 올려 주세요."
    assert left_on_disk() == []


def test_one_byte_too_many_is_refused_and_leaves_nothing(settings):
    settings.UPLOAD_LIMIT_BYTES = len(PDF)
    keep()
    settings.UPLOAD_LIMIT_BYTES = len(PDF) - 1

    with pytest.raises(Refused) as no:
        keep()

    assert no.value.code == "file_too_large"
    assert len(left_on_disk()) == 1


def test_a_full_disk_is_refused_in_words_and_leaves_nothing(monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(Refused) as no:
        keep()

    assert no.value.code == "disk_full"
    assert left_on_disk() == []
    assert not KeptFile.objects.exists()


@pytest.mark.parametrize("actor", [NOBODY, Actor(user=SEOYEON), OFFICER])
def test_nobody_else_opens_a_file_nor_learns_whether_there_is_one(actor):
    kept = keep()

    for key in (kept.key, uuid4()):
        with pytest.raises(PermissionDenied):
            store.open_for(key, actor)


def test_an_officer_named_as_reader_opens_it_and_the_owner_can_see_that():
    kept = keep(readers=[CASE_OFFICER])

    assert store.open_for(kept.key, OFFICER, reason="심사").read() == PDF
    assert store.open_for(kept.key, MACHINE).read() == PDF
    assert store.open_for(kept.key, OWNER).read() == PDF

    (look,) = trail.looks_at(HANA)
    assert (look.by, look.verb, look.reason) == ("박서연", "files.opened", "심사")


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "empty"])
def test_an_altered_file_is_not_handed_out(harm):
    kept = keep()
    path = store.path_of(kept.key)
    raw = bytearray(path.read_bytes())
    if harm == "flip":
        raw[100] ^= 1
    elif harm == "cut":
        raw = raw[: 11 + 2 * (sealing.PIECE + 16)]
    elif harm == "swap":
        piece = sealing.PIECE + 16
        raw[11 : 11 + 2 * piece] = raw[11 + piece : 11 + 2 * piece] + raw[11 : 11 + piece]
    else:
        raw = raw[:5]
    path.write_bytes(raw)

    with pytest.raises(Refused) as no:
        store.open_for(kept.key, OWNER).read()

    assert no.value.code == "file_altered"


FORGED = {
    "owner": SEOYEON,
    "readers": ["case_officer"],
    "purpose": "plans.evidence",
    "kind": "csv",
    "name": "other.pdf",
}


@pytest.mark.parametrize("column", FORGED)
def test_a_file_whose_row_says_something_else_than_it_was_kept_under_is_opened_for_nobody(column):
    kept = keep()
    row = KeptFile.objects.get(key=kept.key)
    setattr(row, column, FORGED[column])
    row.save()

    with pytest.raises(Refused) as no:
        store.open_for(kept.key, MACHINE).read()

    assert no.value.code == "file_altered"
    (problems,) = rows.compare().problems
    assert problems.en.startswith(f"The file {kept.key}, kept on ")
    assert problems.en.endswith(", cannot be opened.")


def test_a_file_of_an_older_city_opens_and_cannot_be_passed_off_as_one_of_this_version():
    old, new = sealed_as_before(keep()), keep()
    path = store.path_of(new.key)
    path.write_bytes(sealing.OLDER + path.read_bytes()[len(sealing.MARK) :])

    assert store.open_for(old.key, OWNER).read() == PDF
    with pytest.raises(Refused) as no:
        store.open_for(new.key, OWNER).read()
    assert no.value.code == "file_altered"


@pytest.mark.parametrize(
    "size", [0, 1, sealing.PIECE - 1, sealing.PIECE, sealing.PIECE + 1, 2 * sealing.PIECE]
)
def test_every_length_is_sealed_and_opened_again(size):
    key, plain, sealed = b"k" * 32, os.urandom(size), io.BytesIO()

    sealing.seal([plain[:7], plain[7:]], sealed, key=key, bound_to=b"x")

    sealed.seek(0)
    assert b"".join(sealing.opened(sealed, key=key, bound_to={sealing.MARK: b"x"})) == plain


def test_purging_a_purpose_deletes_row_and_bytes_when_committed(django_capture_on_commit_callbacks):
    kept = keep()
    with django_capture_on_commit_callbacks(execute=True):
        assert store.purge(purpose="benefits.proof", kept_before=now() - timedelta(days=1)) == 0
        assert store.purge(purpose="benefits.proof", kept_before=now() + timedelta(days=1)) == 1

    assert left_on_disk() == []
    with pytest.raises(PermissionDenied):
        store.open_for(kept.key, OWNER)


def test_what_a_rollback_left_on_disk_is_swept_a_day_later():
    kept = keep()
    with transaction.atomic():
        keep()
        transaction.set_rollback(True)
    store.folder().joinpath("ab").mkdir(exist_ok=True)
    store.folder().joinpath("ab", f"{uuid4()}.part").write_bytes(b"half")
    assert store.sweep(older_than=now() - timedelta(days=1)) == 0

    assert store.sweep(older_than=now() + timedelta(days=1)) == 2

    assert left_on_disk() == [store.path_of(kept.key)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("..\\..\\windows\\계약 서.pdf", "계약 서.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"\r\nX: y.pdf', "aX y.pdf"),
        ("", "file.pdf"),
    ],
)
def test_a_name_is_only_a_name(given, kept):
    upload = SimpleUploadedFile("x", PDF)
    upload._name = given

    assert store.keep(upload, kinds={"pdf"}, owner=HANA, purpose="p").name == kept


def test_a_download_cannot_act_in_the_browser():
    answer = hand_over(store.open_for(keep().key, OWNER), inline=True)

    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert b"".join(answer.streaming_content) == PDF


def test_an_upload_stops_filling_the_disk_just_beyond_the_limit(settings, rf):
    settings.UPLOAD_LIMIT_BYTES = 100_000
    request = rf.post("/", {"proof": SimpleUploadedFile("big.pdf", b"%PDF-" + b"x" * 2_000_000)})

    arrived = request.FILES["proof"]

    assert 100_000 < len(arrived.read()) < 300_000
    with pytest.raises(Refused) as no:
        store.keep(arrived, kinds={"pdf"}, owner=HANA, purpose="p")
    assert no.value.code == "file_too_large"
