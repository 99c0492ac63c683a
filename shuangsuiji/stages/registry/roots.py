"""The root of a registry: one digest that any change of any live row changes.

Source: 第十条; RFC 6962 §2.1; 50-ledger §4.2. Order: by identity, as bytes. Cost: one query over the digests, O(n) hashes.
"""

from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.stages.registry.models import Subject

_CHUNK = 5_000


def subjects_root(department: Department) -> str:
    """The root over a department's live subjects, 64 lower-case hexadecimal characters."""
    rows = Subject.objects.filter(department=department, removed_on__isnull=True).order_by()
    digests = dict(rows.values_list("identity", "row_digest").iterator(_CHUNK))
    # Sorted here: databases disagree about the order of letters.
    leaves = (leaf_hash(bytes.fromhex(digests[identity])) for identity in sorted(digests))
    return Frontier().extended(leaves).root().hex()
