"""Shelf against rows: files that no row names, rows whose file is gone or damaged, uploads that never ended.

Source: 80-reliability A3. Gives: a report; it removes nothing. Cost: every file is read once.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.foundation.evidence.refusal import FileDamaged
from shuangsuiji.foundation.evidence.store import FileStore

# A file younger than this may belong to an act under way.
UNDER_WAY = timedelta(hours=24)


@dataclass(slots=True)
class Sweep:
    """What was found; digests in order. `unfinished` are names in the folder for arrivals."""

    counted: int = 0
    orphans: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    damaged: list[str] = field(default_factory=list)
    unfinished: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether every row has its file; orphans and unfinished uploads harm nobody."""
        return not self.missing and not self.damaged


def sweep(*, at: datetime, store: FileStore | None = None) -> Sweep:
    """Look at every file and every row."""
    store = store or shelf()
    wanted: set[str] = set()
    for pair in EvidenceFile.objects.values_list("digest", "display_digest").iterator():
        wanted.update(filter(None, pair))
    here = set(store.digests())
    result = Sweep(counted=len(wanted), missing=sorted(wanted - here))
    old = (at - UNDER_WAY).timestamp()
    result.orphans = [each for each in sorted(here - wanted) if store.path_of(each).stat().st_mtime < old]
    result.unfinished = [path.name for path in store.unfinished() if path.stat().st_mtime < old]
    for digest in sorted(wanted & here):
        try:
            store.checked(digest)
        except FileDamaged:
            result.damaged.append(digest)
    return result
