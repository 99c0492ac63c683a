"""Everything outside this house that could contradict us: probes, foreign logs, notes, witness exchanges.

Source: 50-ledger §12; the README beside the data names each origin and licence. Nothing of it is in this repository.
Disagreements, all on purpose: growth from size 0 is never proven here (three probes of that library agree); a log that a witness
does not know is 404 in the current text, 403 in the older exchange; a note opened with an ambiguous list of keys is refused
where the list is built, before the note is read.
"""

import base64
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.canonical import CanonicalError
from shuangsuiji.core.tlog import hashes, proofs
from shuangsuiji.core.tlog.bundles import read_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.keys import COSIGNATURE, LOG_SIGNATURE, KeyRing, VerifierKey, parse_vkey
from shuangsuiji.core.tlog.leaves import Opening
from shuangsuiji.core.tlog.note import Note, open_note, parse_note
from shuangsuiji.core.tlog.refusal import (
    Ambiguous,
    BadSignature,
    Malformed,
    ProofFailed,
    TlogRefused,
    Unsigned,
)
from shuangsuiji.core.tlog.tiled import RightEdge, TiledTree
from shuangsuiji.core.tlog.tiles import Bundle, Tile, parse_path, tiles_of
from shuangsuiji.core.tlog.witnessing import Known, judge
from shuangsuiji.verify.signatures import verify_ed25519

pytestmark = pytest.mark.external

TESSERA = "data/tlog/tessera-log/testdata/log"
TESSERA_ORIGIN = "example.com/log/testdata"
TESSERA_VKEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"
SKYLIGHT = "data/tlog/skylight/cmd/skylight/testdata"
LOG_ID = "000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706"
MIRROR_VKEY = "mirror.example.org+3fb148ef+BAAjjch9GyYz0sJsJx7ALhbdAtz2ov0unbzSl1vMp94O"

# What the note corpus calls an error, and what we call it.
NOTE_ERRORS = {
    "unverified": Unsigned,
    "ambiguous": Ambiguous,
    "malformed": Malformed,
    "invalid signature": BadSignature,
}


def document(shared: Path, name: str) -> Any:
    """A JSON file of the folder."""
    return json.loads((shared / "data/tlog" / name).read_bytes())


def probes(shared: Path, kind: str) -> dict[str, dict[str, Any]]:
    """Every probe of a kind by its name."""
    folder = shared / "data/tlog/merkle-probes/testdata" / kind
    return {
        path.relative_to(folder).as_posix(): json.loads(path.read_bytes()) for path in sorted(folder.rglob("*.json"))
    }


def decoded(text: str | None) -> bytes:
    """Base64, null for nothing."""
    return base64.b64decode(text or "")


def is_accepted(check: Any, *arguments: object) -> bool:
    """Whether a check of a proof passes."""
    try:
        check(*arguments)
    except TlogRefused:
        return False
    return True


# ----------------------------------------------------------------------------------------------------------------- proofs


def test_every_inclusion_probe_is_accepted_or_refused_as_it_says(shared: Path) -> None:
    verdicts: Counter[bool] = Counter()
    for name, probe in probes(shared, "inclusion").items():
        path = [decoded(node) for node in probe["proof"] or []]
        leaf, root = decoded(probe["leafHash"]), decoded(probe["root"])
        accepted = is_accepted(proofs.verify_inclusion, leaf, probe["leafIdx"], probe["treeSize"], path, root)
        assert accepted != probe["wantErr"], name
        verdicts[accepted] += 1
    assert verdicts == {True: 6, False: 92}


def test_every_consistency_probe_is_accepted_or_refused_as_it_says(shared: Path) -> None:
    verdicts: Counter[bool] = Counter()
    from_nothing = 0
    for name, probe in probes(shared, "consistency").items():
        path = [decoded(node) for node in probe["proof"] or []]
        old_root, root = decoded(probe["root1"]), decoded(probe["root2"])
        # Some probes hold a short text that stands for any hash; here a hash has 32 bytes.
        accepted = is_accepted(
            proofs.verify_consistency, probe["size1"], probe["size2"], path, *_padded(old_root, root)
        )
        assert accepted != probe["wantErr"], name
        verdicts[accepted] += 1
        from_nothing += probe["size1"] == 0
    assert sum(verdicts.values()) == 98
    assert from_nothing > 0


def _padded(*roots: bytes) -> tuple[bytes, ...]:
    return tuple(root.ljust(32, b"\x00") for root in roots)


def test_public_rfc_6962_roots_and_proofs_agree(shared: Path) -> None:
    given = document(shared, "rfc6962_vectors.json")
    leaves = [hashes.leaf_hash(bytes.fromhex(leaf)) for leaf in given["leaves_hex"]]
    tree, roots = Frontier(), []
    assert tree.root().hex() == given["empty_root"]
    for leaf in leaves:
        tree = tree.extended([leaf])
        roots.append(tree.root().hex())
    assert roots == given["roots_hex"]
    whole = TiledTree(len(leaves), {Tile(0, 0, len(leaves)): b"".join(leaves)}.__getitem__)
    for case in given["consistency"]:
        path = [bytes.fromhex(node) for node in case["proof"]]
        old_root, root = bytes.fromhex(case["root1"]), bytes.fromhex(case["root2"])
        proofs.verify_consistency(case["size1"], case["size2"], path, old_root, root)
        if case["size2"] == len(leaves):
            assert whole.consistency(case["size1"]) == path


def test_a_real_proof_in_a_tree_of_3_630_887_holds_and_its_neighbors_do_not(shared: Path) -> None:
    given = document(shared, "rfc6962_vectors.json")["real_ct_inclusion"]
    leaf, root = hashes.leaf_hash(bytes.fromhex(given["leaf_hex"])), bytes.fromhex(given["root"])
    path = [bytes.fromhex(node) for node in given["audit_path"]]
    assert leaf.hex() == given["leaf_hash"]
    assert len(path) == 22
    proofs.verify_inclusion(leaf, given["leaf_index"], given["tree_size"], path, root)
    for index in (given["leaf_index"] - 1, given["leaf_index"] + 1):
        with pytest.raises(ProofFailed):
            proofs.verify_inclusion(leaf, index, given["tree_size"], path, root)


# ------------------------------------------------------------------------------------------------------------------ notes


def test_every_signed_note_of_the_corpus_opens(shared: Path) -> None:
    for case in document(shared, "note_vectors.json")["signed_note"]:
        key, note = parse_vkey(case["vkey"]), parse_note(case["note"].encode())
        assert key.vkey == case["vkey"]
        assert note.to_bytes() == case["note"].encode()
        assert [each.key for each in open_note(note, KeyRing([key]), verify_ed25519)] == [key]


def test_every_bad_verifier_key_of_the_corpus_is_refused(shared: Path) -> None:
    bad = document(shared, "note_vectors.json")["bad_vkeys"]
    assert len(bad) == 2
    for vkey in bad:
        with pytest.raises(Malformed):
            parse_vkey(vkey)


def test_every_open_case_of_the_corpus_is_judged_as_it_says(shared: Path) -> None:
    cases = document(shared, "note_vectors.json")["golang_open"]
    for case in cases:
        if "error" in case:
            with pytest.raises(NOTE_ERRORS[case["error"]]):
                _names_that_signed(case)
        else:
            assert _names_that_signed(case) == case["verified"], case["desc"]
    assert Counter(case.get("error", "good") for case in cases) == {
        "good": 2,
        "unverified": 1,
        "ambiguous": 1,
        "malformed": 7,
        "invalid signature": 1,
    }


def _names_that_signed(case: dict[str, Any]) -> list[str]:
    ring = KeyRing(parse_vkey(vkey) for vkey in case["vkeys"])
    return [each.key.name for each in open_note(parse_note(case["note"].encode()), ring, verify_ed25519)]


# ----------------------------------------------------------------------------------------------------- foreign tiled logs


def test_a_foreign_log_of_fifteen_entries_agrees_at_every_size(shared: Path) -> None:
    folder = shared / TESSERA
    ring = KeyRing([parse_vkey(TESSERA_VKEY)])
    checkpoints = {}
    for size in range(16):
        note = parse_note((folder / f"checkpoint.{size}").read_bytes())
        checkpoints[size], _ = open_checkpoint(note, TESSERA_ORIGIN, ring, verify_ed25519)
        tree = _tree_of(folder, size)
        assert checkpoints[size].size == size
        assert checkpoints[size].root == tree.root()
        assert RightEdge.read(size, _reader(folder)).root() == tree.root()
    for size in range(1, 16):
        entries = read_bundle(Bundle(0, size), (folder / Bundle(0, size).path).read_bytes())
        tree, root = _tree_of(folder, size), checkpoints[size].root
        for index, entry in enumerate(entries):
            proofs.verify_inclusion(hashes.leaf_hash(entry), index, size, tree.inclusion(index), root)
        for old in range(1, size + 1):
            proofs.verify_consistency(old, size, tree.consistency(old), checkpoints[old].root, root)


def test_every_tile_and_bundle_of_the_foreign_logs_lies_where_we_would_put_it(shared: Path) -> None:
    found = []
    for folder in (shared / TESSERA, shared / SKYLIGHT / "witness/mirror" / LOG_ID):
        for path in (folder / "tile").rglob("*"):
            if path.is_file():
                found.append(parse_path(path.relative_to(folder).as_posix()))
                if isinstance(found[-1], Tile):
                    assert len(path.read_bytes()) == found[-1].byte_count
    assert Counter(type(each) for each in found) == {Tile: 15 + 3, Bundle: 15 + 2}


def test_a_mirror_of_300_entries_is_cosigned_and_its_tiles_lead_to_its_root(shared: Path) -> None:
    folder = shared / SKYLIGHT / "witness/mirror" / LOG_ID
    note = parse_note((folder / "checkpoint").read_bytes())
    mirror = parse_vkey(MIRROR_VKEY)
    signed = open_note(note, KeyRing([mirror]), verify_ed25519)
    assert mirror.kind == COSIGNATURE
    assert [each.at for each in signed] == [1_767_139_200]
    checkpoint = parse_checkpoint(note.text)
    # Its bundles are placeholders of one line; the leaf hashes stand in the lowest tiles.
    leaves = [node for tile in (Tile(0, 0), Tile(0, 1, 44)) for node in tile.hashes((folder / tile.path).read_bytes())]
    edge, tiles = RightEdge().grown(leaves)
    assert checkpoint.size == len(leaves) == 300
    assert checkpoint.root == edge.root() == Frontier().extended(leaves).root() == _tree_of(folder, 300).root()
    assert dict(tiles) == {tile: (folder / tile.path).read_bytes() for tile in tiles_of(300)}


def test_a_cosigned_note_is_spoiled_by_another_time(shared: Path) -> None:
    note = parse_note((shared / SKYLIGHT / "witness/mirror" / LOG_ID / "checkpoint").read_bytes())
    line = note.signatures[0]
    later = line.payload[:7] + bytes([line.payload[7] ^ 1]) + line.payload[8:]
    changed = Note(note.text, (type(line)(line.name, line.key_id, later),))
    with pytest.raises(BadSignature):
        open_note(changed, KeyRing([parse_vkey(MIRROR_VKEY)]), verify_ed25519)


def test_signatures_of_types_we_do_not_know_are_passed_over(shared: Path) -> None:
    """A certificate log signs with type 0x05; its checkpoint is read, and nobody we know has signed it."""
    for name in ("tree/checkpoint", f"witness/{LOG_ID}/checkpoint"):
        note = parse_note((shared / SKYLIGHT / name).read_bytes())
        assert parse_checkpoint(note.text).size == 300
        with pytest.raises(Unsigned):
            open_note(note, KeyRing([parse_vkey(MIRROR_VKEY)]), verify_ed25519)


def _tree_of(folder: Path, size: int) -> TiledTree:
    return TiledTree(size, _reader(folder))


def _reader(folder: Path) -> Any:
    return lambda tile: (folder / tile.path).read_bytes()


# -------------------------------------------------------------------------------------------------------------- witnesses


def test_every_recorded_exchange_gets_the_recorded_answer(shared: Path) -> None:
    statuses: Counter[int] = Counter()
    for session in document(shared, "witness_exchanges.json"):
        origin = session["log_origin"]
        logs = {origin: KeyRing([_log_key(session)])}
        known = Known()
        for exchange in session["exchanges"]:
            judged = judge(exchange["request_body"].encode(), logs, lambda _, state=known: state, verify_ed25519)  # type: ignore[misc]
            unknown_log = "unknown log" in exchange["assert"]
            assert judged.status == (404 if unknown_log else exchange["status"])
            statuses[judged.status] += 1
            if judged.status == 409:
                assert exchange["assert"] == f"body == {json.dumps(judged.body)}"
            if judged.status == 200:
                assert isinstance(judged.checkpoint, Checkpoint)
                known = Known(judged.checkpoint.size, judged.checkpoint.root)
    assert statuses == {200: 4, 403: 1, 404: 1, 409: 2, 422: 2}


def _log_key(session: dict[str, Any]) -> VerifierKey:
    if "log_vkey" in session:
        return parse_vkey(session["log_vkey"])
    return VerifierKey(session["log_origin"], LOG_SIGNATURE, bytes.fromhex(session["log_ed25519_pubkey_hex"]))


# ------------------------------------------------------------------------------------------------------------ RFC 8785


@pytest.mark.parametrize("name", ["french", "structures", "unicode", "values", "weird"])
def test_public_jcs_values_beyond_our_domain_cannot_be_private_values(shared: Path, name: str) -> None:
    """Floats, keys that are not ASCII, text that is not NFC: refused also where the value was parsed elsewhere."""
    value = json.loads((shared / f"data/tlog/jcs/testdata/input/{name}.json").read_bytes())
    with pytest.raises(Malformed) as refused:
        Opening("5" * 64, "value", value).digest()
    assert isinstance(refused.value.__cause__, CanonicalError)


def test_the_public_jcs_value_inside_our_domain_is_digested_as_its_published_bytes(shared: Path) -> None:
    folder = shared / "data/tlog/jcs/testdata"
    value = json.loads((folder / "input/arrays.json").read_bytes())
    published = (folder / "output/arrays.json").read_text("utf-8").strip()
    written = f'["{"5" * 64}","value",{published}]'.encode()
    assert Opening("5" * 64, "value", value).digest() == hashes.SHA256.hash(written).hex()
