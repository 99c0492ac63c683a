"""A draw on a folder from announcement to verified record: every mode and suite, every public number, a second person with
nothing but the folder; what an interruption leaves behind; two people at once.
"""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from shuangsuiji.core.draw.beacon import DRAND
from shuangsuiji.core.draw.refusal import DrawRefused
from shuangsuiji.verify.engine import floors
from shuangsuiji.web.console.ceremony import acts, afterwards, files
from shuangsuiji.web.console.ceremony.folder import DrawFolder
from shuangsuiji.web.console.ceremony.options import moment
from shuangsuiji.web.console.verifier_archive import build_archive
from tests.synthetic import certificate_number
from tests.web.console.county_fixture import (
    APPROVED,
    COMMIT_AT,
    CONTRIBUTORS,
    DICE,
    RUN_AT,
    TWO_PERSONS,
    Case,
    assert_done,
    firm,
    firms,
    lists,
    people,
    settings,
    ssj,
    tree,
)

DrawAt = Callable[[str], Case]
BEFORE_NUMBER = "2026-03-02T02:14:59Z"
VECTORS = Path(__file__).parents[2] / "vectors" / "draw-vectors.json"


@pytest.fixture
def own(draw_at: DrawAt, tmp_path: Path) -> Callable[[str], Case]:
    """An empty place with the county's words, for a draw with settings of its own."""

    def make(name: str) -> Case:
        case = Case(tmp_path / name)
        case.place.mkdir()
        shutil.copy(draw_at("announced").place / "words.json", case.place)
        return case

    return make


@pytest.fixture(scope="session")
def verifier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The verifier as one file."""
    return build_archive(tmp_path_factory.mktemp("verifier") / "ssj-verify.pyz")


def drawn_codes(case: Case) -> set[str]:
    """Codes of the drawn firms, from the office's list."""
    book = openpyxl.load_workbook(next(case.private.glob("list-*.v1.xlsx")))
    return {f"{row[2]}" for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}


def assert_verified(case: Case, state: str = "DRAWN") -> None:
    assert case.state == state
    spoken = case.verify("--json")
    assert spoken.code == 0, spoken.out
    assert {check["status"] for check in spoken.members["checks"]} == {"PASS", "SKIP"}


# --------------------------------------------------------------------------------------------------------- the usual


def test_the_acceptable_draw_is_drawn_and_verified(draw_at: DrawAt) -> None:
    assert_verified(draw_at("drawn"))


@pytest.mark.article("第十三条")
def test_at_every_stage_the_folder_says_what_is_next_who_acts_and_until_when(draw_at: DrawAt) -> None:
    told = {
        "announced": "名录库管理员冻结名录，须早于 2026-03-02 09:30:00",
        "frozen": "rsj、jiwei 在 2026-03-02 09:30:00 前提交承诺",
        "committed": "rsj、jiwei 在 2026-03-02 10:00:00 前揭示",
        "revealed": "录入公开随机数，不早于 2026-03-02 10:15:00",
        "numbered": "抽取：shuangsuiji draw run",
        "drawn": "核验：shuangsuiji draw verify",
    }
    for stage, words in told.items():
        spoken = assert_done(ssj("draw", "show", draw_at(stage).path, "--at", COMMIT_AT))
        assert f"下一步：{words}" in spoken.out


@pytest.mark.parametrize(
    ("stage", "at", "words"),
    [
        ("announced", "2026-03-02T01:30:00Z", "冻结时限 2026-03-02 09:30:00 已过，请中止后重新公告"),
        ("frozen", "2026-03-02T01:30:01Z", "承诺不足两方，不能抽取，请中止后重新公告"),
        ("committed", "2026-03-02T02:00:01Z", "rsj、jiwei 未揭示，公示为缺席"),
    ],
)
def test_after_a_deadline_the_folder_says_what_it_means(draw_at: DrawAt, stage: str, at: str, words: str) -> None:
    assert words in assert_done(ssj("draw", "show", draw_at(stage).path, "--at", at)).out


def test_two_of_three_contributors_are_enough_once_the_time_is_up(own: Callable[[str], Case]) -> None:
    case = own("three")
    assert_done(case.plan(contributors=["rsj", "scjgj", "jiwei"]))
    assert_done(case.freeze(**lists(case)))
    for who in CONTRIBUTORS:
        assert_done(case.commit(who))
    late = ssj("draw", "show", case.path, "--at", "2026-03-02T01:45:00Z")
    assert "rsj、jiwei 在 2026-03-02 10:00:00 前揭示" in late.out
    assert_done(case.reveal("jiwei"))
    assert_done(case.number())
    assert_done(case.run())
    assert_verified(case)
    assert case.folder.replay()[0].missing == ["rsj", "scjgj"]


def test_contributors_act_on_copies_of_the_public_folder_alone_and_the_files_are_put_together(
    draw_at: DrawAt, tmp_path: Path
) -> None:
    case = draw_at("frozen")
    for act in ("commit", "reveal"):
        for who in CONTRIBUTORS:
            copy = Case(tmp_path / f"{act}-{who}")
            shutil.copytree(case.path, copy.path)
            if act == "reveal":
                shutil.copy(tmp_path / f"commit-{who}" / f"secret-{who}.json", copy.place)
            assert_done(getattr(copy, act)(who))
            shutil.copy(copy.path / f"{act}-{who}.json", case.path)
    assert_done(case.number())
    assert_done(case.run())
    assert_verified(case)


def test_a_second_person_with_nothing_but_the_folder_and_the_one_file_verifies(
    draw_at: DrawAt, tmp_path: Path, verifier: Path
) -> None:
    case, elsewhere = draw_at("drawn"), tmp_path / "另一人"
    shutil.copytree(case.path, elsewhere / "抽取一")
    shutil.copy(verifier, elsewhere)
    record = next((elsewhere / "抽取一").glob("draw-*.json"))
    command = [sys.executable, "-I", verifier.name, f"{record}", "--no-log", "--json"]
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    raw = record.read_bytes()
    seed = json.loads(raw)["seed"].encode()
    record.write_bytes(raw.replace(seed, seed[:-1] + (b"0" if seed[-1:] != b"0" else b"1")))
    done = subprocess.run(command, cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "V15" in [check["id"] for check in json.loads(done.stdout)["checks"] if check["status"] == "FAIL"]


@pytest.mark.parametrize(
    ("member", "check"),
    [
        ("plan_hash", "V02"),
        ("subject_root", "V05"),
        ("inspector_root", "V06"),
        ("context", "V10"),
        ("seed", "V15"),
        ("ticket_key", "V16"),
        ("selection_hash", "V22"),
        ("result_hash", "V22"),
    ],
)
def test_a_record_with_one_changed_byte_fails_and_the_check_is_named(draw_at: DrawAt, member: str, check: str) -> None:
    case = draw_at("drawn")
    record = next(case.path.glob("draw-*.json"))
    raw = record.read_bytes()
    value: bytes = json.loads(raw)[member].encode()
    line = b'"' + member.encode() + b'": "' + value
    assert raw.count(line) == 1
    record.write_bytes(raw.replace(line, line[:-1] + (b"0" if line[-1:] != b"0" else b"1")))
    spoken = case.verify()
    assert spoken.code == 1
    assert f"{check}  FAIL" in spoken.out
    assert check in spoken.out.partition("核验不通过：")[2].partition("。")[0]


@pytest.mark.article("第十四条")
def test_the_ticket_line_that_is_printed_gives_the_ticket_of_the_record(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    line = next(line for line in assert_done(case.run()).out.splitlines() if "sha256sum" in line)
    answered = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=True).stdout.split()[0]
    record = json.loads(next(case.path.glob("draw-*.json")).read_bytes())
    assert [line.split()[-3], answered] in record["tickets"]


def test_the_office_gets_both_whole_lists_as_a_workbook_in_the_private_folder(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    book = openpyxl.load_workbook(next(case.private.glob("list-*.xlsx")))
    firms_sheet, people_sheet = book.worksheets
    assert book.sheetnames == ["检查对象", "检查小组"]
    record = json.loads(next(case.path.glob("draw-*.json")).read_bytes())
    chosen = sum(part["k"] for part in record["selection"].values())
    assert firms_sheet.max_row == chosen + 1
    assert people_sheet.max_row == len(record["slots"]) + 1
    assert not list(case.path.glob("*.xlsx"))


def test_the_private_folder_is_its_owners_and_no_secret_lies_in_the_public_one(draw_at: DrawAt) -> None:
    case = draw_at("committed")
    assert case.private.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in case.private.iterdir()} == {0o600}
    assert case.secret("rsj").stat().st_mode & 0o777 == 0o600
    public = b"".join(path.read_bytes() for path in case.path.iterdir())
    for who in CONTRIBUTORS:
        assert json.loads(case.secret(who).read_bytes())["secret"].encode() not in public
    for key in json.loads((case.private / "keys.json").read_bytes()).values():
        assert key.encode() not in public


# --------------------------------------------------------------------------------------------- modes, suites, numbers


def test_an_open_roster_without_classes_is_drawn_and_anybody_recomputes_all_of_it(own: Callable[[str], Case]) -> None:
    case = own("open")
    changes: dict[str, Any] = {
        "strata": {"all": {"ratio": "25%", "min": 1}},
        "handles": {"subject": "open", "inspector": "sealed"},
        "announce": "at-draw",
        "risk_classes": None,
        "openings_from": None,
    }
    assert_done(case.plan(**changes))
    assert_done(case.freeze(**lists(case)))
    assert case.to_the_end().members["assigned"]
    assert_verified(case)
    record = json.loads(next(case.path.glob("draw-*.json")).read_bytes())
    assert len(record["subject_rows"]) == 12
    assert set(record["batches"]) == {"t1", "t2"}
    code = min(drawn_codes(case))
    told = assert_done(ssj("draw", "open", case.path, code)).out
    assert "已抽中" in told
    assert "之前，窗口" not in told


@pytest.mark.article("第九条")
def test_several_libraries_are_drawn_together_and_a_firm_of_both_has_one_number(own: Callable[[str], Case]) -> None:
    case = own("joint")
    strata = {name: {"ratio": ratio, "min": 1} for name, ratio in floors().items()}
    assert_done(case.plan(strata=None, libraries={"yonggong": {"strata": strata}, "xiaofang": {"strata": strata}}))
    other = lists(case, [*firms(8), *(firm(number) for number in range(30, 38))])["subjects"].rename(
        case.place / "b.csv"
    )
    both = lists(case, firms(16))
    words = (
        "--library",
        f"yonggong={both['subjects']}",
        "--library",
        f"xiaofang={other}",
        "--exclude-row",
        "xiaofang=2",
    )
    assert_done(case.freeze(*words, subjects=None, inspectors=both["inspectors"]))
    assert case.folder.read("freeze.json")["counts"]["subjects"] == {"yonggong": {"E": 16}, "xiaofang": {"E": 15}}
    for who in CONTRIBUTORS:
        assert_done(case.commit(who))
    for who in CONTRIBUTORS:
        assert_done(case.reveal(who))
    assert_done(case.number())
    told = assert_done(case.run()).out
    assert "xiaofang" in told
    assert_verified(case)
    members = assert_done(ssj("draw", "open", case.path, firm(2)["统一社会信用代码"], "--json")).members
    assert sorted(bundle["library"] for bundle in members["bundles"]) == ["xiaofang", "yonggong"]
    for bundle in members["bundles"]:
        record = next(case.path.glob("draw-*.json"))
        assert ssj("draw", "verify", bundle["file"], "--record", record).code == 0


def test_the_sm3_suite_is_drawn_and_verified_and_no_sha256_line_is_printed(own: Callable[[str], Case]) -> None:
    case = own("sm3")
    assert_done(case.plan(suite="SM3"))
    assert_done(case.freeze(**lists(case)))
    for who in CONTRIBUTORS:
        assert_done(case.commit(who))
    for who in CONTRIBUTORS:
        assert_done(case.reveal(who))
    assert_done(case.number())
    assert "sha256sum" not in assert_done(case.run()).out
    assert "sha256sum" not in assert_done(ssj("draw", "open", case.path, firm(1)["统一社会信用代码"])).out
    assert_verified(case)


def test_the_lottery_number_is_drawn_with_and_verified(own: Callable[[str], Case]) -> None:
    case = own("ssq")
    assert (
        "双色球第 2026135 期"
        in assert_done(
            case.plan(beacon={"source": "cwl/ssq", "round": "2026135", "not_before": "2026-03-02T02:15:00Z"})
        ).out
    )
    assert_done(case.freeze(**lists(case)))
    case.to_the_end("01-05-12-19-23-30+07", *TWO_PERSONS)
    assert_verified(case)


def test_a_drand_round_is_computed_from_its_signature_and_needs_no_two_persons(own: Callable[[str], Case]) -> None:
    case = own("drand")
    vector = json.loads(VECTORS.read_text("utf-8"))["suites"][0]
    signature, number, value = vector["beacon_signature"], vector["beacon"][1], vector["beacon"][2]
    day = "2023-08-23T"
    times = {"commit_by": f"{day}14:30:00Z", "reveal_by": f"{day}15:00:00Z", "openings_from": "2024-01-01T00:00:00Z"}
    assert_done(case.plan(at=f"{day}14:00:00Z", beacon={"source": DRAND, "round": number}, **times))
    assert_done(case.freeze(at=f"{day}14:01:00Z", **lists(case, inspectors=people(4, 有效期="2029-12-31"))))
    for who in CONTRIBUTORS:
        assert_done(case.commit(who, at=f"{day}14:10:00Z"))
    for who in CONTRIBUTORS:
        assert_done(case.reveal(who, at=f"{day}14:40:00Z"))
    before = tree(case.path, case.private)
    for words in (("--signature", signature.upper()), ("0" * 64, "--signature", signature), (value,)):
        spoken = case.number(*words, at=f"{day}15:20:00Z")
        assert spoken.code == 1
        assert "[beacon.value] drand 随机数须由该期签名算出（第十四条）" in spoken.err
    assert tree(case.path, case.private) == before
    assert_done(case.number(value, "--signature", signature, at=f"{day}15:20:00Z"))
    assert_done(case.run(at=f"{day}15:21:00Z"))
    assert_verified(case)


@pytest.mark.article("第十四条")
def test_subjects_are_drawn_alone_and_then_each_department_draws_its_own_people(own: Callable[[str], Case]) -> None:
    first, second = own("subjects"), own("people")
    assert_done(first.plan(mode="subjects", teams=None))
    assert_done(first.freeze(subjects=lists(first)["subjects"], inspectors=None))
    first.to_the_end()
    assert_verified(first)
    assert not (first.path / "roster-inspector.jsonl").exists()
    told = ssj("draw", "show", first.path, "--at", RUN_AT).out
    assert f"--subjects-of {first.path}" in told
    plan = assert_done(second.plan("--subjects-of", first.path, "--json")).members["plan"]
    record = json.loads(next(first.path.glob("draw-*.json")).read_bytes())
    chosen = {entry["handle"]: entry for part in record["selection"].values() for entry in part["selected"]}
    attrs = {row["handle"]: row["attrs"] for row in record["subject_roster"]}
    dispatched = plan["dispatched"]
    assert dispatched["handles"] == sorted(chosen)
    assert dispatched["attrs"] == [attrs[handle] for handle in sorted(chosen)]
    assert (dispatched["draw_id"], dispatched["result_hash"]) == (record["draw_id"], record["result_hash"])
    assert plan["task_id"] == f"{record['task_id']}/rsj"
    assert plan["salt_key_commit"]["subject"] == first.folder.plan["salt_key_commit"]
    assert_done(second.freeze(subjects=None, inspectors=lists(second)["inspectors"]))
    second.to_the_end()
    assert_verified(second)
    assert drawn_codes(second) == drawn_codes(first)
    code = min(drawn_codes(second))
    bundle = assert_done(ssj("draw", "open", second.path, code, "--json")).members["bundles"][0]
    assert bundle["drawn"]
    assert ssj("draw", "verify", bundle["file"], "--record", next(second.path.glob("draw-*.json"))).code == 0
    drawn = assert_done(ssj("draw", "open", first.path, code, "--json")).members["bundles"][0]
    assert drawn["drawn"]
    others = {row["统一社会信用代码"] for row in firms()} - drawn_codes(first)
    undrawn = assert_done(ssj("draw", "open", first.path, min(others), "--json")).members["bundles"][0]
    assert not undrawn["drawn"]


@pytest.mark.parametrize("kind", ["open", "joint"])
def test_people_are_drawn_for_open_and_for_joint_draws_too(own: Callable[[str], Case], kind: str) -> None:
    first, second = own("first"), own("second")
    strata = {name: {"ratio": ratio, "min": 1} for name, ratio in floors().items()}
    changes: dict[str, Any] = {
        "open": {
            "strata": {"all": {"ratio": "25%"}},
            "handles": {"subject": "open", "inspector": "sealed"},
            "announce": "at-draw",
            "risk_classes": None,
        },
        "joint": {"strata": None, "libraries": {"a": {"strata": strata}, "b": {"strata": strata}}},
    }[kind]
    assert_done(first.plan(mode="subjects", teams=None, **changes))
    given = lists(first)["subjects"]
    words = ("--library", f"a={given}", "--library", f"b={given}") if kind == "joint" else ()
    assert_done(first.freeze(*words, subjects=None if words else given, inspectors=None))
    first.to_the_end()
    assert_done(second.plan("--subjects-of", first.path, "--subjects-private", first.private))
    assert_done(second.freeze(subjects=None, inspectors=lists(second)["inspectors"]))
    second.to_the_end()
    assert_verified(second)


def test_after_a_shortage_the_people_are_drawn_anew_for_the_same_subjects(own: Callable[[str], Case]) -> None:
    first, second = own("short"), own("enough")
    assert_done(first.plan())
    assert_done(first.freeze(**lists(first, inspectors=people(4, 状态="休假"))))
    assert not first.to_the_end().members["assigned"]
    assert_done(second.plan("--subjects-of", first.path, task_id=f"{first.folder.plan['task_id']}/buchou"))
    assert second.folder.plan["draw_id"].endswith("/laodong-yonggong/buchou/1")
    assert_done(second.freeze(subjects=None, inspectors=lists(second)["inspectors"]))
    assert second.to_the_end().members["assigned"]
    assert_verified(second)
    assert drawn_codes(first) == drawn_codes(second)


@pytest.mark.article("第十二条")
@pytest.mark.parametrize("rehearsal", [(), ("--rehearsal",)])
def test_people_are_drawn_for_a_list_sent_down_by_an_upper_level(
    own: Callable[[str], Case], rehearsal: tuple[str, ...]
) -> None:
    case = own("received")
    rows = [{name: row[name] for name in ("企业名称", "统一社会信用代码")} for row in firms(5)]
    listed = lists(case, rows)["subjects"]
    document = ("--received", listed, "--document", "演政〔2026〕7号", "--words", case.place / "words.json")
    plan = assert_done(case.plan(*document, *rehearsal, "--json")).members["plan"]
    source = plan["dispatched"]["source"]
    assert (plan["dispatched"]["draw_id"], plan["dispatched"]["result_hash"]) == ("", "")
    assert source["document"] == "演政〔2026〕7号"
    assert source["sha256"] == files_digest(listed)
    told = assert_done(case.freeze(subjects=None, inspectors=lists(case)["inspectors"])).out
    assert "检查对象 5 户，与方案所列逐一相符（第十二条）" in told
    case.to_the_end()
    assert drawn_codes(case) == {row["统一社会信用代码"] for row in rows}
    assert case.verify().code == (1 if rehearsal else 0)


def files_digest(path: Path) -> str:
    return tree(path.parent)[f"{path}"]


@pytest.mark.article("第十四条")
def test_a_rehearsal_says_so_everywhere_and_its_record_fails_only_the_check_that_forbids_its_use(
    own: Callable[[str], Case],
) -> None:
    case = own("rehearsal")
    assert "（演练，不能派发或公示）" in assert_done(case.plan("--rehearsal")).out
    assert_done(case.freeze(**lists(case)))
    for who in CONTRIBUTORS:
        assert_done(case.commit(who))
    for who in CONTRIBUTORS:
        assert_done(case.reveal(who))
    assert_done(case.number())
    told = assert_done(case.run()).out
    assert "这是演练：V03 按规定不通过" in told
    assert "下一步：演练已完成，结果不能派发或公示" in told
    assert "已抽取（演练）" in assert_done(ssj("draw", "show", case.path)).out
    spoken = case.verify("--json")
    assert spoken.code == 1
    assert [check["id"] for check in spoken.members["checks"] if check["status"] == "FAIL"] == ["V03"]
    assert_done(case.void())


# -------------------------------------------------------------------------------------------------- ends and sequels


def test_a_voided_draw_stays_public_and_the_next_attempt_names_it(draw_at: DrawAt, tmp_path: Path) -> None:
    case = draw_at("drawn")
    told = assert_done(case.void()).out
    assert "已作废，永久公开、计次" in told
    assert_verified(case, "VOID")
    assert len(list(case.path.glob("draw-*.json"))) == 2
    second = Case(tmp_path / "second")
    second.place.mkdir()
    plan = assert_done(second.plan("--supersedes", case.path, "--json")).members["plan"]
    assert plan["draw_id"].endswith("/2")
    assert plan["supersedes"] == {"draw_id": case.folder.plan["draw_id"], "reason": "roster"}
    shown = assert_done(ssj("draw", "show", case.path, "--json")).members
    assert shown["state"] == "VOID"
    assert shown["reason"] == {"code": "roster", "text": "名录有误"}
    opened = assert_done(ssj("draw", "open", case.path, min(drawn_codes(case)))).out
    assert "注意：本次抽取已作废" in opened


def test_a_draw_is_voided_between_number_and_lists(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    assert_done(case.void())
    assert_verified(case, "VOID")


def test_a_draw_aborted_after_the_reveals_is_completed_with_what_would_have_been(draw_at: DrawAt) -> None:
    case = draw_at("revealed")
    told = assert_done(case.void(at=BEFORE_NUMBER)).out
    assert "补记，公布未生效的结果" in told
    assert_verified(case, "ABORTED")
    assert "未生效的结果见" in assert_done(case.number()).out
    assert_verified(case, "ABORTED")
    record = json.loads(case.folder.newest_record.read_bytes())
    assert record["version"] == 2
    assert "result_hash" in record["shadow"]
    shown = assert_done(ssj("draw", "show", case.path)).out
    assert f"已录入 {DICE}" in shown
    assert "补记" not in shown
    book = openpyxl.load_workbook(next(case.private.glob("list-*.v2.xlsx")))
    assert book.sheetnames == ["检查对象（已中止）", "检查小组（已中止）"]


@pytest.mark.parametrize("stage", ["announced", "frozen", "committed"])
def test_a_draw_is_aborted_at_any_earlier_stage(draw_at: DrawAt, stage: str) -> None:
    case = draw_at(stage)
    assert_done(case.void(at=COMMIT_AT, ground="technical"))
    assert_verified(case, "ABORTED")


@pytest.mark.article("第十五条")
def test_three_replacements_in_a_row_are_all_kept_and_the_drawn_list_stays(own: Callable[[str], Case]) -> None:
    case = own("replaced")
    assert_done(case.plan())
    roll = people(9, 最多组数="1")
    assert_done(case.freeze(**lists(case, inspectors=roll)))
    case.to_the_end()
    drawn = json.loads(next(case.path.glob("draw-*.v1.json")).read_bytes())["assignment"]
    for number in range(3):
        spare = next(who for who in (certificate_number(1, index) for index in range(9)) if who not in serving(case))
        assert_done(case.replace(spare))
        assert_verified(case)
        assert json.loads(case.folder.newest_record.read_bytes())["replacements"] == {"count": number + 1}
    assert json.loads(case.folder.newest_record.read_bytes())["assignment"] == drawn
    rows = openpyxl.load_workbook(next(case.private.glob("list-*.v4.xlsx"))).worksheets[1]
    first = [cell.value for cell in rows[2]]
    assert first[5] != first[6]
    assert first[7] == "健康状况"
    assert "人员更换：3 次（第十五条）" in assert_done(ssj("draw", "show", case.path)).out


def serving(case: Case) -> set[str]:
    """Certificates in the posts now, from the office's newest list, and all who were there before."""
    served = set()
    for path in case.private.glob("list-*.xlsx"):
        for row in openpyxl.load_workbook(path).worksheets[1].iter_rows(min_row=2, values_only=True):
            served |= {f"{row[5]}", f"{row[6]}"}
    return served


# ------------------------------------------------------------------------------------------------------ interruptions


class Crash(BaseException):
    """The machine stops here."""


def crash_before_file(number: int, patch: pytest.MonkeyPatch) -> list[str]:
    """Let the process end just before its file `number` (from 0) gets its name. Returns the names given so far."""
    given: list[str] = []

    def counting(place: Callable[..., Any]) -> Callable[..., Any]:
        def named(source: Any, target: Any) -> Any:
            if len(given) == number:
                raise Crash
            given.append(Path(target).name)
            return place(source, target)

        return named

    patch.setattr(os, "link", counting(os.link))
    patch.setattr(os, "replace", counting(os.replace))
    return given


ACTS: dict[str, tuple[str, int, Callable[[Case], Any]]] = {
    "plan": ("", 2, lambda case: case.plan()),
    "freeze": ("announced", 4, lambda case: case.freeze(**lists(case))),
    "commit": ("frozen", 2, lambda case: case.commit("rsj")),
    "reveal": ("committed", 1, lambda case: case.reveal("rsj")),
    "number": ("revealed", 1, lambda case: case.number()),
    "run": ("numbered", 4, lambda case: case.run()),
    "void": ("drawn", 4, lambda case: case.void()),
    "abort": ("revealed", 3, lambda case: case.void(at=BEFORE_NUMBER)),
    "replace": ("drawn", 4, lambda case: case.replace(_spare(case))),
}


def _spare(case: Case) -> str:
    """An inspector of the county's roll who is fit and not drawn."""
    rows = openpyxl.load_workbook(next(case.private.glob("list-*.v1.xlsx"))).worksheets[1].iter_rows(values_only=True)
    drawn = {row[5] for row in rows}
    return next(who for who in (certificate_number(1, number) for number in (1, 2, 4, 5, 7)) if who not in drawn)


@pytest.mark.parametrize("act", list(ACTS))
def test_an_act_interrupted_between_any_two_files_has_not_happened_and_may_be_repeated(
    draw_at: DrawAt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    stage, writes, perform = ACTS[act]
    for number in range(writes):
        case = draw_at(stage) if stage else Case(tmp_path / f"new{number}")
        case.place.mkdir(exist_ok=True)
        state, version = case.state, case.folder.version
        with monkeypatch.context() as patch:
            crash_before_file(number, patch)
            with pytest.raises(Crash):
                perform(case)
        assert (case.state, case.folder.version) == (state, version)
        assert_done(perform(case))
        assert not list(case.place.rglob(".*"))
    with monkeypatch.context() as patch:
        case = draw_at(stage) if stage else Case(tmp_path / "whole")
        case.place.mkdir(exist_ok=True)
        given = crash_before_file(99, patch)
        assert_done(perform(case))
    assert len(given) == writes
    assert_verifiable(case)


def assert_verifiable(case: Case) -> None:
    if case.folder.version:
        assert case.verify().code == 0


def test_an_interrupted_completion_of_an_aborted_draw_may_be_repeated(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        case = draw_at("revealed")
        assert_done(case.void(at=BEFORE_NUMBER))
        with monkeypatch.context() as patch:
            crash_before_file(number, patch)
            with pytest.raises(Crash):
                case.number()
        assert case.folder.version == 1
        assert_done(case.number())
        assert_verified(case, "ABORTED")


def test_an_interrupted_commitment_is_repeated_with_the_secret_it_had_kept(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = draw_at("frozen")
    with monkeypatch.context() as patch:
        crash_before_file(1, patch)
        with pytest.raises(Crash):
            case.commit("rsj")
    kept = case.secret("rsj").read_bytes()
    assert_done(case.commit("rsj"))
    assert case.secret("rsj").read_bytes() == kept


def test_a_record_left_by_an_interrupted_void_does_not_count(draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch) -> None:
    case = draw_at("drawn")
    with monkeypatch.context() as patch:
        crash_before_file(3, patch)
        with pytest.raises(Crash):
            case.void()
    assert len(list(case.path.glob("draw-*.json"))) == 2
    assert case.folder.newest_record.name.endswith(".v1.json")
    assert "V01" in case.verify().out
    assert_done(case.replace(_spare(case)))
    assert json.loads(case.folder.newest_record.read_bytes())["state"] == "DRAWN"


def test_what_a_power_cut_left_half_written_is_not_read(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    (case.path / ".commit-rsj.json.0a0b0c0d").write_text('{"act": "com')
    assert_done(case.commit("rsj"))
    assert case.folder.replay()[0].commits.keys() == {"rsj"}


def test_a_medium_without_links_is_written_to_all_the_same_and_never_over(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    case = draw_at("committed")
    with monkeypatch.context() as patch:
        patch.setattr(os, "link", no_links)
        assert_done(case.reveal("rsj"))
        with pytest.raises(DrawRefused, match="已存在，不能覆盖"):
            files.write_new(case.path / "reveal-rsj.json", {})
    assert case.folder.replay()[0].secrets.keys() == {"rsj"}


def test_a_file_system_without_locks_still_lets_only_one_of_two_win(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(files.fcntl, "flock", no_locks)
    case = draw_at("committed")
    assert_done(case.reveal("rsj"))
    with pytest.raises(DrawRefused, match="已存在，不能覆盖"):
        case.folder.add("reveal-rsj.json", {})


# --------------------------------------------------------------------------------------------------- two people at once


def at_once(*performances: Callable[[], object]) -> list[str]:
    """Start all at one moment; what became of each: `done`, or the numbers of its refusal."""
    barrier, told = threading.Barrier(len(performances)), []

    def perform(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            told.append("done")
        except DrawRefused as refusal:
            told.append("、".join(reason.code for reason in refusal.refusals))

    threads = [threading.Thread(target=perform, args=(act,)) for act in performances]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(told)


def test_of_two_who_draw_at_once_one_wins_and_the_other_is_refused(draw_at: DrawAt) -> None:
    case = draw_at("numbered")
    told = at_once(*[lambda: acts.run(DrawFolder(case.path), at=moment(RUN_AT))] * 3)
    assert told == ["E14-1", "E14-1", "done"]
    assert_verified(case)


def test_of_two_who_commit_for_one_contributor_at_once_one_wins(draw_at: DrawAt) -> None:
    case = draw_at("frozen")

    def commit(name: str) -> Callable[[], object]:
        return lambda: acts.commit(DrawFolder(case.path), "rsj", case.place / name, at=moment(COMMIT_AT))

    assert at_once(commit("one.json"), commit("two.json")) == ["ceremony.commit-twice", "done"]
    assert len([name for name in ("one.json", "two.json") if (case.place / name).exists()]) == 1


def test_two_contributors_may_commit_at_once(draw_at: DrawAt) -> None:
    case = draw_at("frozen")
    performances = [
        lambda who=who: acts.commit(DrawFolder(case.path), who, case.secret(who), at=moment(COMMIT_AT))
        for who in CONTRIBUTORS
    ]
    assert at_once(*performances) == ["done", "done"]
    for who in CONTRIBUTORS:
        assert_done(case.reveal(who))


def test_a_void_and_a_replacement_at_once_leave_one_consistent_record(draw_at: DrawAt) -> None:
    case = draw_at("drawn")
    spare = f"cert:{_spare(case)}"
    request = afterwards.Request(0, spare, "health", "承办股室", "分管负责人")
    told = at_once(
        lambda: afterwards.end(DrawFolder(case.path), "roster", "名录有误", APPROVED[1], at=moment(RUN_AT)),
        lambda: afterwards.replace_person(DrawFolder(case.path), request, at=moment(RUN_AT)),
    )
    assert told in (["done", "done"], ["E15-1", "done"])
    assert_verified(case, "VOID")


def test_of_two_announcements_at_once_one_wins_and_its_keys_are_kept(tmp_path: Path) -> None:
    case = Case(tmp_path)
    told = at_once(*[lambda: acts.announce(DrawFolder(case.path), settings(), ordinal=1)] * 2)
    assert told == ["done", "folder.exists"]
    assert_done(ssj("draw", "show", case.path))
    shutil.copytree(case.path, tmp_path / "copy")
    assert case.folder.proceedings().keys.keys() == {"subject", "inspector"}


def test_two_processes_that_draw_at_once_are_told_apart(draw_at: DrawAt, root: Path) -> None:
    case = draw_at("numbered")
    command = [sys.executable, "-m", "shuangsuiji.web.console.main", "draw", "run", f"{case.path}", "--at", RUN_AT]
    running = [subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    answers = [process.communicate()[1].decode() for process in running]
    assert sorted(process.returncode for process in running) == [0, 1]
    assert "[E14-1] 本任务已抽取" in "".join(answers)
    assert_verified(case)


# -------------------------------------------------------------------------------------------------------------- places


@pytest.mark.parametrize("place", [".", "../draw", "./", "inner/.."])
def test_the_private_folder_stays_beside_the_folder_however_it_is_named(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    case = draw_at("drawn")
    (case.path / "inner").mkdir()
    monkeypatch.chdir(case.path)
    folder = DrawFolder(Path(place))
    assert folder.private.resolve() == case.private.resolve()
    assert folder.proceedings().version == 2


def test_beside_a_link_the_private_folder_stays_where_the_link_is(tmp_path: Path) -> None:
    (tmp_path / "shared" / "drive").mkdir(parents=True)
    (tmp_path / "mine").symlink_to(tmp_path / "shared" / "drive")
    folder = DrawFolder(tmp_path / "mine")
    assert folder.private == tmp_path / "mine-private"


def test_the_root_of_the_machine_is_no_folder_for_a_draw() -> None:
    with pytest.raises(DrawRefused, match="不能作为抽取文件夹"):
        DrawFolder(Path("/"))


def test_a_roster_beyond_ten_thousand_rows_lies_beside_the_record_and_is_verified_there(
    draw_at: DrawAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = draw_at("numbered")
    monkeypatch.setattr("shuangsuiji.web.console.ceremony.records.TICKETS_LISTED_UP_TO", 10)
    assert_done(case.run())
    record = json.loads(next(case.path.glob("draw-*.json")).read_bytes())
    assert record["subject_roster"]["file"] == "roster-subject.csv"
    assert_verified(case)
    (case.path / "roster-subject.csv").unlink()
    assert case.verify().code == 3


def test_the_verifier_in_one_file_holds_nothing_but_core_and_verify(verifier: Path) -> None:
    names = zipfile.ZipFile(verifier).namelist()
    assert {name.split("/")[1] for name in names if "/" in name} == {"__init__.py", "core", "verify"}
