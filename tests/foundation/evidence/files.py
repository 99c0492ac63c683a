"""Files as people and attackers send them, made here; nothing is downloaded and nobody real is in them."""

import io
import struct
import wave
import zipfile
import zlib

from PIL import Image

EXIF_GPS = 0x8825


def picture(form="JPEG", size=(640, 480), *, mode="RGB", seed=3, **save):
    """A picture whose corners differ, so that turning it is noticed."""
    image = Image.new("RGB", size)
    image.putdata([((x * seed) % 256, (y * seed) % 256, (x + y) % 256) for y in range(size[1]) for x in range(size[0])])
    image = image.convert(mode)
    written = io.BytesIO()
    image.save(written, form, **save)
    return written.getvalue()


def photo(**more):
    """A JPEG with a place, a device and a time in its tags, lying on its side."""
    tags = Image.Exif()
    tags[0x010F], tags[0x0110], tags[0x0112], tags[0x0132] = "Phone", "X-1 SERIAL-778899", 6, "2026:03:12 09:00:00"
    tags.get_ifd(EXIF_GPS).update({1: "N", 2: (35.0, 42.0, 7.0), 3: "E", 4: (115.0, 1.0, 9.0)})
    return picture(exif=tags.tobytes(), **more)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_of(*chunks):
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + chunk(b"IEND", b"")


def claimed_png(width, height):
    """A PNG that says how big it is; its pixels are never looked at."""
    return png_of(chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), chunk(b"IDAT", b""))


def moving_png():
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(
        written, "PNG", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")], duration=50
    )
    return written.getvalue()


def moving_webp():
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(
        written, "WEBP", save_all=True, append_images=[Image.new("RGB", (8, 8), "blue")], duration=50
    )
    return written.getvalue()


def pdf(body=b"1 0 obj\n<< /Type /Catalog >>\nendobj\n", tail=b""):
    return b"%PDF-1.7\n" + body + b"trailer\n<< /Root 1 0 R >>\n%%EOF\n" + tail


def pdf_with_stream(dictionary, content):
    return pdf(b"2 0 obj\n<< " + dictionary + b" >>\nstream\n" + content + b"\nendstream\nendobj\n")


def archive(members, comment=b""):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
        target.comment = comment
    return written.getvalue()


TYPES = {"[Content_Types].xml": "<Types/>"}


def docx(**more):
    return archive({**TYPES, "word/document.xml": "<w:document/>", **more})


def xlsx():
    from xlsxwriter import Workbook

    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True})
    book.add_worksheet().write(0, 0, "甲")
    book.close()
    return written.getvalue()


def sound():
    written = io.BytesIO()
    with wave.open(written, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(8000)
        target.writeframes(b"\0\0" * 80)
    return written.getvalue()


def box(brand):
    return b"\0\0\0\x18ftyp" + brand + b"\0\0\0\0isommp42" + b"\0" * 64


def encrypted_zip():
    """One member marked as locked."""
    raw = bytearray(docx())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    return bytes(raw)
