"""What the page of a proof is made of besides the proof itself: the checks, the commands, whom to trust.

Source: SSJ-DRAW/1 §7 (by hand), §10; 70-interface §8. Never: a promise that a page of the operator is an independent verifier.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from shuangsuiji.stages.disclosure.public.proofs import Proof, attempts
from shuangsuiji.verify.verdict import TITLES
from shuangsuiji.web.components.verifier_archive import archive_bytes

VERIFIER = "ssj-verify.pyz"
MOST_IN_ONE_PAGE = 32 * 1024 * 1024
_LONGEST_POLICY = 20_000


def page_of(proof: Proof) -> dict[str, Any]:
    """The context of the page."""
    return {
        "proof": proof,
        "facts": proof.facts,
        "checks": TITLES.items(),
        "attempts": attempts(proof.number),
        "versions": range(proof.newest, 0, -1),
        "verifier": VERIFIER,
        "verifier_digest": verifier_digest(),
        "trust": told_policy(),
        "kept": next((each.name for each in proof.files if each.name.endswith(".checkpoint")), ""),
        "offline": fits_one_page(proof),
    }


def fits_one_page(proof: Proof) -> bool:
    """Whether record and files together are small enough for one saved page."""
    return sum(each.size for each in proof.files) <= MOST_IN_ONE_PAGE


@cache
def verifier_digest() -> str:
    """SHA-256 of the verifier as it is served."""
    return hashlib.sha256(archive_bytes()).hexdigest()


def told_policy() -> str:
    """The log's policy where this host has it: keys of log and witnesses, nothing secret. Empty where it cannot be read."""
    try:
        raw = (Path(settings.SHUANGSUIJI_SEALER_HOME) / "policy").read_bytes()
        return raw[:_LONGEST_POLICY].decode().strip()
    except (OSError, UnicodeDecodeError):
        return ""
