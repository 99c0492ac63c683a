"""Writing the working rows of a version: one item, a whole sheet, sending it for approval, taking it back.

Source: 第六条. Working papers: nothing here is in the log, everything in one transaction.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID

from django.db import transaction

from shuangsuiji.core.rules.finding import require
from shuangsuiji.core.rules.item_lists import check_list_not_empty, check_still_draft
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.uuid7 import uuid7
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.items.matching import WRITTEN, FormerRows, merged
from shuangsuiji.stages.items.models import DraftItem, Item, ItemListVersion, VersionDraft


def write_item(
    *, version: UUID, code: str = "", read: int = 0, terms: Mapping[str, Any], owner: str, actor: Actor, at: datetime
) -> DraftItem:
    """Write one item: a new one without `code`, else that one as it was read (`read` is its count of changes).

    Raises RuleViolation (E06-2), StaleVersion with both sides where somebody changed it meanwhile, ValidationError.
    """
    with transaction.atomic():
        draft = _open(version, actor)
        department = Department.objects.get(code=owner)
        if code:
            row = DraftItem.objects.select_for_update(no_key=True).get(draft=draft, code=code)
            if row.version != read:
                raise _stale(row, terms)
            row.version += 1
        else:
            ordinal = _last(draft) + 1
            row = DraftItem(id=uuid7(at), draft=draft, code=next(_fresh_codes(draft)), ordinal=ordinal)
        row.owner = department
        for name in WRITTEN:
            if name in terms:
                setattr(row, name, terms[name])
        row.full_clean(exclude=("id",))
        row.save(force_insert=not code)
    return row


def remove_item(*, version: UUID, code: str, actor: Actor, at: datetime) -> None:
    """Leave one item out of the draft. Raises RuleViolation (E06-2), DoesNotExist."""
    with transaction.atomic():
        draft = _open(version, actor)
        DraftItem.objects.get(draft=draft, code=code).delete()


def import_items(
    *,
    version: UUID,
    rows: Sequence[Mapping[str, Any]],
    owners: Mapping[str, str],
    replace: bool,
    actor: Actor,
    at: datetime,
) -> int:
    """Bring a sheet's rows into the draft, in their order; `replace` takes the place of what is there, else they are added.

    A row's terms hold the columns of its sheet only. Where it is an item of the draft (same `code`, else same name and sub-item) it
    keeps that item's code and whatever the sheet has no column for. `owners` maps a row's `owner_words` to a department's code; who
    is not in it belongs to the drafting department. Answers how many. Raises RuleViolation (E06-1, E06-2), ValidationError.
    """
    with transaction.atomic():
        draft = _open(version, actor)
        former = FormerRows(DraftItem.objects.filter(draft=draft).select_related("owner") if replace else ())
        fresh = _fresh_codes(draft)
        if replace:
            DraftItem.objects.filter(draft=draft).delete()
        first = _last(draft) + 1
        departments = {each.code: each for each in Department.objects.all()}
        made = []
        for ordinal, terms in enumerate(rows, start=first):
            known = former.take(terms)
            row = DraftItem(id=uuid7(at), draft=draft, ordinal=ordinal, **merged(known, terms))
            row.code = known.code if known is not None else next(fresh)
            kept = known.owner.code if known is not None else actor.org
            row.owner = departments[owners.get(terms.get("owner_words", ""), kept)]
            row.full_clean(exclude=("id", "draft", "owner"), validate_unique=False, validate_constraints=False)
            made.append(row)
        require(check_list_not_empty(len(made)))
        DraftItem.objects.bulk_create(made)
    return len(made)


def send_version(*, version: UUID, reason: str, actor: Actor, at: datetime) -> None:
    """Send the draft for approval; it is not changed while it waits. Raises RuleViolation (E06-1, E06-2)."""
    with transaction.atomic():
        draft = _open(version, actor)
        require(check_list_not_empty(draft.items.count()))
        draft.sent_at, draft.sent_reason, draft.returned = at, reason.strip(), ""
        assert actor.person is not None
        draft.drafter, draft.drafter_office = actor.person, actor.office
        draft.save()


def return_draft(*, version: UUID, opinion: str, actor: Actor, at: datetime) -> None:
    """Give a draft that was sent back to who drafts it, with an opinion; also the drafter's own taking back."""
    with transaction.atomic():
        draft = VersionDraft.objects.select_for_update(no_key=True).get(
            pk=version, list_version__item_list__department__code=actor.org
        )
        draft.sent_at, draft.returned = None, opinion.strip()
        draft.save()


def _fresh_codes(draft: VersionDraft) -> Iterator[str]:
    """Codes of this list that were never used: department, kind's first letter, four digits."""
    item_list = draft.list_version.item_list
    prefix = f"{item_list.department.code}-{item_list.kind[0].lower()}"
    used = {
        *DraftItem.objects.filter(draft=draft).values_list("code", flat=True),
        *Item.objects.filter(list_version__item_list=item_list).values_list("code", flat=True),
    }
    highest = max((int(code.removeprefix(prefix)) for code in used), default=0)
    return (f"{prefix}{number:04d}" for number in count(highest + 1))


def _open(version: UUID, actor: Actor) -> VersionDraft:
    """The draft, locked. Raises DoesNotExist for another department's, RuleViolation (E06-2) where it is closed."""
    found = ItemListVersion.objects.select_related("item_list__department").get(
        pk=version, item_list__department__code=actor.org
    )
    drafting = found.status == "DRAFT"
    draft = VersionDraft.objects.select_for_update(no_key=True).filter(pk=version).first() if drafting else None
    sent = draft is not None and draft.sent_at is not None
    require(check_still_draft(found.status_label, draft is not None, sent))
    assert draft is not None
    draft.list_version = found
    return draft


def _last(draft: VersionDraft) -> int:
    return max(draft.items.values_list("ordinal", flat=True), default=0)


def _stale(row: DraftItem, terms: Mapping[str, Any]) -> StaleVersion:
    labels = {field.name: str(field.verbose_name) for field in DraftItem._meta.concrete_fields}
    sides = tuple(
        (labels[name], getattr(row, name), terms[name])
        for name in WRITTEN
        if name in terms and terms[name] != getattr(row, name)
    )
    return StaleVersion("这项事项已被他人更改，请核对后再保存", differences=sides)
