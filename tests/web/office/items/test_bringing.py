"""Sheets into a draft: what their words mean here, what a sheet has no column for, and that what goes out comes in again equal."""

import csv
import io
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from shuangsuiji.stages.items.models import DraftItem, Item, ItemListVersion
from shuangsuiji.stages.items.queries import TERMS, rows_of
from tests.cast import LI, WANG
from tests.stages.cast import County, build_county
from tests.web.office.items.test_pages import approved, drafted, send, sheet

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
JOINT = ("序号", "抽查领域", "抽查事项", "检查对象", "发起部门", "配合部门")


@pytest.fixture
def county(monkeypatch: pytest.MonkeyPatch) -> County:
    """Two departments at work."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return build_county(NOW)


def book_of(header: tuple[str, ...], *rows: tuple[object, ...]) -> io.BytesIO:
    """A workbook of these rows."""
    book = openpyxl.Workbook()
    book.active.append(header)
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    stream.seek(0)
    stream.name = "清单.xlsx"
    return stream


def bring(county: County, version: ItemListVersion, file: Any, **said: str) -> tuple[str, Any]:
    """Upload, look at the report, confirm with what is said about it: the report's text and the last answer."""
    clerk = county.client(LI)
    answer = send(clerk, "items:import", version.pk, file=file, replace="yes", into=str(version.pk))
    assert answer.status_code == 302, answer.content.decode()
    upload = re.search(r"/sheets/([0-9a-f-]{36})/", answer["Location"])
    assert upload is not None
    page = clerk.get(answer["Location"]).content.decode()
    return page, send(clerk, "items:confirm", upload.group(1), **said)


def new_draft(county: County) -> ItemListVersion:
    """An empty draft of the own list."""
    assert send(county.client(LI), "items:draft", kind="OWN").status_code == 302
    return ItemListVersion.objects.get(status="DRAFT")


def test_whose_items_they_are_is_suggested_by_name_and_confirmed_by_the_clerk(county: County) -> None:
    version = new_draft(county)
    rows = (
        (1, "用工", "对劳动用工的检查", "用人单位", "人力资源和社会保障部门", "市场监管部门"),
        (2, "用工", "对登记事项的检查", "企业", "市场监管部门", "人力资源和社会保障部门"),
    )
    page, answer = bring(county, version, book_of(JOINT, *rows), owner_1="scjgj", owner_0="rsj", fill_basis="《某法》")
    assert re.search(r'<option value="rsj" selected[^>]*>', page)
    assert "2 项没有填写“依据”" in page
    assert answer.status_code == 302
    made = list(DraftItem.objects.order_by("ordinal").select_related("owner"))
    assert [(row.owner.code, row.basis, row.organ) for row in made] == [
        ("rsj", "《某法》", "人力资源和社会保障部门"), ("scjgj", "《某法》", "市场监管部门"),
    ]  # fmt: skip
    assert (made[0].initiating_text, made[0].participating_text) == ("人力资源和社会保障部门", "市场监管部门")


def test_a_category_is_renamed_for_all_its_items_and_no_other_department_than_those_there_are_is_taken(
    county: County,
) -> None:
    version = new_draft(county)
    page, answer = bring(county, version, sheet(3), category_0="劳动合同及招用工管理", owner_0="nobody")
    assert answer.status_code == 200
    assert not DraftItem.objects.exists()
    assert "劳动合同" in page
    _, answer = bring(county, version, sheet(3), category_0="劳动合同及招用工管理")
    assert answer.status_code == 302
    assert set(DraftItem.objects.values_list("category", flat=True)) == {"劳动合同及招用工管理"}


def test_what_a_sheet_has_no_column_for_stays_as_it_was(county: County) -> None:
    version = drafted(county)
    DraftItem.objects.filter(ordinal=2).update(annual_cap=1, methods=["M1"], ratio_text="百分之三")
    codes = list(DraftItem.objects.order_by("ordinal").values_list("code", flat=True))
    bring(county, version, sheet(4))
    made = list(DraftItem.objects.order_by("ordinal"))
    assert [row.code for row in made[:3]] == codes
    assert made[3].code == "rsj-o0004"
    assert (made[1].annual_cap, made[1].methods, made[1].ratio_text) == (1, ["M1"], "百分之三")


@pytest.mark.parametrize("table", ["nine", "eleven", "joint"])
def test_what_goes_out_comes_in_again_with_the_same_rows(county: County, table: str) -> None:
    version = drafted(county)
    DraftItem.objects.update(
        remark="=注意", ratio_text="3%", frequency_text="每年一次", initiating_text="平原县人力资源和社会保障局",
        participating_text="相关部门", kind="KEY",
    )  # fmt: skip
    DraftItem.objects.filter(ordinal=3).update(owner=county.joining)
    approved(county, version)
    send(county.client(LI), "items:publish", version.pk, place="政府网站")
    address = reverse("items:version", args=(version.pk,))
    answer = county.client(LI).get(address, {"export": "xlsx", "table": table})
    stream = io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    stream.name = "导出.xlsx"
    second = new_draft(county)
    _, back = bring(county, second, stream)
    assert back.status_code == 302
    before, after = (list(rows_of(each).values(*TERMS, "owner__code")) for each in (version, second))
    assert before == after


def test_an_empty_system_takes_what_another_gave_out(county: County) -> None:
    version = drafted(county)
    answer = county.client(LI).get(reverse("items:version", args=(version.pk,)), {"export": "xlsx", "table": "nine"})
    stream = io.BytesIO(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    stream.name = "导出.xlsx"
    before = list(rows_of(version).values(*TERMS))
    DraftItem.objects.all().delete()
    bring(county, version, stream)
    assert list(rows_of(version).values(*TERMS)) == before


def test_nobody_confirms_into_the_draft_of_another_department(county: County) -> None:
    version = new_draft(county)
    stranger = county.client(WANG)
    assert send(stranger, "items:draft", kind="OWN").status_code == 302
    own = ItemListVersion.objects.exclude(pk=version.pk).get()
    answer = send(stranger, "items:import", own.pk, file=sheet(2), replace="yes", into=str(version.pk))
    upload = re.search(r"/sheets/([0-9a-f-]{36})/", answer["Location"])
    assert upload is not None
    assert send(stranger, "items:confirm", upload.group(1)).status_code == 404
    assert not DraftItem.objects.exists()


def test_an_item_of_a_draft_cannot_be_marked_or_retired(county: County) -> None:
    version = drafted(county)
    for view in ("items:mark", "items:retire"):
        assert county.client(LI).get(reverse(view, args=(version.pk, "rsj-o0001"))).status_code == 404


# ------------------------------------------------------------------------------------------------------------- real lists


@pytest.mark.external
@pytest.mark.parametrize(
    ("name", "count", "categories"),
    [
        ("hainan2020_hrss_inspection_items", 108, 14),
        ("hainan2020_all_inspection_items", 388, 0),
        ("zhejiang2017_inspection_items", 79, 0),
        ("hainan_joint_inspection_items_v2", 83, 36),
    ],
)
def test_a_published_list_is_taken_whole(county: County, shared: Path, name: str, count: int, categories: int) -> None:
    content = (shared / "data" / f"{name}.csv").read_bytes()
    rows = sum(1 for _ in csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == count
    file = io.BytesIO(content)
    file.name = "清单.csv"
    version = new_draft(county)
    page, answer = bring(county, version, file)
    assert f"确认导入 {count} 项" in page
    assert answer.status_code == 302
    made = rows_of(version)
    assert made.count() == count
    if categories:
        assert len(set(made.values_list("category", flat=True))) == categories


@pytest.mark.external
def test_c06_1_the_real_list_of_108_rows_is_approved_as_one_version(county: County, shared: Path) -> None:
    file = io.BytesIO((shared / "data" / "hainan2020_hrss_inspection_items.csv").read_bytes())
    file.name = "清单.csv"
    version = new_draft(county)
    bring(county, version, file)
    approved(county, version)
    assert Item.objects.filter(list_version=version).count() == 108
    assert ItemListVersion.objects.count() == 1
