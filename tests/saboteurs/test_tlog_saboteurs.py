"""Takes the log's guards away one at a time; the claim of the named test must then fail.

A claim that survives its saboteur proves nothing. Source: 80-reliability J7; issue "Every guard has its saboteur"; 50-ledger §9.
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shuangsuiji.core.tlog import (
    checkpoint,
    growing,
    keys,
    leaves,
    note,
    policy,
    proofs,
    receipt,
    spelling,
    tiled,
    witnessing,
)
from shuangsuiji.core.tlog.refusal import TlogRefused
from tests.core.tlog.test_checkpoint import only_three_clean_lines_are_a_checkpoint
from tests.core.tlog.test_fuzz import reads_or_refuses
from tests.core.tlog.test_growing import every_root_is_that_of_the_definition
from tests.core.tlog.test_keys import two_equal_keys_are_refused
from tests.core.tlog.test_leaves import a_digest_opens_to_its_value_only, only_canonical_bytes_are_read
from tests.core.tlog.test_note import known_keys_decide, nobody_known_is_nobody
from tests.core.tlog.test_policy import fewer_than_the_quorum_are_not_enough, one_key_under_two_names_is_refused
from tests.core.tlog.test_proofs import (
    a_rewritten_tree_is_not_consistent,
    every_bent_consistency_proof_is_refused,
    every_bent_inclusion_proof_is_refused,
)
from tests.core.tlog.test_receipt import a_receipt_proves_its_own_entry_only
from tests.core.tlog.test_tiled import every_tile_is_that_of_the_definition
from tests.core.tlog.test_witnessing import no_contradiction_is_cosigned
from tests.verify.test_signatures import BARE, no_changed_signature_is_accepted, no_key_of_small_order_is_accepted

Claim = Callable[[], None]
CLAIMS: tuple[Claim, ...] = (
    every_root_is_that_of_the_definition,
    every_tile_is_that_of_the_definition,
    every_bent_inclusion_proof_is_refused,
    every_bent_consistency_proof_is_refused,
    a_rewritten_tree_is_not_consistent,
    a_receipt_proves_its_own_entry_only,
    only_three_clean_lines_are_a_checkpoint,
    known_keys_decide,
    nobody_known_is_nobody,
    two_equal_keys_are_refused,
    fewer_than_the_quorum_are_not_enough,
    one_key_under_two_names_is_refused,
    no_contradiction_is_cosigned,
    only_canonical_bytes_are_read,
    a_digest_opens_to_its_value_only,
    no_changed_signature_is_accepted,
    no_key_of_small_order_is_accepted,
)


def must_fail(claim: Claim) -> None:
    """The sabotage is seen: the claim fails, or what it refuses is no longer refused."""
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        claim()


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.__name__)
def test_without_sabotage_the_claims_hold(claim: Claim) -> None:
    claim()


def nothing(*arguments: Any, **named: Any) -> None:
    """A check that checks nothing."""


# ------------------------------------------------------------------------------------------------------------------ tree


def test_hashing_nodes_like_leaves_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(growing, "node_hash", lambda left, right: hashlib.sha256(left + right).digest())
    must_fail(every_root_is_that_of_the_definition)


def test_an_edge_folded_from_the_wrong_end_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = growing.fold
    monkeypatch.setattr(growing, "fold", lambda subtrees: honest(subtrees[::-1]))
    must_fail(every_root_is_that_of_the_definition)


def test_forgetting_the_row_above_a_full_tile_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = tiled.root_of_hashes
    monkeypatch.setattr(tiled, "root_of_hashes", lambda level: level[0] if len(level) == 256 else honest(level))
    must_fail(every_tile_is_that_of_the_definition)


def test_accepting_any_inclusion_path_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "verify_inclusion", nothing)
    monkeypatch.setattr(receipt, "verify_inclusion", nothing)
    must_fail(every_bent_inclusion_proof_is_refused)
    must_fail(a_receipt_proves_its_own_entry_only)


def test_reading_only_as_much_of_a_path_as_is_needed_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = proofs.root_from_hash

    def generous(suite: Any, leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
        return next(
            (root for end in range(len(path) + 1) if (root := honest(suite, leaf, index, size, path[:end]))), None
        )

    monkeypatch.setattr(proofs, "root_from_hash", generous)
    must_fail(every_bent_inclusion_proof_is_refused)


def test_believing_the_old_root_without_computing_it_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = proofs._both_roots

    def only_the_new(old: int, size: int, path: Sequence[bytes], old_root: bytes) -> tuple[bytes, bytes] | None:
        both = honest(old, size, path, old_root)
        return both and (old_root, both[1])

    monkeypatch.setattr(proofs, "_both_roots", only_the_new)
    must_fail(every_bent_consistency_proof_is_refused)


def test_hashes_of_any_length_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.core.tlog.test_proofs import test_hashes_of_other_lengths_are_refused_before_they_are_hashed as claim

    claim()
    monkeypatch.setattr(proofs, "all_checked", tuple)
    must_fail(claim)


# ------------------------------------------------------------------------------------------------------------ signatures


def test_passing_over_a_known_key_that_fails_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = note.open_note

    def forgiving(given: note.Note, ring: keys.KeyRing, verify: keys.Verify) -> tuple[note.Signed, ...]:
        good = []
        for line in given.signatures:
            try:
                good += honest(note.Note(given.text, (line,)), ring, verify)
            except TlogRefused:
                continue
        return tuple(good)

    monkeypatch.setattr("tests.core.tlog.test_note.open_note", forgiving)
    must_fail(known_keys_decide)


def test_a_cosignature_that_does_not_bind_its_time_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    timeless = lambda at, text: f"cosignature/v1\n{text}".encode()  # noqa: E731 - both sides must use it
    monkeypatch.setattr(note, "cosigned_message", timeless)
    monkeypatch.setattr("tests.core.tlog.signing.cosigned_message", timeless)
    must_fail(known_keys_decide)


def test_finding_keys_by_their_id_alone_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    def by_id(ring: keys.KeyRing, name: str, key_id: bytes) -> keys.VerifierKey | None:
        return next((key for key in ring if key.key_id == key_id), None)

    monkeypatch.setattr(keys.KeyRing, "find", by_id)
    must_fail(nobody_known_is_nobody)


def test_letting_the_second_of_two_equal_keys_win_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        keys.KeyRing, "__init__", lambda ring, given: setattr(ring, "_keys", {k.name: k for k in given})
    )
    must_fail(two_equal_keys_are_refused)


def test_a_witness_counted_twice_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_refuse_doubles", nothing)
    must_fail(one_key_under_two_names_is_refused)


def test_a_quorum_of_any_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(policy, "_threshold", lambda word, members: 1)
    must_fail(fewer_than_the_quorum_are_not_enough)


def test_leaving_the_bounds_of_signatures_away_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    """S + L would be a second signature, and keys of small order would sign everything."""
    monkeypatch.setattr(BARE, "_is_well_formed", lambda key, signature: True)
    must_fail(no_changed_signature_is_accepted)
    must_fail(no_key_of_small_order_is_accepted)


def test_a_verifier_that_never_computes_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BARE, "_BACKEND", lambda key, message, signature: True)
    must_fail(no_changed_signature_is_accepted)


def test_a_challenge_that_leaves_out_the_message_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = hashlib.sha512
    monkeypatch.setattr(BARE.hashlib, "sha512", lambda given: honest(given[:64]))
    must_fail(no_changed_signature_is_accepted)


# --------------------------------------------------------------------------------------------------------------- formats


def test_a_lenient_number_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checkpoint, "read_decimal", int)
    must_fail(only_three_clean_lines_are_a_checkpoint)


def test_an_error_of_python_that_gets_out_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_DECIMAL", spelling.re.compile(".*", spelling.re.DOTALL))
    with pytest.raises(ValueError, match="invalid literal"):
        reads_or_refuses("number", b"x")


def test_an_extension_line_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = checkpoint.parse_checkpoint
    first_three = lambda text: honest("".join(text.splitlines(keepends=True)[:3]))  # noqa: E731 - shorter than its name
    monkeypatch.setattr("tests.core.tlog.test_checkpoint.parse_checkpoint", first_three)
    must_fail(only_three_clean_lines_are_a_checkpoint)


def test_reading_leaves_in_any_spelling_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.core.tlog.test_leaves.read_leaf", leaves.parse_json)
    must_fail(only_canonical_bytes_are_read)


def test_a_digest_without_its_salt_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = leaves.jcs
    unsalted = lambda value: honest(value[1:] if isinstance(value, list) else value)  # noqa: E731 - as above
    monkeypatch.setattr(leaves, "jcs", unsalted)
    must_fail(a_digest_opens_to_its_value_only)


# -------------------------------------------------------------------------------------------------------------- witnesses


def test_a_witness_that_checks_no_proof_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(witnessing, "verify_consistency", nothing)
    must_fail(no_contradiction_is_cosigned)


def test_a_witness_that_forgets_what_it_knew_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = witnessing._judge_growth
    monkeypatch.setattr(
        witnessing, "_judge_growth", lambda request, given, new, known: honest(request, given, new, witnessing.Known())
    )
    must_fail(no_contradiction_is_cosigned)
