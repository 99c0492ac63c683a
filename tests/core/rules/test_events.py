"""The register of events: a line per act, a shape per type, and every refusal from one acceptable open part by one change.

Source: 50-ledger §4.2, 20-house §3 (the two lists below are typed from the pages, not from the code).
"""

import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shuangsuiji.core.draw import beacon, ceremony, grammar, plan
from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.event_shapes import DRAW_GROUNDS, KINDS, LONGEST_TEXT, MISSING, MOST_MEMBERS, WORDS, shape
from shuangsuiji.core.rules.events import (
    ACTS,
    ALWAYS_PRIVATE,
    TYPES,
    EventError,
    act,
    check_frame,
    check_pub,
    check_sd,
    check_shape,
    event_type,
    label_of,
    types_of,
)
from shuangsuiji.core.rules.leaks import leaks
from shuangsuiji.core.rules.lifecycle import MACHINES
from shuangsuiji.core.rules.offices import OFFICES
from shuangsuiji.core.rules.provision import provisions
from shuangsuiji.core.tlog import leaves
from tests.core.rules.honest_pubs import BY_KIND, pubs

# 20-house §3, column "Acts", stage by stage.
ACTS_OF_THE_HOUSE = """
register_basis draft_version approve_version retire_item mark_special write_guide
import_subjects import_inspectors set_risk_class set_fusion resolve_duplicate declare_recusal record_leave record_training
confirm_registry
set_policy draft_plan confirm_plan submit_plan return_plan amend_plan close_plan create_task file_ad_hoc sign_scheme revise_scheme
confirm_registries withdraw_task record_measure query_class raise_slip answer_slip close_slip withdraw_slip issue_guidance
acknowledge_guidance
plan_draw receive_list freeze commit reveal record_public_number draw open_row abort_draw void_draw
dispatch form_team request_replacement replace_inspector schedule_visit precheck notify exempt_notice record_entry start
engage_third_party receive_report end_part sign note_refusal resume end conclude_without_visit form_result record_evaluation
record_other_inspection
publish_items publish_plan publish_filing publish_task publish_proof return_result disclose_result correct_result
withhold_disclosure export_exchange record_exchange_receipt
open_followup send_referral record_receipt verify_rectification recognise_result propose_joint_sanction explain_overdue
record_reaudit close_followup close_inspection conclude_task
compile_case seal_case add_supplement archive_task
"""
# 50-ledger §4.2: the table, then the list above it, then §4.3 (d).
TYPES_OF_THE_LEDGER = """
items.published plan.approved plan.published plan.amended plan.override task.filed roster.changed roster.confirmed task.created
draw.planned roster.frozen draw.frozen draw.committed draw.revealed draw.seeded draw.result draw.aborted draw.voided draw.shadow
draw.opened dispatch.sent inspector.replaced notice.served notice.withheld precheck.done visit.recorded sign.refused
thirdparty.engaged result.recorded result.published result.corrected publication.withheld clue.transferred clue.answered
rectification.closed listing.proposed result.recognised case.archived deadline.set deadline.missed export.made account.changed
params.changed key.rotated witness.policy privacy.erased db.restored audit.sealed log.started
basis.registered items.approved item.retired item.marked guide.published class.changed fusion.set duplicate.resolved
recusal.declared leave.recorded training.recorded policy.set plan.submitted plan.returned plan.closed scheme.signed scheme.revised
task.withdrawn measure.recorded class.queried slip.raised slip.answered slip.closed slip.withdrawn guidance.issued guidance.read
list.received team.formed replacement.requested visit.scheduled visit.started entry.recorded part.ended form.signed form.resumed
thirdparty.reported visit.concluded evaluation.recorded inspection.other filing.published task.published proof.published
result.returned exchange.received followup.opened followup.closed sanction.proposed deadline.explained reaudit.recorded
inspection.closed task.concluded case.supplemented task.archived
inspection.sealed
"""
# Acts of the small machines of 20-house §4 that the page gives no type: no type it has would tell the truth about them.
TYPES_OF_THE_SMALL_MACHINES = [
    "plan.drafted",
    "plan.agreed",
    "plan.migrated",
    "plan.paper_recorded",
    "plan.overlap_decided",
    "items.drafted",
    "items.discarded",
    "filing.requested",
    "filing.returned",
    "filing.recorded",
    "confirmation.recorded",
    "correction.refused",
    "correction.requested",
    "followup.concluded",
    "replacement.refused",
]
# Dated tables of a department beside its classes (第六条（一）).
TYPES_OF_THE_REGISTRY = ["scale.set", "towns.set", "unclassified.decided"]
# The end of a year of measures (第六条（四）).
TYPES_OF_THE_YEAR = ["measures.closed"]
# 50-ledger §10 wants the rebuilding of the sealer's memory logged, and has no type for it.
TYPES_OF_THE_OPERATOR = ["state.rebuilt"]
# Drafts and the laying together of a case: they change nothing yet, and stay in the private tier (50-ledger §11).
DRAFTING = {"compile_case"}

# Acts about one firm before its result is disclosed.
BEFORE_DISCLOSURE = """form_team request_replacement replace_inspector refuse_replacement schedule_visit precheck notify exempt_notice
record_entry start end_part sign note_refusal resume end conclude_without_visit form_result"""

TASK = "410928/rsj/2026/yonggong"
RESULT = {
    "draw_id": f"{TASK}/1",
    "selection_hash": "1" * 64,
    "batches_root": "2" * 64,
    "assignment_hash": "3" * 64,
    "result_hash": "4" * 64,
    "subjects": 11,
}


# ------------------------------------------------------------------------------------------------------------ complete


def every_act_has_a_row() -> None:
    """Each act of the house and of the machines is in the register, once."""
    acts = Counter(row.act for row in ACTS)
    missing = {*ACTS_OF_THE_HOUSE.split(), *(row.act for machine in MACHINES for row in machine.rows)} - acts.keys()
    assert missing == set()
    assert [name for name, times in acts.items() if times > 1] == []


def test_every_act_has_a_row() -> None:
    every_act_has_a_row()


def test_the_types_are_those_of_the_page_those_of_the_small_machines_the_registry_and_the_operator() -> None:
    asked_for = [
        *TYPES_OF_THE_LEDGER.split(), *TYPES_OF_THE_SMALL_MACHINES, *TYPES_OF_THE_REGISTRY, *TYPES_OF_THE_YEAR,
        *TYPES_OF_THE_OPERATOR,
    ]  # fmt: skip
    assert sorted(TYPES) == sorted(asked_for)


def test_every_act_logs_at_least_one_known_type_but_the_drafting_ones() -> None:
    assert {row.act for row in ACTS if not types_of(row.act)} == DRAFTING
    assert {name for row in ACTS for name in types_of(row.act)} == set(TYPES)
    assert all(len(set(types_of(row.act))) == len(types_of(row.act)) for row in ACTS)


def test_a_type_knows_its_acts_in_the_order_of_the_register() -> None:
    changing = event_type("roster.changed").acts
    imports = [name for name in changing if name.startswith("import_")]
    assert imports[:3] == ["import_subjects", "import_licences", "import_inspectors"]
    assert event_type("draw.result").acts == ("draw",)
    assert types_of("freeze") == ("roster.frozen", "draw.frozen")
    assert act("freeze").label == "冻结名录"


def test_every_citation_parses_and_stands_in_the_list_of_articles() -> None:
    known = {article.provision.article for article in articles()}
    for cited in [*(row.citation for row in ACTS), *(each.citation for each in TYPES.values())]:
        places = provisions(cited)
        assert places
        assert {place.article for place in places} <= known
    assert [str(each) for each in event_type("roster.frozen").provisions] == ["第十条", "第十四条"]


def test_an_act_of_a_machine_cites_what_the_machine_cites() -> None:
    for row in ACTS:
        cited = [set(line.provisions) for machine in MACHINES for line in machine.rows if line.act == row.act]
        assert not cited or any(set(provisions(row.citation)) & each for each in cited), row.act


def test_labels_are_unique_and_chinese() -> None:
    for labelled in (
        [row.label for row in ACTS],
        [each.label for each in TYPES.values()],
        [word.label for word in WORDS.values()],
    ):
        assert all(re.search("[\u4e00-\u9fff]", label) for label in labelled)
    assert [label for label, times in Counter(each.label for each in TYPES.values()).items() if times > 1] == []
    assert [label for label, times in Counter(row.label for row in ACTS).items() if times > 1] == []
    assert label_of("draw.result") == "抽取已完成"


def test_every_type_fits_a_leaf() -> None:
    for name, each in TYPES.items():
        body = {
            "v": 1,
            "type": name,
            "id": "01936d2e-5b1c-7a2b-8c3d-000000000001",
            "at": "2026-11-24T02:00:00Z",
            "org": "rsj",
            "actor": "clerk",
            "rule": each.citation,
            "refs": [],
            "pub": {},
            "sd": {},
            "files": [],
        }
        assert leaves.read_leaf(leaves.write_leaf(body)) == body


def test_every_word_and_every_kind_is_used() -> None:
    used = {key for each in TYPES.values() for key in (*each.pub.required, *each.pub.optional)}
    assert used == set(WORDS)
    kinds = {id(kind) for each in TYPES.values() for kind in (*each.pub.required.values(), *each.pub.optional.values())}
    assert {name for name, kind in KINDS.items() if id(kind) in kinds} == set(KINDS) == set(BY_KIND)


def test_before_disclosure_nothing_in_the_open_tells_one_firm_from_another() -> None:
    harmless = {"office", "task_id", "department", "count", "methods", "channel", "ground", "kind", "draw_id", "slot"}
    for name in [name for row in ACTS for name in types_of(row.act) if row.act in BEFORE_DISCLOSURE.split()]:
        open_keys = {*event_type(name).pub.required, *event_type(name).pub.optional}
        assert open_keys <= harmless | {"clock", "due", "final"}, name
    sealed = event_type("inspection.sealed")
    assert list(sealed.pub.required) == ["task_id"]
    assert not sealed.pub.optional
    assert sealed.sd == {"type", "facts", *ALWAYS_PRIVATE}


def test_a_published_result_names_no_task_and_no_draw() -> None:
    for name in ("result.published", "result.corrected", "publication.withheld"):
        shown = event_type(name).pub
        assert not {"task_id", "draw_id", "department"} & {*shown.required, *shown.optional}


# ------------------------------------------------------------------------------------------- the draw's own spellings


def test_the_words_of_the_draw_are_spelt_as_the_draw_spells_them() -> None:
    assert set(DRAW_GROUNDS) == set(ceremony.GROUNDS)
    for pattern, kind, texts in (
        (
            grammar.TASK_ID,
            "task",
            [TASK, "rehearsal/410928/rsj", "410928", "410928/", "41092/rsj", f"{TASK}/a/b/c", "410928/Rsj"],
        ),
        (grammar.CODE, "code", ["rsj", "a.b_c-1", "", ".a", "A", "a" * 64, "a" * 65]),
        (grammar.HEX64, "digest", ["0" * 64, "0" * 63, "A" * 64]),
    ):
        for text in texts:
            assert KINDS[kind].accepts(text) == bool(pattern.fullmatch(text)), (kind, text)
    for text in (f"{TASK}/1", f"{TASK}/01", f"{TASK}/0", TASK, f"{TASK}/1\n"):
        assert KINDS["draw"].accepts(text) == (grammar.split_draw_id(text) is not None), text
    for mode in ("both", "subjects", "inspectors", "neither"):
        refused = any(fault.startswith("mode ") for fault in plan.PLAN_SHAPE({"mode": mode}, ""))
        assert KINDS["mode"].accepts(mode) != refused, mode


@pytest.mark.parametrize(
    ("source", "round_", "value"),
    [
        ("drand/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971", "31234567", "a" * 64),
        ("cwl/ssq", "2026135", "02-07-11-19-28-33+16"),
        ("dice/d10", "1", "01234567890123456789"),
        ("cwl/ssq", "2026135", "02-07-11-19-28-34+16"),
        ("cwl/ssq", "2026135", "02-07-11-19-28-33+17"),
        ("cwl/ssq", "2026135", "０2-07-11-19-28-33+16"),
    ],
)
def test_a_public_number_the_draw_accepts_can_be_logged_and_one_it_refuses_cannot(
    source: str, round_: str, value: str
) -> None:
    fixed = {"source": source, "round": round_, "digits": len(value)}
    accepted = not list(beacon.value_refusals(fixed, value))
    pub = {
        "draw_id": f"{TASK}/1",
        "source": source,
        "round": round_,
        "value": value,
        "seed": "5" * 64,
        "evidence": "6" * 64,
    }
    if accepted:
        check_pub("draw.seeded", pub)
    else:
        with pytest.raises(EventError, match="公开随机数"):
            check_pub("draw.seeded", pub)


# ------------------------------------------------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("change", "key", "told"),
    [
        ({"result_hash": None}, "result_hash", "result_hash：缺少结果摘要"),
        ({"handles": ["h:" + "a" * 64]}, "handles", "handles：不在登记之列"),
        ({"result_hash": "A" * 64}, "result_hash", "应为64 位小写十六进制摘要"),
        ({"result_hash": ""}, "result_hash", "应为64 位小写十六进制摘要"),
        ({"draw_id": TASK}, "draw_id", "抽取编号应为任务编号加次数"),
        ({"subjects": -1}, "subjects", "应为不小于 0 的整数"),
        ({"subjects": True}, "subjects", "应为不小于 0 的整数"),
        ({"subjects": "11"}, "subjects", "应为不小于 0 的整数"),
        ({"subjects": 13_812_345_678}, "subjects", "应为不小于 0 的整数"),
    ],
)
def test_one_change_to_an_honest_result_is_refused_by_its_key(change: dict[str, Any], key: str, told: str) -> None:
    check_pub("draw.result", RESULT)
    changed = {name: value for name, value in {**RESULT, **change}.items() if value is not None}
    with pytest.raises(EventError) as caught:
        check_pub("draw.result", changed)
    assert key in caught.value.keys
    assert told in str(caught.value)
    assert str(caught.value).startswith("事件“抽取已完成”（draw.result）的公开内容不合登记：")
    with pytest.raises(EventError):
        check_shape("draw.result", changed)


def every_fault_is_told_at_once() -> None:
    """A missing, a wrong and a foreign key."""
    with pytest.raises(EventError) as caught:
        check_pub("task.filed", {"task_id": TASK, "source": "9", "phone": 1})
    assert caught.value.keys == ("document", "source", "phone")


def test_every_fault_is_told_at_once() -> None:
    every_fault_is_told_at_once()


def a_telephone_in_a_document_number_is_refused() -> None:
    """Its shape is right; it is refused all the same."""
    pub = {"task_id": TASK, "source": "2", "document": "备13812345678"}
    check_shape("task.filed", pub)
    with pytest.raises(EventError, match="document：不得公开手机号码") as caught:
        check_pub("task.filed", pub)
    assert caught.value.keys == ("document",)


def test_a_telephone_in_a_document_number_is_refused() -> None:
    a_telephone_in_a_document_number_is_refused()


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("count", [0, 999_999_999], [-1, 1_000_000_000, 1.0, None]),
        ("ordinal", [1], [0]),
        ("year", [2026], [26, "2026"]),
        ("flag", [True, False], [0, "true"]),
        ("day", ["2026-02-28"], ["2026-02-30", "20260228", "2026-2-28", "２026-02-28", 20260228]),
        (
            "time",
            ["2026-11-24T02:00:00Z"],
            ["2026-11-24T25:00:00Z", "2026-11-24 02:00:00Z", "2026-11-24T02:00:00+08:00"],
        ),
        ("part", ["", "0" * 64], [" ", "0" * 63]),
        ("reveal", ["0" * 64, MISSING], ["", "missing"]),
        ("codes", [["rsj", "scjg"]], [[], ["rsj", "rsj"], "rsj", [1], [f"d{n}" for n in range(MOST_MEMBERS + 1)]]),
        ("office", [*OFFICES, "machine", "secadmin"], ["boss", "", 1, None]),
        ("roster", ["subject", "subject/rsj", "inspector"], ["subject/", "inspector/rsj", "subjects"]),
        ("methods", [["M1", "M2"]], [["M9"], []]),
        ("clock", [7, 20], [True, 8, "7", None]),
        ("document", ["豫政〔2019〕22号"], ["", " x", "a\nb", "x" * 65, 22]),
        ("text", ["录入错误"], ["", "x" * (LONGEST_TEXT + 1)]),
        ("setting", [7, "worse"], [None, 1.5, "", []]),
        ("result", ["R01", "S09"], ["R1", "未检查"]),
        ("suite", ["SHA256", "SM3"], ["MD5", ["SM3"]]),
        ("vkey", ["log.example.gov.cn/410928/rsj+deadbeef+AbCd=="], ["x", "a b+deadbeef+AA"]),
        ("log", ["log.example.gov.cn/410928/rsj"], ["log.example.gov.cn", "LOG/x"]),
    ],
)
def test_a_kind_takes_what_it_promises_and_nothing_beside_it(kind: str, good: list[Any], bad: list[Any]) -> None:
    assert [value for value in good if not KINDS[kind].accepts(value)] == []
    assert [value for value in bad if KINDS[kind].accepts(value)] == []


def a_private_value_needs_a_registered_name() -> None:
    """The names of the type, and the three that every type has."""
    check_sd("result.published", ["firm_name", "firm_number", "actor", "rows", "reason"])
    check_sd("result.published", [])
    with pytest.raises(EventError, match="不认识 phone；可用的有 actor、firm_name") as caught:
        check_sd("result.published", ["firm_name", "phone"])
    assert caught.value.keys == ("phone",)


def test_a_private_value_needs_a_registered_name() -> None:
    a_private_value_needs_a_registered_name()


LEAF = {"type": "task.created", "org": "rsj", "actor": "clerk", "rule": "第十三条（一）", "files": [{"kind": "scheme"}]}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"actor": "赵某"}, "actor"),
        ({"org": "13812345678"}, "org"),
        ({"rule": "第十三条 联系 0393-8812345"}, "rule"),
        ({"files": [{"kind": "scheme"}, {"kind": "A类名单"}]}, "files[1]"),
    ],
)
def test_what_stands_around_the_open_part_says_no_more_than_it(change: dict[str, Any], key: str) -> None:
    check_frame(LEAF)
    with pytest.raises(EventError, match="事件“任务已建立”") as caught:
        check_frame({**LEAF, **change})
    assert caught.value.keys == (key,)


def test_an_unknown_type_or_act_is_refused() -> None:
    for ask in (
        event_type,
        label_of,
        lambda name: check_pub(name, {}),
        lambda name: check_sd(name, []),
        lambda name: check_shape(name, {}),
    ):
        with pytest.raises(EventError, match=r"没有登记名为 draw\.rerolled 的事件类型"):
            ask("draw.rerolled")
    for ask in (act, types_of):
        with pytest.raises(EventError, match="没有登记名为 swap_subject 的动作"):
            ask("swap_subject")


def test_a_line_with_an_undefined_word_cannot_be_read() -> None:
    with pytest.raises(KeyError, match="nonsense"):
        shape("task_id nonsense")
    with pytest.raises(KeyError, match="nonsense"):
        shape("kind=nonsense")


# ----------------------------------------------------------------------------------------------------- honest entries


@settings(derandomize=True, max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@pytest.mark.parametrize("name", TYPES)
@given(choice=st.data())
def test_every_honest_open_part_is_accepted_and_raises_no_false_alarm(name: str, choice: st.DataObject) -> None:
    pub = choice.draw(pubs(TYPES[name]))
    check_pub(name, pub)
    assert leaks(pub) == ()
