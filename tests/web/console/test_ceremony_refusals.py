"""What the command line refuses, each from the one acceptable case with one change: told with number, article and remedy,
and no file of the public or the private folder changed.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from shuangsuiji.web.console.county.people import inspectors
from tests.synthetic import valid_uscc
from tests.web.console.county_fixture import (
    APPROVED,
    DICE,
    NUMBER_AT,
    TWO_PERSONS,
    Case,
    Spoken,
    assert_done,
    assert_refused,
    firm,
    firms,
    lists,
    people,
    person,
    settings,
    ssj,
    tree,
)

DrawAt = Callable[[str], Case]
BEFORE_NUMBER = "2026-03-02T02:14:59Z"


def refused(case: Case, act: Callable[[], Spoken], *, code: str, says: str) -> None:
    before = tree(case.path, case.private)
    assert_refused(case, act(), before, code=code, says=says)


def break_one_byte(path: Path, at: int = -3) -> None:
    raw = bytearray(path.read_bytes())
    raw[at] = ord("0") if raw[at] != ord("0") else ord("1")
    path.write_bytes(raw)


# ------------------------------------------------------------------------------------------------------ announcement


@pytest.mark.article("第六条")
def test_a_ratio_below_the_floor_is_refused_and_accepted_with_reason_and_approval(tmp_path: Path) -> None:
    case = Case(tmp_path)
    strata = settings()["strata"]
    low = {**strata, "C": {"ratio": "9.99%", "min": 1}}
    refused(case, lambda: case.plan(strata=low), code="E06-8", says="比例 9.99% 低于 10%（第六条（三））")
    approved = {"ratio": "9.99%", "min": 1, "below": {"reason": "人员不足", "approved_by": "分管负责人"}}
    assert_done(case.plan(strata={**strata, "C": approved}))


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"contributors": ["rsj"]}, "plan.contributors", "随机数贡献方须至少两方"),
        ({"strata": None}, "plan.strata", "strata 与 libraries 须有且只有一个"),
        ({"title": "C类企业抽查"}, "plan.title", "不能出现信用风险类别"),
        ({"title": f"{valid_uscc(1)} 专项抽查"}, "leak", "公开件会泄露名录"),
        ({"task_id": "rehearsal/410928/rsj/2026/x"}, "E14-6", "是演练"),
        ({"strata": {"C": {"ratio": "10%"}, "D": {"ratio": "20%"}}}, "plan.openness", "result_link 须为 none"),
        ({"handles": {"subject": "open", "inspector": "sealed"}}, "plan.openness", "须封存"),
    ],
)
def test_a_plan_that_may_not_be_drawn_by_is_refused_before_anybody_relies_on_it(
    tmp_path: Path, changes: dict[str, object], code: str, says: str
) -> None:
    case = Case(tmp_path)
    refused(case, lambda: case.plan(**changes), code=code, says=says)
    assert not case.path.exists()
    assert_done(case.plan())


def test_an_announced_draw_is_not_announced_again_in_the_same_folder(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    refused(case, case.plan, code="folder.exists", says="已有抽取方案，不能覆盖")


@pytest.mark.parametrize("folder", ["path", "private"])
def test_a_folder_with_other_files_in_it_is_not_used(tmp_path: Path, folder: str) -> None:
    case = Case(tmp_path)
    place: Path = getattr(case, folder)
    place.mkdir()
    (place / "opened.json").write_text("{}")
    refused(case, case.plan, code="folder.exists", says="不是空的")
    (place / "opened.json").unlink()
    assert_done(case.plan())


@pytest.mark.parametrize("name", ["draw", ".", "draw/inner"])
def test_the_sealing_keys_are_not_kept_in_the_folder_that_is_passed_around(tmp_path: Path, name: str) -> None:
    case = Case(tmp_path)
    words = ("--private", case.path / name)
    refused(case, lambda: case.plan(*words), code="folder.private", says="不能放在传阅的文件夹")
    assert_done(case.plan("--private", tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere" / "keys.json").is_file()


def test_a_draw_that_stands_is_not_superseded(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    again = ("--settings", case.write("settings.json", settings()), "--supersedes", case.path)
    refused(case, lambda: ssj("draw", "plan", case.place / "second", *again), code="E14-1", says="名单一经产生不得更改")
    assert not (case.place / "second").exists()


# ------------------------------------------------------------------------------------------------------------- freeze


@pytest.mark.article("第十四条")
def test_a_freeze_after_the_commitments_have_ended_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    refused(
        case,
        lambda: case.freeze(at="2026-03-02T01:30:00Z"),
        code="E14-5",
        says="冻结须早于承诺截止时间 2026-03-02 09:30:00",
    )
    assert_done(case.freeze(at="2026-03-02T01:29:59Z"))


def test_frozen_lists_are_not_frozen_again(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    refused(case, case.freeze, code="E13-1", says="当前为“名单已冻结”，不能冻结名录")


@pytest.mark.article("第六条")
def test_firms_without_a_class_are_refused_unless_it_is_decided_what_they_count_as(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    rows = [*firms(), firm(20, 信用风险分类=""), firm(21, 信用风险分类="")]
    given = lists(case, rows)
    words = ("draw", "freeze", case.path, "--subjects", given["subjects"], "--inspectors", given["inspectors"],
             "--confirmed-by", "名录库管理员", "--at", "2026-03-02T01:05:00Z")  # fmt: skip
    refused(case, lambda: ssj(*words), code="E06-5", says="有 2 户尚无信用风险分类（第 14、15 行），请先处理再建库")
    excluded = [word for row in (14, 15) for word in ("--exclude-row", row)]
    assert_done(ssj(*words, *excluded))
    assert case.folder.read("freeze.json")["counts"]["subjects"][""] == {"E": 12}


@pytest.mark.article("第十条")
@pytest.mark.parametrize(
    ("row", "code", "says"),
    [
        (firm(3), "E10-5", "第 14 行：与第 4 行为同一主体，整批未导入"),
        (firm(20, 统一社会信用代码=valid_uscc(20)[:-1] + "-"), "E10-3", "整批未导入（第十条）"),
        (firm(20, 信用风险分类="甲"), "E10-3", "不认识的风险类别"),
        (firm(20, 状态=""), "E10-3", "状态为空"),
    ],
)
def test_one_bad_row_refuses_the_whole_list_and_names_the_row(
    draw_at: DrawAt, row: dict[str, str], code: str, says: str
) -> None:
    case = draw_at("announced")
    given = lists(case, [*firms(), row])
    refused(case, lambda: case.freeze(**given), code=code, says=says)
    assert_done(case.freeze("--exclude-row", 14, **given))


def test_a_class_the_plan_does_not_draw_from_is_refused(tmp_path: Path, draw_at: DrawAt) -> None:
    case = Case(tmp_path / "own")
    case.place.mkdir()
    strata = {name: rule for name, rule in settings()["strata"].items() if name != "A"}
    assert_done(case.plan(strata=strata))
    (case.place / "words.json").write_bytes((draw_at("announced").place / "words.json").read_bytes())
    refused(case, lambda: case.freeze(**lists(case)), code="roster.stratum", says="分层“A”不在方案之内")
    assert_done(case.freeze(**lists(case, [row for row in firms() if row["信用风险分类"] != "A"])))


def test_lists_whose_publication_would_tell_a_class_are_refused_before_the_freeze(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    only_d = [firm(number, 信用风险分类="D") for number in range(1, 9)]
    refused(case, lambda: case.freeze(**lists(case, only_d)), code="plan.openness", says="result_link 须为 none")


@pytest.mark.parametrize(
    ("without", "code", "says"),
    [("subjects", "freeze.subjects", "缺少检查对象名录"), ("inspectors", "freeze.inspectors", "缺少执法检查人员名录")],
)
def test_a_missing_list_is_asked_for(draw_at: DrawAt, without: str, code: str, says: str) -> None:
    case = draw_at("announced")
    given = [f"--{name}" for name in ("subjects", "inspectors") if name != without]
    words = [word for name in given for word in (name, case.place / f"{name[2:]}.xlsx")]
    words += ["--words", case.place / "words.json", "--unclassified", "B", "--confirmed-by", "管理员"]
    refused(
        case, lambda: ssj("draw", "freeze", case.path, *words, "--at", "2026-03-02T01:05:00Z"), code=code, says=says
    )


@pytest.mark.parametrize("words", [("--library", "b=x.csv"), ("--exclude-row", "b=3")])
def test_a_library_the_plan_does_not_know_is_refused(draw_at: DrawAt, words: tuple[str, str]) -> None:
    case = draw_at("announced")
    refused(case, lambda: case.freeze(*words), code="freeze.pool", says="方案中没有对象库“b”")


def test_a_list_that_is_not_there_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    given = {**lists(case), "subjects": case.place / "不在.csv"}
    refused(case, lambda: case.freeze(**given), code="E10-3", says="找不到文件“不在.csv”")


# ----------------------------------------------------------------------------------------------------------- commits


def test_a_commitment_of_somebody_the_plan_does_not_name_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    refused(case, lambda: case.commit("scjgj"), code="ceremony.contributor", says="scjgj 不是方案所列的随机数贡献方")
    assert not case.secret("scjgj").exists()


def test_a_late_commitment_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    refused(case, lambda: case.commit("rsj", at="2026-03-02T01:30:01Z"), code="ceremony.late", says="不再接受承诺")
    assert not case.secret("rsj").exists()
    assert_done(case.commit("rsj", at="2026-03-02T01:30:00Z"))


@pytest.mark.parametrize("secret", ["secret-rsj.json", "another.json"])
def test_a_second_commitment_is_refused_whatever_secret_it_brings(draw_at: DrawAt, secret: str) -> None:
    case = draw_at("committed")
    words = ("--secret", case.place / secret)
    refused(case, lambda: case.commit("rsj", *words), code="ceremony.commit-twice", says="已提交承诺，不能更换")
    assert not (case.place / "another.json").exists()


def test_a_commitment_before_the_freeze_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    refused(case, lambda: case.commit("rsj"), code="E13-1", says="当前为“已公告”，不能提交承诺")


def test_a_secret_is_not_kept_in_the_folder_that_is_passed_around(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    words = ("--secret", case.path / "secret.json")
    refused(case, lambda: case.commit("rsj", *words), code="secret.place", says="在传阅的文件夹内")


def test_a_secret_kept_for_another_draw_is_neither_used_nor_replaced(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    case.write("secret-rsj.json", {"draw_id": "x", "context": "0" * 64, "contributor": "rsj", "secret": "1" * 64})
    kept = case.secret("rsj").read_bytes()
    refused(case, lambda: case.commit("rsj"), code="secret", says="为另一次抽取保存的，不能用于本次")
    assert case.secret("rsj").read_bytes() == kept


@pytest.mark.parametrize("name", ["roster-subject.csv", "roster-inspector.jsonl", "plan.json", "freeze.json"])
def test_nobody_commits_to_files_edited_after_the_freeze_by_one_byte(draw_at: DrawAt, name: str) -> None:
    case = draw_at("frozen")
    path = case.path / name
    place = path.read_bytes().index(b'"context": "') + 20 if name == "freeze.json" else -8
    break_one_byte(path, path.read_bytes().index("濮".encode()) + 40 if name == "plan.json" else place)
    before = tree(case.path, case.private)
    spoken = case.commit("rsj")
    assert spoken.code == 1
    assert tree(case.path, case.private) == before
    assert not case.secret("rsj").exists()
    assert any(code in spoken.err for code in ("[E14-2]", "[folder.unreadable]", "[plan."))


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("plan.json", {"title": "另一次抽查"}),
        ("plan.json", {"alternates": 5}),
        ("freeze.json", {"context": "0" * 64}),
        ("freeze.json", {"subject_commit": "0" * 64}),
        ("freeze.json", {"inspector_commit": "0" * 64}),
        ("freeze.json", {"plan_hash": "0" * 64}),
        ("freeze.json", {"inspector_root": "0" * 64}),
        ("freeze.json", {"subject_roots": {"": "0" * 64}}),
        ("freeze.json", {"counts": {"subjects": {"": {"E": 150}}, "inspectors": {"E": 16}}}),
    ],
)
def test_nobody_commits_to_a_plan_or_freeze_edited_by_one_member(
    draw_at: DrawAt, name: str, changes: dict[str, object]
) -> None:
    case = draw_at("frozen")
    case.edit(name, **changes)
    refused(case, lambda: case.commit("rsj"), code="E14-2", says="可能被改动（第十四条）")


@pytest.mark.parametrize("name", ["roster-subject.csv", "roster-inspector.jsonl"])
def test_nobody_commits_without_the_frozen_lists(draw_at: DrawAt, name: str) -> None:
    case = draw_at("frozen")
    (case.path / name).unlink()
    refused(case, lambda: case.commit("rsj"), code="folder.missing", says="缺少冻结的名录文件")


def test_nobody_commits_to_lists_that_are_not_written_as_the_protocol_says(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    path = case.path / "roster-subject.csv"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    refused(case, lambda: case.commit("rsj"), code="E14-2", says="冻结的名录文件（名录文件的写法与协议规定的不一致")


# ----------------------------------------------------------------------------------------------------------- reveals


def test_a_reveal_before_all_commitments_are_in_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    assert_done(case.commit("rsj"))
    refused(
        case, lambda: case.reveal("rsj", at="2026-03-02T01:20:00Z"), code="ceremony.early", says="尚未收到承诺：jiwei"
    )


def test_a_late_reveal_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("committed")
    refused(case, lambda: case.reveal("rsj", at="2026-03-02T02:00:01Z"), code="ceremony.late", says="揭示截止时间")
    assert_done(case.reveal("rsj", at="2026-03-02T02:00:00Z"))


def test_a_second_reveal_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    refused(case, lambda: case.reveal("rsj"), code="ceremony.reveal-twice", says="rsj 已揭示")


def test_a_reveal_of_somebody_who_made_no_commitment_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("committed")
    refused(case, lambda: case.reveal("scjgj"), code="ceremony.contributor", says="scjgj 不是方案所列")


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"draw_id": "410928/rsj/2026/laodong-yonggong/2"}, "secret", "为另一次抽取保存的"),
        ({"contributor": "jiwei"}, "secret", "由另一方保存的"),
        ({"context": "0" * 64}, "secret", "对另一份名录保存的"),
        ({"secret": "0" * 64}, "ceremony.reveal", "揭示的随机数与其承诺不符"),
        ({"secret": "0" * 63}, "folder.unreadable", "secret 写法不合规则"),
        ({"secret": 7}, "folder.unreadable", "secret 应为文字"),
    ],
)
def test_only_the_contributors_own_secret_of_this_draw_is_revealed(
    draw_at: DrawAt, changes: dict[str, object], code: str, says: str
) -> None:
    case = draw_at("committed")
    kept = json.loads(case.secret("rsj").read_text("utf-8"))
    case.write("secret-rsj.json", {**kept, **changes})
    refused(case, lambda: case.reveal("rsj"), code=code, says=says)
    case.write("secret-rsj.json", kept)
    assert_done(case.reveal("rsj"))


def test_a_lost_secret_is_asked_for(draw_at: DrawAt) -> None:
    case = draw_at("committed")
    case.secret("rsj").unlink()
    refused(case, lambda: case.reveal("rsj"), code="folder.missing", says="请用 --secret 指明提交承诺时保存的文件")


# ----------------------------------------------------------------------------------------------------- public number


def test_the_number_is_not_taken_before_it_can_exist(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    refused(case, lambda: case.number(at=BEFORE_NUMBER), code="ceremony.early", says="最早于 2026-03-02 10:15:00 产生")


def test_the_number_is_not_taken_while_somebody_may_still_reveal(draw_at: DrawAt) -> None:
    case = draw_at("committed")
    refused(case, lambda: case.number(at="2026-03-02T02:00:00Z"), code="ceremony.early", says="尚未揭示：jiwei、rsj")
    assert_done(case.number())


@pytest.mark.parametrize(
    "value",
    [
        "４8291038475610293847",
        "٤8291038475610293847",
        "4829103847561029384 ",
        " 48291038475610293847",
        "48291038475610293847\n",
        "+4829103847561029384",
        "4829103847561029384",
        "482910384756102938471",
        "4829103847561029384x",
        "4829-1038-4756-1029-3847",
    ],
)
def test_digits_that_only_look_right_are_refused(draw_at: DrawAt, value: str) -> None:
    case = draw_at("revealed")
    refused(case, lambda: case.number(value, *TWO_PERSONS), code="beacon.value", says="（第十四条）")


@pytest.mark.parametrize(
    "names",
    [(), ("--by", "甲"), ("--by", "甲", "--by", "甲"), ("--by", "甲", "--by", " 甲 "), ("--by", "甲", "--by", "")],
)
def test_one_person_alone_enters_no_dice(draw_at: DrawAt, names: tuple[str, ...]) -> None:
    case = draw_at("revealed")
    refused(case, lambda: case.number(DICE, *names), code="beacon.two-persons", says="骰子点数须由两人录入核对")
    assert_done(case.number(DICE, "--by", "甲", "--by", "乙"))


def test_a_number_must_be_given(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    refused(case, lambda: case.number(*TWO_PERSONS), code="beacon.value", says="缺少骰子点数")


def test_a_second_number_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    refused(case, lambda: case.number("0" * 20, *TWO_PERSONS), code="E13-1", says="不能录入公开随机数")


def test_evidence_must_be_there_once_under_each_name_and_name_no_firm(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    good, other = case.place / "录像.mp4", case.place / "b" / "录像.mp4"
    other.parent.mkdir()
    good.write_bytes(b"1")
    other.write_bytes(b"2")
    telling = case.place / f"{valid_uscc(1)}.jpg"
    telling.write_bytes(b"3")
    for files, code, says in (
        ([case.place / "无.mp4"], "number.evidence", "不能读取：不存在"),
        ([case.place], "number.evidence", "这是文件夹，不是文件"),
        ([good, other], "number.evidence", "两个证据文件同名：录像.mp4"),
        ([telling], "leak", "公开件会泄露名录：beacon_evidence 中出现主体编码"),
    ):
        words = [word for path in files for word in ("--evidence", path)]
        refused(case, lambda words=words: case.number(DICE, *TWO_PERSONS, *words), code=code, says=says)
    assert_done(case.number(DICE, *TWO_PERSONS, "--evidence", good))


# ---------------------------------------------------------------------------------------------------------------- run


@pytest.mark.article("第十四条")
def test_a_second_run_on_the_number_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    refused(case, case.run, code="E14-1", says="本任务已抽取，名单一经产生不得更改")


def test_a_run_before_the_number_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    refused(case, case.run, code="E13-1", says="不能抽取")


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("commit-rsj.json", {"commit": "0" * 64}, "ceremony.reveal"),
        ("commit-rsj.json", {"contributor": "jiwei"}, "E14-2"),
        ("commit-rsj.json", {"at": "2026-03-02T01:30:01Z"}, "ceremony.late"),
        ("reveal-rsj.json", {"secret": "0" * 64}, "ceremony.reveal"),
        ("reveal-rsj.json", {"at": "2026-03-02T03:30:01Z"}, "ceremony.late"),
        ("number.json", {"value": "1" * 19}, "beacon.value"),
        ("number.json", {"at": "2026-03-02T02:00:00Z"}, "ceremony.early"),
        ("number.json", {"at": "2026-02-31T02:00:00Z"}, "folder.unreadable"),
        ("plan.json", {"reveal_by": "2026-03-02T02:01:00Z"}, "E14-2"),
        ("freeze.json", {"at": "2026-03-02T01:30:00Z"}, "E14-5"),
        ("freeze.json", {"counts": {}}, "E14-2"),
    ],
)
def test_no_list_is_drawn_from_an_act_edited_afterwards(
    draw_at: DrawAt, name: str, changes: dict[str, object], code: str
) -> None:
    case = draw_at("numbered")
    case.edit(name, **changes)
    refused(case, case.run, code=code, says="（第十四条）")


@pytest.mark.parametrize("name", ["keys.json", "opened.json"])
def test_no_list_is_drawn_without_the_private_folder(draw_at: DrawAt, name: str) -> None:
    case = draw_at("numbered")
    (case.private / name).unlink()
    refused(case, case.run, code="folder.missing", says="请在保管封存密钥的机器上办理")


def test_no_list_is_drawn_with_the_private_folder_of_another_draw(draw_at: DrawAt) -> None:
    case, other = draw_at("numbered"), draw_at("announced")
    assert_done(other.freeze(**lists(other)))
    words = ("--private", other.private)
    refused(case, lambda: case.run(*words), code="folder.private", says="不属于本次抽取")
    assert_done(case.run())


def test_a_lost_key_shows_before_a_list_is_written(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    keys = json.loads((case.private / "keys.json").read_text())
    (case.private / "keys.json").write_text(json.dumps({**keys, "subject": "0" * 64}))
    refused(case, case.run, code="run.mismatch", says="V09")


def test_the_lists_are_not_written_where_an_opening_was_edited(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    opened = json.loads((case.private / "opened.json").read_text("utf-8"))
    opened["subjects"][""][0]["row"]["name"] = "另一企业"
    (case.private / "opened.json").write_text(json.dumps(opened), "utf-8")
    refused(case, case.run, code="run.mismatch", says="V07")


# ------------------------------------------------------------------------------------------- too few people, no people


@pytest.mark.article("第十六条")
@pytest.mark.parametrize(
    "why",
    [
        {"回避对象": "、".join(row["统一社会信用代码"] for row in firms())},
        {"状态": "休假"},
        {"有效期": "2025-12-31"},
        {"可查事项": "insurance"},
    ],
    ids=["recused", "absent", "expired", "unqualified"],
)
def test_when_nobody_can_go_the_subject_list_stands_and_the_shortage_is_explained(
    draw_at: DrawAt, why: dict[str, str]
) -> None:
    case = draw_at("announced")
    assert_done(case.freeze(**lists(case, inspectors=people(4, **why))))
    answer = case.to_the_end().members
    assert answer["assigned"] is False
    assert answer["blocking"]
    assert sum(answer["drawn"].values()) == 4
    assert "通过" in case.verify().out
    assert case.verify().code == 0
    refused(case, lambda: case.replace("YS-410928-0100"), code="E15-1", says="没有产生检查小组")


def test_the_shortage_names_the_posts_and_the_way_out(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    assert_done(case.freeze(**lists(case, inspectors=people(4, 状态="休假"))))
    for act in (case.commit, case.reveal):
        for who in ("rsj", "jiwei"):
            assert_done(act(who))
    assert_done(case.number())
    told = assert_done(case.run()).out
    assert "（E16-4，第十六条）" in told
    assert "组长（rsj）" in told
    assert "检查对象名单有效，不重抽" in told
    assert "--subjects-of" in told


@pytest.mark.article("第六条")
def test_an_empty_class_is_told_and_refuses_nothing(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    rows = [row for row in firms() if row["信用风险分类"] != "D"]
    assert_done(case.freeze(**lists(case, rows)))
    for act in (case.commit, case.reveal):
        for who in ("rsj", "jiwei"):
            assert_done(act(who))
    assert_done(case.number())
    told = assert_done(case.run()).out
    assert "缺口" in told
    assert "（E06-11，第六条（三））" in told


# ------------------------------------------------------------------------------------------------- aborted and voided


@pytest.mark.article("第十四条")
@pytest.mark.parametrize("who", ["分管负责人", "承办股室", ""])
def test_nobody_but_the_principal_head_voids_a_draw(draw_at: DrawAt, who: str) -> None:
    case = draw_at("drawn")
    refused(case, lambda: case.void("--approved-by", who), code="E14-4", says="作废须选择原因并经主要负责人批准")
    assert_done(case.void(*APPROVED))


def test_a_void_says_why_and_names_no_firm(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    refused(case, lambda: case.void(text=" "), code="ceremony.ground", says="须选择原因代码并说明")
    refused(case, lambda: case.void(text=f"{valid_uscc(5)}重复"), code="leak", says="reason 中出现主体编码")
    assert ssj("draw", "void", case.path, "--ground", "不满意", "--text", "x", *APPROVED).code == 2


def test_a_voided_draw_is_not_voided_again(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    assert_done(case.void())
    refused(case, case.void, code="E13-1", says="当前为“已作废”，不能作废")


def test_a_draw_is_not_aborted_once_somebody_may_know_the_number(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    late = "2026-03-02T02:15:00Z"
    refused(case, lambda: case.void(at=late), code="ceremony.known", says="公开随机数已可能为人所知，不能中止")
    assert_done(case.void(at=BEFORE_NUMBER))
    assert case.state == "ABORTED"


def test_what_would_have_been_is_not_told_before_the_number_exists_nor_twice(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    assert_done(case.void(at=BEFORE_NUMBER))
    refused(case, lambda: case.number(at=BEFORE_NUMBER), code="ceremony.early", says="最早于 2026-03-02 10:15:00")
    refused(case, lambda: case.number("1" * 19, *TWO_PERSONS), code="beacon.value", says="骰子应有 20 位")
    assert_done(case.number())
    refused(case, case.number, code="folder.exists", says="已补记")


def test_a_draw_aborted_before_the_freeze_has_nothing_that_would_have_been(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    assert_done(case.void(at=BEFORE_NUMBER))
    refused(case, case.number, code="shadow", says="名录冻结之前中止")


# ------------------------------------------------------------------------------------------------------- replacements


ROLL = {who.name[0]: who for who in inspectors(date(2026, 3, 1), ())}


def serving(case: Case) -> list[str]:
    """Certificates in the posts, as drawn."""
    proceedings = case.folder.proceedings()
    outcome = proceedings.outcome()
    assert outcome is not None
    assert proceedings.rosters is not None
    names = {opened.handle: opened.pid.removeprefix("cert:") for opened in proceedings.rosters.inspectors.opened}
    return [names[entry["handle"]] for entry in outcome.assignment or []]


def free(case: Case) -> str:
    """A fit inspector of the lead department who serves in no team."""
    busy = set(serving(case))
    fit = [who for who in ROLL.values() if who.department == "rsj" and who.name[0] not in "韩卫"]
    return next(who.certificate for who in fit if who.certificate not in busy)


@pytest.mark.article("第十五条")
@pytest.mark.parametrize(
    ("surname", "code", "says"),
    [("韩", "E15-3", "执法证件无效"), ("钱", "E15-3", "部门或资格不符")],
    ids=["expired", "another department"],
)
def test_nobody_unfit_steps_in(draw_at: DrawAt, surname: str, code: str, says: str) -> None:
    case = draw_at("drawn")
    refused(case, lambda: case.replace(ROLL[surname].certificate), code=code, says=says)
    assert_done(case.replace(free(case)))


def test_nobody_recused_steps_in(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    everybody = "、".join(row["统一社会信用代码"] for row in firms())
    roll = [*people(4), person(5, 回避对象=everybody)]
    assert_done(case.freeze(**lists(case, inspectors=roll)))
    case.to_the_end()
    refused(case, lambda: case.replace(roll[4]["证件编号"]), code="E15-4", says="存在回避情形")


@pytest.mark.parametrize(
    ("changes", "code", "says"),
    [
        ({"approved-by": "承办股室"}, "E15-2", "更换须经本部门分管负责人同意"),
        ({"requested-by": "分管负责人"}, "E15-2", "不能由申请人自己同意"),
        ({"reason": "other"}, "E15-1", "其他特殊情况须写明"),
    ],
)
def test_a_replacement_without_its_paperwork_is_refused(
    draw_at: DrawAt, changes: dict[str, str], code: str, says: str
) -> None:
    case = draw_at("drawn")
    to = free(case)
    refused(case, lambda: case.replace(to, **changes), code=code, says=says)


def test_a_replacement_needs_a_post_that_exists_and_somebody_of_the_list_who_is_not_there_yet(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    to = free(case)
    refused(case, lambda: case.replace(to, 99), code="E15-1", says="岗位 99 不存在")
    refused(case, lambda: case.replace("YS-410928-9999"), code="E15-3", says="不在本次冻结的执法检查人员名录中")
    refused(case, lambda: case.replace(serving(case)[0], 0), code="E15-5", says="替换人已在该组")


def test_a_certificate_number_that_is_none_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    before = tree(case.path, case.private)
    spoken = case.replace("证/件")
    assert spoken.code == 1
    assert "[id." in spoken.err
    assert tree(case.path, case.private) == before


@pytest.mark.parametrize("stage", ["announced", "frozen", "numbered"])
def test_nobody_is_replaced_before_the_draw(draw_at: DrawAt, stage: str) -> None:
    case = draw_at(stage)
    refused(case, lambda: case.replace("YS-410928-0101"), code="E15-1", says="尚未抽取")


def test_nobody_is_replaced_in_a_voided_draw(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    to = free(case)
    assert_done(case.void())
    refused(case, lambda: case.replace(to), code="E15-1", says="已中止、作废")


def test_nobody_is_replaced_where_the_result_was_edited(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    to = free(case)
    case.edit("run.json", result_hash="0" * 64)
    refused(case, lambda: case.replace(to), code="E14-2", says="抽取结果与已公布的摘要不一致")


def test_an_edited_replacement_is_not_built_upon(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    assert_done(case.replace(free(case)))
    entry = case.folder.read("replacement-001.json", "replacement")["entry"]
    case.edit("replacement-001.json", entry={**entry, "approved_by": "承办股室"})
    refused(case, case.void, code="run.mismatch", says="V23")


# ----------------------------------------------------------------------------------------------------- firms' bundles


def test_no_bundle_is_made_for_a_firm_that_is_not_in_the_list(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    refused(
        case, lambda: ssj("draw", "open", case.path, valid_uscc(9_000)), code="opening", says="不在本次抽取的名录中"
    )


def test_no_bundle_is_made_for_a_code_that_is_none(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    wrong = valid_uscc(1)[:-1] + ("1" if valid_uscc(1)[-1] != "1" else "2")
    refused(case, lambda: ssj("draw", "open", case.path, wrong), code="id.check-digit", says="校验位")


@pytest.mark.parametrize(
    ("stage", "label"), [("announced", "已公告"), ("frozen", "名单已冻结"), ("numbered", "公开随机数已录入")]
)
def test_no_bundle_is_made_before_the_draw(draw_at: DrawAt, stage: str, label: str) -> None:
    case = draw_at(stage)
    refused(case, lambda: ssj("draw", "open", case.path, valid_uscc(1)), code="opening", says=f"本次抽取{label}")


def test_no_bundle_is_made_for_an_aborted_draw_even_with_its_shadow(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    assert_done(case.void(at=BEFORE_NUMBER))
    assert_done(case.number(at=NUMBER_AT))
    refused(case, lambda: ssj("draw", "open", case.path, valid_uscc(1)), code="opening", says="本次抽取已中止")


def test_no_bundle_is_made_beside_a_record_that_was_edited(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    opened = json.loads((case.private / "opened.json").read_text("utf-8"))["subjects"][""][0]["id"]
    record = next(case.path.glob("draw-*.json"))
    raw = record.read_text("utf-8")
    root = json.loads(raw)["subject_root"]
    record.write_text(raw.replace(root, root[::-1]), "utf-8")
    refused(case, lambda: ssj("draw", "open", case.path, opened), code="E14-2", says="可能被改动")


# ---------------------------------------------------------------------------------------------------- received lists


@pytest.mark.article("第十二条")
def test_a_list_from_above_is_not_drawn_again_not_changed_and_not_shortened(tmp_path: Path, draw_at: DrawAt) -> None:
    case = Case(tmp_path / "own")
    case.place.mkdir()
    (case.place / "words.json").write_bytes((draw_at("announced").place / "words.json").read_bytes())
    given = lists(case)
    listed = ("--received", given["subjects"])
    document = ("--document", "演政〔2026〕7号")
    refused(case, lambda: case.plan(*listed), code="received.document", says="须写明来源文件")
    refused(case, lambda: case.plan(*listed, *document, mode="both"), code="E12-2", says="检查对象已由上级抽取")
    bad = lists(case, [*firms(), firm(20, 统一社会信用代码="")])["subjects"]
    refused(
        case, lambda: case.plan("--received", bad, *document), code="E12-3", says="名单中有 1 行待匹配，如 第 14 行"
    )
    assert_done(case.plan(*listed[:1], lists(case)["subjects"], *document))
    refused(case, lambda: case.plan(*listed, *document), code="E12-1", says="上级派发名单已导入，不得更改")
    refused(case, lambda: case.freeze(**given), code="E12-2", says="检查对象已由上级抽取，本级只抽取执法检查人员")
    kept = case.private / "received.json"
    opened = json.loads(kept.read_text("utf-8"))
    for edited in (opened["received"][1:], [{**opened["received"][0], "row": {"name": "x", "town": "410928100"}}, *opened["received"][1:]]):  # fmt: skip
        kept.write_text(json.dumps({"received": edited}), "utf-8")
        without = {"subjects": None, "inspectors": given["inspectors"]}
        refused(case, lambda without=without: case.freeze(**without), code="roster.received", says="（第十二条）")
    kept.write_text(json.dumps(opened), "utf-8")
    assert_done(case.freeze(subjects=None, inspectors=given["inspectors"]))


def test_people_are_drawn_only_for_a_draw_that_is_done(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    words = ("--settings", case.write("settings.json", settings()), "--subjects-of", case.path)
    refused(case, lambda: ssj("draw", "plan", case.place / "people", *words), code="E14-1", says="尚未抽取")
    assert not (case.place / "people").exists()


def test_subjects_already_drawn_are_not_given_again(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    own = Case(case.place / "own")
    own.place.mkdir()
    (own.place / "words.json").write_bytes((case.place / "words.json").read_bytes())
    assert_done(own.plan("--subjects-of", case.path))
    refused(own, lambda: own.freeze(**lists(own)), code="E14-1", says="检查对象已经抽取")
    again = Case(case.place / "again")
    again.place.mkdir()
    assert_done(own.freeze(subjects=None, inspectors=lists(own)["inspectors"]))
    own.to_the_end()
    refused(own, lambda: again.plan("--subjects-of", own.path), code="received.source", says="没有抽取检查对象")
