"""What a reader wrote for a log becomes a source: an address or a folder.

Source: 50-ledger §9 (`URL|DIR`). Never: loads anything of the network for a folder.
"""

import re
from pathlib import Path

from shuangsuiji.verify.sources import FolderSource, LogSource

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


def is_address(place: str) -> bool:
    """Whether it is written like an address, of whatever scheme."""
    return _ADDRESS.match(place) is not None


def is_folder(place: Path) -> bool:
    """Whether a folder is there; a name the system cannot even look up is none."""
    try:
        return place.is_dir()
    except OSError:
        return False


def open_source(place: str) -> LogSource:
    """The source at an address or in a folder. Malformed for an address other than http and https."""
    if is_address(place):
        from shuangsuiji.verify.fetching import HttpSource  # noqa: PLC0415 a folder is read without any network module

        return HttpSource(place)
    return FolderSource(Path(place))
