"""Rows of a list between reading and taking in: in chunks, compressed and sealed, so that a million need no memory and lie nowhere in clear.

Source: 第十条, 第二十四条; 60-stack §4. Writes working papers only; nothing here counts.
"""

import json
import zlib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.keys import house_key, seal, unseal
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.sheets.limits import DEFAULT_LIMITS, Limits
from shuangsuiji.foundation.sheets.readings import RosterReading, RowKey, SubjectEntry
from shuangsuiji.foundation.sheets.subjects import read_subjects
from shuangsuiji.stages.registry.models import RosterUpload, StagedChunk

Chunk = tuple[list[SubjectEntry], Mapping[str, frozenset[str]]]
_FIELDS = tuple(each.name for each in fields(SubjectEntry))
_DAYS = ("class_on", "established_on", "last_inspected_on", "source_on")
_LISTS = ("libraries", "tags")
_FAST = 1


# No reading takes a day: what lies longer was left by one that was killed.
_LEFT_AFTER = timedelta(days=1)


def forget_before(at: datetime) -> int:
    """Throw away staged lists whose reading was killed; how many."""
    left = RosterUpload.objects.filter(at__lt=at - _LEFT_AFTER)
    return left.delete()[1].get(RosterUpload._meta.label, 0)


class Staging:
    """Takes the entries of one reading as its sink and gives them back."""

    def __init__(self, upload: RosterUpload, *, at: datetime) -> None:
        """Chunks staged before for this upload are dropped."""
        upload.chunks.all().delete()
        self._upload = upload
        self._key = house_key(at=at)
        self._ordinal = 0
        self.columns: Mapping[str, frozenset[str]] = {}

    def take(self, entries: list[SubjectEntry], columns: Mapping[str, frozenset[str]]) -> None:
        """Store one chunk."""
        self._ordinal += 1
        self.columns = columns
        body = zlib.compress(json.dumps([_written(entry) for entry in entries], ensure_ascii=False).encode(), _FAST)
        StagedChunk.objects.create(
            upload=self._upload,
            ordinal=self._ordinal,
            rows=len(entries),
            body_sealed=seal(self._key, body, context=_context(self._upload.pk, self._ordinal)),
        )


def chunks_of(upload: RosterUpload) -> Iterator[Chunk]:
    """The staged entries, chunk by chunk, in the order of the file."""
    columns = {name: frozenset(keys) for name, keys in upload.columns.items()}
    for ordinal in upload.chunks.order_by("ordinal").values_list("ordinal", flat=True):
        chunk = StagedChunk.objects.get(upload=upload, ordinal=ordinal)
        key = house_key(at=upload.at)
        body = unseal(key, bytes(chunk.body_sealed), context=_context(upload.pk, ordinal))
        assert body is not None, "the bureau's own key is never destroyed"
        yield [_read(row) for row in json.loads(zlib.decompress(body))], columns


def stage(
    path: Path,
    *,
    department: Department,
    owner: UUID,
    at: datetime,
    on: date,
    source: str,
    source_on: date | None,
    full_list: bool,
    county: str,
    towns: Mapping[str, str],
    excluded: Mapping[RowKey, str],
    distinct: Collection[RowKey] = (),
    encoding: str | None = None,
    limits: Limits = DEFAULT_LIMITS,
    progress: Callable[[int], None] | None = None,
) -> tuple[RosterUpload, RosterReading[SubjectEntry]]:
    """Read a file into a new upload. The reading has findings and counts, no entries: they are staged."""
    upload = RosterUpload(
        id=uuid7(at), department=department, owner=owner, file_name=path.name[:200], source=source,
        source_on=source_on, full_list=full_list, at=at,
    )  # fmt: skip
    upload.save(force_insert=True)
    staging = Staging(upload, at=at)
    try:
        reading = read_subjects(
            path,
            at=on,
            source=source,
            source_on=source_on,
            source_required=True,
            county=county,
            towns=towns,
            encoding=encoding,
            exclude_rows=excluded,
            distinct_rows=distinct,
            limits=limits,
            progress=progress,
            personal=True,
            sink=staging.take,
        )
    except BaseException:
        drop(upload)
        raise
    upload.columns = {name: sorted(keys) for name, keys in reading.columns.items()}
    upload.save()
    return upload, reading


def drop(upload: RosterUpload) -> None:
    """Remove an upload and its rows: taken in, given up, or not readable."""
    upload.chunks.all().delete()
    upload.delete()


def _context(upload: UUID, ordinal: int) -> str:
    return f"roster_upload/{upload}/{ordinal}"


def _written(entry: SubjectEntry) -> list[Any]:
    row = []
    for name in _FIELDS:
        value = getattr(entry, name)
        row.append(value.isoformat() if isinstance(value, date) else value)
    return row


def _read(row: list[Any]) -> SubjectEntry:
    found = dict(zip(_FIELDS, row, strict=True))
    for name in _DAYS:
        if found[name] is not None:
            found[name] = date.fromisoformat(found[name])
    for name in _LISTS:
        found[name] = tuple(found[name])
    return SubjectEntry(**found)
