"""The command line itself: help with working examples, one JSON object or sentences, exit codes, and never a traceback."""

import argparse
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from shuangsuiji.web.console import usage
from shuangsuiji.web.console.ceremony import commands
from shuangsuiji.web.console.main import INTERRUPTED, main, parser
from shuangsuiji.web.console.usage import WrongUse, sentence
from shuangsuiji.web.console.words import Printer
from tests.synthetic import valid_uscc
from tests.web.console.county_fixture import (
    DICE,
    NUMBER_AT,
    PLAN_AT,
    TWO_PERSONS,
    Case,
    assert_done,
    firm,
    firms,
    lists,
    people,
    settings,
    ssj,
    write_csv,
)

DrawAt = Callable[[str], Case]


def leaves(made: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    """Every command that does something."""
    below = [action for action in made._actions if isinstance(action, argparse._SubParsersAction)]
    if not below:
        yield made
    for action in below:
        for child in action.choices.values():
            yield from leaves(child)


LEAVES = list(leaves(parser()))


# ---------------------------------------------------------------------------------------------------------------- help


@pytest.mark.parametrize("command", LEAVES, ids=[leaf.prog for leaf in LEAVES])
def test_every_command_has_an_example_that_is_accepted_as_written(command: argparse.ArgumentParser) -> None:
    assert command.epilog is not None
    examples = re.findall(r"^(?:例：)?\s*(shuangsuiji .*)$", command.epilog, re.MULTILINE)
    assert examples
    for example in examples:
        words = shlex.split(example.partition(" > ")[0], comments=True)[1:]
        assert words[: len(command.prog.split()) - 1] == command.prog.split()[1:]
        parser().parse_args(words)


@pytest.mark.parametrize("command", LEAVES, ids=[leaf.prog for leaf in LEAVES])
def test_every_command_can_answer_in_json(command: argparse.ArgumentParser) -> None:
    assert "--json" in command._option_string_actions


@pytest.mark.parametrize("width", [80, 100])
def test_help_is_chinese_and_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", f"{width}")
    for command in LEAVES:
        text = command.format_help()
        body = text.partition("例：")[0]
        assert "用法：" in text
        assert not re.search("usage|options|positional|show this help|required|default", body)
        assert all(cell_len(line) <= width for line in body.partition("选项:")[2].splitlines()), text


def test_help_leaves_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["draw", "number", "--help"])
    assert left.value.code == 0
    assert "公开随机数，按开奖或投掷的原样书写" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------------------------- wrong use


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "缺少参数：命令"),
        (("draw",), "缺少参数：步骤"),
        (("draw", "抽"), "参数 步骤 没有“抽”这一项"),
        (("draw", "commit", "x"), "缺少参数：--as"),
        (("draw", "commit", "x", "--as"), "参数 --as 后面缺少内容"),
        (("draw", "commit", "x", "--as", "../y"), "参数 --as：“../y”不是代码"),
        (("draw", "show", "x", "--what"), "不认识的参数：--what"),
        (("draw", "show", "x", "--priv", "y"), "不认识的参数：--priv y"),
        (("draw", "show", "x", "--at", "昨天"), "参数 --at：“昨天”不是时刻"),
        (("draw", "plan", "x", "--ordinal", "２"), "参数 --ordinal：“２”应为半角数字的整数"),
        (("draw", "plan", "x", "--commit-in", "-5"), "参数 --commit-in"),
        (("draw", "plan", "x", "--supersedes", "y", "--received", "z"), "参数 --received 不能与 --supersedes 同时使用"),
        (("draw", "freeze", "x", "--confirmed-by", " "), "参数 --confirmed-by：不能为空"),
        (("draw", "freeze", "x", "--library", "甲=f", "--confirmed-by", "a"), "参数 --library：“甲=f”应为 库=文件"),
        (("draw", "freeze", "x", "--department", "甲", "--confirmed-by", "a"), "“甲”应为 名称=代码"),
        (("draw", "freeze", "x", "--window-end", "明年", "--confirmed-by", "a"), "“明年”不是日期，应如 2026-11-01"),
        (("draw", "freeze", "x", "--exclude-row", "甲", "--confirmed-by", "a"), "“甲”应为半角数字的整数"),
        (("draw", "freeze", "x", "--unclassified", "E", "--confirmed-by", "a"), "参数 --unclassified 没有“E”这一项"),
        (("demo", "--size", "1"), "户数应在 200—200000 之间"),
        (("demo", "--at", "1999-01-01T00:00:00Z"), "演示时钟应在 2019—2099 年之间"),
    ],
)
def test_a_command_written_wrong_is_told_in_chinese_and_leaves_with_2(words: tuple[str, ...], says: str) -> None:
    spoken = ssj(*words)
    assert (spoken.code, spoken.out) == (2, "")
    assert says in spoken.err
    assert "用法见 shuangsuiji" in spoken.err
    in_json = ssj(*words, "--json")
    assert in_json.code == 2
    assert set(in_json.members) == {"wrong_use", "remedy"}


def test_a_complaint_nobody_foresaw_is_passed_on_as_it_is() -> None:
    assert sentence("something new") == "something new"
    with pytest.raises(WrongUse, match="something new") as wrong:
        usage.Parser(prog="shuangsuiji").error("something new")
    assert wrong.value.remedy == "用法见 shuangsuiji --help"


# ---------------------------------------------------------------------------------------------------------------- JSON


def test_every_act_answers_with_one_json_object_and_nothing_else(draw_at: DrawAt, tmp_path: Path) -> None:
    def answer(*words: object, code: int = 0) -> dict[str, Any]:
        spoken = ssj(*words, "--json")
        assert (spoken.code, spoken.err) == (code, "")
        return spoken.members

    fresh = Case(tmp_path / "fresh")
    fresh.place.mkdir()
    file = fresh.write("settings.json", settings())
    assert answer("draw", "plan", fresh.path, "--settings", file, "--at", PLAN_AT)["private"] == f"{fresh.private}"
    announced = draw_at("announced")
    assert announced.freeze("--json").members["context"] == announced.folder.replay()[0].context
    assert draw_at("frozen").commit("rsj", "--json").members["contributor"] == "rsj"
    assert draw_at("committed").reveal("rsj", "--json").members["missing"] == ["jiwei"]
    revealed = draw_at("revealed")
    seed = answer("draw", "number", revealed.path, DICE, *TWO_PERSONS, "--at", NUMBER_AT)["seed"]
    assert seed == revealed.folder.replay()[0].seed
    assert draw_at("numbered").run("--json").members["assigned"] is True
    drawn = draw_at("drawn")
    assert answer("draw", "show", drawn.path)["state"] == "DRAWN"
    assert drawn.verify("--json").members["exit_code"] == 0
    opened = json.loads((drawn.private / "opened.json").read_text("utf-8"))["subjects"][""][0]["id"]
    assert len(answer("draw", "open", drawn.path, opened)["bundles"]) == 1
    spare = next(who for who in ("0101", "0102", "0104", "0105", "0107") if drawn.replace(f"YS-410928-{who}").code == 0)
    assert spare
    voided = answer("draw", "void", drawn.path, "--ground", "other", "--text", "x", "--approved-by", "主要负责人")
    assert voided["state"] == "VOID"


@pytest.mark.parametrize(
    "words",
    [
        ("plan", "DRAW", "--settings", "none.json"),
        ("plan", "DRAW"),
        ("plan",),
        ("freeze", "DRAW", "--confirmed-by", "管理员"),
        ("commit", "DRAW", "--as", "rsj"),
        ("reveal", "DRAW", "--as", "rsj"),
        ("number", "DRAW", DICE),
        ("run", "DRAW"),
        ("show", "none"),
        ("void", "DRAW", "--ground", "other", "--text", "x", "--approved-by", "本人"),
        (
            "replace",
            "DRAW",
            "--slot",
            "0",
            "--to",
            "x",
            "--reason",
            "health",
            "--requested-by",
            "a",
            "--approved-by",
            "b",
        ),
        ("open", "DRAW", valid_uscc(1)),
        ("verify", "DRAW"),
    ],
    ids=lambda words: words[0],
)
def test_every_refusal_is_one_json_object_with_number_article_and_remedy(
    draw_at: DrawAt, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    case = draw_at("announced")
    monkeypatch.chdir(case.place)
    given = [case.path if word == "DRAW" else word for word in words]
    spoken = ssj("draw", *given, "--json")
    assert (spoken.code, spoken.err) == (1, "")
    assert list(spoken.members) == ["refused"]
    for reason in spoken.members["refused"]:
        assert set(reason) == {"code", "article", "place", "message", "remedy"}
        assert reason["code"]
        assert reason["remedy"]
        assert reason["message"]


# ------------------------------------------------------------------------------------------------- what a stranger gives


def test_the_example_settings_are_settings_that_work(tmp_path: Path) -> None:
    example = assert_done(ssj("draw", "plan", "--example"))
    (tmp_path / "settings.json").write_text(example.out, "utf-8")
    assert_done(ssj("draw", "plan", tmp_path / "抽取一", "--settings", tmp_path / "settings.json"))
    assert assert_done(ssj("draw", "plan", "--example", "--json")).members == example.members


def test_an_editors_byte_order_mark_does_not_matter(tmp_path: Path) -> None:
    text = json.dumps(settings(), ensure_ascii=False)
    (tmp_path / "settings.json").write_text(text, "utf-8-sig")
    words = ("--settings", tmp_path / "settings.json", "--at", PLAN_AT)
    assert_done(ssj("draw", "plan", tmp_path / "draw", *words))


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "不是 JSON"),
        (b"[]", "不是 JSON 对象"),
        (b"null", "不是 JSON 对象"),
        (b"\xff\xfe{\x00}\x00", "不是 UTF-8 文本"),
        (b'{"a": 1, "a": 2}', "重复出现"),
        (b'{"a": 1.5}', "不是整数"),
        (b'{"beacon": "x", "handles": []}', "应为"),
        (b"{}", "缺失"),
    ],
)
def test_settings_that_are_none_are_refused(tmp_path: Path, raw: bytes, says: str) -> None:
    (tmp_path / "settings.json").write_bytes(raw)
    spoken = ssj("draw", "plan", tmp_path / "draw", "--settings", tmp_path / "settings.json")
    assert spoken.code == 1
    assert says in spoken.err
    assert not (tmp_path / "draw").exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"suite": "MD5"}, "SHA256、SM3 之一"),
        ({"title": "e\u0301"}, "方案不能采用：文字不是 NFC"),
        ({"commit_by": "2026-02-31T00:00:00Z"}, "写法不对"),
        ({"备注": "x"}, "键名不合规则"),
        ({"lead": 5}, "lead 应为文字"),
        ({"beacon": {"source": "random.org", "round": "1"}}, "不在协议所列三种之内"),
        ({"contributors": "rsj"}, "应为列表"),
        ({"mode": "both", "dispatched": 3}, "dispatched"),
    ],
)
def test_settings_with_one_wrong_member_are_refused_by_its_name(
    tmp_path: Path, changes: dict[str, object], says: str
) -> None:
    spoken = Case(tmp_path).plan(**changes)
    assert spoken.code == 1
    assert says in spoken.err


def test_times_beyond_the_calendar_are_refused(tmp_path: Path) -> None:
    case = Case(tmp_path)
    without = {"commit_by": None, "reveal_by": None, "openings_from": None}
    spoken = case.plan(at="9999-12-31T23:59:59Z", **without)
    assert spoken.code == 1
    assert "截止时间超出日历（第十三条）" in spoken.err


def test_times_on_the_last_day_of_the_calendar_are_shown(tmp_path: Path) -> None:
    case = Case(tmp_path)
    times = {"commit_by": "9999-12-31T20:00:00Z", "reveal_by": "9999-12-31T21:00:00Z"}
    beacon = {**settings()["beacon"], "not_before": "9999-12-31T22:00:00Z"}
    assert "9999-12-31 20:00:00 UTC" in assert_done(case.plan(**times, beacon=beacon)).out
    (case.place / "words.json").write_text("{}")
    spoken = case.freeze("--department", "人社局=rsj", at="9999-12-31T19:00:00Z", **lists(case))
    assert_done(spoken)
    assert "X2 证件无效" in spoken.out


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"{", "不是 JSON"),
        (b"[]", "应为对象"),
        (b'{"county": "41"}', "county 写法不合规则"),
        (b'{"towns": {"a": "1"}}', "写法不合规则"),
        (b'{"towns": {"a": "410928", "b": "410928100"}}', "位数一致"),
        (b'{"departments": {"a": "\xe5\xb1\x80"}}', "departments.a 写法不合规则"),
    ],
)
def test_a_table_of_words_that_is_none_is_refused(draw_at: DrawAt, raw: bytes, says: str) -> None:
    case = draw_at("announced")
    (case.place / "words.json").write_bytes(raw)
    spoken = case.freeze(**lists(case))
    assert spoken.code == 1
    assert "[words]" in spoken.err
    assert says in spoken.err


def test_a_table_of_words_that_is_not_there_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    (case.place / "words.json").unlink()
    spoken = case.freeze(**lists(case))
    assert spoken.code == 1
    assert "words.json 不能读取：不存在（第十条）。请核对路径" in spoken.err


def test_departments_and_qualifications_may_be_given_without_a_table(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    given = lists(case, inspectors=people(4, 单位="演示局", 可查事项="演示事项"))
    base = ["draw", "freeze", case.path, "--subjects", given["subjects"], "--inspectors", given["inspectors"]]
    base += ["--confirmed-by", "名录库管理员", "--at", "2026-03-02T01:05:00Z"]
    spoken = ssj(*base)
    assert spoken.code == 1
    assert "--department 名称=代码" in spoken.err
    assert_done(ssj(*base, "--department", "演示局=rsj", "--qualification", "演示事项=law", "--json"))


def test_certificates_must_be_valid_until_the_counter_answers_unless_another_day_is_given(draw_at: DrawAt) -> None:
    for words, drawable in (((), 0), (("--window-end", "2026-06-30"), 4)):
        case = draw_at("announced")
        given = lists(case, inspectors=people(4, 有效期="2026-07-31"))
        base = [
            "--subjects",
            given["subjects"],
            "--inspectors",
            given["inspectors"],
            "--words",
            case.place / "words.json",
        ]
        base += ["--confirmed-by", "名录库管理员", "--at", "2026-03-02T01:05:00Z", "--json", *words]
        counts = assert_done(ssj("draw", "freeze", case.path, *base)).members["inspectors"]
        assert counts.get("E", 0) == drawable


def test_a_certificate_that_has_expired_today_is_not_valid_for_a_window_that_ended_before(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    given = lists(case, inspectors=[*people(3), *people(1, 有效期="2026-03-01", 证件编号="YS-410928-0199")])
    words = ("--window-end", "2026-02-01", "--json")
    assert case.freeze(*words, **given).members["inspectors"] == {"E": 3, "X2": 1}


def test_the_offices_day_decides_about_certificates_not_greenwichs(tmp_path: Path, draw_at: DrawAt) -> None:
    """At 17:00 UTC it is the next day in Beijing."""
    case = Case(tmp_path / "late")
    case.place.mkdir()
    (case.place / "words.json").write_bytes((draw_at("announced").place / "words.json").read_bytes())
    times = {"commit_by": "2026-03-02T18:00:00Z", "reveal_by": "2026-03-02T19:00:00Z"}
    beacon = {**settings()["beacon"], "not_before": "2026-03-02T20:00:00Z"}
    assert_done(case.plan(**times, beacon=beacon))
    given = lists(case, inspectors=[*people(3), *people(1, 有效期="2026-03-02", 证件编号="YS-410928-0199")])
    words = ("--window-end", "2026-03-03", "--json")
    assert case.freeze(*words, at="2026-03-02T17:00:00Z", **given).members["inspectors"] == {"E": 3, "X2": 1}


@pytest.mark.article("第九条")
def test_firms_already_visited_this_year_are_left_out_by_code_except_class_d(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    rows = [
        {**row, "最近检查日期": "2026-01-20" if number < 8 else "2025-12-31"} for number, row in enumerate(firms(16))
    ]
    counts = case.freeze("--json", **lists(case, rows)).members["subjects"][""]
    assert counts == {"E": 10, "X1": 6}


def test_a_list_in_an_encoding_that_must_be_named_is_read_when_it_is(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    given = lists(case)
    given["subjects"].write_text(given["subjects"].read_text("utf-8-sig"), "gb18030")
    given["inspectors"].write_text(given["inspectors"].read_text("utf-8-sig"), "gb18030")
    assert_done(case.freeze("--encoding", "gb18030", **given))


def test_a_plan_with_a_stratum_of_its_own_beside_the_classes_takes_no_registry(tmp_path: Path, draw_at: DrawAt) -> None:
    case = Case(tmp_path / "own")
    case.place.mkdir()
    (case.place / "words.json").write_bytes((draw_at("announced").place / "words.json").read_bytes())
    assert_done(case.plan(strata={"x": {"ratio": "10%"}, "y": {"ratio": "10%"}}, risk_classes=None))
    spoken = case.freeze(**lists(case))
    assert spoken.code == 1
    assert "[strata]" in spoken.err


def test_more_than_twenty_reasons_are_counted_not_listed(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    spoken = case.freeze(**lists(case, [firm(number, 状态="") for number in range(1, 31)]))
    assert spoken.err.count("[E10-3]") == 20
    assert "另有 10 条，未逐条列出。" in spoken.err


@pytest.mark.parametrize("firm_id", ["reg:410928000000010", "obj:zhuanxiang-1"])
def test_a_firm_without_credit_code_is_asked_for_by_its_id(draw_at: DrawAt, firm_id: str) -> None:
    spoken = ssj("draw", "open", draw_at("drawn").path, firm_id)
    assert spoken.code == 1
    assert f"{firm_id} 不在本次抽取的名录中" in spoken.err


def test_an_old_registration_number_is_told_from_a_credit_code(draw_at: DrawAt) -> None:
    spoken = ssj("draw", "open", draw_at("drawn").path, "410928000000011")
    assert spoken.code == 1
    assert "reg:410928000000011 不在本次抽取的名录中" in spoken.err


# --------------------------------------------------------------------------------------------------------------- verify


def test_verify_takes_the_newest_record_that_counts_or_the_highest_there_is(draw_at: DrawAt, tmp_path: Path) -> None:
    case = draw_at("drawn")
    assert_done(case.void())
    assert "v2.json" in case.verify().out
    loose = tmp_path / "loose"
    loose.mkdir()
    for record in case.path.glob("draw-*.json"):
        (loose / record.name).write_bytes(record.read_bytes())
    (loose / "draw-x.vx.json").write_text("{}")
    (loose / "draw-x.v².json").write_text("{}")
    assert "v2.json" in ssj("draw", "verify", loose, "--no-log").out
    assert ssj("draw", "verify", loose).code == 3


def test_verify_says_where_there_is_nothing_to_verify(draw_at: DrawAt, tmp_path: Path) -> None:
    spoken = ssj("draw", "verify", draw_at("revealed").path)
    assert spoken.code == 1
    assert "中没有抽取记录" in spoken.err
    for words in ((tmp_path / "none.json",), (draw_at("drawn").path, "--record", tmp_path / "none.json")):
        spoken = ssj("draw", "verify", *words)
        assert (spoken.code, spoken.out) == (2, "")
        assert "none.json" in spoken.err


def test_verify_opens_a_public_record_with_an_auditors_key(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    auditor = json.loads(next(case.private.glob("auditor-*.json")).read_bytes())
    key = case.write("key.json", {name: auditor[name] for name in ("subject_private", "inspector_private")})
    checks = {check["id"]: check["status"] for check in case.verify("--key", key, "--json").members["checks"]}
    assert {checks[check] for check in ("V07", "V08", "V09", "V19", "V21")} == {"PASS"}


# --------------------------------------------------------------------------------------------------- files gone astray


@pytest.mark.parametrize("command", ["show", "run", "verify"])
def test_a_file_is_no_folder(draw_at: DrawAt, command: str) -> None:
    case = draw_at("announced")
    spoken = ssj("draw", command, case.path / "plan.json")
    assert spoken.code == 1
    assert "Traceback" not in spoken.err + spoken.out


@pytest.mark.parametrize(
    ("name", "raw", "says"),
    [
        ("plan.json", b"{", "不是 JSON"),
        ("plan.json", b"[]", "应为对象"),
        ("plan.json", b"{}", "缺失"),
        ("freeze.json", b"{}", "at 缺失"),
        ("freeze.json", b"\xff", "不是 UTF-8"),
        ("commit-rsj.json", b"null", "内容 应为对象"),
        ("reveal-rsj.json", b'{"at": 5}', "at 不是协议写法的时间"),
        ("number.json", b"{}", "at 缺失"),
        ("run.json", b"{}", "at 缺失"),
        ("end.json", b'{"act": "delete"}', "act 应为 abort、void 之一"),
        ("replacement-001.json", b'{"entry": {"slot": "0"}}', "entry.at 缺失"),
    ],
)
def test_a_file_that_is_not_what_it_should_be_is_refused_by_its_name(
    draw_at: DrawAt, name: str, raw: bytes, says: str
) -> None:
    case = draw_at("drawn")
    (case.path / name).write_bytes(raw)
    spoken = ssj("draw", "show", case.path)
    assert spoken.code == 1
    assert says in spoken.err


def test_a_plan_edited_into_one_that_has_no_canonical_form_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    case.edit("plan.json", title="e\u0301")
    spoken = ssj("draw", "show", case.path)
    assert spoken.code == 1
    assert "不能采用：文字不是 NFC" in spoken.err


def test_a_hostile_title_neither_steers_the_terminal_nor_adds_lines(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    case.edit("plan.json", title="正常\x1b[2J\n下一步：无　（全角空格可留）[red]x[/red]")
    out = assert_done(ssj("draw", "show", case.path)).out
    assert "\x1b" not in out
    assert "正常\\u001b[2J\\u000a下一步：无　（全角空格可留）[red]x[/red]" in out


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PermissionError(13, "Permission denied", "draw/plan.json"), "不能读写文件 draw/plan.json：没有权限"),
        (OSError(28, "No space left on device"), "不能读写文件：No space left on device"),
        (IsADirectoryError(21, "Is a directory", "x"), "这是文件夹，不是文件"),
        (UnicodeEncodeError("utf-8", "\udc80", 0, 1, "surrogates not allowed"), "内容不能书写"),
    ],
)
def test_what_the_system_refuses_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, draw_at: DrawAt, error: Exception, says: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(commands, "next_step", fail)
    monkeypatch.setattr(commands.show, "standing", fail)
    spoken = ssj("draw", "show", draw_at("announced").path)
    assert (spoken.code, spoken.out) == (1, "")
    assert says in spoken.err
    assert "Traceback" not in spoken.err


def test_a_folder_that_may_not_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, draw_at: DrawAt) -> None:
    case = draw_at("announced")

    def locked(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", f"{path}")

    monkeypatch.setattr(Path, "read_bytes", locked)
    spoken = ssj("draw", "show", case.path)
    assert spoken.code == 1
    assert "[folder.unreadable] 不能读取" in spoken.err
    assert "没有权限" in spoken.err


def test_stopping_by_hand_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch, draw_at: DrawAt) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands.show, "standing", stop)
    spoken = ssj("draw", "show", draw_at("announced").path)
    assert spoken.code == INTERRUPTED
    assert "已停止" in spoken.err


@pytest.mark.parametrize("words", [(), ("--json",)])
def test_a_reader_who_has_read_enough_ends_the_command_in_silence(
    draw_at: DrawAt, root: Path, words: tuple[str, ...]
) -> None:
    show = ["draw", "show", f"{draw_at('drawn').path}", *words]
    command = [sys.executable, "-m", "shuangsuiji.web.console.main", *show]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, cwd=root, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


def test_a_terminal_without_chinese_shows_numbers_instead_of_stopping(draw_at: DrawAt, root: Path) -> None:
    command = [sys.executable, "-m", "shuangsuiji.web.console.main", "draw", "show", f"{draw_at('drawn').path}"]
    plain = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=root, capture_output=True, env=plain, check=False)
    assert done.returncode == 0
    assert "抽取编号".encode("ascii", "backslashreplace") in done.stdout


# ------------------------------------------------------------------------------------------------------------ progress


class Terminal(io.StringIO):
    """Somebody looks."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("as_json", "shown"), [(False, True), (True, False)])
def test_long_work_shows_how_far_it_has_come_only_where_somebody_looks(
    monkeypatch: pytest.MonkeyPatch, as_json: bool, shown: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    terminal, output = Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(sys, "stdout", output)
    with Printer(as_json=as_json).working("读取检查对象名录", "行") as progress:
        progress(1234)
    assert ("1,234 行" in terminal.getvalue()) is shown
    assert ("读取检查对象名录" in terminal.getvalue()) is shown
    assert output.getvalue() == ""


def test_long_work_is_silent_in_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = io.StringIO()
    monkeypatch.setattr(sys, "stderr", nobody)
    with Printer().working("封存") as progress:
        progress(1)
    assert nobody.getvalue() == ""


def test_a_table_folds_in_a_narrow_terminal_instead_of_losing_digits(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "24")
    Printer().table("[表]", ("代码",), [(valid_uscc(1) * 2,)])
    told = capsys.readouterr().out
    assert "[表]" in told
    assert "".join(re.findall(r"[0-9A-Z]+", told)) == valid_uscc(1) * 2


def test_a_registry_checked_good_is_a_registry_that_freezes(draw_at: DrawAt) -> None:
    case = draw_at("announced")
    good = write_csv(case.place / "good.csv", firms())
    assert ssj("roster", "check", good, "--json").code == 0
    assert_done(case.freeze(**{**lists(case), "subjects": good}))
