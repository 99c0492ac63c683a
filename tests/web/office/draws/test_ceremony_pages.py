"""A ceremony through its pages: two browsers as two contributors, from the announcement to dispatch. 第十三条（二）, 第十四条."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import commit_of
from shuangsuiji.foundation.ledger.published import read_published
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.queries.ceremony import standing_of
from shuangsuiji.stages.draws.queries.recorded import recorded
from shuangsuiji.stages.inspections.models import Inspection, InspectorReplacement
from shuangsuiji.stages.inspections.queries.teams import place_of
from shuangsuiji.stages.plans.models import Task
from shuangsuiji.web.office.draws import papers
from tests.cast import LI, SUN, WANG, ZHENG, ZHOU
from tests.cast import Person as Member
from tests.foundation.evidence.files import pdf
from tests.stages.cast import County, build_county
from tests.stages.draws import drawing
from tests.stages.inspections import dispatching
from tests.stages.plans.planning import prepare
from tests.web.pages import page, send

pytestmark = [pytest.mark.django_db, pytest.mark.article("第十四条")]
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class Clock:
    """The site's clock, which a test moves."""

    def __init__(self) -> None:
        self.minutes = 0

    def __call__(self) -> datetime:
        return NOW + timedelta(minutes=self.minutes)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    moved = Clock()
    monkeypatch.setattr("django.utils.timezone.now", moved)
    return moved


@pytest.fixture
def county(clock: Clock) -> County:
    built = build_county(NOW)
    prepare(built)
    return built


def browser(county: County, who: Member) -> Client:
    """Somebody's browser, signed in just now: a session ends when nobody acts for a while."""
    return replace(county, at=timezone.now()).client(who)


def done(client: Client, view: str, *keys: object, **fields: Any) -> None:
    """A form that is accepted."""
    answer = send(client, view, *keys, **fields)
    assert answer.status_code == 302, answer.content.decode()


def announced(county: County, task: Task) -> dict[str, Any]:
    """What the clerk types."""
    local = [timezone.localtime(NOW + timedelta(minutes=each)) for each in (30, 60, 75)]
    times = dict(
        zip(("commit_by", "reveal_by", "not_before"), (f"{each:%Y-%m-%dT%H:%M}" for each in local), strict=True)
    )
    people = {"person_1": f"{county.person(LI).pk}", "person_2": f"{county.person(ZHENG).pk}"}
    return {"teams": "2", "digits": "20", **times, **people}


def value(made: Draw, label: str) -> str:
    code = made.contributors.get(label=label).code
    return commit_of(suite_named("SHA256"), made.number, made.freeze.context, code, drawing.SECRETS[label])


def test_a_ceremony_from_the_announcement_to_the_dispatch(county: County, clock: Clock) -> None:
    task = drawing.ready_task(county)
    dispatching.guided(county, task)
    li, zheng = browser(county, LI), browser(county, ZHENG)
    assert "还没有抽取" in page(li, "draws:hall", task.pk)
    done(li, "draws:plan", task.pk, **announced(county, task))
    made = Draw.objects.get()
    assert "等待" not in page(li, "draws:hall", task.pk)
    clock.minutes = 5
    done(li, "draws:freeze", task.pk)
    for minute, (client, label) in enumerate(((li, "承办股室"), (zheng, "机关纪检")), start=10):
        clock.minutes = minute
        assert made.freeze.context in page(client, "draws:commit", task.pk)
        done(client, "draws:commit", task.pk, value=value(Draw.objects.get(), label))
    hall = page(li, "draws:hall", task.pk)
    assert "等待进入签名检查点" in hall
    assert reverse("draws:reveal", args=(task.pk,)) not in hall
    drawing.seal_log()
    for minute, (who, label) in enumerate(((LI, "承办股室"), (ZHENG, "机关纪检")), start=40):
        clock.minutes = minute
        client = browser(county, who)
        done(client, "draws:reveal", task.pk, secret=drawing.SECRETS[label])
    clock.minutes = 76
    li, zheng = browser(county, LI), browser(county, ZHENG)
    done(li, "draws:number", task.pk, value=drawing.NUMBER)
    sheet = SimpleUploadedFile("a.pdf", pdf(), "application/pdf")
    done(zheng, "draws:number", task.pk, value=drawing.NUMBER, file=sheet)
    done(li, "draws:run", task.pk)
    drawn = page(li, "draws:hall", task.pk)
    assert Draw.objects.get().result.result_hash in drawn
    assert reverse("inspections:dispatch", args=(task.pk,)) not in drawn
    drawing.seal_log()
    drawn = page(li, "draws:hall", task.pk)
    for view in ("draws:publish", "inspections:dispatch"):
        assert reverse(view, args=(task.pk,)) in drawn
        done(li, view, task.pk)
    told = page(li, "draws:hall", task.pk)
    assert (reverse("draws:publish", args=(task.pk,)) in told, "检查小组" in told) == (False, True)
    assert Inspection.objects.count() == 8


def test_no_page_of_the_draw_names_a_firm_before_dispatch(county: County, clock: Clock) -> None:
    made = dispatching.drawn(county)
    clock.minutes = 95
    names = [row.subject.name for row in made.subjects.select_related("subject")]
    client = browser(county, LI)
    for name in ("hall", "print"):
        text = page(client, f"draws:{name}", made.task_id)
        assert not [each for each in names if each in text]


def test_a_second_press_is_refused_with_the_article(county: County, clock: Clock) -> None:
    made = dispatching.drawn(county)
    clock.minutes = 95
    answer = send(browser(county, LI), "draws:run", made.task.pk)
    assert answer.status_code == 422
    assert "名单一经产生不得更改" in answer.content.decode()
    assert "第十四条" in answer.content.decode()
    again = send(browser(county, LI), "draws:plan", made.task.pk, **announced(county, made.task))
    assert again.status_code == 422
    assert Draw.objects.count() == 1


def test_who_speaks_for_nobody_is_told_so_and_writes_nothing(county: County, clock: Clock) -> None:
    task = drawing.ready_task(county)
    made = drawing.frozen(county, drawing.planned(county, task))
    clock.minutes = 10
    client = browser(county, SUN)
    assert "您不是公告指定的人员" in page(client, "draws:commit", task.pk)
    answer = send(client, "draws:commit", task.pk, value="ab" * 32)
    assert answer.status_code == 422
    assert not made.contributors.filter(commitment__isnull=False).exists()


def test_the_head_gives_a_draw_up_with_a_ground_and_the_next_is_numbered(county: County, clock: Clock) -> None:
    task = drawing.ready_task(county)
    drawing.planned(county, task)
    clock.minutes = 10
    head = browser(county, ZHOU)
    assert send(head, "draws:end", task.pk, code="", text="").status_code == 422
    done(head, "draws:end", task.pk, code="roster", text="名录需要重新核对")
    assert "名录需要重新核对" in page(head, "draws:hall", task.pk)
    clock.minutes = 11
    later = {**announced(county, task)}
    done(browser(county, LI), "draws:plan", task.pk, **later)
    assert [each.number[-2:] for each in Draw.objects.order_by("ordinal")] == ["/1", "/2"]
    assert "中止 1 次" in page(browser(county, LI), "draws:hall", task.pk)


def test_another_department_that_takes_no_part_sees_nothing(county: County, clock: Clock) -> None:
    task = drawing.ready_task(county)
    drawing.planned(county, task)
    assert browser(county, WANG).get(reverse("draws:hall", args=(task.pk,))).status_code == 404


def test_the_workbench_says_what_waits_for_whom(county: County, clock: Clock) -> None:
    task = drawing.ready_task(county)
    assert "发布抽取公告" in page(browser(county, LI), "office:home")
    made = drawing.planned(county, task)
    home = page(browser(county, LI), "office:home")
    assert ("冻结名录" in home, "发布抽取公告" in home) == (True, False)
    clock.minutes = 10
    drawing.frozen(county, made)
    for who, waits in ((LI, True), (ZHENG, True), (SUN, False)):
        assert ("提交承诺" in page(browser(county, who), "office:home")) is waits
    assert "发布抽取公告" not in page(browser(county, WANG), "office:home")


def test_a_replacement_waits_for_the_deputy_head(county: County, clock: Clock) -> None:
    dispatching.asked(county, dispatching.dispatched(county))
    clock.minutes = 95
    assert "决定人员更换" in page(browser(county, SUN), "office:home")
    assert "决定人员更换" not in page(browser(county, LI), "office:home")


def test_the_printed_record_is_a_paper_without_names(county: County, clock: Clock) -> None:
    made = dispatching.drawn(county)
    clock.minutes = 95
    answer = browser(county, LI).get(reverse("draws:print", args=(made.task_id,)), {"export": "pdf"})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    published = read_published(settings.SHUANGSUIJI_LOG_FOLDER)
    assert published is not None
    told = {"draw": made, "standing": standing_of(made, published)}
    values = f"{papers.record_values(told, recorded(made), published)}"
    assert made.result.result_hash in values
    assert not [row for row in made.subjects.select_related("subject") if row.subject.name in values]


def test_pages_of_inspections_and_teams_show_the_list_to_those_who_need_it(county: County, clock: Clock) -> None:
    task = dispatching.dispatched(county)
    clock.minutes = 95
    one = Inspection.objects.select_related("subject").first()
    assert one is not None
    li = browser(county, LI)
    assert one.subject.name in page(li, "inspections:list")
    assert one.subject.name in page(li, "inspections:inspection", one.pk)
    assert "工作量" in page(li, "inspections:teams", task.pk)
    other = browser(county, WANG)
    assert one.subject.name not in page(other, "inspections:list")
    assert other.get(reverse("inspections:inspection", args=(one.pk,))).status_code == 404


def test_a_replacement_through_its_pages(county: County, clock: Clock) -> None:
    task = dispatching.dispatched(county)
    clock.minutes = 95
    team, wish = dispatching.wish(task)
    li, said = browser(county, LI), {"ground": "health", "text": "住院", "substitute": f"{wish.substitute}"}
    refused = send(li, "replacements:ask", team.pk, wish.slot, **{**said, "ground": ""})
    assert refused.status_code == 422
    done(li, "replacements:ask", team.pk, wish.slot, **said)
    found = InspectorReplacement.objects.get()
    sun, answer = browser(county, SUN), {"seen": found.request.content_digest, "agrees": "yes"}
    assert "住院" in page(sun, "replacements:decide", found.pk)
    done(sun, "replacements:decide", found.pk, **answer)
    assert place_of(team, wish.slot).inspector_id == wish.substitute
    assert "已同意" in page(sun, "replacements:list")


def test_the_proof_is_published_from_the_hall(county: County, clock: Clock) -> None:
    made = dispatching.drawn(county)
    clock.minutes = 95
    done(browser(county, LI), "draws:publish", made.task_id)
    assert "第 1 版" in page(browser(county, LI), "draws:hall", made.task_id)
    again = send(browser(county, LI), "draws:publish", made.task_id)
    assert again.status_code == 422


def test_e16_4_people_who_cannot_fill_the_teams_are_told_with_the_places_and_the_way_out(
    county: County, clock: Clock
) -> None:
    task = drawing.ready_task(county)
    made = drawing.planned(county, task, teams=40)
    for step in (drawing.frozen, drawing.committed, drawing.revealed, drawing.numbered, drawing.drawn):
        made = step(county, made)
    clock.minutes = 85
    hall = page(browser(county, LI), "draws:hall", task.pk)
    assert "执法检查人员未能配齐" in hall
    assert "可向其他部门或上级借调" in hall
    assert made.subjects.count() == made.result.subjects == 8
