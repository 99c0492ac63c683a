"""Item lists of the walk: one version in public, the next under way, a sheet on its way in, a document, a guide.

Everything by the real acts.
"""

import datetime
import io
from typing import Any

from django.test import Client
from django.urls import reverse

from shuangsuiji.foundation.accounts import session_times
from shuangsuiji.foundation.evidence.kinds import Kind
from shuangsuiji.foundation.evidence.receiving import receive
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version, write_item
from shuangsuiji.stages.items.actions.register_basis import register_basis
from shuangsuiji.stages.items.actions.write_guide import publish_guide, write_guide
from shuangsuiji.stages.items.models import DraftItem
from shuangsuiji.stages.items.queries import digest_of
from shuangsuiji.web.components.drafts import KEY_FIELD
from shuangsuiji.web.components.idempotency import new_key
from tests.browser.site import Site
from tests.foundation.evidence.files import pdf
from tests.stages.items.conftest import terms
from tests.web.office.items.test_pages import sheet

TEXTS = {"basis": "《某法》第一条", "procedure": "先告知，再检查", "content": "劳动合同", "method": "查阅材料"}


def build(site: Site) -> dict[str, Any]:
    """Keys of what the pages need."""
    bureau, at = site.bureau, site.at
    clerk, deputy = bureau.actor("li", "clerk"), bureau.actor("sun", "deputy_head")
    document = register_basis(
        number="某政〔2019〕22号", title="某省双随机监管办法", level="PROVINCE", issuing_body="某省人民政府",
        from_on=datetime.date(2019, 6, 1), original=receive(io.BytesIO(pdf()), Kind.DOCUMENT), actor=clerk, at=at,
    )  # fmt: skip
    first = draft_version(kind="OWN", actor=clerk, at=at)
    rows = [terms(number) for number in (1, 2, 3)]
    import_items(version=first.pk, rows=rows, owners={}, replace=True, actor=clerk, at=at)
    send_version(version=first.pk, reason="年度调整", actor=clerk, at=at)
    approve_version(version=first.pk, seen=digest_of(first), actor=deputy, at=at)
    notice = publish_items(version=first.pk, place="政府网站", actor=clerk, at=at)
    write_guide(item_code="rsj-o0001", contents=TEXTS, points=[("是否签订书面合同", "已签订")], actor=clerk, at=at)
    publish_guide(item_code="rsj-o0001", read=1, actor=bureau.actor("zheng", "section_head"), at=at)
    second = draft_version(kind="OWN", actor=clerk, at=at)
    row = DraftItem.objects.get(draft=second.pk, ordinal=2)
    changed = terms(2, method="书面检查")
    write_item(version=second.pk, code=row.code, read=row.version, terms=changed, owner="rsj", actor=clerk, at=at)
    return {
        "document": document.pk,
        "published": first.pk,
        "drafted": second.pk,
        "index_no": notice.index_no,
        "upload": _upload(site, second.pk),
    }


def _upload(site: Site, version: Any) -> str:
    client = Client()
    client.force_login(site.bureau.account("li"))
    session = client.session
    session_times.begin(session, at=site.at, second_factor=True)
    session.save()
    fields = {KEY_FIELD: new_key(), "file": sheet(), "replace": "yes", "into": str(version)}
    answer = client.post(reverse("items:import", args=(version,)), fields)
    return str(answer["Location"]).rstrip("/").rpartition("/")[2]
