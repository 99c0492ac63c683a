"""What is taken in and what is turned away, by content alone; a refusal is a sentence with a way out and leaves nothing behind."""

import contextlib
import io
import struct
import time
import zlib

import pytest
from PIL import Image

from shuangsuiji.foundation.evidence import display, documents, images, kinds
from shuangsuiji.foundation.evidence.display import LONGEST_SIDE, differing
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive, require_count
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.foundation.evidence.store import FileStore
from tests.foundation.evidence.files import (
    TYPES,
    archive,
    box,
    chunk,
    claimed_png,
    docx,
    encrypted_zip,
    moving_png,
    moving_webp,
    pdf,
    pdf_with_stream,
    photo,
    picture,
    png_of,
    sound,
    xlsx,
)

SCRIPT = b"<script>alert(1)</script>"


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "files")


def take(raw, kind, store):
    return receive(io.BytesIO(raw), kind, store=store)


ACCEPTED = {
    "a photo": (Kind.PHOTO, photo, "image/jpeg"),
    "a photo in four inks": (Kind.PHOTO, lambda: picture(mode="CMYK"), "image/jpeg"),
    "a photo of grays": (Kind.PHOTO, lambda: picture(mode="L"), "image/jpeg"),
    "a photo saved in passes": (Kind.PHOTO, lambda: picture(progressive=True), "image/jpeg"),
    "a photo with a film of a second behind it": (
        Kind.PHOTO,
        lambda: picture() + b"MotionPhoto" + box(b"mp42"),
        "image/jpeg",
    ),
    "a photo with tags nobody can read": (
        Kind.PHOTO,
        lambda: picture(exif=b"Exif\0\0MM\0*\xff\xff\xff\xff"),
        "image/jpeg",
    ),
    "a drawing with a see-through ground": (Kind.PHOTO, lambda: picture("PNG", mode="RGBA"), "image/png"),
    "a drawing with a palette": (Kind.PHOTO, lambda: picture("PNG", mode="P"), "image/png"),
    "a lossy web picture": (Kind.PHOTO, lambda: picture("WEBP"), "image/webp"),
    "a lossless web picture": (Kind.PHOTO, lambda: picture("WEBP", lossless=True), "image/webp"),
    "a web picture with tags": (Kind.PHOTO, lambda: picture("WEBP", exif=b"Exif\0\0II*\0\x08\0\0\0\0\0"), "image/webp"),
    "a signature": (Kind.SIGNATURE, lambda: picture("PNG", (200, 80), mode="LA"), "image/png"),
    "a scan": (Kind.SCAN, pdf, "application/pdf"),
    "a scan changed by appending": (Kind.SCAN, lambda: pdf() + pdf()[9:], "application/pdf"),
    "a document": (Kind.DOCUMENT, docx, kinds.DOCX),
    "a workbook as document": (Kind.DOCUMENT, xlsx, kinds.XLSX),
    "a sheet": (Kind.SHEET, xlsx, kinds.XLSX),
    "a plain table": (Kind.SHEET, "名称,代码\n甲,1\n".encode, "text/csv"),
    "a recording": (Kind.SOUND, sound, "audio/wav"),
    "a recording of a phone": (Kind.SOUND, lambda: box(b"M4A "), "audio/mp4"),
    "a recording with a title": (Kind.SOUND, lambda: b"ID3\x04\0\0\0\0\0\0" + b"\0" * 64, "audio/mpeg"),
    "a bare recording": (Kind.SOUND, lambda: b"\xff\xfb\x90\x64" + b"\0" * 64, "audio/mpeg"),
    "a free recording": (Kind.SOUND, lambda: b"OggS\0\x02" + b"\0" * 64, "audio/ogg"),
    "a film": (Kind.FILM, lambda: box(b"isom"), "video/mp4"),
}


@pytest.mark.filterwarnings(
    "ignore:.*EXIF"
)  # the image library warns of tags it cannot read; the photo is taken in all the same
@pytest.mark.parametrize("case", ACCEPTED)
def test_taken_in_is(case, store):
    kind, make, media_type = ACCEPTED[case]
    raw = make()
    received = take(raw, kind, store)
    assert received.media_type == media_type
    assert store.read(received.digest) == raw
    assert store.unfinished() == []


def stored_elsewhere(raw, name=b"IDAT"):
    """The first chunk of that name made longer than the file."""
    at = raw.index(name) - 4
    return raw[:at] + struct.pack(">I", 1 << 30) + raw[at + 4 :]


REFUSED = {
    "nothing": (Kind.PHOTO, lambda: b"", "空的"),
    "nothing as a table": (Kind.SHEET, lambda: b"", "空的"),
    "a vector drawing with a script": (Kind.PHOTO, lambda: b"<svg xmlns='x'>" + SCRIPT + b"</svg>", "HTML/SVG"),
    "a drawing behind a comment": (Kind.PHOTO, lambda: b"\xef\xbb\xbf \n<!-- x --><SVG>", "HTML/SVG"),
    "a page": (Kind.SCAN, lambda: b"<!DOCTYPE html><title>x</title>", "HTML/SVG"),
    "a page as a table": (Kind.SHEET, lambda: b"<html><table>", "网页"),
    "a program": (Kind.DOCUMENT, lambda: b"MZ\x90\x00" + b"\0" * 64, "程序"),
    "a script": (Kind.DOCUMENT, lambda: b"#!/bin/sh\n", "脚本程序"),
    "an old document": (Kind.DOCUMENT, lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
    "something unknown": (Kind.PHOTO, lambda: b"\x01\x02\x03\x04" * 8, "不认识"),
    "an unknown wave": (Kind.SOUND, lambda: b"RIFF\x10\0\0\0AVI " + b"\0" * 16, "不认识"),
    "an unknown box": (Kind.FILM, lambda: box(b"heic"), "不认识"),
    "a scan as a photo": (Kind.PHOTO, pdf, "不能作为照片"),
    "a photo as a recording": (Kind.SOUND, picture, "不能作为录音"),
    "a document as a scan": (Kind.SCAN, docx, "不能作为扫描件"),
    "a moving drawing": (Kind.PHOTO, moving_png, "动图"),
    "a moving web picture": (Kind.PHOTO, moving_webp, "动图"),
    "a picture of 900 million pixels": (Kind.PHOTO, lambda: claimed_png(30_000, 30_000), "30000×30000"),
    "a picture one pixel high and endless": (Kind.PHOTO, lambda: claimed_png(30_001, 1), "30001×1"),
    "a picture of no size": (Kind.PHOTO, lambda: claimed_png(0, 10), "损坏"),
    "a picture that does not say its size": (Kind.PHOTO, lambda: png_of(chunk(b"IDAT", b"")), "损坏"),
    "a drawing that is cut": (Kind.PHOTO, lambda: picture("PNG")[:-20], "损坏"),
    "a drawing with a chunk beyond its end": (Kind.PHOTO, lambda: stored_elsewhere(picture("PNG")), "损坏"),
    "a drawing cut in its head": (Kind.PHOTO, lambda: picture("PNG")[:20], "损坏"),
    "a drawing with spoilt pixels": (
        Kind.PHOTO,
        lambda: png_of(chunk(b"IHDR", struct.pack(">IIBBBBB", 9, 9, 8, 2, 0, 0, 0)), chunk(b"IDAT", b"xxxx")),
        "读不出全部",
    ),
    "a photo that is cut": (Kind.PHOTO, lambda: picture()[: len(picture()) // 2], "损坏"),
    "a photo cut in a segment": (Kind.PHOTO, lambda: b"\xff\xd8\xff\xe0\x00", "损坏"),
    "a photo cut after a mark": (Kind.PHOTO, lambda: picture()[:2] + b"\xff\xe0", "损坏"),
    "a photo without a frame": (Kind.PHOTO, lambda: b"\xff\xd8\xff\xe0\x00\x02\xff\xd9", "损坏"),
    "a web picture that is cut": (Kind.PHOTO, lambda: picture("WEBP")[:-10], "损坏"),
    "a web picture without pixels": (Kind.PHOTO, lambda: b"RIFF\x04\0\0\0WEBP", "损坏"),
    "a photo with a script in its comment": (Kind.PHOTO, lambda: picture(comment=SCRIPT), "夹带"),
    "a photo with a script in its tags": (Kind.PHOTO, lambda: picture(exif=b"Exif\0\0" + SCRIPT), "夹带"),
    "a photo that is a scan too": (Kind.PHOTO, lambda: picture() + pdf(), "夹带"),
    "a photo with a program behind it": (Kind.PHOTO, lambda: picture() + b"MZ\x90\x00\x03\0", "夹带"),
    "a photo that is an archive too": (Kind.PHOTO, lambda: picture() + docx(), "压缩包"),
    "a drawing with a script": (Kind.PHOTO, lambda: picture("PNG")[:-12] + chunk(b"tEXt", b"k\0" + SCRIPT) + chunk(b"IEND", b""), "夹带"),
    "a drawing with something behind it": (Kind.PHOTO, lambda: picture("PNG") + b"x", "夹带"),
    "a web picture with something behind it": (Kind.PHOTO, lambda: picture("WEBP") + b"x", "夹带"),
    "a web picture with a script": (Kind.PHOTO, lambda: picture("WEBP", exif=SCRIPT), "夹带"),
    "a scan that is an archive too": (Kind.SCAN, lambda: pdf(tail=docx()), "压缩包"),
    "a scan with a script": (Kind.SCAN, lambda: pdf(b"1 0 obj << /S /JavaScript /JS (x) >> endobj\n"), "脚本"),
    "a scan with a script spelt oddly": (Kind.SCAN, lambda: pdf(b"1 0 obj << /S /J#61vaScript >> endobj\n"), "脚本"),
    "a scan that starts a program": (Kind.SCAN, lambda: pdf(b"1 0 obj << /S /Launch >> endobj\n"), "脚本"),
    "a scan with a file in it": (Kind.SCAN, lambda: pdf(b"1 0 obj << /Type /EmbeddedFile >> endobj\n"), "脚本"),
    "a scan with a script packed away": (
        Kind.SCAN,
        lambda: pdf_with_stream(b"/Type /ObjStm /Filter /FlateDecode", zlib.compress(b"<< /S /JavaScript >>")),
        "脚本",
    ),
    "a scan with a password": (Kind.SCAN, lambda: pdf(b"<< /Encrypt 5 0 R >>\n"), "密码"),
    "a scan that is cut": (Kind.SCAN, lambda: pdf()[:-8], "损坏"),
    "an archive": (Kind.DOCUMENT, lambda: archive({"a.txt": "x"}), "压缩包"),
    "half an archive": (Kind.DOCUMENT, lambda: docx()[:-30], "损坏"),
    "a document with macros": (Kind.DOCUMENT, lambda: docx(**{"word/vbaProject.bin": "x"}), "宏"),
    "a document with a file in it": (Kind.DOCUMENT, lambda: docx(**{"word/embeddings/a.bin": b"PK\x03\x04"}), "嵌着"),
    "a document with entities": (Kind.DOCUMENT, lambda: docx(**{"word/b.xml": "<!DOCTYPE x>"}), "实体"),
    "a document with a password": (Kind.DOCUMENT, encrypted_zip, "密码"),
    "a document with a path out of it": (Kind.DOCUMENT, lambda: docx(**{"../../x": "y"}), "结构不正常"),
    "a document with words behind it": (
        Kind.DOCUMENT,
        lambda: archive({**TYPES, "word/document.xml": "x"}, comment=b"more"),
        "结构不正常",
    ),
    "a document that unpacks to a mountain": (Kind.DOCUMENT, lambda: docx(**{"word/b.bin": b"\0" * 3_000_000}), "炸弹"),
    "a signature too big": (Kind.SIGNATURE, lambda: png_of(chunk(b"IDAT", b"\0" * 1_100_000)), "超过 1 MB"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_turned_away_is(case, store):
    kind, make, word = REFUSED[case]
    with pytest.raises(UploadRefused, match=word) as caught:
        take(make(), kind, store)
    assert caught.value.remedy
    assert "请" in caught.value.remedy
    assert list(store.digests()) == []
    assert store.unfinished() == []


def test_the_directory_of_a_package_may_lie_about_sizes_and_is_not_believed(store, monkeypatch):
    monkeypatch.setattr(documents, "MOST_RATIO", 10**9)
    monkeypatch.setattr(documents, "MOST_UNPACKED", 1000)
    monkeypatch.setattr(documents, "_check_members", lambda archive, packed: set(archive.namelist()))
    with pytest.raises(UploadRefused, match="炸弹"):
        take(docx(**{"word/b.bin": b"\0" * 2000}), Kind.DOCUMENT, store)


def test_bytes_that_look_like_an_action_inside_a_picture_of_a_scan_do_no_harm(store):
    take(pdf_with_stream(b"/Subtype /Image", b"\x00/JS\x00/Launch\x00"), Kind.SCAN, store)
    take(pdf_with_stream(b"/Type /ObjStm", b"not deflate"), Kind.SCAN, store)


LONG_TO_READ = {
    "comments before a page": (Kind.SCAN, lambda: b"<!---->" * 580 + b"<x>"),
    "streams without end": (Kind.SCAN, lambda: pdf(b"stream\n" * 2_500_000)),
    "streams that are none": (Kind.SCAN, lambda: pdf(b"<< /S /Launch >>" + b"streamx" * 500_000 + b"endstream")),
    "endless chunks": (Kind.PHOTO, lambda: png_of(*[chunk(b"tEXt", b"")] * 20_000)),
    "endless segments": (Kind.PHOTO, lambda: b"\xff\xd8" + b"\xff\xe0\x00\x02" * 4_000_000),
    "endless parts": (Kind.PHOTO, lambda: b"RIFF" + struct.pack("<I", 160_004) + b"WEBP" + b"EXIF\0\0\0\0" * 20_000),
    "endless members": (Kind.DOCUMENT, lambda: docx() + b"PK\x01\x02" * 4_001),
}


@pytest.mark.parametrize("case", LONG_TO_READ)
def test_a_file_made_to_keep_us_busy_does_not(case, store):
    kind, make = LONG_TO_READ[case]
    raw = make()
    before = time.process_time()
    with contextlib.suppress(UploadRefused):  # some are refused, some are merely odd; none may be slow
        take(raw, kind, store)
    assert time.process_time() - before < 5


@pytest.mark.parametrize("case", ["endless chunks", "endless segments", "endless members"])
def test_a_file_of_endless_parts_is_refused(case, store):
    kind, make = LONG_TO_READ[case]
    with pytest.raises(UploadRefused, match=r"损坏|太多"):
        take(make(), kind, store)


def test_streams_that_are_none_hide_nothing(store):
    with pytest.raises(UploadRefused, match="脚本"):
        take(pdf(b"<< /S /Launch >> streamx endstream"), Kind.SCAN, store)
    with pytest.raises(UploadRefused, match="脚本"):
        take(pdf(b"stream\n << /S /Launch >>"), Kind.SCAN, store)


def test_an_archive_mark_by_chance_is_no_archive():
    assert not documents.archive_behind(b"..PK\x05\x06" + b"\0" * 30)
    assert not documents.archive_behind(b"..PK\x05\x06")
    assert documents.archive_behind(b"x" + docx())
    assert not documents.archive_behind(docx() + b"x")


@pytest.mark.parametrize("name", ["../../x", "con.png", "甲" * 300, "\u202egnp.exe", "a\0b"])
def test_the_senders_name_is_never_asked_for(name, store, tmp_path):
    class Upload(io.BytesIO):
        def __getattr__(self, asked):
            raise AssertionError(f"asked for {asked}")

    upload = Upload(picture())
    upload.__dict__["filename"] = name
    received = receive(upload, Kind.PHOTO, store=store)
    files = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file())
    assert files == sorted(f"files/{d[:2]}/{d[2:4]}/{d}" for d in (received.digest, received.display_digest))


def test_a_file_is_refused_as_soon_as_it_is_too_big_and_not_read_to_its_end(store):
    class Endless:
        served = 0

        def read(self, count):
            self.served += count
            return b"\0" * count

    endless = Endless()
    with pytest.raises(UploadRefused, match="20 MB"):
        receive(endless, Kind.PHOTO, store=store)
    assert endless.served <= 22 * kinds.MEBIBYTE
    assert store.unfinished() == []


def test_as_many_files_as_a_person_looks_through_are_taken_at_once():
    require_count(kinds.MOST_FILES)
    with pytest.raises(UploadRefused, match="分批"):
        require_count(2000)


# --------------------------------------------------------------------------------------------------------- the display copy


def copy_of(raw, store):
    received = take(raw, Kind.PHOTO, store)
    return store.read(received.display_digest)


def test_the_copy_has_no_place_no_device_no_time_and_the_original_keeps_them(store):
    raw = photo()
    received = take(raw, Kind.PHOTO, store)
    copy = store.read(received.display_digest)
    with Image.open(io.BytesIO(copy)) as image:
        assert dict(image.getexif()) == {}
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"SERIAL" not in copy
    assert b"Exif" not in copy
    assert store.read(received.digest) == raw
    assert b"SERIAL" in raw


def test_the_copy_stands_upright(store):
    with Image.open(io.BytesIO(copy_of(photo(size=(400, 200)), store))) as image:
        assert image.size == (200, 400)


def test_a_tag_that_cannot_be_read_is_no_reason_to_refuse_a_photo(store, monkeypatch):
    def broken(image):
        raise ValueError

    monkeypatch.setattr(display.ImageOps, "exif_transpose", broken)
    with Image.open(io.BytesIO(copy_of(photo(size=(400, 200)), store))) as image:
        assert image.size == (400, 200)


@pytest.mark.parametrize(("size", "expected"), [((3200, 1600), (1600, 800)), ((500, 300), (500, 300))])
def test_the_copy_is_at_most_1600_pixels_and_never_larger_than_the_original(size, expected, store):
    assert max(expected) <= LONGEST_SIDE
    with Image.open(io.BytesIO(copy_of(picture(size=size), store))) as image:
        assert image.size == expected


def test_what_is_see_through_becomes_white(store):
    raw = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 0)).save(raw, "PNG")
    with Image.open(io.BytesIO(copy_of(raw.getvalue(), store))) as image:
        assert image.getpixel((10, 10)) == (255, 255, 255)


def test_the_same_photo_saved_anew_looks_the_same_and_another_does_not(store):
    first = take(picture(seed=1), Kind.PHOTO, store)
    again = take(picture("PNG", size=(320, 240), seed=1), Kind.PHOTO, store)
    with Image.open(io.BytesIO(picture(seed=1))) as image:
        saved = io.BytesIO()
        image.save(saved, "JPEG", quality=40)
    worse = take(saved.getvalue(), Kind.PHOTO, store)
    other = take(picture(seed=2), Kind.PHOTO, store)
    assert first.digest != worse.digest
    assert differing(first.look, worse.look) <= 6
    assert differing(first.look, other.look) > 6
    assert len(again.look) == 16


def test_a_mark_without_a_body_is_passed_over():
    raw = picture(size=(40, 30))
    assert images.jpeg_size(raw[:2] + b"\xff\x01" + raw[2:]) == (40, 30)


def test_the_cap_is_fifty_million_pixels():
    assert images.MOST_PIXELS == 50_000_000
    assert images.png_size(claimed_png(10_000, 5_000)) == (10_000, 5_000)
    with pytest.raises(UploadRefused, match="50 百万像素"):
        images.png_size(claimed_png(10_000, 5_001))
