"""How a user's file leaves us: as an attachment under a name of ours, never run, never guessed at, never kept by a browser.

Source: 80-reliability D; 70-interface §11. Takes: a row. Gives: headers for the answer of the uploads' own path.
"""

from collections.abc import Mapping

from shuangsuiji.foundation.evidence.kinds import EXTENSIONS, JPEG
from shuangsuiji.foundation.evidence.models import EvidenceFile

_SHORT = 16


def headers(row: EvidenceFile, *, copy: bool = False) -> Mapping[str, str]:
    """For the original, or (`copy`) for the display copy."""
    media_type, digest = (JPEG, row.display_digest) if copy else (row.media_type, row.digest)
    return {
        "Content-Type": media_type,
        "Content-Disposition": f'attachment; filename="{digest[:_SHORT]}.{EXTENSIONS[media_type]}"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
