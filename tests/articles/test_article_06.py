"""第六条：按风险四类定比例、频次，对象库按规则命名，另有规定的叠加显示，特定领域两种分类融合。"""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from math import ceil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import get_resolver, reverse

from shuangsuiji.core.ratios import Ratio, parse_ratio
from shuangsuiji.core.rules.finding import RuleViolation, require
from shuangsuiji.core.rules.measures import measures_of
from shuangsuiji.core.rules.offices import Approval
from shuangsuiji.core.rules.parameters import Override, check_override
from shuangsuiji.core.rules.plan_lint import standing_out
from shuangsuiji.core.rules.pool_names import pool_name
from shuangsuiji.core.rules.quotas import (
    EMPTY_LIBRARY,
    BelowFloor,
    check_frequency,
    check_ratio,
    check_sample,
    minimum_sample,
    percent,
    ratio_floor,
    sample_size,
)
from shuangsuiji.core.rules.risk import ClassRecord, RiskClass, fuse, prevailing
from shuangsuiji.foundation.ledger.models import LogEvent
from shuangsuiji.stages.disclosure.actions.publish_items import publish_items
from shuangsuiji.stages.disclosure.actions.publish_plan import publish_plan
from shuangsuiji.stages.disclosure.public import changes, notices
from shuangsuiji.stages.items import queries as item_queries
from shuangsuiji.stages.items.actions.approve_version import approve_version
from shuangsuiji.stages.items.actions.draft_version import draft_version
from shuangsuiji.stages.items.actions.edit_draft import import_items, send_version, write_item
from shuangsuiji.stages.items.models import DraftItem, Item, ItemListVersion
from shuangsuiji.stages.plans.actions.close_year import close_year
from shuangsuiji.stages.plans.actions.confirm_plan import confirm_plan
from shuangsuiji.stages.plans.actions.record_measure import Evidence, record_measure
from shuangsuiji.stages.plans.models import PlanDraft, Policy
from shuangsuiji.stages.plans.queries.policies import standings_on
from shuangsuiji.stages.plans.queries.standing import remarks_on
from shuangsuiji.stages.plans.signing import Answer
from shuangsuiji.stages.registry.actions.apply_due_classes import apply_due_classes
from shuangsuiji.stages.registry.actions.draft_fusion import draft_fusion
from shuangsuiji.stages.registry.actions.set_fusion import set_fusion
from shuangsuiji.stages.registry.actions.set_risk_class import set_risk_class
from shuangsuiji.stages.registry.models import Subject
from shuangsuiji.stages.registry.queries import library_counts, unclassified_finding
from shuangsuiji.stages.registry.queries.classes import moves_digest, preview_of
from shuangsuiji.web.components.addresses import addresses
from shuangsuiji.web.components.site_policy import site_policy
from tests.cast import LEAD_DEPARTMENT, LI, SUN, WU, ZHENG
from tests.foundation.overrides.measures import drafted as draft_measure
from tests.foundation.overrides.measures import set_
from tests.stages.cast import TANG, County
from tests.stages.items.conftest import terms
from tests.stages.plans import planning
from tests.stages.plans.planning import (
    YEAR,
    drafted,
    line,
    paper,
    policy,
    prepare_without_policy,
    quotas,
    send,
)
from tests.stages.registry.rosters import file_of, firm, firms, synthetic_uscc, take_in

A, B, C, D = RiskClass


def list_published(county: County, version: ItemListVersion) -> None:
    """Sent by the clerk, approved by the deputy head, published by the clerk."""
    li = county.actor(LI)
    send_version(version=version.pk, reason="年度调整", actor=li, at=county.at)
    seen = item_queries.digest_of(version)
    approve_version(version=version.pk, seen=seen, actor=county.actor(SUN), at=county.at)
    publish_items(version=version.pk, place="政府网站", actor=li, at=county.at)


@pytest.mark.django_db
def test_c06_1_a_list_of_108_items_in_14_categories_is_one_version(county: County) -> None:
    li = county.actor(LI)
    version = draft_version(kind="OWN", actor=li, at=county.at)
    rows = [terms(number, category=f"类别{number % 14}") for number in range(1, 109)]
    import_items(version=version.pk, rows=rows, owners={}, replace=True, actor=li, at=county.at)
    assert all(finding.satisfied for finding in item_queries.findings_of(version))
    list_published(county, version)
    assert len(set(Item.objects.values_list("category", flat=True))) == 14
    assert (Item.objects.count(), ItemListVersion.objects.count()) == (108, 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("part", "word"), [("basis", "依据"), ("organ", "主体"), ("subject_range", "对象"), ("method", "方式")]
)
def test_e06_1_an_item_without_one_of_the_four_parts_is_not_published(county: County, part: str, word: str) -> None:
    li = county.actor(LI)
    version = draft_version(kind="OWN", actor=li, at=county.at)
    write_item(version=version.pk, terms=terms(1, **{part: " "}), owner="rsj", actor=li, at=county.at)
    with pytest.raises(RuleViolation, match=f"缺少“{word}”，不能公布（第六条）"):
        list_published(county, version)
    assert not Item.objects.exists()


@pytest.mark.django_db
def test_c06_2_a_second_version_shows_exactly_its_change_and_the_first_still_reads_as_it_did(ready: County) -> None:
    li = ready.actor(LI)
    (first,) = ItemListVersion.objects.filter(status="PUBLISHED")
    before = item_queries.shown(first)
    second = draft_version(kind="OWN", actor=li, at=ready.at)
    row = DraftItem.objects.get(draft=second.pk, ordinal=2)
    given = {name: getattr(row, name) for name in item_queries.TERMS} | {"method": "书面检查"}
    same = {"version": second.pk, "code": row.code, "read": row.version, "terms": given, "owner": "rsj", "actor": li}
    write_item(**same, at=ready.at)
    list_published(ready, second)
    (notice,) = notices("items")
    (change,) = changes("items", notice.index_no)
    assert (change.what, change.fields) == ("CHANGED", (("检查方式", row.method, "书面检查"),))
    assert item_queries.shown(ItemListVersion.objects.get(pk=first.pk)) == before
    with pytest.raises(RuleViolation, match="已公布的清单版本不能修改，请另建新版本（第六条）"):
        write_item(**same, at=ready.at)


def test_c06_3_a_measure_from_july_leaves_june_to_the_rules() -> None:
    measure = Override("sample_floor.C", parse_ratio("5%"), "某办〔2026〕5号", date(2026, 7, 1))
    june = ratio_floor(C, on=date(2026, 6, 15), overrides=[measure])
    july = ratio_floor(C, on=date(2026, 7, 15), overrides=[measure])
    assert (percent(june.ratio), june.document) == ("10%", "")
    assert (percent(july.ratio), july.document) == ("5%", "某办〔2026〕5号")
    unnumbered = replace(measure, document="")
    assert "差异化规定缺少文号或生效日期，不能启用（第六条）" in str(check_override(unnumbered))
    assert ratio_floor(C, on=date(2026, 7, 15), overrides=[unnumbered]) == june


def test_c06_4_the_own_class_puts_the_subject_into_its_library_and_both_stay_known() -> None:
    records = [ClassRecord(B, "省共享", date(2026, 3, 1)), ClassRecord(D, "本系统", date(2026, 2, 1))]
    chosen = prevailing(records, date(2026, 4, 1))
    assert chosen is not None
    assert (chosen.risk_class, chosen.source) == (D, "本系统")
    assert len(records) == 2


def test_c06_6_the_library_has_its_statutory_name() -> None:
    name = pool_name("濮阳县人力资源和社会保障局", 2026, "劳动合同及招用工管理", C, 2)
    assert name == "濮阳县人力资源和社会保障局2026年劳动合同及招用工管理信用风险较高(C类)第2次抽查检查对象库"


@pytest.mark.parametrize(
    ("risk_class", "population", "sample"),
    [
        (A, 40, 1),
        (A, 101, 2),
        (B, 100, 3),
        (B, 101, 4),
        (C, 31, 4),
        (D, 7, 2),
        *((letter, 0, 0) for letter in RiskClass),
    ],
)
def test_c06_8_the_table_of_samples(risk_class: RiskClass, population: int, sample: int) -> None:
    assert minimum_sample(population, risk_class) == sample
    note = str(check_sample(sample, population, risk_class))
    assert (note == EMPTY_LIBRARY) is (population == 0)


def test_c06_8_an_own_rule_of_seven_percent_of_a_hundred_is_seven() -> None:
    assert sample_size(100, parse_ratio("7%")) == 7
    assert ceil(100 * 0.07) == 8, "what a float would give"


@pytest.mark.parametrize("percentage", [1, 3, 7, 10, 20, 29, 55, 57, 58, 100])
def test_c06_8_every_population_is_rounded_up_exactly(percentage: int) -> None:
    for population in range(1, 501):
        exact = Fraction(population * percentage, 100)
        assert sample_size(population, Ratio(percentage, 100)) == max(1, ceil(exact))


def test_c06_9_a_plan_with_class_c_once_a_year_is_refused() -> None:
    with pytest.raises(RuleViolation, match="C类全年 1 次，少于 2 次") as caught:
        require(*check_frequency(1, C))
    assert caught.value.findings[0].code == "E06-9"


def test_c06_10_a_plan_below_the_floor_needs_somebody_elses_consent() -> None:
    share = parse_ratio("2%")
    own = Approval("deputy_head", LEAD_DEPARTMENT, LI.name, LI.name, date(2026, 3, 2))
    theirs = replace(own, person=SUN.name)
    assert not check_ratio(share, B, LEAD_DEPARTMENT).satisfied
    assert not check_ratio(share, B, LEAD_DEPARTMENT, below=BelowFloor("力量不足", own)).satisfied
    assert check_ratio(share, B, LEAD_DEPARTMENT, below=BelowFloor("力量不足", theirs)).satisfied


def test_c06_14_general_a_and_sector_c_give_c() -> None:
    assert fuse(A, C) is C


# ---------------------------------------------------------------------------------------------- plans, through the acts


@pytest.mark.django_db
def test_c06_3_a_plan_line_of_july_shows_the_measure_and_one_of_june_the_rules(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ready.at)
    terms = {"value": 5, "denominator": 100, "effective_from": date(YEAR, 7, 1), "document": "平政办〔2026〕5号"}
    tang, sun = ready.actor(TANG), ready.actor(SUN)
    set_(sun, ready.at, draft_measure(tang, ready.at, **terms))
    june = standings_on("rsj", date(YEAR, 6, 15))[C]
    july = standings_on("rsj", date(YEAR, 7, 15))[C]
    assert (percent(june.floor.ratio), june.origin) == ("10%", "细则第六条（三）")
    assert (percent(july.floor.ratio), july.floor.document) == ("5%", "平政办〔2026〕5号")
    lower = quotas(C=(5, 100, 2))
    plan = drafted(ready, line(quotas=lower), line(task_name="下半年", from_on=date(YEAR, 7, 1), quotas=lower))
    wrong = {(each.finding.code, each.line) for each in standing_out(remarks_on(paper(plan)))}
    assert ("E06-8", 1) in wrong
    assert ("E06-8", 2) not in wrong
    page = ready.client(LI).get(f"/office/plans/{plan.pk}/").content.decode()
    assert "下限依据：细则第六条（三）<" in page, "the line of March"
    assert "下限依据：细则第六条（三）；平政办〔2026〕5号<" in page, "the line of July"
    with pytest.raises(RuleViolation, match="缺少文号或生效日期"):
        draft_measure(tang, ready.at, **{**terms, "document": " "})


@pytest.mark.django_db
def test_c06_9_a_plan_with_the_raised_class_once_a_year_is_not_sent_round(ready: County) -> None:
    plan = drafted(ready, line(quotas=quotas(C=(10, 100, 1))))
    with pytest.raises(RuleViolation, match="C类全年 1 次，少于 2 次"):
        send(ready, plan)
    assert send(ready, drafted(ready, line(quotas=quotas(C=(10, 100, 2)))))


@pytest.mark.django_db
def test_c06_10_a_share_below_the_floor_needs_the_deputy_head_and_not_who_asked(ready: County) -> None:
    below = quotas(C=(5, 100, 2))
    bare = drafted(ready, line(quotas=below))
    with pytest.raises(RuleViolation, match="C类比例 5% 低于 10%"):
        send(ready, bare)
    below["C"]["below"] = "本年度集中治理"
    plan = drafted(ready, line(quotas=below))
    answer = Answer(send(ready, plan))
    with pytest.raises(RuleViolation, match="不能公示计划"):
        publish_plan(plan=plan.pk, place="", actor=ready.actor(LI), at=ready.at)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(SUN).person)
    with pytest.raises(RuleViolation, match="申请人本人不能审批"):
        confirm_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    PlanDraft.objects.filter(pk=plan.pk).update(sender=ready.actor(LI).person)
    confirm_plan(plan_id=plan.pk, answer=answer, actor=ready.actor(SUN), at=ready.at)
    publish_plan(plan=plan.pk, place="本局网站", actor=ready.actor(LI), at=ready.at)
    printed = notices("plans")[0].content["rows"][0]["ratio"]
    assert "低于 10%，经批准，理由：本年度集中治理" in printed
    assert LogEvent.objects.filter(type="plan.override").count() == 1


@pytest.mark.django_db
def test_e06_3_a_policy_without_document_or_first_day_is_not_laid_before_the_deputy_head(ready: County) -> None:
    for changed in ({"document": ""}, {"effective_from": None}):
        with pytest.raises(RuleViolation, match="缺少文号或生效日期"):
            policy(ready, **changed)
    assert Policy.objects.count() == 1


@pytest.mark.django_db
def test_e06_4_a_plan_of_a_year_without_policy_is_not_sent_round(county: County) -> None:
    prepare_without_policy(county)
    plan = drafted(county)
    with pytest.raises(RuleViolation, match="尚未制定本年度分类监管措施"):
        send(county, plan)
    policy(county)
    assert send(county, plan)


@pytest.mark.django_db
def test_e06_10_a_second_draw_of_the_low_class_says_why(ready: County) -> None:
    twice = quotas(A=(1, 100, 2))
    with pytest.raises(RuleViolation, match="A类全年安排 2 次，请说明必要性"):
        send(ready, drafted(ready, line(quotas=twice)))
    twice["A"]["necessity"] = "专项治理"
    assert send(ready, drafted(ready, line(quotas=twice)))


# ------------------------------------------------------------------------------------------------- the registry's classes


def stated(county: County, number: int, letter: str, minutes: int = 0) -> None:
    """The keeper states a class of the own system for firm `number`."""
    set_risk_class(
        subject=Subject.objects.get(uscc=synthetic_uscc(number)).pk, risk_class=letter, source="本系统",
        on=date(2026, 11, 20), reason="欠薪查实", document="某监〔2026〕8号", actor=county.actor(WU),
        at=county.at + timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_c06_4_in_the_registry_the_own_class_builds_the_library_and_the_authorised_see_both(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    take_in(file_of(tmp_path, [firm(1)]), county.actor(WU), county.at)
    stated(county, 1, "D")
    assert library_counts(county.lead, date(2026, 11, 24)) == {"A": 0, "B": 0, "C": 0, "D": 1, "": 0}
    page = county.client(LI).get(reverse("subjects:subject", args=[Subject.objects.get().pk])).content.decode()
    table = page.partition("分类记录")[2].partition("</table>")[0]
    assert all(words in table for words in ("B类", "省共享", "D类", "本系统", "采用"))
    assert (Subject.objects.get().risk_class, Subject.objects.get().class_source) == ("D", "本系统")


@pytest.mark.django_db(transaction=True)
def test_c06_5_no_anonymous_page_and_no_entry_of_the_log_names_a_subject_or_its_class(
    county: County, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: county.at)
    take_in(file_of(tmp_path, [firm(1, name="金丝雀服装厂"), firm(2)]), county.actor(WU), county.at)
    stated(county, 1, "D")
    canaries = ("金丝雀", synthetic_uscc(1), "D类")
    for view in addresses(get_resolver(settings.ROOT_URLCONF).url_patterns):
        if view.name == "portal:draws_verifier":
            continue  # the program itself: its own words, no data
        if "<" not in view.route and site_policy().declared(view.name, "GET"):
            text = Client().get(f"/{view.route}").content.decode(errors="replace")
            assert not any(canary in text for canary in canaries), view.name
    for entry in LogEvent.objects.all():
        assert not any(canary.encode() in bytes(entry.body) for canary in canaries), entry.type


@pytest.mark.django_db(transaction=True)
def test_c06_14_in_the_registry_the_preview_equals_the_real_move_subject_by_subject(
    county: County, tmp_path: Path
) -> None:
    take_in(file_of(tmp_path, firms(12)), county.actor(WU), county.at)
    for minutes, (number, letter) in enumerate(((4, "C"), (1, "A"), (3, "B"), (8, "D"), (6, "C"))):
        stated(county, number, letter, minutes)
    later = county.at + timedelta(hours=1)
    draft = draft_fusion(
        document="某〔2026〕20号", effective_from=date(2026, 12, 1), actor=county.actor(TANG), at=later
    )
    preview = {(move.identity, move.before, move.after) for move in preview_of(draft)}
    assert len(preview) == 2  # 1: B and A give B; 3: D and B give D
    with pytest.raises(RuleViolation, match="融合规则变更将影响 2 户，请先确认预览（第六条）"):
        set_fusion(draft=draft.pk, preview="", actor=county.actor(SUN), at=later)
    set_fusion(draft=draft.pk, preview=moves_digest(preview_of(draft)), actor=county.actor(SUN), at=later)
    before = dict(Subject.objects.values_list("identity", "risk_class"))
    apply_due_classes(actor=county.actor(WU), at=later + timedelta(days=7))
    after = dict(Subject.objects.values_list("identity", "risk_class"))
    assert {(key, before[key], after[key]) for key in before if before[key] != after[key]} == preview
    fused = Subject.objects.get(uscc=synthetic_uscc(4)).classes.get(source="融合")
    assert (fused.risk_class, "通用 A" in fused.explanation, "专业 C" in fused.explanation) == ("C", True, True)


@pytest.mark.django_db(transaction=True)
def test_e06_5_subjects_without_class_stop_the_library(county: County, tmp_path: Path) -> None:
    take_in(file_of(tmp_path, [firm(1), firm(2, **{"class": ""})]), county.actor(WU), county.at)
    with pytest.raises(RuleViolation, match=r"有 1 户尚无信用风险分类，请先处理再建库（第六条（一））"):
        require(unclassified_finding(county.lead))


@pytest.mark.django_db
def test_c06_8_the_page_of_a_plan_shows_the_exact_number_for_every_class(
    ready: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: ready.at)
    planning.firms(ready, ready.lead, 1, A=101, B=101, C=31)
    plan = drafted(ready)
    page = ready.client(LI).get(f"/office/plans/{plan.pk}/").content.decode()
    rows = re.findall(r"tag-[abcd]\">([ABCD])类</span></td><td>(\d+)</td><td>(\d+)</td>", page)
    assert rows == [("A", "101", "2"), ("B", "101", "4"), ("C", "31", "4"), ("D", "0", "0")]


# -------------------------------------------------------------------------------------------------- measures of the year


def evidenced(county: County, letter: str) -> None:
    """The head of section records a document for the first measure of a class."""
    record_measure(
        risk_class=letter, measure=measures_of(RiskClass(letter))[0],
        evidence=Evidence("DOCUMENT", f"平人社发〔2026〕{ord(letter)}号", date(2026, 3, 2)),
        actor=county.actor(ZHENG), at=county.at,
    )  # fmt: skip


@pytest.mark.django_db
def test_c06_12_the_report_of_the_year_lists_every_measure_with_its_evidence_or_says_it_was_not_done(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    january = datetime(2027, 1, 4, 9, 0, tzinfo=UTC)
    for letter in "ABC":
        evidenced(county, letter)
    with pytest.raises(RuleViolation, match="2026年度D类措施尚无落实记录，不能出具年度报告") as caught:
        close_year(year=2026, actor=county.actor(TANG, at=january), at=january)
    assert [finding.code for finding in caught.value.findings] == ["E06-13"]
    evidenced(county, "D")
    close_year(year=2026, actor=county.actor(TANG, at=january), at=january)
    monkeypatch.setattr("django.utils.timezone.now", lambda: january)
    report = County(january).client(LI).get("/office/measures/2026/report/").content.decode()
    rows = re.findall(r"<tr><td>([ABCD])类</td><th scope=\"row\">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>", report)
    assert [(letter, words) for letter, words, *_ in rows] == [
        (each.value, words) for each in RiskClass for words in measures_of(each)
    ]
    assert {(done, bool(re.search("平人社发〔2026〕", shown))) for *_, done, shown in rows} == {
        ("已落实", True),
        ("未落实", False),
    }
    assert sum(done == "已落实" for *_, done, _ in rows) == 4
    with pytest.raises(RuleViolation, match="2026年度措施落实记录已办结"):
        evidenced(County(january), "A")
