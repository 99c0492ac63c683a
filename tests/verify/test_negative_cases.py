"""What each check refuses beyond the forgeries: a good record, one thing changed, and the check that must notice.

The set told is the exact set of failing checks; where a crude change breaks several things at once, all of them are named.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from shuangsuiji.core.draw.freeze import freeze_rosters
from shuangsuiji.core.draw.record import write_document, write_record
from shuangsuiji.verify.engine import verify_document
from shuangsuiji.verify.verdict import Report
from tests.synthetic import valid_uscc
from tests.verify import specimens
from tests.verify.forger import Members, opened, reforge, told_to_public

Change = Callable[[Members], Any]


def _report(name: str, change: Change) -> Report:
    """The report on a good record after a change, which may also return the document to look at instead."""
    document = specimens.records()[name]
    record = json.loads(document.raw)
    changed = change(record)
    record = changed if isinstance(changed, dict) else record
    return verify_document(write_document(record), no_log=True, files=(document.files or {}).get)


def _check(name: str, change: Change, failing: str, says: str = "") -> None:
    report, ids = _report(name, change), failing.split()
    assert report.failed() == ids
    assert says in "".join(result.reason for result in report.results if result.id == ids[0])


def _at(*path: str | int) -> Callable[[Any], Change]:
    """`_at("plan", "title")(value)` is the change that sets one place."""

    def to(value: Any) -> Change:
        def change(record: Members) -> None:
            place: Any = record
            for step in path[:-1]:
                place = place[step]
            place[path[-1]] = value

        return change

    return to


def _without(*path: str | int) -> Change:
    def change(record: Members) -> None:
        place: Any = record
        for step in path[:-1]:
            place = place[step]
        del place[path[-1]]

    return change


# ------------------------------------------------------------------------------------------- V01: what belongs in a record


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("open-public", _without("subject_rows"), "subject_rows 缺失"),
        ("open-public", _without("batches"), "batches 缺失"),
        ("open-public", _without("replacements"), "replacements 缺失"),
        ("open-public", _at("replacements")({"count": 0}), "逐条列出"),
        ("sealed-auditor", _without("subject_private"), "subject_private 缺失"),
        ("sealed-auditor", _without("inspector_private"), "inspector_private 缺失"),
        ("sealed-auditor", _at("subject_rows")([]), "subject_rows 不能"),
        ("sealed-public", _at("replacements")([]), "只列数量"),
        ("sealed-public", _at("replacements")({"count": 0, "names": []}), "只列数量"),
        ("sealed-public", _at("batches")({}), "batches 不能"),
        ("sealed-public", _at("subject_commits")({}), "subject_commits 不能"),
        ("joint-public", _at("subject_root")(""), "subject_root 不能"),
        ("sealed-public", _at("subject_roots")("auditor"), "subject_roots 不能"),
        ("subjects-auditor", _at("inspector_private")({"salt_key_hex": "", "rows": []}), "inspector_private 不能"),
        ("aborted-revealed-public", _at("seed")("0" * 64), "beacon 缺失"),
        ("aborted-shadow-public", _without("shadow", "result_hash"), "result_hash 缺失"),
        ("aborted-shadow-public", _at("shadow", "plan")({}), "shadow 中不应有 plan"),
        ("aborted-shadow-public", _at("shadow", "context")("0" * 64), "shadow 中不应有 context"),
        ("aborted-shadow-public", _at("cap_step")(0), "cap_step 只能写在 shadow"),
        ("aborted-frozen-public", _at("shadow")({}), "shadow 不完整"),
        ("aborted-early-public", _at("reason")({"code": "plan", "text": ""}), "不能为空"),
        ("sealed-public", _at("version")(0), "version"),
        ("sealed-public", _at("version")(True), "version"),
        ("sealed-public", _at("audience")("press"), "audience"),
        ("sealed-public", _at("state")("PLANNED"), "state"),
        ("sealed-public", _at("format")("ssj-draw-record/2"), "format"),
        ("sealed-public", _at("log")({}), "origin 缺失"),
        ("sealed-public", _at("suite")("MD5"), "suite"),
    ],
)  # fmt: skip
def test_v01_refuses_a_record_with_a_part_too_few_or_too_many(name: str, change: Change, says: str) -> None:
    report = _report(name, change)
    assert report.failed()[0] == "V01"
    assert says in report.results[0].reason


def test_v01_accepts_a_log_in_its_form() -> None:
    log = {"origin": "example.test/log", "entries": {"draw.result": [[7, "0" * 64]]}, "checkpoint": "示例"}
    assert _report("sealed-public", _at("log")(log)).failed() == []


def test_a_private_part_left_in_a_public_record_is_told_once_and_not_used() -> None:
    whole = json.loads(specimens.records()["open-auditor"].raw)
    _check("open-public", _at("inspector_private")(whole["inspector_private"]), "V01")


# --------------------------------------------------------------------------------------------------------- V02 V03: the plan


def test_v02_refuses_a_plan_without_canonical_form() -> None:
    _check("sealed-public", _at("plan", "title")("e\u0301"), "V02", "规范形式")


def test_v02_compares_the_canonical_bytes_where_they_are_given() -> None:
    _check("sealed-public", _at("plan_jcs_hex")("7b7d"), "V02", "规范字节")


def test_v02_refuses_a_plan_of_another_suite() -> None:
    def change(record: Members) -> None:
        record["plan"]["suite"] = "SM3"

    _check("sealed-public", change, "V02", "suite")


@pytest.mark.parametrize(
    ("change", "also"),
    [
        (_at("draw_id")("410928/rsj/2023/yonggong/2"), "V10 V11 V15 V22"),
        (_at("task_id")("410928/rsj/2023/other"), "V05 V06"),
    ],
)
def test_v03_refuses_ids_other_than_those_of_the_plan(change: Change, also: str) -> None:
    _check("sealed-public", change, f"V03 {also}")


@pytest.mark.parametrize(
    ("plan", "also"),
    [
        ({"strata": {"A": {"ratio": "0%"}}}, "V04 V17 V18"),
        ({"contributors": ["rsj"]}, "V11"),
        ({"title": ""}, ""),
        ({"mode": "all"}, ""),
        ({"risk_classes": False}, ""),
        ({"exclusions": {"E": "示例", "X3": "示例"}}, ""),
        ({"draw_id": "410928/rsj/2023/yonggong/01"}, ""),
    ],
)
def test_v03_refuses_what_a_plan_must_not_say(plan: Members, also: str) -> None:
    def change(record: Members) -> None:
        record["plan"].update(plan)

    assert _report("sealed-public", change).failed() == f"V02 V03 {also}".split()


# ------------------------------------------------------------------------------------------------------ V04–V09: the rosters


def test_v04_refuses_inspectors_where_none_are_drawn() -> None:
    people = json.loads(specimens.records()["sealed-public"].raw)["inspector_roster"]
    _check("subjects-public", _at("inspector_roster")(people), "V04", "不抽人员")


def test_v04_refuses_subjects_where_none_are_drawn() -> None:
    firms = json.loads(specimens.records()["subjects-public"].raw)["subject_roster"]
    _check("inspectors-public", _at("subject_roster")(firms), "V04", "不抽对象")


@pytest.mark.parametrize(
    ("name", "handle"), [("inspectors-auditor", f"uscc:{valid_uscc(5)}"), ("inspectors-open-auditor", "h:" + "0" * 64)]
)
def test_v04_refuses_received_handles_of_the_wrong_kind(name: str, handle: str) -> None:
    def change(record: Members) -> None:
        record["plan"]["dispatched"]["handles"][0] = handle

    assert "V04" in _report(name, change).failed()


@pytest.mark.parametrize("name", ["subject_root", "subject_commit"])
def test_v05_wants_empty_commitments_where_no_subjects_are_drawn(name: str) -> None:
    assert _report("inspectors-public", _at(name)("0" * 64)).failed()[0] == "V05"


def test_v05_binds_the_libraries_together() -> None:
    def change(record: Members) -> Members:
        record["subject_commit"] = record["subject_commits"]["shipin"]
        return told_to_public(reforge(record, keep=["subject_roots"]))

    _check("joint-auditor", change, "V05")


def test_v06_wants_empty_commitments_where_no_people_are_drawn() -> None:
    _check("subjects-public", _at("inspector_root")("0" * 64), "V06")


@pytest.mark.parametrize(
    ("row", "also", "says"),
    [
        ({"name": ""}, "", "缺少名称"),
        ({"name": "示例企业", "town": "4109281"}, "V19 V22", "区划代码"),
        ({"name": "示例企业", "town": 410928}, "V19 V22", "区划代码"),
        ({"name": "示例企业"}, "V19", "缺少区划代码"),
        ({"name": "示例企业", "town": "410928"}, "", "长度不一"),
    ],
)
def test_v07_refuses_a_row_without_what_the_draw_needs(row: Members, also: str, says: str) -> None:
    """The row of a drawn firm; what rests on its town fails as well."""

    def change(record: Members) -> None:
        drawn = record["batches"]["t1"][0]
        entry = next(entry for entry in record["subject_rows"] if entry["handle"] == drawn)
        entry["row"] = {"town": entry["row"]["town"], **row} if "name" in row and not row["name"] else row

    report = _report("open-public", change)
    assert "V07" in report.failed()
    assert set(report.failed()) <= {"V07", "V19", "V22"}
    assert says in next(result.reason for result in report.results if result.id == "V07")


def test_v07_refuses_a_row_opened_twice_in_place_of_another() -> None:
    def change(record: Members) -> None:
        record["subject_rows"][1] = record["subject_rows"][0]

    assert "V07" in _report("open-public", change).failed()


def test_v07_refuses_openings_of_a_library_that_is_not_drawn() -> None:
    def change(record: Members) -> None:
        record["subject_private"]["rows"]["other"] = []

    _check("joint-auditor", change, "V07", "对象库")


def test_v07_refuses_two_towns_of_one_firm() -> None:
    def change(record: Members) -> None:
        libraries = record["subject_private"]["rows"]
        shared = {entry["id"] for entry in libraries["yonggong"]} & {entry["id"] for entry in libraries["shipin"]}
        entry = next(entry for entry in libraries["shipin"] if entry["id"] in shared)
        entry["row"]["town"] = "410928999"

    report = _report("joint-auditor", change)
    assert "V07" in report.failed()
    assert "区划代码不一致" in next(result.reason for result in report.results if result.id == "V07")


def test_v07_refuses_the_same_firm_behind_two_handles() -> None:
    def change(record: Members) -> None:
        rows = record["subject_private"]["rows"]
        rows[1]["id"] = rows[0]["id"]

    _check("sealed-auditor", change, "V07")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_at("inspector_private", "rows", 0, "pid")("cert:一"), "写法"),
        (_at("inspector_private", "rows", 0, "recusal")(["X", "A"]), "回避名单"),
        (_at("inspector_private", "rows", 0, "recusal")(["not a handle"]), "回避名单"),
        (_without("inspector_private", "rows", 9), "行数"),
        (_at("inspector_private", "rows", 0, "salt")("0" * 64), "盐值"),
    ],
)
def test_v08_refuses_what_an_inspectors_row_must_not_be(change: Change, says: str) -> None:
    _check("sealed-auditor", change, "V08", says)


def test_v08_binds_the_recusals_even_where_they_move_nobody() -> None:
    def change(record: Members) -> None:
        shown = {entry["handle"] for part in record["selection"].values() for entry in part["selected"]}
        idle = next(entry["handle"] for entry in opened(record) if entry["handle"] not in shown)
        record["inspector_private"]["rows"][0]["recusal"] = [idle]

    _check("sealed-auditor", change, "V08", "回避摘要")


@pytest.mark.parametrize(("kind", "also"), [("subject", "V07"), ("inspector", "V08")])
def test_a_flipped_nibble_of_the_key_fails_the_key_and_everything_sealed_with_it(kind: str, also: str) -> None:
    def change(record: Members) -> None:
        key = record[f"{kind}_private"]["salt_key_hex"]
        record[f"{kind}_private"]["salt_key_hex"] = ("0" if key[0] != "0" else "1") + key[1:]

    assert _report("sealed-auditor", change).failed() == [also, "V09"]


def test_v09_wants_the_key_in_lower_case() -> None:
    def change(record: Members) -> None:
        record["subject_private"]["salt_key_hex"] = record["subject_private"]["salt_key_hex"].upper()

    _check("sealed-auditor", change, "V09", "小写")


# ----------------------------------------------------------------------------------------------------- V11–V15: the ceremony


@pytest.mark.parametrize(
    ("name", "change", "says"),
    [
        ("sealed-public", _at("commits", "outsider")("0" * 64), "outsider 不是"),
        ("sealed-public", _at("commits", "gongzheng")("not hexadecimal"), "写法"),
        ("sealed-public", _at("committed_values")({}), "committed_values"),
        ("sealed-public", _without("commits", "rsj"), "不符"),
        ("aborted-committed-public", _at("commits", "rsj")("0"), "写法"),
    ],
)
def test_v11_refuses_commitments_and_reveals_that_do_not_belong_together(name: str, change: Change, says: str) -> None:
    _check(name, change, "V11", says)


def test_v11_refuses_a_draw_on_one_commitment() -> None:
    def change(record: Members) -> Members:
        for who in ("jijian", "gongzheng"):
            del record["commits"][who]
        record["reveals"] = [[who, secret if who == "rsj" else ""] for who, secret in record["reveals"]]
        return told_to_public(reforge(record))

    _check("sealed-auditor", change, "V11", "不足两方")


def test_v11_keeps_silent_contributors_in_their_place() -> None:
    def change(record: Members) -> Members:
        record["reveals"] = [[who, secret] for who, secret in record["reveals"] if secret]
        return told_to_public(reforge(record))

    _check("sealed-auditor", change, "V11", "揭示顺序")


def test_v12_refuses_another_source() -> None:
    def change(record: Members) -> Members:
        record["beacon"] = ["coin/flip", "123", "heads"]
        return told_to_public(reforge(record))

    _check("sealed-auditor", change, "V12", "来源")


def test_v13_wants_a_signature() -> None:
    _check("sealed-public", _without("beacon_signature"), "V13")


# --------------------------------------------------------------------------------------------------------- V16–V22: the lists


def test_tickets_may_be_left_out() -> None:
    assert _report("sealed-public", _without("tickets")).failed() == []


def test_v16_counts_the_listed_tickets() -> None:
    _check("sealed-public", _without("tickets", 0), "V16", "列出票号")


def test_v16_lists_the_tickets_of_received_subjects_too() -> None:
    _check("inspectors-public", _without("tickets", 0), "V16", "列出票号")


def test_v17_and_v18_want_every_stratum_of_the_plan_and_no_other() -> None:
    def change(record: Members) -> Members:
        record["selection"]["E"] = record["selection"]["A"]
        return told_to_public(reforge(record, keep=["selection"]))

    _check("sealed-auditor", change, "V17 V18", "分层")


def test_v17_wants_every_library_of_the_plan_and_no_other() -> None:
    def change(record: Members) -> Members:
        record["selection"]["other"] = {}
        return told_to_public(reforge(record, keep=["selection"]))

    _check("joint-auditor", change, "V17", "对象库")


def test_v17_wants_no_selection_where_no_subjects_are_drawn() -> None:
    part = json.loads(specimens.records()["subjects-public"].raw)["selection"]
    _check("inspectors-public", _at("selection")(part), "V17")


def test_v18_refuses_a_field_nobody_computes() -> None:
    def change(record: Members) -> Members:
        record["selection"]["A"]["remark"] = "示例"
        return told_to_public(reforge(record, keep=["selection"]))

    _check("sealed-auditor", change, "V18", "字段")


@pytest.mark.parametrize("field", ["threshold", "next"])
def test_v18_refuses_a_threshold_or_a_next_rank_that_was_edited(field: str) -> None:
    def change(record: Members) -> Members:
        record["selection"]["A"][field] = record["selection"]["B"][field]
        return told_to_public(reforge(record, keep=["selection"]))

    _check("sealed-auditor", change, "V18")


def test_v19_wants_no_batches_where_no_teams_are_drawn() -> None:
    _check("subjects-auditor", _at("batches")({"t1": []}), "V19")


def test_v19_and_v22_bind_the_root_of_the_batches() -> None:
    def change(record: Members) -> Members:
        record["batches_root"] = "0" * 64
        return reforge(record, keep=["batches_root"])

    _check("sealed-auditor", change, "V19 V22")


def test_a_number_of_teams_out_of_all_proportion_is_refused_before_anything_is_computed() -> None:
    report = _report("open-public", _at("plan", "teams", "count")(2**53 - 1))
    assert {"V02", "V19", "V20"} <= set(report.failed())


@pytest.mark.parametrize("field", ["team_order", "slots", "assignment"])
def test_v20_and_v21_want_nothing_where_no_teams_are_drawn(field: str) -> None:
    sealed = json.loads(specimens.records()["sealed-public"].raw)
    assert _report("subjects-public", _at(field)(sealed[field])).failed() == ["V21" if field == "assignment" else "V20"]


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("sealed-auditor", _at("assignment", 0, "generation")(1)),
        ("sealed-auditor", _at("assignment", 0, "skipped")(["h:" + "0" * 64])),
        ("sealed-auditor", lambda record: record["assignment"].pop()),
        ("sealed-auditor", _at("blocking")([0])),
        ("sealed-auditor", _at("cap_step")(1)),
        ("blocked-auditor", _without("blocking")),
        ("blocked-auditor", _at("blocking")([0])),
        ("blocked-auditor", lambda record: record["blocking"].reverse()),
    ],
)
def test_v21_refuses_people_other_than_those_the_seed_draws(name: str, change: Change) -> None:
    def forged(record: Members) -> Members:
        change(record)
        return reforge(record, keep=["assignment"])

    _check(name, forged, "V21")


def test_v21_takes_the_deal_from_towns_and_seed_where_a_public_record_was_opened_with_a_key() -> None:
    whole = json.loads(specimens.records()["sealed-auditor"].raw)
    public = told_to_public(whole)
    public["assignment"][0]["generation"] = 1
    key = {name: whole[name] for name in ("subject_private", "inspector_private")}
    report = verify_document(write_document(public), no_log=True, key=write_document(key))
    assert report.failed() == ["V21", "V22"]


@pytest.mark.parametrize("field", ["batches_root", "assignment_hash"])
def test_v22_wants_empty_digests_where_no_teams_are_drawn(field: str) -> None:
    assert _report("subjects-public", _at(field)("0" * 64)).failed() == ["V22"]


def test_v22_wants_an_empty_digest_where_no_subjects_are_drawn() -> None:
    _check("inspectors-public", _at("selection_hash")("0" * 64), "V22")


# --------------------------------------------------------------------------------------------------- V23–V28: after the draw


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_at("replacements", 0, "slot")(99), "岗位"),
        (_at("replacements", 0, "slot")(-1), "岗位"),
        (_at("replacements", 0, "at")("昨天"), "时间"),
        (_at("replacements", 0, "role")("observer"), "小组"),
        (_at("replacements", 0, "by_rank")(False), "顺位"),
        (_at("replacements", 0, "requested_by")(""), "同意"),
        (_at("replacements", 0, "approved_by")("检查小组组长"), "同意"),
        (_at("replacements", 1, "text")(""), "写明"),
        (_at("replacements", 1, "opening", "dept")("rsj"), "部门或资格"),
        (_at("replacements", 1, "opening", "quals")([]), "部门或资格"),
        (_at("replacements", 1, "opening", "salt")("0" * 64), "还原"),
    ],
)
def test_v23_refuses_what_a_replacement_must_not_be(change: Change, says: str) -> None:
    _check("replaced-auditor", change, "V23", says)


def test_v23_refuses_a_replacement_where_nobody_was_drawn() -> None:
    entry = json.loads(specimens.records()["replaced-auditor"].raw)["replacements"][0]
    _check("blocked-auditor", _at("replacements")([entry]), "V23", "岗位")


def test_v23_refuses_a_substitute_of_the_roster_whose_recusal_only_auditors_know() -> None:
    def change(record: Members) -> Members:
        entry = record["replacements"][0]
        person = next(row for row in record["inspector_private"]["rows"] if row["handle"] == entry["to"])
        person["recusal"] = [record["batches"][entry["team"]][0]]
        return record

    assert {"V08", "V23"} <= set(_report("replaced-auditor", change).failed())


def test_v23_of_an_open_record_believes_auditors_about_a_substitute_from_outside() -> None:
    assert _report("replaced-open-public", lambda record: None).failed() == []


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("sealed-public", _at("remark")("单位 uscc:" + valid_uscc(1))),
        ("sealed-public", _at("remark")({f"uscc:{valid_uscc(1)}": "A"})),
        ("sealed-public", _at("remark")("旧注册号 reg:410928100000017")),
        ("sealed-public", _at("remark")(["见 obj:peixun/2026-07"])),
        ("sealed-public", _at("remark")([{"id": "示例"}])),
        ("sealed-public", _at("remark")([{"rows": []}])),
        ("open-public", _at("remark")("执法证 cert:YS-1")),
        ("open-public", _at("remark")({"pid": 1})),
    ],
)
def test_v25_finds_what_would_open_a_handle(name: str, change: Change) -> None:
    _check(name, change, "V25")


def test_v25_lets_an_open_record_name_firms() -> None:
    assert _report("open-public", _at("remark")(f"单位 uscc:{valid_uscc(1)}")).failed() == []


@pytest.mark.parametrize("announce", [None, "notice"])
def test_v28_wants_an_open_draw_to_be_its_own_announcement(announce: str | None) -> None:
    def change(record: Members) -> Members:
        record["plan"].pop("announce")
        if announce:
            record["plan"]["announce"] = announce
        return told_to_public(reforge(record))

    _check("open-auditor", change, "V28", "at-draw")


def test_v28_never_lets_inspectors_be_open() -> None:
    def change(record: Members) -> Members:
        record["plan"]["handles"]["inspector"] = "open"
        return record

    _check("open-auditor", change, "V02 V03 V28")
    report = _report("open-auditor", change)
    assert "执法检查人员" in next(result.reason for result in report.results if result.id == "V28")


@pytest.mark.parametrize(("counts", "linked"), [({"C": 12, "D": 8}, True), ({"A": 12, "D": 8}, False), ({}, False)])
def test_v28_refuses_a_link_that_tells_a_class(counts: dict[str, int], linked: bool) -> None:
    keys = specimens.keys_for("link", "subject", "inspector")
    plan = specimens.plan_for(
        "410928/rsj/2026/link", keys, specimens.SSQ_TIMES, strata=specimens.CLASSES, risk_classes=True
    )
    rosters = freeze_rosters(plan, {"": specimens.firms(801, counts)}, specimens.inspectors(), keys)
    record = write_record(specimens.hold(plan, rosters, keys), "public")
    report = verify_document(write_document(record), no_log=True)
    assert report.failed() == (["V28"] if linked else [])
