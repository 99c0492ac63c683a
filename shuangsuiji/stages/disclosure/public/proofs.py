"""The portal's read model of draws: proofs as plain values, and the bytes of their files.

Source: 第四条, 第十四条; 20-house §5 (contract 8). Takes: a draw's number. Gives: frozen values without keys of business records.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from shuangsuiji.core.draw.ceremony import ABORTED, STATE_LABELS, VOID
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.stages.disclosure.models import PublishedProof

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class ProofFile:
    """One file of a proof."""

    name: str
    digest: str
    size: int
    media_type: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """One revision of a draw's proof as the public sees it. `newest`: there is no later one."""

    number: str
    ordinal: int
    version: int
    newest: int
    source: str
    task_name: str
    title: str
    state: str
    facts: Mapping[str, Any]
    files: tuple[ProofFile, ...]
    published_on: date

    @property
    def state_label(self) -> str:
        """The Chinese word for the state."""
        return STATE_LABELS[self.state]

    @property
    def ended(self) -> bool:
        """Whether the draw counts for nothing."""
        return self.state in (ABORTED, VOID)

    @property
    def record(self) -> ProofFile:
        """The record."""
        return self.files[0]

    @property
    def missing(self) -> list[str]:
        """Labels of contributors whose number did not come in time, where a public number was recorded."""
        parties = self.facts["contributors"] if self.facts["seed"] else ()
        return [each["label"] for each in parties if not each["secret"]]


def proofs() -> list[Proof]:
    """The newest revision of every draw's proof, the latest published first. One query."""
    found: dict[str, PublishedProof] = {}
    for row in PublishedProof.objects.order_by("-published_on", F("version").desc())[: 2 * MOST_LISTED]:
        if row.number not in found or found[row.number].version < row.version:
            found[row.number] = row
    return [_proof(row, row.version) for row in found.values()][:MOST_LISTED]


def proof(number: str, version: int | None = None) -> Proof | None:
    """One revision, the newest unless a version is named; None where there is none. One query."""
    rows = list(_of(number))
    found = next((row for row in rows if version in (None, row.version)), None)
    return None if found is None else _proof(found, rows[0].version)


def attempts(number: str) -> list[Proof]:
    """The newest proof of every attempt of the same task, the last attempt first. One query."""
    series = number.rpartition("/")[0]
    rows = PublishedProof.objects.filter(series=series).order_by("-ordinal", "-version")
    newest: dict[str, PublishedProof] = {}
    for row in rows:
        newest.setdefault(row.number, row)
    return [_proof(row, row.version) for row in newest.values()]


def file_bytes(file: ProofFile) -> bytes:
    """The bytes of a proof's file. Raises FileDamaged where they are not what was published."""
    return shelf().read(file.digest)


def _of(number: str) -> QuerySet[PublishedProof]:
    found: QuerySet[PublishedProof] = PublishedProof.objects.filter(number=number).order_by("-version")
    return found


def _proof(row: PublishedProof, newest: int) -> Proof:
    return Proof(
        number=row.number,
        ordinal=row.ordinal,
        version=row.version,
        newest=newest,
        source=row.source,
        task_name=row.task_name,
        title=row.title,
        state=row.state,
        facts=row.facts,
        files=tuple(ProofFile(**each) for each in row.files),
        published_on=row.published_on,
    )
