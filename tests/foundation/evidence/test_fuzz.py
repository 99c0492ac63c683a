"""Broken files of every form: whatever is wrong with them, only a refusal comes out, and nothing stays on the shelf.

Source: 80-reliability D2. The changes are drawn from a fixed seed, so that a red run is red again.
"""

import io
import random

import pytest

from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.foundation.evidence.refusal import UploadRefused
from shuangsuiji.foundation.evidence.store import FileStore
from tests.foundation.evidence.files import docx, pdf_with_stream, photo, picture, xlsx

ROUNDS = 60
SOUND = {
    "jpeg": (Kind.PHOTO, photo(size=(64, 48))),
    "png": (Kind.PHOTO, picture("PNG", (64, 48), mode="RGBA")),
    "webp": (Kind.PHOTO, picture("WEBP", (64, 48), exif=b"Exif\0\0II*\0\x08\0\0\0\0\0")),
    "pdf": (Kind.SCAN, pdf_with_stream(b"/Type /ObjStm", b"x" * 50)),
    "docx": (Kind.DOCUMENT, docx()),
    "sheet": (Kind.SHEET, xlsx()),
}


def broken(raw: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, a piece cut out or doubled, or the end gone; the first bytes mostly stay."""
    changed = bytearray(raw)
    for _ in range(chance.randint(1, 6)):
        changed[chance.randrange(2, len(changed))] = chance.randrange(256)
    start = chance.randrange(4, len(changed))
    stop = start + chance.randrange(1, 64)
    match chance.randrange(4):
        case 0:
            del changed[start:stop]
        case 1:
            changed[start:start] = changed[start:stop]
        case 2:
            del changed[start:]
    return bytes(changed)


@pytest.mark.filterwarnings("ignore::UserWarning")  # the image library grumbles about tags; what counts is the outcome
@pytest.mark.parametrize("form", SOUND)
def test_only_a_refusal_comes_out_of_a_broken_file(form, tmp_path):
    kind, raw = SOUND[form]
    store, chance = FileStore(tmp_path), random.Random(20261124)
    assert receive(io.BytesIO(raw), kind, store=store).size == len(raw)
    refused = 0
    for _ in range(ROUNDS):
        content = broken(raw, chance)
        before = list(store.digests())
        try:
            receive(io.BytesIO(content), kind, store=store)
        except UploadRefused:
            refused += 1
            assert list(store.digests()) == before
    assert store.unfinished() == []
    assert refused > 0
