"""`shuangsuiji ledger receipt`: the bundle that proves one entry, for whoever is entitled to it.

Source: 50-ledger §8; 第五条, 第二十四条. Who is given private values, which and why stands in the access log before the file does.
Exit codes: 0 issued, 1 refused, 2 wrong use, 3 not sealed yet. Imported once Django is ready; the clock is read here.
"""

from argparse import Namespace
from datetime import UTC, datetime

from shuangsuiji.foundation.ledger import audit
from shuangsuiji.foundation.ledger.keys import KeyUnusable
from shuangsuiji.foundation.ledger.receipts import Issued, NoReceipt, Unsealed, entry_named, issue
from shuangsuiji.web.console.usage import WrongUse
from shuangsuiji.web.console.words import Printer

GOOD, BAD, INCOMPLETE = 0, 1, 3


def run(_name: str, options: Namespace) -> int:
    """Issue one receipt."""
    printer = Printer(as_json=options.json)
    if options.open and not (options.to.strip() and options.reason.strip()):
        raise WrongUse("打开私密值须写明给谁（--to）和凭什么（--reason）", "shuangsuiji ledger receipt")
    try:
        issued = issue(entry_named(options.entry), names=options.open)
    except Unsealed as waiting:
        printer.result({"waiting": f"{waiting}"})
        printer.errors.print(f"{waiting}。", markup=False, soft_wrap=True)
        return INCOMPLETE
    except (NoReceipt, KeyUnusable) as refusal:
        printer.result({"refused": f"{refusal}"})
        printer.errors.print(f"不予办理：{refusal}。", markup=False, soft_wrap=True)
        return BAD
    if issued.openings:
        _note(options, issued)
    written = _write(options, issued)
    printer.result({"seq": issued.seq, "size": issued.size, "files": written})
    printer.say(f"已出具第 {issued.seq} 条的存证凭证，证明它在 {issued.size} 条的检查点之中：")
    for name in written:
        printer.say(f"  {name}")
    printer.say(f"核验：python3 ssj-verify.pyz --proof {written[0]} --policy 信任名单{_openings_words(written)}")
    return GOOD


def _note(options: Namespace, issued: Issued) -> None:
    audit.note(
        "receipt.opened",
        at=datetime.now(UTC),
        actor="命令行",
        object=f"日志第 {issued.seq} 条",
        detail={"names": [each.name for each in issued.openings], "to": options.to, "reason": options.reason},
    )


def _write(options: Namespace, issued: Issued) -> list[str]:
    """The files, side by side under the entry's number; their names, the proof first."""
    options.out.mkdir(parents=True, exist_ok=True)
    written = []
    for ending, raw in issued.files().items():
        path = options.out / f"log-{issued.seq}{ending}"
        path.write_bytes(raw)
        written.append(str(path))
    return written


def _openings_words(written: list[str]) -> str:
    return "".join(f" --opening {name}" for name in written if name.endswith(".openings.json"))
