"""The tree is that of the definition at every size, however the growth was cut into seals. Source: 50-ledger §13.1; RFC 6962 §2.1."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from shuangsuiji.core.tlog.bundles import read_bundle
from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.growing import Frontier
from shuangsuiji.core.tlog.hashes import leaf_hash
from shuangsuiji.core.tlog.note import parse_note
from shuangsuiji.core.tlog.proofs import verify_consistency
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.core.tlog.tiles import bundles_of, tiles_of
from shuangsuiji.foundation.ledger.sealer.source import Row, Snapshot
from tests.core.tlog import golden
from tests.core.tlog.naive import Definition
from tests.foundation.ledger.sealer.counties import County

TEMPLATE = golden.body(1)


def body(number: int) -> bytes:
    """Entry `number`: of the log's form, and made in a moment."""
    return TEMPLATE.replace(b"000000000001", b"%012x" % number)


class Endless:
    """A log in memory that is as long as it is told to be."""

    def __init__(self) -> None:
        self.edge = Frontier()
        self.leaves: list[bytes] = []

    def grow(self, size: int) -> None:
        new = [leaf_hash(body(number)) for number in range(self.edge.size, size)]
        self.leaves += new
        self.edge = self.edge.extended(new)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        yield self

    def head(self) -> tuple[int, bytes]:
        return self.edge.size, self.edge.to_bytes()

    def rows(self, start: int, stop: int) -> Iterator[Row]:
        return ((seq, body(seq), self.leaves[seq]) for seq in range(start, min(stop, self.edge.size)))


def county_of(folder: Path, log: Endless) -> County:
    county = County(folder)
    county.sealer = replace(county.sealer, source=log)
    return county


def seal_at(county: County, log: Endless, size: int) -> None:
    log.grow(size)
    county.seal()
    assert parse_checkpoint(parse_note(county.checkpoint()).text).root == log.edge.root()


def test_the_test_entries_are_all_different() -> None:
    assert len({body(number) for number in range(1000)}) == 1000


@pytest.mark.parametrize("seed", range(6))
def test_however_growth_is_cut_tiles_and_bundles_are_those_of_the_definition(tmp_path: Path, seed: int) -> None:
    log, chance = Endless(), random.Random(seed)
    county = county_of(tmp_path, log)
    sizes = sorted({*chance.sample(range(1, 2600), 12), 255, 256, 257})
    for size in sizes:
        seal_at(county, log, size)
    definition = Definition(body)
    for tile in tiles_of(sizes[-1]):
        width = 256**tile.level
        places = range(tile.index * 256, tile.index * 256 + tile.width)
        expected = b"".join(definition.mth(place * width, (place + 1) * width) for place in places)
        assert county.public.read_tile(tile) == expected, tile.path
    for bundle in bundles_of(sizes[-1]):
        first = bundle.index * 256
        raw = county.public.read(bundle.path)
        assert raw is not None
        assert read_bundle(bundle, raw) == [body(number) for number in range(first, first + bundle.width)]


def test_partial_files_that_are_superseded_go_and_the_others_stay(tmp_path: Path) -> None:
    log = Endless()
    county = county_of(tmp_path, log)
    for size in (10, 20, 300):
        seal_at(county, log, size)
    # Who still has the checkpoint of 20 finds what it speaks of.
    assert {"tile/0/000.p/20", "tile/entries/000.p/20"} < county.served().keys()
    seal_at(county, log, 301)
    partial = {name for name in county.served() if ".p/" in name}
    assert partial == {
        *(f"tile/{row}/001.p/{width}" for row in ("0", "entries") for width in (44, 45)),
        "tile/1/000.p/1",
    }


def test_superseded_files_are_kept_where_the_settings_say_so(tmp_path: Path) -> None:
    log = Endless()
    county = county_of(tmp_path, log)
    county.sealer = replace(county.sealer, keep_partial=True)
    for size in (10, 300, 600):
        seal_at(county, log, size)
    assert {"tile/0/000.p/10", "tile/0/001.p/44"} < county.served().keys()


@pytest.mark.slow
def test_around_the_second_level_every_size_is_sealed_and_provable(tmp_path: Path) -> None:
    log = Endless()
    county = county_of(tmp_path, log)
    roots = {}
    for size in (65_000, 65_535, 65_536, 65_537, 66_000):
        seal_at(county, log, size)
        roots[size] = log.edge.root()
    tree = TiledTree(66_000, county.public.read_tile)
    for size, root in roots.items():
        verify_consistency(size, 66_000, tree.consistency(size), root, roots[66_000])
    assert {"tile/1/000", "tile/2/000.p/1", "tile/0/255", "tile/entries/255"} < county.served().keys()
    assert not list((county.public.path / "tile/entries").glob("255.p"))
