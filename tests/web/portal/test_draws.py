"""The pages of draws: everything to verify with, nothing about anybody. 第四条, 第十四条; 70-interface §8."""

import hashlib
import json
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from shuangsuiji.core.draw.opening import openings_of
from shuangsuiji.stages.disclosure.actions.publish_proof import publish_proof
from shuangsuiji.stages.disclosure.models import PublishedProof
from shuangsuiji.stages.disclosure.public import proofs
from shuangsuiji.stages.draws.actions.void_draw import void_draw
from shuangsuiji.stages.draws.ending import Ground
from shuangsuiji.stages.draws.models import Draw
from shuangsuiji.stages.draws.proving import proceedings_of
from shuangsuiji.web.components.verifier_archive import archive_bytes
from shuangsuiji.web.portal.draws import bundling, telling
from shuangsuiji.web.portal.draws.bundling import CannotBundle, bundle
from tests.cast import LI, ZHOU
from tests.stages.cast import County
from tests.stages.draws import drawing
from tests.verify.test_javascript_agrees import why_no_node

pytestmark = pytest.mark.django_db
needs_node = pytest.mark.skipif(why_no_node(20) is not None, reason=why_no_node(20) or "")
HERE = Path(__file__).resolve().parent
STATIC = HERE.parents[2] / "shuangsuiji" / "web" / "static"
PERSONAL = re.compile(r"uscc:|reg:|obj:|cert:|salt|[A-D]类|h:[0-9a-f]{64}")


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# ------------------------------------------------------------------------------------------------------------------ pages


def test_nothing_published_is_said_so(client: Client, db: None) -> None:
    assert "还没有公示抽取" in page(client, "/open/draws/")
    assert "/open/draws/" in page(client, "/open/")


def test_the_list_leads_to_the_proof(client: Client, proof: PublishedProof) -> None:
    shown = page(client, "/open/draws/")
    assert f'href="/open/draws/{proof.number}/"' in shown
    assert "已抽取" in shown


def test_the_page_tells_what_was_frozen_who_revealed_and_what_came_out(client: Client, proof: PublishedProof) -> None:
    shown = page(client, f"/open/draws/{proof.number}/")
    for told in ("185", *drawing.SECRETS, *drawing.SECRETS.values(), drawing.NUMBER, proof.facts["seed"]):
        assert str(told) in shown
    assert proof.facts["result_hash"] in shown
    assert "在本机浏览器核验" in shown
    assert "不是独立的核验" in shown
    assert "printf" in shown
    assert all(f'data-check="V{number:02}"' in shown for number in range(1, 29))


def test_without_scripts_the_page_says_what_to_do(client: Client, proof: PublishedProof) -> None:
    shown = page(client, f"/open/draws/{proof.number}/")
    assert "没有脚本时" in shown
    assert "<div data-scripted hidden>" in shown


def test_no_page_tells_anything_about_a_firm_or_a_person(client: Client, proof: PublishedProof, drawn: Draw) -> None:
    for address in ("/open/draws/", f"/open/draws/{proof.number}/", f"/open/draws/{proof.number}/v1/"):
        shown = page(client, address)
        assert not PERSONAL.search(shown), address
        assert not any(each.subject.name in shown for each in drawn.subjects.select_related("subject"))
        assert not any(each.handle in shown for each in drawn.subjects.all())


def test_the_pages_are_shared_for_a_minute_and_set_no_cookie(client: Client, proof: PublishedProof) -> None:
    for address in ("/open/draws/", f"/open/draws/{proof.number}/"):
        answer = client.get(address)
        assert answer["Cache-Control"] == "public, max-age=60"
        assert not answer.cookies


@pytest.mark.parametrize(
    "rest", ["2/", "1/v2/", "1/v2/files/x", "1/v1/files/nothing.json", "1/v1/files/..%2Fx", "1/v9/offline.html"]
)
def test_what_was_never_published_is_not_there(client: Client, proof: PublishedProof, rest: str) -> None:
    assert client.get(f"/open/draws/{proof.series}/{rest}").status_code == 404


def test_a_rehearsal_has_no_page(client: Client, db: None) -> None:
    assert client.get("/open/draws/rehearsal/410999/rsj/1/1/").status_code == 404


def test_a_void_is_told_and_counted_and_the_earlier_revision_stays(
    client: Client, ready: County, drawn: Draw, proof: PublishedProof
) -> None:
    at = ready.at + timedelta(minutes=100)
    void_draw(draw_id=drawn.pk, ground=Ground("roster", "名录重复"), actor=ready.actor(ZHOU), at=at)
    drawing.seal_log()
    publish_proof(draw_id=drawn.pk, actor=ready.actor(LI), at=at + timedelta(minutes=2))
    shown = page(client, f"/open/draws/{proof.number}/")
    assert "已作废" in shown
    assert "名录重复" in shown
    assert f"/open/draws/{proof.number}/v1/" in shown
    assert "查看最新版" in page(client, f"/open/draws/{proof.number}/v1/")


# ------------------------------------------------------------------------------------------------------------------ files


def test_files_are_byte_for_byte_what_was_published_and_keep_for_ever(client: Client, proof: PublishedProof) -> None:
    for each in proof.files:
        answer = client.get(f"/open/draws/{proof.number}/v1/files/{each['name']}")
        assert hashlib.sha256(answer.content).hexdigest() == each["digest"]
        assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=31536000", "immutable"}
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["Content-Type"].startswith(each["media_type"])


def test_the_verifier_is_served_with_the_digest_the_page_tells(client: Client, proof: PublishedProof) -> None:
    content = client.get("/open/draws/ssj-verify.pyz").content
    assert content == archive_bytes()
    assert hashlib.sha256(content).hexdigest() in page(client, f"/open/draws/{proof.number}/")


def test_the_command_of_the_page_verifies_what_was_downloaded(
    client: Client, proof: PublishedProof, tmp_path: Path
) -> None:
    """The very line, with the log as a folder in place of its address."""
    told = re.findall(r"python3 (ssj-verify\.pyz [^<]*)</pre>", page(client, f"/open/draws/{proof.number}/"))[0]
    for each in proof.files:
        content = client.get(f"/open/draws/{proof.number}/v1/files/{each['name']}").content
        (tmp_path / each["name"]).write_bytes(content)
    (tmp_path / "ssj-verify.pyz").write_bytes(client.get("/open/draws/ssj-verify.pyz").content)
    (tmp_path / "信任名单").write_text(f"log {drawing.KEY.key.vkey}\nquorum none\n", encoding="utf-8")
    words = told.replace("http://testserver/log/", f"{settings.SHUANGSUIJI_LOG_FOLDER}").split()
    done = subprocess.run([sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_roster_too_long_for_one_page_is_offered_as_files_only(
    client: Client, proof: PublishedProof, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "MOST_IN_ONE_PAGE", 1000)
    shown = page(client, f"/open/draws/{proof.number}/")
    assert "offline.html" not in shown
    assert "请改用核验程序" in shown
    assert client.get(f"/open/draws/{proof.number}/v1/offline.html").status_code == 404


def test_the_log_s_policy_is_told_where_this_host_has_it(
    client: Client, proof: PublishedProof, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "SHUANGSUIJI_SEALER_HOME", tmp_path / "sealer")
    assert "本站没有提供" in page(client, f"/open/draws/{proof.number}/")
    (tmp_path / "sealer").mkdir()
    (tmp_path / "sealer" / "policy").write_text(f"log {drawing.KEY.key.vkey}\nquorum none\n", encoding="utf-8")
    shown = page(client, f"/open/draws/{proof.number}/")
    assert "由本站提供" in shown
    assert "quorum none" in shown


def test_the_saved_page_names_no_other_address_and_holds_the_files(client: Client, proof: PublishedProof) -> None:
    answer = client.get(f"/open/draws/{proof.number}/v1/offline.html")
    saved = answer.content.decode()
    assert answer["Content-Disposition"].startswith("attachment")
    code = re.sub(r"/\*.*?\*/", "", saved, flags=re.DOTALL)  # comments name types by `import(…)`
    assert not re.search(r"https?://|<link|\bsrc=|\bhref=|@import|url\(|\bfetch\(|XMLHttpRequest|\bimport\(", code)
    assert saved.count("<script") == 2
    held = json.loads(re.findall(r'id="held">(.*?)</script>', saved, re.DOTALL)[0])
    assert [name for name, _ in held["files"]] == [each["name"] for each in proof.files[1:]]
    assert saved.encode() == client.get(f"/open/draws/{proof.number}/v1/offline.html").content


# --------------------------------------------------------------------------------------------------------------- bundling


@needs_node
def test_the_bundle_is_a_classic_script_that_runs(tmp_path: Path) -> None:
    (tmp_path / "bundle.cjs").write_text(bundle("offline.js"), encoding="utf-8")
    subprocess.run(["node", str(tmp_path / "bundle.cjs")], check=True)


@pytest.mark.parametrize(
    "files",
    [
        {"a.js": 'import { b } from "./b.js";\n', "b.js": 'import { a } from "./a.js";\n'},
        {"a.js": "export default 1;\n"},
        {"a.js": 'import b from "./b.js";\n', "b.js": "\n"},
        {"a.js": "export let a = 1;\n"},
    ],
)
def test_another_form_of_module_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, files: dict[str, str]
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(bundling, "FOLDER", tmp_path)
    with pytest.raises(CannotBundle):
        bundle.__wrapped__("a.js")


# ----------------------------------------------------------------------------------------------------------------- worker


def ran(folder: Path, client: Client, proof: PublishedProof, **request: Any) -> list[dict[str, Any]]:
    """What the worker posts, the site's files in a folder in place of the server."""
    files = []
    for each in proof.files:
        address = f"open/{each['name']}"
        (folder / "open").mkdir(exist_ok=True)
        (folder / address).write_bytes(client.get(f"/open/draws/{proof.number}/v1/files/{each['name']}").content)
        files.append({"name": each["name"], "digest": each["digest"], "url": f"/{address}"})
    if not (folder / "log").exists():
        (folder / "log").symlink_to(settings.SHUANGSUIJI_LOG_FOLDER)
    return posted(folder, {"files": files, "log": "/log/", "trust": "", **request})


def posted(folder: Path, request: dict[str, Any]) -> list[dict[str, Any]]:
    """The worker, under a name by which node takes it for a module, asked once."""
    if not (folder / "verify").exists():
        (folder / "verify").symlink_to(STATIC / "verify")
        (folder / "worker.mjs").write_bytes((STATIC / "proof-worker.js").read_bytes())
    given = json.dumps({"worker": f"{folder / 'worker.mjs'}", "served": f"{folder}", "request": request})
    command = ["node", str(HERE / "run_worker.mjs")]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout))


def statuses(told: list[dict[str, Any]]) -> dict[str, str]:
    return {each["result"]["id"]: each["result"]["status"] for each in told if each["kind"] == "check"}


@needs_node
def test_the_worker_verifies_a_published_draw_with_its_log(
    client: Client, proof: PublishedProof, tmp_path: Path
) -> None:
    told = ran(tmp_path, client, proof, act="record", trust=drawing.KEY.key.vkey)
    said = statuses(told)
    assert list(said) == [f"V{number:02}" for number in range(1, 29)]
    assert told[-1]["kind"] == "end"
    assert told[-1]["report"]["exit"] == 0
    assert {said[name] for name in ("V05", "V15", "V18", "V14", "V24", "V26")} == {"PASS"}


@needs_node
def test_without_a_key_the_log_s_checks_are_skipped_and_say_why(
    client: Client, proof: PublishedProof, tmp_path: Path
) -> None:
    told = ran(tmp_path, client, proof, act="record")
    assert told[-1]["report"]["exit"] == 3
    assert statuses(told)["V24"] == "SKIP"


@needs_node
def test_a_changed_byte_in_a_file_is_told(client: Client, proof: PublishedProof, tmp_path: Path) -> None:
    ran(tmp_path, client, proof, act="record")
    path = tmp_path / "open" / proof.files[0]["name"]
    digest = hashlib.sha256(changed := path.read_bytes().replace(b'"k":2', b'"k":3', 1)).hexdigest()
    path.write_bytes(changed)
    files = [{"name": each["name"], "digest": each["digest"], "url": f"/open/{each['name']}"} for each in proof.files]
    ask = {"act": "record", "files": files, "log": "/log/", "trust": ""}
    assert "SHA-256" in posted(tmp_path, ask)[-1]["words"]
    files[0]["digest"] = digest
    assert statuses(posted(tmp_path, ask))["V17"] == "FAIL"


@needs_node
def test_a_firm_sees_its_own_part(client: Client, drawn: Draw, proof: PublishedProof, tmp_path: Path) -> None:
    proceedings = proceedings_of(drawn)
    chosen = drawn.subjects.select_related("subject").first()
    assert chosen is not None
    opening = openings_of(proceedings, chosen.subject.identity)[0]
    own = ran(tmp_path, client, proof, act="own", bundle=json.dumps(opening))[-1]
    lines = dict(own["lines"])
    assert own["good"], lines
    assert lines["在冻结的名录中"].startswith("是")
    assert lines["抽签值"] == chosen.ticket
    assert lines["抽中"].startswith("是")
    assert lines["检查小组"].startswith(chosen.team)


@needs_node
def test_a_firm_that_was_not_drawn_sees_that_too(
    client: Client, drawn: Draw, proof: PublishedProof, tmp_path: Path
) -> None:
    proceedings = proceedings_of(drawn)
    assert proceedings.rosters is not None
    taken = set(drawn.subjects.values_list("handle", flat=True))
    spared = next(row for row in proceedings.rosters.subjects[""].opened if row.handle not in taken)
    opening = openings_of(proceedings, spared.id)[0]
    lines = dict(ran(tmp_path, client, proof, act="own", bundle=json.dumps(opening))[-1]["lines"])
    assert lines["抽中"].startswith("否")
    assert lines["检查小组"] == "没有"


@needs_node
@pytest.mark.parametrize("bundle_text", ["", "no json", "{}", '{"format":"ssj-opening/1"}'])
def test_what_is_no_opening_is_told(client: Client, proof: PublishedProof, tmp_path: Path, bundle_text: str) -> None:
    own = ran(tmp_path, client, proof, act="own", bundle=bundle_text)[-1]
    assert own["kind"] == "own"
    assert not own["good"]


def test_attempts_of_a_task_are_listed_together(proof: PublishedProof) -> None:
    assert [each.ordinal for each in proofs.attempts(proof.number)] == [1]
    assert [each.number for each in proofs.proofs()] == [proof.number]
