"""Which class a firm has: the stronger source, own scales, general and sector class fused from a day on. 第六条（一）, 第六条末款."""

from datetime import date, timedelta

import pytest

from shuangsuiji.core.rules.finding import RuleViolation
from shuangsuiji.core.tlog.leaves import read_leaf
from shuangsuiji.foundation.ledger.models import LogEvent, LogHead
from shuangsuiji.foundation.ledger.reconcile import differences
from shuangsuiji.foundation.sheets.classes import read_classes
from shuangsuiji.stages.registry.actions.apply_due_classes import apply_due_classes
from shuangsuiji.stages.registry.actions.decide_unclassified import decide_unclassified
from shuangsuiji.stages.registry.actions.draft_fusion import draft_fusion
from shuangsuiji.stages.registry.actions.import_classes import ClassList, import_classes
from shuangsuiji.stages.registry.actions.set_fusion import set_fusion
from shuangsuiji.stages.registry.actions.set_risk_class import set_risk_class
from shuangsuiji.stages.registry.actions.set_scale import set_scale
from shuangsuiji.stages.registry.classing import Fusion
from shuangsuiji.stages.registry.fusing import moves, moves_digest
from shuangsuiji.stages.registry.models import FusionRule, Subject, UnclassifiedDecision, What
from shuangsuiji.stages.registry.queries import unclassified_finding
from tests.cast import SUN, Person
from tests.foundation.sheets.makers import xlsx_bytes
from tests.stages.registry.rosters import file_of, firm, synthetic_uscc, take_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.article("第六条（一）")]
TODAY = date(2026, 11, 24)
DOCUMENT = "省信办〔2026〕11号"
COORDINATOR = Person("唐", "coordinator", "rsj", "协调股室")


@pytest.fixture
def later(at):
    return at + timedelta(hours=1)


def class_file(folder, rows, header=("企业名称", "统一社会信用代码", "信用风险分类", "分类日期")):
    path = folder / "分类.xlsx"
    path.write_bytes(xlsx_bytes([list(header), *map(list, rows)]))
    return path


def classes(folder, rows, *, source="省共享", levels=None, **more):
    reading = read_classes(class_file(folder, rows), at=TODAY, levels=levels, **more)
    return ClassList(reading, source, DOCUMENT, TODAY)


def row(number, letter, on="2026-11-15"):
    return [f"示例县第{number}服装厂", synthetic_uscc(number), letter, on]


def subject(number):
    return Subject.objects.get(uscc=synthetic_uscc(number))


def test_the_provinces_file_moves_classes_and_reports_codes_the_registry_lacks(eight, keeper, later, tmp_path):
    taken = import_classes(
        classes=classes(tmp_path, [row(1, "信用风险高(D类)"), row(2, "C"), row(99, "A")]), actor=keeper, at=later
    )
    assert (taken.records, [entry.id[5:] for entry in taken.unknown]) == (1, [synthetic_uscc(99)])
    line = taken.change.lines.get()
    assert (line.what, line.before["risk_class"], line.after["risk_class"]) == (What.CLASS, "B", "D")
    assert (subject(1).risk_class, subject(1).class_on, subject(1).version) == ("D", date(2026, 11, 15), 2)
    leaves = [read_leaf(bytes(event.body)) for event in LogEvent.objects.order_by("seq")][-2:]
    assert [(leaf["type"], leaf["pub"].get("count")) for leaf in leaves] == [
        ("class.changed", 1),
        ("roster.changed", None),
    ]
    assert list(differences()) == []


def test_a_file_that_says_nothing_new_writes_nothing(eight, keeper, later, tmp_path):
    before = LogHead.objects.get().size
    taken = import_classes(classes=classes(tmp_path, [row(1, "B")]), actor=keeper, at=later)
    assert (taken.change, taken.records, LogHead.objects.get().size) == (None, 0, before)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param([row(1, "E")], "E06-6", id="a class there is not"),
        pytest.param([row(1, "")], "E06-6", id="no class"),
        pytest.param([row(1, "A"), row(1, "B")], "E10-5", id="the same firm twice"),
        pytest.param([["甲厂", 91410928, "A", ""]], "E10-3", id="a code that is a number"),
        pytest.param([["甲厂", "", "A", ""]], "E10-3", id="no code"),
    ],
)
def test_a_bad_row_refuses_the_file_of_classes(eight, keeper, later, tmp_path, rows, code):
    with pytest.raises(RuleViolation) as refusal:
        import_classes(classes=classes(tmp_path, rows), actor=keeper, at=later)
    assert refusal.value.findings[0].code == code
    assert subject(1).risk_class == "B"


def test_a_file_of_classes_needs_its_document(eight, keeper, later, tmp_path):
    given = classes(tmp_path, [row(1, "A")])
    with pytest.raises(RuleViolation) as refusal:
        import_classes(classes=ClassList(given.reading, "省共享", " ", TODAY), actor=keeper, at=later)
    assert refusal.value.findings[0].code == "E10-6"


def test_an_own_scale_is_mapped_by_its_table_and_the_level_is_kept(eight, keeper, later, tmp_path):
    table = set_scale(
        name="劳动保障守法诚信等级",
        document="某人社〔2026〕3号",
        effective_from=date(2026, 1, 1),
        levels={"一级": "A", "二级": "C", "三级": "D"},
        actor=keeper,
        at=later,
    )
    taken = import_classes(
        classes=classes(tmp_path, [row(1, "三级"), row(2, "二级")], source="本系统", levels=table.mapping),
        actor=keeper,
        at=later + timedelta(minutes=5),
    )
    assert taken.records == 2
    assert list(differences()) == []
    record = subject(1).classes.get(source="本系统")
    assert (record.risk_class, record.original_level, subject(1).class_source) == ("D", "三级", "本系统")


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"document": " "}, "E06-3"), ({"levels": {}}, "E06-6"), ({"levels": {"一级": "甲"}}, "E06-6")],
)
def test_a_scale_without_document_or_with_foreign_classes_is_refused(keeper, later, changes, code):
    good = {"name": "等级", "document": "某〔2026〕1号", "effective_from": TODAY, "levels": {"一级": "A"}}
    with pytest.raises(RuleViolation) as refusal:
        set_scale(**{**good, **changes}, actor=keeper, at=later)
    assert refusal.value.findings[0].code == code


GOOD = {"risk_class": "D", "source": "本系统", "on": TODAY, "reason": "欠薪查实", "document": "某监〔2026〕8号"}


def test_a_person_states_the_own_class_and_it_prevails(eight, keeper, later):
    change = set_risk_class(subject=subject(1).pk, **GOOD, actor=keeper, at=later)
    assert (subject(1).risk_class, subject(1).class_source) == ("D", "本系统")
    assert change.lines.get().after["class_source"] == "本系统"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"risk_class": "E"}, "E06-6"),
        ({"source": "省共享"}, "E10-6"),
        ({"reason": " "}, "E10-6"),
        ({"on": TODAY + timedelta(days=1)}, "E10-6"),
    ],
)
def test_a_stated_class_needs_letter_source_reason_and_a_day_that_has_come(eight, keeper, later, changes, code):
    with pytest.raises(RuleViolation) as refusal:
        set_risk_class(subject=subject(1).pk, **{**GOOD, **changes}, actor=keeper, at=later)
    assert refusal.value.findings[0].code == code


def test_the_same_statement_twice_is_refused(eight, keeper, later):
    set_risk_class(subject=subject(1).pk, **GOOD, actor=keeper, at=later)
    with pytest.raises(RuleViolation, match="没有变化"):
        set_risk_class(subject=subject(1).pk, **GOOD, actor=keeper, at=later + timedelta(hours=1))


def test_a_judgement_gives_way_to_the_provinces_class(eight, keeper, later):
    set_risk_class(subject=subject(1).pk, **{**GOOD, "source": "认定"}, actor=keeper, at=later)
    assert (subject(1).risk_class, subject(1).classes.count()) == ("B", 2)


def test_another_departments_firm_cannot_be_classed(eight, keeper, later, actor_for):
    from tests.cast import WANG

    with pytest.raises(Subject.DoesNotExist):
        set_risk_class(subject=subject(1).pk, **GOOD, actor=actor_for(WANG), at=later)


@pytest.mark.article("第六条末款")
class TestFusion:
    @pytest.fixture
    def own(self, eight, keeper, later):
        """Firm 4 general A, sector C; firm 1 general B, sector A; firm 2 general C, sector C."""
        for number, letter in ((4, "C"), (1, "A"), (2, "C")):
            set_risk_class(subject=subject(number).pk, **{**GOOD, "risk_class": letter}, actor=keeper, at=later)

    @pytest.fixture
    def draft(self, own, actor_for, later):
        return draft_fusion(
            document="某人社〔2026〕20号",
            effective_from=date(2026, 12, 1),
            reason="通用加专业",
            actor=actor_for(COORDINATOR),
            at=later,
        )

    def preview(self, draft):
        return moves(draft.department, Fusion(draft.matrix, draft.document, draft.effective_from), draft.effective_from)

    def test_c06_14_the_preview_names_who_moves_and_the_move_is_the_same_subject_by_subject(
        self, draft, actor_for, keeper, later
    ):
        preview = self.preview(draft)
        assert {(move.name, move.before, move.after) for move in preview} == {("示例县第1服装厂", "A", "B")}
        before = {row.identity: row.risk_class for row in Subject.objects.all()}
        rule = set_fusion(draft=draft.pk, preview=moves_digest(preview), actor=actor_for(SUN), at=later)
        assert (rule.preview_count, rule.decided_on) == (1, TODAY)
        assert apply_due_classes(actor=keeper, at=later + timedelta(hours=1)) is None
        day = later + timedelta(days=7)
        apply_due_classes(actor=keeper, at=day)
        after = {row.identity: row.risk_class for row in Subject.objects.all()}
        moved = {(key, before[key], after[key]) for key in before if before[key] != after[key]}
        assert moved == {(move.identity, move.before, move.after) for move in preview}
        assert list(differences()) == []

    def test_general_a_and_sector_c_make_c_with_an_explanation(self, draft, actor_for, keeper, later):
        set_fusion(draft=draft.pk, preview=moves_digest(self.preview(draft)), actor=actor_for(SUN), at=later)
        apply_due_classes(actor=keeper, at=later + timedelta(days=7))
        record = subject(4).classes.get(source="融合")
        assert (subject(4).risk_class, subject(4).class_source) == ("C", "融合")
        assert record.explanation == "通用 A（2026-10-31）、专业 C（2026-11-24），按某人社〔2026〕20号融合为 C"
        assert apply_due_classes(actor=keeper, at=later + timedelta(days=8)) is None

    def test_a_list_that_comes_later_is_fused_at_once(self, draft, actor_for, keeper, later, tmp_path):
        set_fusion(draft=draft.pk, preview=moves_digest(self.preview(draft)), actor=actor_for(SUN), at=later)
        import_classes(
            classes=classes(tmp_path, [row(4, "D", "2026-12-02")]), actor=keeper, at=later + timedelta(days=9)
        )
        assert (subject(4).risk_class, subject(4).class_source) == ("D", "融合")

    def test_a_matrix_may_say_otherwise(self, own, actor_for, keeper, later):
        draft = draft_fusion(
            document="某〔2026〕1号",
            effective_from=date(2026, 12, 1),
            matrix={"AC": "B"},
            actor=actor_for(COORDINATOR),
            at=later,
        )
        preview = self.preview(draft)
        assert ("示例县第4服装厂", "C", "B") in {(move.name, move.before, move.after) for move in preview}

    @pytest.mark.parametrize("preview", ["", "0" * 64])
    def test_a_rule_without_confirmed_preview_is_not_activated(self, draft, actor_for, later, preview):
        with pytest.raises(RuleViolation) as refusal:
            set_fusion(draft=draft.pk, preview=preview, actor=actor_for(SUN), at=later)
        assert refusal.value.findings[0].code == "E06-14"
        assert "影响 1 户" in f"{refusal.value}"
        assert not FusionRule.objects.exists()

    def test_who_proposed_does_not_activate(self, draft, actor_for, later):
        from dataclasses import replace

        own = replace(actor_for(COORDINATOR), office="deputy_head")
        with pytest.raises(RuleViolation) as refusal:
            set_fusion(draft=draft.pk, preview=moves_digest(self.preview(draft)), actor=own, at=later)
        assert refusal.value.findings[0].code == "E13-2"

    def test_a_day_that_has_begun_is_refused_by_draft_and_by_act(self, draft, actor_for, later):
        with pytest.raises(RuleViolation) as refusal:
            set_fusion(
                draft=draft.pk,
                preview=moves_digest(self.preview(draft)),
                actor=actor_for(SUN),
                at=later + timedelta(days=8),
            )
        assert refusal.value.findings[0].code == "E29-1"
        with pytest.raises(RuleViolation) as refusal:
            draft_fusion(document="", effective_from=TODAY, matrix={"AX": "A"}, actor=actor_for(COORDINATOR), at=later)
        assert [finding.code for finding in refusal.value.findings] == ["E06-3", "E29-1", "E06-6"]

    def test_a_draft_may_be_rewritten_until_it_is_decided(self, draft, actor_for, later):
        again = draft_fusion(
            draft=draft, document="改", effective_from=date(2027, 1, 1), actor=actor_for(COORDINATOR), at=later
        )
        assert (again.pk, again.version, f"{again}") == (draft.pk, 2, "改 2027-01-01")


def test_firms_without_class_wait_for_a_recorded_decision(keeper, bureaus, at, tmp_path):
    take_in(file_of(tmp_path, [firm(1), firm(2, **{"class": ""})]), keeper, at)
    assert not unclassified_finding(bureaus["rsj"]).satisfied
    with pytest.raises(RuleViolation) as refusal:
        decide_unclassified(treatment="AS_B", reason=" ", actor=keeper, at=at + timedelta(hours=1))
    assert refusal.value.findings[0].code == "E06-5"
    made = decide_unclassified(treatment="AS_B", reason="新设企业尚未评定", actor=keeper, at=at + timedelta(hours=1))
    assert (made.count, f"{made}") == (1, "按 B 类处理")
    assert unclassified_finding(bureaus["rsj"]).satisfied
    assert UnclassifiedDecision.objects.count() == 1


def test_a_statement_dated_later_counts_from_its_day(eight, keeper, later, tmp_path):
    import_classes(classes=classes(tmp_path, [row(1, "D", "2026-11-30")]), actor=keeper, at=later)
    assert subject(1).risk_class == "B"
    change = apply_due_classes(actor=keeper, at=later + timedelta(days=7))
    assert (subject(1).risk_class, change.changed, change.act) == ("D", 1, "apply_due_classes")
