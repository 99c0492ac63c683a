"""Reading files back, each held against its digest first; finding the same photo again.

Source: 80-reliability D, §3 case 19; check C19-6.
"""

from shuangsuiji.foundation.evidence.display import differing
from shuangsuiji.foundation.evidence.models import EvidenceFile
from shuangsuiji.foundation.evidence.receiving import shelf
from shuangsuiji.foundation.evidence.store import FileStore

ALIKE_WITHIN = 6


def original(row: EvidenceFile, *, store: FileStore | None = None) -> bytes:
    """The bytes exactly as they came. Raises FileDamaged."""
    return (store or shelf()).read(row.digest)


def shown(row: EvidenceFile, *, store: FileStore | None = None) -> bytes | None:
    """The display copy; None where there is none. Raises FileDamaged."""
    return (store or shelf()).read(row.display_digest) if row.display_digest else None


def arrival_of(digest: str) -> EvidenceFile | None:
    """The first arrival of the bytes with that digest, for records that keep the digest alone; None where they never came. One query."""
    found: EvidenceFile | None = EvidenceFile.objects.filter(digest=digest).order_by("received_at", "id").first()
    return found


def seen_before(row: EvidenceFile) -> list[EvidenceFile]:
    """Other arrivals of the same bytes or of a photo that looks the same, oldest first. Cost: O(photos kept)."""
    others = EvidenceFile.objects.exclude(pk=row.pk)
    found = {other.pk: other for other in others.filter(digest=row.digest)}
    if row.look:
        looks = others.exclude(look="").values_list("pk", "look")
        alike = [key for key, look in looks.iterator() if differing(row.look, look) <= ALIKE_WITHIN]
        found |= others.in_bulk(alike)
    return sorted(found.values(), key=lambda other: (other.received_at, str(other.pk)))
