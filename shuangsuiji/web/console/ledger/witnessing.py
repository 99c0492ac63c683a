"""`shuangsuiji ledger witness` and `ledger pack`: a witness at the terminal, and the exchange with it by hand. No Django.

Source: 50-ledger §7. Exit codes: 0 done, 1 refused or alarmed, 2 wrong use, 3 a witness did not cosign this time.
The clock is read here. Never: a passphrase on the command line or in the output.
"""

import argparse
import getpass
import json
import os
import stat
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from shuangsuiji.core.tlog.checkpoint import parse_checkpoint
from shuangsuiji.core.tlog.keys import parse_vkey
from shuangsuiji.core.tlog.note import Note, parse_note
from shuangsuiji.core.tlog.policy import Policy, Witnessed, open_witnessed
from shuangsuiji.core.tlog.refusal import TlogRefused
from shuangsuiji.core.tlog.tiled import TiledTree
from shuangsuiji.core.tlog.witnessing import parse_request
from shuangsuiji.foundation.ledger.sealer.home import MARK, STATE, Settings, read_settings
from shuangsuiji.foundation.ledger.sealer.publishing import CHECKPOINT, PublicFolder
from shuangsuiji.foundation.ledger.sealer.refusal import Halted, HomeRefused, Retry
from shuangsuiji.foundation.ledger.sealer.standing import Standing
from shuangsuiji.foundation.ledger.sealer.store import Store as SealerStore
from shuangsuiji.foundation.ledger.witness import carrying
from shuangsuiji.foundation.ledger.witness.client import COSIGNED, Collected, Verdict
from shuangsuiji.foundation.ledger.witness.keyfile import create_key, load_key
from shuangsuiji.foundation.ledger.witness.refusal import WitnessRefused
from shuangsuiji.foundation.ledger.witness.server import Application, Witness, log_id
from shuangsuiji.foundation.ledger.witness.serving import serve
from shuangsuiji.foundation.ledger.witness.store import FORK, Store
from shuangsuiji.verify.signatures import verify_ed25519
from shuangsuiji.web.console.clock import local
from shuangsuiji.web.console.words import Printer

GOOD, BAD, INCOMPLETE = 0, 1, 3
KEY, MEMORY = "witness.key", "witness.sqlite"
CARRIED, SIZES = "carried", "sizes.json"
CREDENTIAL = "shuangsuiji-witness"  # the name systemd's LoadCredential gives the passphrase
_PORT = 8391

_WITNESS = "shuangsuiji ledger witness"
_NEVER_RESTORE = "见证人的文件夹不要备份后恢复：旧备份会忘掉已见证的内容。"
_EXAMPLES = {
    "init": f"{_WITNESS} init --home 见证 --name witness.example.gov.cn",
    "add-log": f"{_WITNESS} add-log --home 见证 'log.example.gov.cn/410928/rsj+…+…'",
    "serve": f"""{_WITNESS} serve --home 见证 --host 0.0.0.0
  gunicorn 'shuangsuiji.web.console.ledger.witnessing:application("见证")'    # 访问多时以此代替""",
    "answer": f"{_WITNESS} answer --home 见证 请求文件 --out 答复文件",
    "show": f"{_WITNESS} show --home 见证",
}
_PACK_EXAMPLE = """例：
  shuangsuiji ledger pack --home 封存机 --for audit --out 请求.txt        # 打包，送给见证人 audit
  shuangsuiji ledger pack --home 封存机 --for audit --merge 答复.txt      # 带回答复，合入公布的检查点
  加 --pieces 则写成每行一段的文本，逐行印成二维码；扫回的各行存成一个文件即可合并。"""


def add_parsers(commands: Any) -> None:
    """Hang `witness` and `pack` under `shuangsuiji ledger`."""
    group = commands.add_parser(
        "witness",
        help="见证人：见证别的单位的日志",
        description="见证人记住它见过的最大的日志，只为由此追加而成的日志作证。",
        epilog=_NEVER_RESTORE,
    )
    acts: Any = group.add_subparsers(dest="witness_command", required=True, metavar="命令")
    command = _command(acts, "init", "建立见证人：密钥和记忆库", _init)
    command.add_argument("--name", required=True, metavar="名称", help="见证人名称，如 witness.example.gov.cn")
    _ask_passphrase(command)
    command = _command(acts, "add-log", "登记要见证的日志，或它轮换中的新公钥", _add_log)
    command.add_argument("vkey", metavar="公钥", help="日志的验证公钥，一行")
    command.add_argument("--origin", metavar="名称", help="日志名称，默认与公钥名称相同")
    command.add_argument("--retire", action="store_true", help="改为停用这把公钥")
    command = _command(acts, "serve", "提供见证服务", _serve)
    command.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听地址，默认只对本机")
    command.add_argument("--port", type=int, default=_PORT, metavar="端口", help=f"默认 {_PORT}")
    command.add_argument("--prefix", default="", metavar="路径", help="服务所在路径，如 /witness")
    _ask_passphrase(command)
    command = _command(acts, "answer", "答复一份送来的请求文件", _answer)
    command.add_argument("request", type=Path, metavar="FILE", help="ledger pack 写出的请求，或扫回的各段")
    command.add_argument("--out", type=Path, required=True, metavar="FILE", help="答复写到哪里")
    command.add_argument("--pieces", action="store_true", help="写成每行一段的文本，可印成二维码")
    _ask_passphrase(command)
    command = _command(acts, "show", "列出见证过的日志和留存的证据", _show)
    command.add_argument("--evidence", type=Path, metavar="DIR", help="把留存的证据各写成一个文件")
    command = _command(commands, "pack", "不联网时与见证人交换文件", _pack, _PACK_EXAMPLE)
    command.add_argument("--for", dest="witness", required=True, metavar="见证人", help="信任名单里见证人的名称")
    way = command.add_mutually_exclusive_group(required=True)
    way.add_argument("--out", type=Path, metavar="FILE", help="打包，写到这个文件")
    way.add_argument("--merge", type=Path, metavar="FILE", help="合入带回的答复")
    command.add_argument("--pieces", action="store_true", help="写成每行一段的文本，可印成二维码")


def _command(
    commands: Any, name: str, summary: str, run: Callable[[argparse.Namespace, Printer], int], epilog: str = ""
) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(
        name, help=summary, description=f"{summary}。", epilog=epilog or f"例：\n  {_EXAMPLES[name]}"
    )
    whose = "封存机" if name == "pack" else "见证人"
    command.add_argument("--home", type=Path, required=True, metavar="DIR", help=f"{whose}的文件夹")
    command.add_argument("--json", action="store_true", help="只输出一个 JSON 对象")
    command.set_defaults(run=partial(_told, run))
    return command


def _ask_passphrase(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", help="口令所在文件，只许本账户可读（chmod 600）"
    )


def _told(run: Callable[[argparse.Namespace, Printer], int], options: argparse.Namespace) -> int:
    """Run a command; what it raises becomes a sentence and an exit code."""
    printer = Printer(as_json=options.json)
    try:
        return run(options, printer)
    except (WitnessRefused, TlogRefused, HomeRefused, Halted) as error:
        told, code = f"{error}", BAD
    except (Retry, OSError) as error:
        told, code = f"这次没有办成：{error}", INCOMPLETE
    printer.result({"refused": told})
    _warn(printer, f"{told}。" if not told.endswith("。") else told)
    return code


def _warn(printer: Printer, text: str) -> None:
    if not printer.as_json:
        printer.errors.print(text, style="red", markup=False, soft_wrap=True)


def _now() -> datetime:
    return datetime.now(UTC)


# --------------------------------------------------------------------------------------------------------------- passphrase


def _passphrase(file: Path | None) -> bytes | None:
    """The passphrase from a file or from systemd; None where there is neither."""
    if file is None:
        folder = os.environ.get("CREDENTIALS_DIRECTORY")
        file = Path(folder) / CREDENTIAL if folder else None
        if file is None or not file.exists():
            return None
    elif file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise WitnessRefused(f"口令文件 {file.name} 别人也能读", f"请执行 chmod 600 {file.name}")
    return file.read_bytes().removesuffix(b"\n")


def _typed(question: str) -> bytes:
    return getpass.getpass(question).encode() if sys.stdin.isatty() else b""


def open_witness(home: Path, passphrase_file: Path | None = None) -> Witness:
    """The witness in a folder. Raises WitnessRefused where its memory or its key is missing."""
    store = Store(home / MEMORY)
    passphrase = _passphrase(passphrase_file)
    if passphrase is None:
        encrypted = b"ENCRYPTED" in (home / KEY).read_bytes() if (home / KEY).is_file() else False
        passphrase = _typed("见证密钥的口令：") if encrypted else b""
    return Witness(store, load_key(home / KEY, passphrase), verify_ed25519, _now)


def application(home: str, prefix: str = "") -> Application:
    """The witness for a WSGI server: `gunicorn 'shuangsuiji.web.console.ledger.witnessing:application("见证")'`."""
    return Application(open_witness(Path(home)), prefix)


# ------------------------------------------------------------------------------------------------------------------ witness


def _init(options: argparse.Namespace, printer: Printer) -> int:
    passphrase = _passphrase(options.passphrase_file)
    if passphrase is None:
        passphrase = _typed("见证密钥的口令（直接回车则不加密，文件只许本账户可读）：")
    options.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = create_key(options.home / KEY, options.name, passphrase)
    Store.create(options.home / MEMORY)
    printer.result({"vkey": key.public.vkey, "encrypted": bool(passphrase)})
    printer.say(f"见证人已建立：{options.name}")
    printer.facts({"验证公钥": key.public.vkey, "密钥": "已加密" if passphrase else "未加密，文件只许本账户可读"})
    printer.say("下一步：把验证公钥交给日志单位，写入其信任名单的 witness 行；用 add-log 登记要见证的日志。")
    return GOOD


def _add_log(options: argparse.Namespace, printer: Printer) -> int:
    key = parse_vkey(options.vkey)
    store, origin = Store(options.home / MEMORY), options.origin or key.name
    if options.retire:
        changed = store.retire_key(origin, key.vkey, _now())
        did = "已停用这把公钥" if changed else "这把公钥本来就没有启用"
    else:
        changed = store.add_log(origin, key, _now())
        did = "已登记" if changed else "早已登记"
    printer.result({"origin": origin, "vkey": key.vkey, "changed": changed})
    printer.say(f"{did}：{origin}")
    return GOOD


def _serve(options: argparse.Namespace, printer: Printer) -> int:
    witness = open_witness(options.home, options.passphrase_file)
    with serve(Application(witness, options.prefix), options.host, options.port) as server:
        where = f"http://{options.host}:{server.server_port}{options.prefix}"
        printer.result({"serving": where, "vkey": witness.key.public.vkey})
        printer.say(f"见证服务已开始：{where}/add-checkpoint。结束请按 Ctrl-C。")
        sys.stdout.flush()
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            printer.say("见证服务已停止。")
    return GOOD


def _answer(options: argparse.Namespace, printer: Printer) -> int:
    request = carrying.unwrapped(options.request.read_bytes())
    witness = open_witness(options.home, options.passphrase_file)
    raw = carrying.answered(request, witness.answer)
    _write(options.out, raw, pieces=options.pieces)
    status = carrying.read_answer(raw).status
    did = {200: "已见证", 409: "已见证到别的大小，答复里写明了大小，请日志单位据此重新打包"}
    printer.result({"status": status, "written": str(options.out)})
    if status in did:
        printer.say(f"{did[status]}。答复已写入 {options.out}，请带回日志单位。")
        return GOOD if status == 200 else INCOMPLETE
    _warn(
        printer,
        f"没有见证（{status}）：{carrying.read_answer(raw).body.decode().strip()}。答复已写入 {options.out}，请带回日志单位查明。",
    )
    return BAD


def _show(options: argparse.Namespace, printer: Printer) -> int:
    store = Store(options.home / MEMORY)
    evidence = store.evidence()
    rows = [
        (
            each.origin,
            f"{each.known.size}",
            each.known.root.hex()[:16],
            local(datetime.fromisoformat(each.at)) if each.at else "尚无",
        )
        for each in store.all_remembered()
    ]
    printer.table("见证的日志", ("日志", "已见证至", "树根（前 16 位）", "时间"), rows)
    kinds = {FORK: "同一大小两个树根，自相矛盾", "UNPROVEN": "未能证明是追加而成"}
    told = [
        (
            each.checkpoint.origin,
            f"{each.checkpoint.size}",
            each.checkpoint.root.hex()[:16],
            kinds[each.kind],
            local(datetime.fromisoformat(each.at)),
        )
        for each in evidence
    ]
    if told:
        printer.table("留存的证据", ("日志", "大小", "树根（前 16 位）", "说明", "时间"), told)
    if options.evidence:
        options.evidence.mkdir(parents=True, exist_ok=True)
        for each in evidence:
            name = f"{log_id(each.checkpoint.origin)[:16]}-{each.checkpoint.size}-{each.checkpoint.root.hex()[:16]}"
            (options.evidence / f"{name}.request").write_bytes(each.request)
            (options.evidence / f"{name}.known").write_bytes(each.known_note or b"")
        printer.say(f"证据已写入 {options.evidence}：.request 是日志签署的，.known 是本见证人此前见证的。")
    printer.result({"logs": [list(row) for row in rows], "evidence": [list(row) for row in told]})
    return GOOD


# --------------------------------------------------------------------------------------------------------------------- pack


def _pack(options: argparse.Namespace, printer: Printer) -> int:
    settings = read_settings(options.home)
    policy = settings.read_policy()
    if options.witness not in [witness.name for witness in policy.witnesses]:
        raise WitnessRefused(f"信任名单里没有见证人 {options.witness}", "请核对名称，应与 witness 行一致")
    act = _write_request if options.out else _merge
    return act(options, printer, settings, policy)


def _write_request(options: argparse.Namespace, printer: Printer, settings: Settings, _policy: Policy) -> int:
    public = PublicFolder(options.home / settings.public)
    raw = public.read(CHECKPOINT)
    if raw is None:
        raise WitnessRefused("还没有公布过检查点", "请先运行 shuangsuiji ledger seal")
    note = parse_note(raw)
    size = parse_checkpoint(note.text).size
    old = min(_sizes(options.home).get(options.witness, 0), size)
    request = carrying.pack(note, old, TiledTree(size, public.read_tile).consistency)
    kept = _kept(options.home, options.witness, carrying.digest(request))
    kept.parent.mkdir(mode=0o700, exist_ok=True)
    kept.write_bytes(request)
    _write(options.out, request, pieces=options.pieces)
    printer.result({"written": str(options.out), "old": old, "size": size})
    printer.say(
        f"已打包 {old} → {size} 条，写入 {options.out}。请送给见证人 {options.witness}，由其运行 ledger witness answer。"
    )
    return GOOD


def _merge(options: argparse.Namespace, printer: Printer, settings: Settings, policy: Policy) -> int:
    raw = carrying.unwrapped(options.merge.read_bytes())
    kept = _kept(options.home, options.witness, carrying.read_answer(raw).asked)
    if not kept.is_file():
        raise WitnessRefused(
            f"这不是对送给 {options.witness} 的请求的答复", "请核对见证人名称；没有送过的，先用 ledger pack --out 打包"
        )
    request = kept.read_bytes()
    answer = carrying.merge(request, {options.witness: raw}, policy, verify_ed25519)
    (verdict,) = (each for each in answer.verdicts if each.witness == options.witness)
    if verdict.known is not None:
        _remember(options.home, options.witness, verdict.known)
    published = _publish(options.home, settings, answer.note) if verdict.kind == COSIGNED else False
    printer.result(
        {
            "verdict": verdict.kind,
            "told": verdict.told,
            "published": published,
            "size": parse_checkpoint(parse_note(parse_request(request).checkpoint).text).size,
        }
    )
    return _say_merged(printer, options, verdict, answer, published=published)


def _say_merged(
    printer: Printer, options: argparse.Namespace, verdict: Verdict, answer: Collected, *, published: bool
) -> int:
    if verdict.is_alarm:
        _warn(printer, f"警报：见证人 {verdict.witness}：{verdict.told}。请立即停止封存并查明原因。")
        return BAD
    if verdict.kind != COSIGNED:
        printer.say(f"见证人 {verdict.witness} {verdict.told}。请重新打包（ledger pack --out）后再送。")
        return INCOMPLETE
    if published:
        printer.say(f"已合入公布的检查点：{answer.sentence()}。")
    else:
        printer.say(f"已公布更新的检查点，这份见证另存于 {options.home / CARRIED}。请尽快为新检查点再送一次。")
    return GOOD


def _publish(home: Path, settings: Settings, note: Note) -> bool:
    """Join the cosignatures to the published checkpoint where it is still this one; else keep them beside."""
    public = PublicFolder(home / settings.public)
    with SealerStore(home / STATE).locked():
        current = parse_note(public.read(CHECKPOINT) or note.to_bytes())
        if current.text == note.text:
            joined = carrying.rebased(current, note).to_bytes()
            public.put_last(CHECKPOINT, joined)
            _show_witnessed(home, public, open_witnessed(joined, settings.read_policy(), verify_ed25519), settings)
            return True
    (home / CARRIED / f"{parse_checkpoint(note.text).size}.checkpoint").write_bytes(note.to_bytes())
    return False


def _show_witnessed(home: Path, public: PublicFolder, witnessed: Witnessed, settings: Settings) -> None:
    """Pages say at once how many have witnessed; while the log is halted they go on saying that."""
    if not (home / MARK).exists():
        Standing(home / MARK, public).good(witnessed, settings.read_policy(), _now())


def _sizes(home: Path) -> dict[str, int]:
    """What size each carried witness is known to have cosigned; a guess that costs a second trip where it is wrong."""
    path = home / CARRIED / SIZES
    if not path.is_file():
        return {}
    members = json.loads(path.read_bytes())
    return {f"{name}": int(size) for name, size in members.items()}


def _remember(home: Path, witness: str, size: int) -> None:
    (home / CARRIED / SIZES).write_text(
        json.dumps({**_sizes(home), witness: size}, ensure_ascii=False), encoding="utf-8"
    )


def _kept(home: Path, witness: str, asked: str) -> Path:
    """Where a request lies that was sent to a witness, by its digest: an answer may come back after the next was sent."""
    return home / CARRIED / f"{_name(witness)}-{asked[:16]}.request"


def _name(witness: str) -> str:
    """A witness's name as that of a file."""
    return "".join(letter if letter.isalnum() or letter in "-._" else "_" for letter in witness).lstrip(".") or "_"


def _write(path: Path, raw: bytes, *, pieces: bool) -> None:
    path.write_bytes("".join(f"{piece}\n" for piece in carrying.pieces(raw)).encode() if pieces else raw)
