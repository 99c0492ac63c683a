"""Writing a guide, and publishing it as its next version.

Source: 第十七条. The draft is a working paper; publishing is the section head's.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from shuangsuiji.core.rules.finding import Finding, require
from shuangsuiji.core.rules.item_lists import check_guide_contents
from shuangsuiji.core.rules.offices import check_done_by
from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.actor import Actor
from shuangsuiji.foundation.ledger.command import Private, command
from shuangsuiji.foundation.ledger.keys import house_key
from shuangsuiji.foundation.lifecycle.move import StaleVersion
from shuangsuiji.stages.items.models import CheckPoint, GuideDraft, GuideVersion, Item

PUBLISHING_OFFICE = "section_head"
CONTENTS = {"basis": "检查依据", "procedure": "检查程序", "content": "检查内容", "method": "检查方法"}


def write_guide(
    *,
    item_code: str,
    contents: Mapping[str, str],
    points: Sequence[tuple[str, str]],
    read: int = 0,
    actor: Actor,
    at: datetime,
) -> GuideDraft:
    """Keep the draft of an item's guide; `read` is the draft's count of changes as it was read, 0 for a new one.

    Raises StaleVersion, DoesNotExist for an item of another department.
    """
    with transaction.atomic():
        department = _own(item_code, actor)
        draft = GuideDraft.objects.select_for_update(no_key=True).filter(item_code=item_code).first()
        if (draft.version if draft else 0) != read:
            raise StaleVersion("这份指引草稿已被他人更改，请核对后再保存")
        draft = draft or GuideDraft(item_code=item_code, department=department, version=0)
        for name in CONTENTS:
            setattr(draft, name, contents.get(name, "").strip())
        draft.points = [[text.strip(), default.strip()] for text, default in points if text.strip()]
        draft.version += 1
        draft.save()
    return draft


def publish_guide(*, item_code: str, read: int, actor: Actor, at: datetime) -> GuideVersion:
    """Publish the draft as the next version, effective for inspections that begin from now on.

    Raises RuleViolation (E17-1 for a gap, E13-2 for another office), StaleVersion, DoesNotExist.
    """
    with command(actor=actor, at=at) as cmd:
        department = _own(item_code, actor)
        draft = GuideDraft.objects.select_for_update(no_key=True).get(item_code=item_code)
        if draft.version != read:
            raise StaleVersion("这份指引草稿已被他人更改，请核对后再公布")
        contents = {label: getattr(draft, name) for name, label in CONTENTS.items()}
        require(_may_publish(actor), check_guide_contents(contents, len(draft.points)))
        number = GuideVersion.objects.filter(item_code=item_code).count() + 1
        texts = {name: getattr(draft, name) for name in CONTENTS}
        made = GuideVersion(
            department=department, item_code=item_code, number=number, published_on=localdate(at), **texts
        )
        made.save(force_insert=True)
        CheckPoint.objects.bulk_create(
            CheckPoint(guide=made, ordinal=ordinal, text=text, default_text=default)
            for ordinal, (text, default) in enumerate(draft.points, start=1)
        )
        guide = Private(f"{item_code} {number}", house_key(at=at).id)
        cmd.emit("guide.published", pub={"office": actor.office, "count": 1}, private={"guide": guide})
    return made


def _own(item_code: str, actor: Actor) -> Department:
    """The department of an item the actor answers for. Raises DoesNotExist."""
    item = Item.objects.filter(code=item_code, owner__code=actor.org).select_related("owner").first()
    if item is None:
        raise Item.DoesNotExist(item_code)
    owner: Department = item.owner
    return owner


def _may_publish(actor: Actor) -> Finding:
    return check_done_by(actor.office, PUBLISHING_OFFICE, matter="公布抽查工作指引", citation="第十七条")
