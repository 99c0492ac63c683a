"""Entries of the log and salted digests. Source: 50-ledger §4, §4.1, §9 L03, L11."""

import hashlib
import json
from typing import Any

import pytest

from shuangsuiji.core.tlog.leaves import MAX_LEAF_BYTES, Opening, read_leaf, verify_opening, write_leaf
from shuangsuiji.core.tlog.refusal import Malformed, ProofFailed

SALT = "5" * 64
OPENING = Opening(SALT, "subject", {"name": "某企业", "uscc": "synthetic"})


def leaf(**changes: Any) -> dict[str, Any]:
    """An entry in order, with members replaced."""
    return {
        "v": 1,
        "type": "result.recorded",
        "id": "01936d2e-5b1c-7a2b-8c3d-0123456789ab",
        "at": "2026-11-20T02:00:00Z",
        "org": "410928/rsj",
        "actor": "section_head",
        "rule": "第十九条（三）",
        "refs": [["follows", "a" * 64]],
        "pub": {"task": "410928/rsj/2026/yonggong"},
        "sd": {"subject": OPENING.digest()},
        "files": [{"sha256": "b" * 64, "size": 0, "kind": "form"}],
        **changes,
    }


BODY = write_leaf(leaf())


def only_canonical_bytes_are_read() -> None:
    """Claim, also of the saboteurs (L03): one meaning, one spelling."""
    assert read_leaf(BODY) == leaf()
    reordered = json.dumps(leaf(), ensure_ascii=False, separators=(",", ":")).encode()
    for body in (
        reordered,
        BODY + b"\n",
        b" " + BODY,
        BODY.replace(b'"v":1', b'"v":1.0'),
        BODY.replace(b"rsj", b"\\u0072sj"),
    ):
        assert body != BODY
        with pytest.raises(Malformed, match="规范 JSON"):
            read_leaf(body)


def a_digest_opens_to_its_value_only() -> None:
    """Claim, also of the saboteurs (L11): other salt, name or value."""
    verify_opening(leaf(), OPENING)
    for other in (
        Opening("6" * 64, OPENING.name, OPENING.value),
        Opening(SALT, OPENING.name, {**OPENING.value, "name": "另一企业"}),
        Opening(SALT, "team", OPENING.value),
    ):
        with pytest.raises(ProofFailed, match="摘要不符"):
            verify_opening(leaf(), other)


def test_only_canonical_bytes_are_read() -> None:
    only_canonical_bytes_are_read()


def test_a_digest_opens_to_its_value_only() -> None:
    a_digest_opens_to_its_value_only()


def test_the_digest_is_that_of_salt_name_and_value_in_canonical_form() -> None:
    written = f'["{SALT}","subject",{{"name":"某企业","uscc":"synthetic"}}]'
    assert OPENING.digest() == hashlib.sha256(written.encode()).hexdigest()


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"type": "result"},
        {"type": "Result.recorded"},
        {"type": "result.recorded\n"},
        {"type": 1},
        {"id": "01936d2e-5b1c-4a2b-8c3d-0123456789ab"},
        {"id": "01936D2E-5B1C-7A2B-8C3D-0123456789AB"},
        {"id": ""},
        {"at": "2026-11-31T02:00:00Z"},
        {"at": "2026-11-20T02:00:60Z"},
        {"at": "2026-11-20T02:00:00+08:00"},
        {"at": "2026-11-20"},
        {"at": 0},
        {"org": ""},
        {"org": "x" * 129},
        {"org": "a\u0000b"},
        {"actor": ""},
        {"actor": None},
        {"rule": None},
        {"refs": {}},
        {"refs": [["follows"]]},
        {"refs": [["likes", "a" * 64]]},
        {"refs": [["follows", "A" * 64]]},
        {"refs": [["follows", "a" * 63]]},
        {"refs": [[["follows"], "a" * 64]]},
        {"refs": ["follows"]},
        {"pub": []},
        {"sd": []},
        {"sd": {"subject": "plain"}},
        {"sd": {"subject": None}},
        {"files": {}},
        {"files": ["x"]},
        {"files": [{"sha256": "b" * 64, "size": 0}]},
        {"files": [{"sha256": "b" * 64, "size": 0, "kind": "form", "name": "x"}]},
        {"files": [{"sha256": "b", "size": 0, "kind": "form"}]},
        {"files": [{"sha256": "b" * 64, "size": -1, "kind": "form"}]},
        {"files": [{"sha256": "b" * 64, "size": True, "kind": "form"}]},
        {"files": [{"sha256": "b" * 64, "size": 0, "kind": 1}]},
        {"more": 1},
    ],
    ids=str,
)
def test_an_entry_with_one_member_out_of_order_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(Malformed, match="条目的"):
        write_leaf(leaf(**change))


@pytest.mark.parametrize("name", sorted(leaf()))
def test_an_entry_without_one_of_its_members_is_refused(name: str) -> None:
    short = {key: value for key, value in leaf().items() if key != name}
    with pytest.raises(Malformed, match=f"键不合规则：'{name}'"):
        write_leaf(short)


def test_what_has_no_canonical_form_is_refused() -> None:
    for value in (1.5, 2**53, 10**5000, "e\u0301", {1: 2}, {"键": 1}, b""):
        with pytest.raises(Malformed, match="规范 JSON"):
            write_leaf(leaf(pub={"value": value}))


def test_a_long_entry_is_refused_and_its_content_enters_by_digest() -> None:
    room = MAX_LEAF_BYTES - len(write_leaf(leaf(pub={"text": ""})))
    full = write_leaf(leaf(pub={"text": "x" * room}))
    assert len(full) == MAX_LEAF_BYTES
    assert read_leaf(full)["pub"] == {"text": "x" * room}
    for refused in (lambda: write_leaf(leaf(pub={"text": "x" * (room + 1)})), lambda: read_leaf(full + b" ")):
        with pytest.raises(Malformed, match="16385 字节"):
            refused()


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 9000, b'{"a":1,"a":1}'])
def test_what_is_not_a_canonical_object_is_refused(body: bytes) -> None:
    with pytest.raises(Malformed):
        read_leaf(body)


def test_an_opening_out_of_order_is_refused() -> None:
    for opening, why in (
        (Opening("5" * 63, "a", 1), "盐"),
        (Opening("A" * 64, "a", 1), "盐"),
        (Opening(SALT, "a", 1.5), "规范 JSON"),
        (Opening(SALT, "a", 10**5000), "规范 JSON"),
        (Opening(SALT, "a", "x" * 4095), "作为文件登记"),
    ):
        with pytest.raises(Malformed, match=why):
            opening.digest()
    assert Opening(SALT, "a", "x" * 4094).digest()
