"""Writes the good and the bad example documents, or says with `--check` which files on disk are stale.

`python -m tests.verify.write_bundles [--check]`. Gives: tests/vectors/records (good ones, read by every implementation of the
verifier) and examples/bundles (one good per audience, and forgeries each caught by one check, with a page that explains them).
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from shuangsuiji.verify.verdict import TITLES
from tests.verify import specimens
from tests.verify.forgeries import Forgery, forgeries

ROOT = Path(__file__).resolve().parent.parent.parent
VECTORS = Path("tests/vectors/records")
EXAMPLES = Path("examples/bundles")

# File stem → specimen, and what the page says about it.
GOOD = {
    "good-public-sealed": ("sealed-public", "封存名录的公开件：按 A—D 四类抽取，一方未揭示，有排除户"),
    "good-public-open": ("open-public", "公开名录的公开件：连同行内容与分组，任何人可全部重算"),
    "good-public-joint": ("joint-public", "三个对象库的部门联合抽查，同一户可同时在几个库"),
    "good-public-inspectors": ("inspectors-public", "只抽执法检查人员：对象由另一次抽取派发"),
    "good-public-void": ("void-public", "作废的抽取：原因、名单照样公开"),
    "good-public-aborted": ("aborted-shadow-public", "中止的抽取：附本可抽出的结果，标明未生效"),
    "good-public-sm3": ("sm3-public", "国密 SM3 套件"),
    "good-auditor": ("sealed-auditor", "审计件：另含封存密钥与逐行明细，可核验全部"),
    "good-auditor-replaced": ("replaced-auditor", "审计件：抽取之后更换过两名检查人员"),
    "good-firm-drawn": ("firm-drawn", "中签企业的凭证：在名录中、票号中签、归哪个小组、组员是谁"),
    "good-firm-not-drawn": ("firm-not-drawn", "未中签企业的凭证：在名录中、票号未中签"),
}
_RECORD_BESIDE = "good-public-sealed.json"


def vectors() -> dict[Path, bytes]:
    """Path → content of every good specimen, bundles and roster files included."""
    documents = {**specimens.records(), **specimens.bundles()}
    made = {VECTORS / f"{name}.json": document.raw for name, document in documents.items()}
    for document in documents.values():
        made |= {VECTORS / name: raw for name, raw in (document.files or {}).items()}
    return made


def examples() -> dict[Path, bytes]:
    """Path → content of everything in examples/bundles."""
    documents = {**specimens.records(), **specimens.bundles()}
    made = {EXAMPLES / f"{name}.json": documents[source].raw for name, (source, _) in GOOD.items()}
    for forgery in forgeries().values():
        made[EXAMPLES / f"{forgery.name}.json"] = forgery.raw
        made |= {EXAMPLES / name: raw for name, raw in (forgery.files or {}).items()}
    return {**made, EXAMPLES / "README.md": page().encode()}


def page() -> str:
    """The page beside the examples: one line per file."""
    good = "\n".join(f"| `{name}.json` | {told} |" for name, (_, told) in GOOD.items())
    bad = "\n".join(_line(forgery) for forgery in forgeries().values())
    return f"""# 抽取记录的正反示例

全部是虚构数据，由 `make bundles` 生成，请勿手改。正例每一项核验都通过；反例各改动一处，
其余内容都按改动后的样子重新算过，因此**恰好只有一项核验不符**。核验方法：

```bash
python -m shuangsuiji.verify examples/bundles/good-public-sealed.json --no-log
python -m shuangsuiji.verify examples/bundles/bad-V05-stratum-letter-changed.json --no-log
python -m shuangsuiji.verify examples/bundles/good-firm-drawn.json --record examples/bundles/{_RECORD_BESIDE}
```

正例退出码为 0，反例为 1。企业凭证（文件名含 `firm`）一律对照 `{_RECORD_BESIDE}` 核验。

## 正例

| 文件 | 内容 |
|---|---|
{good}

## 反例

| 文件 | 改了什么 | 哪项核验查出 | 若无人核验 |
|---|---|---|---|
{bad}

V14、V24、V26 核验的是日志，不在抽取记录之内，没有单个文件的反例。
"""


def _line(forgery: Forgery) -> str:
    return f"| `{forgery.name}.json` | {forgery.told} | {forgery.check} {TITLES[forgery.check]} | {forgery.means} |"


def stale(root: Path, wanted: Mapping[Path, bytes]) -> list[str]:
    """What differs between the disk and what would be written: changed, missing and left-over files."""
    faults = [
        f"{path} 已过时"
        for path, raw in wanted.items()
        if not (root / path).is_file() or (root / path).read_bytes() != raw
    ]
    for folder in sorted({path.parent for path in wanted}):
        present = {path.relative_to(root) for path in (root / folder).glob("*")}
        faults += [f"{path} 不应存在" for path in sorted(present - set(wanted))]
    return faults


def main(arguments: Sequence[str] | None = None) -> int:
    """Write everything; with `--check` write nothing and answer 1 when something is stale."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.verify.write_bundles", description="生成抽取记录的正反示例。"
    )
    parser.add_argument("--check", action="store_true", help="只检查是否过时，不写文件")
    parser.add_argument("--root", type=Path, default=ROOT, help="项目目录")
    options = parser.parse_args(arguments)
    wanted = {**vectors(), **examples()}
    if options.check:
        faults = stale(options.root, wanted)
        print("".join(f"{fault}，请运行 make bundles\n" for fault in faults), end="", file=sys.stderr)
        return 1 if faults else 0
    for path, raw in wanted.items():
        (options.root / path).parent.mkdir(parents=True, exist_ok=True)
        (options.root / path).write_bytes(raw)
    print(f"已写 {len(wanted)} 个文件")
    return 0


if __name__ == "__main__":
    sys.exit(main())
