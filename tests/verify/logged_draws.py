"""Draws as they lie in a reader's folder, with the log they were written in; changed in one thing each.

Takes: the specimens, an invented log. Gives: good ones (`published`), and for V14, V24 and V26 the changes that fail exactly that check.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from shuangsuiji.core.draw.record import write_document
from shuangsuiji.core.tlog.leaves import read_leaf, write_leaf
from tests.verify import ledgers, specimens
from tests.verify.ledgers import Ledger, Members


@dataclass
class Published:
    """What lies in the reader's folder: the log, the record with its place, receipts beside it."""

    ledger: Ledger
    record: Members
    receipts: list[bytes]
    roster_files: dict[str, bytes] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        """Write it."""
        self.ledger.serve(folder / "log")
        receipts = {f"{number}.tlog-proof": raw for number, raw in enumerate(self.receipts)}
        record = {"record.json": write_document(self.record), "policy": ledgers.policy()}
        ledgers.write(folder, {**record, **receipts, **self.roster_files})


def published(name: str) -> Published:
    """A specimen as it would be published; the receipt beside it was issued between commitment and reveal."""
    ledger, record = ledgers.ledger_with(ledgers.recorded(name))
    commits = record["log"]["entries"].get("draw.committed", [])
    receipts = [ledger.receipt(commits[-1][0], commits[-1][0] + 1)] if commits else []
    return Published(ledger, record, receipts, dict(specimens.records()[name].files or {}))


def changed_word(what: Published, event: str, name: str, value: Any, which: int = 0) -> Published:
    """The log says something else in one entry, honestly hashed and signed; the record's own place is kept right."""
    place = what.record["log"]["entries"][event][which]
    leaf = read_leaf(what.ledger.bodies[place[0]])
    leaf["pub"][name] = value
    what.ledger.bodies[place[0]] = write_leaf(leaf)
    return placed_again(what)


def placed_again(what: Published) -> Published:
    """The record told anew where its entries stand, with the receipt that belongs to it."""
    entries = what.record["log"]["entries"]
    for places in entries.values():
        for place in places:
            place[1] = what.ledger.hash(place[0])
    what.record = ledgers.placed(what.ledger, what.record, entries)
    commits = entries.get("draw.committed", [])
    what.receipts = [what.ledger.receipt(commits[-1][0], commits[-1][0] + 1)] if commits else []
    return what


def retimed(event: str, moment: datetime, which: int = 0) -> Callable[[Published], Published]:
    """One entry at another moment."""

    def change(what: Published) -> Published:
        number = what.record["log"]["entries"][event][which][0]
        leaf = {**read_leaf(what.ledger.bodies[number]), "at": f"{moment:%Y-%m-%dT%H:%M:%SZ}"}
        what.ledger.bodies[number] = write_leaf(leaf)
        return placed_again(what)

    return change


def swapped(one: tuple[str, int], other: tuple[str, int]) -> Callable[[Published], Published]:
    """Two entries change places in the log; the record tells their places rightly."""

    def change(what: Published) -> Published:
        entries = what.record["log"]["entries"]
        first, second = entries[one[0]][one[1]], entries[other[0]][other[1]]
        bodies = what.ledger.bodies
        bodies[first[0]], bodies[second[0]] = bodies[second[0]], bodies[first[0]]
        first[0], second[0] = second[0], first[0]
        return placed_again(what)

    return change


def word(event: str, name: str, value: Any, which: int = 0) -> Callable[[Published], Published]:
    """`changed_word` as a change to be made later."""
    return lambda what: changed_word(what, event, name, value, which)


def in_places(change: Callable[[Members], Any]) -> Callable[[Published], Published]:
    """What the record says of its place in the log, changed."""

    def apply(what: Published) -> Published:
        change(what.record["log"])
        return what

    return apply


def appended(kind: str, pub: Members, ordinal: int | None = None) -> Callable[[Published], Published]:
    """One entry more at the end of the log, of this draw or of the attempt numbered `ordinal`."""

    def apply(what: Published) -> Published:
        draw_id = what.record["draw_id"] if ordinal is None else f"{what.record['task_id']}/{ordinal}"
        what.ledger.add(kind, {"draw_id": draw_id, **pub})
        return what

    return apply


def hidden_ordinal(what: Published) -> Published:
    """The record is that of the first draw, and the log goes on with the third."""
    return appended("draw.planned", {"plan_hash": "0" * 64}, ordinal=3)(what)


def last_entry_dropped(what: Published) -> Published:
    """An older, honestly signed log in which the result is not yet there."""
    what.ledger.bodies.pop()
    what.record["log"]["checkpoint"] = what.ledger.checkpoint().decode()
    return what


def fork(what: Published) -> Published:
    """The record comes with a checkpoint of another version of the log, signed by the same key."""
    other = Ledger(bodies=[*what.ledger.bodies[:-1], what.ledger.bodies[0]])
    what.record["log"]["checkpoint"] = other.checkpoint().decode()
    return what


HASH = "0" * 64
JUST_AFTER_COMMITS = datetime(2023, 8, 23, 14, 0, 1, tzinfo=UTC)
JUST_AFTER_REVEALS = datetime(2023, 8, 23, 15, 0, 1, tzinfo=UTC)
NUMBER_KNOWN = datetime(2023, 8, 23, 15, 15, 33, tzinfo=UTC)  # 1 692 803 367 + 3 · 122
CHANGES: dict[str, tuple[str, Callable[[Published], Published]]] = {
    # V14
    "a commitment after its time": ("V14", retimed("draw.committed", JUST_AFTER_COMMITS, 2)),
    "a reveal after its time": ("V14", retimed("draw.revealed", JUST_AFTER_REVEALS)),
    "the number entered before it was known": ("V14", retimed("draw.seeded", NUMBER_KNOWN - timedelta(seconds=1))),
    "a commitment after the first reveal": ("V14", swapped(("draw.committed", 2), ("draw.revealed", 0))),
    "a commitment before the freeze": ("V14", swapped(("draw.committed", 0), ("draw.frozen", 0))),
    "the number before the last reveal": ("V14", swapped(("draw.seeded", 0), ("draw.revealed", 2))),
    "the result before the number": ("V14", swapped(("draw.seeded", 0), ("draw.result", 0))),
    # V24
    "another plan": ("V24", word("draw.planned", "plan_hash", HASH)),
    "another roster": ("V24", word("roster.frozen", "root", HASH)),
    "a row more in the roster": ("V24", word("roster.frozen", "n", 56)),
    "a roster of another kind": ("V24", word("roster.frozen", "kind", "subject/x")),
    "another context": ("V24", word("draw.frozen", "context", HASH)),
    "another commitment": ("V24", word("draw.committed", "commit", HASH, 1)),
    "another reveal": ("V24", word("draw.revealed", "r", HASH)),
    "a silent contributor who spoke": ("V24", word("draw.revealed", "r", HASH, 2)),
    "another number": ("V24", word("draw.seeded", "value", HASH)),
    "other evidence": ("V24", word("draw.seeded", "evidence", HASH)),
    "another result_hash": ("V24", word("draw.result", "result_hash", HASH)),
    "a word left out of the record's place": ("V24", in_places(lambda log: log["entries"].pop("draw.frozen"))),
    "one commitment not listed": ("V24", in_places(lambda log: log["entries"]["draw.committed"].pop())),
    "an event of another draw listed": (
        "V24",
        in_places(lambda log: log["entries"].update({"draw.voided": log["entries"]["draw.result"]})),
    ),
    "the origin of another log": ("V24", in_places(lambda log: log.update(origin="log.example.gov.cn/410928/scjgj"))),
    "a checkpoint that nobody signed": ("V24", in_places(lambda log: log.update(checkpoint="synthetic"))),
    "a checkpoint of a fork": ("V24", fork),
    "a checkpoint of another log of ours": ("V24", in_places(lambda log: log.update(
        checkpoint=Ledger(log=ledgers.OTHER_LOG).checkpoint().decode()))),
    # V26
    "an ordinal left out": ("V26", hidden_ordinal),
    "a second result": ("V26", appended("draw.result", dict.fromkeys(
        ("selection_hash", "batches_root", "assignment_hash", "result_hash"), HASH))),
    "a second announcement": ("V26", appended("draw.planned", {"plan_hash": HASH})),
    "a second commitment of one contributor": ("V26", appended("draw.committed", {"contributor": "rsj", "commit": HASH})),
    "voided since": ("V26", appended("draw.voided", {"code": "other", "office": "principal_head", "ordinal": 1})),
    "aborted after its result": ("V26", appended("draw.aborted", {"code": "other", "office": "principal_head", "ordinal": 1})),
    "a draw nobody announced": ("V26", appended("draw.frozen", {"context": HASH}, ordinal=2)),
    "an ordinal of a hundred digits": ("V26", appended("draw.frozen", {"context": HASH}, ordinal=10**98)),
}  # fmt: skip


def second_try(first: dict[str, Members], **second: Any) -> Published:
    """The record is that of the draw numbered 1; the log also holds number 2, announced with `second`, after `first`."""
    what = published("sealed-public")
    draw_id = what.record["draw_id"]
    for event, pub in first.items():
        what.ledger.add(event, {"draw_id": draw_id, **pub})
    following = {"draw_id": draw_id[:-1] + "2"}
    what.ledger.add("draw.planned", {**following, "plan_hash": HASH, **second})
    what.ledger.add("draw.result", {**following, **dict.fromkeys(
        ("selection_hash", "batches_root", "assignment_hash", "result_hash"), HASH)})  # fmt: skip
    return what
