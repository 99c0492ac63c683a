"""`python -m bench [--small] [--json]`: measure, print, end. Exit code 0 whatever the figures: this is no gate."""

import argparse
import sys

from rich.console import Console

from bench import large, small
from bench.report import as_json, show


def main() -> int:
    """Run the small works, then, unless spared, the large ones."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="以比值报告抽取速度，旁列目标")
    parser.add_argument("--small", action="store_true", help="只测两万户，不测百万户（约省一分钟）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    arguments = parser.parse_args()
    console = Console(stderr=arguments.json)
    with console.status("两万户……"):
        results = small.run()
    if not arguments.small:
        with console.status("百万户，约一分钟……"):
            results += large.run()
    if arguments.json:
        sys.stdout.write(as_json(results) + "\n")
    else:
        show(results, console)
    return 0


if __name__ == "__main__":
    sys.exit(main())
