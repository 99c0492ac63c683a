"""A tiny publisher for tests of the application: tiles and an unsigned-looking checkpoint of what the database holds."""

from pathlib import Path

from django.conf import settings

from shuangsuiji.core.tlog.bundles import write_bundle
from shuangsuiji.core.tlog.checkpoint import Checkpoint
from shuangsuiji.core.tlog.tiled import RightEdge
from shuangsuiji.core.tlog.tiles import bundles_of
from shuangsuiji.foundation.ledger.models import LogEvent


def publish() -> Checkpoint:
    """Write the public folder as the sealer would, signature aside (the application does not check it)."""
    events = list(LogEvent.objects.order_by("seq"))
    folder = Path(settings.SHUANGSUIJI_LOG_FOLDER)
    edge, tiles = RightEdge().grown(bytes(event.leaf_hash) for event in events)
    for tile, raw in tiles:
        _write(folder / tile.path, raw)
    for bundle in bundles_of(len(events)):
        entries = events[bundle.index * 256 : bundle.index * 256 + bundle.width]
        _write(folder / bundle.path, write_bundle(bytes(event.body) for event in entries))
    checkpoint = Checkpoint(settings.SHUANGSUIJI_ORIGIN, edge.size, edge.root())
    _write(folder / "checkpoint", f"{checkpoint.text()}\n— test AAAAAAAA\n".encode())
    return checkpoint


def _write(path: Path, raw: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
