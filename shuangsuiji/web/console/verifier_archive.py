"""Packs the verifier into one file: `python -m shuangsuiji.web.console.verifier_archive OUT.pyz`.

Source: SSJ-DRAW/1 §11 (never require our server). What is packed: `web.components.verifier_archive`.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.web.components.verifier_archive import build_archive

__all__ = ["build_archive", "main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Build the archive named on the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m shuangsuiji.web.console.verifier_archive",
        description="生成单文件核验程序：拷到任何装有 Python 3.11 以上的电脑即可使用，不联网，不需安装。",
    )
    parser.add_argument("target", metavar="OUT.pyz", type=Path, help="写到哪里，如 dist/ssj-verify.pyz")
    target = build_archive(parser.parse_args(arguments).target)
    print(f"已写 {target}（{target.stat().st_size:,} 字节）。用法：python {target} 记录文件")
    return 0


if __name__ == "__main__":
    sys.exit(main())
