"""Somebody at a terminal: a command run at the test's time, with the password of whoever acts typed when it is asked for."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest

from shuangsuiji.web.console import business
from shuangsuiji.web.console.usage import Parser
from tests.stages.cast import password_of

Terminal = Callable[..., tuple[int, Any]]


def terminal_of(
    patch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    add: Sequence[Callable[[Any], None]],
    acts: Sequence[ModuleType],
    at: datetime,
    codes: Sequence[str] = (),
) -> Terminal:
    """Runs the words of a command; gives its exit code and its JSON, or all it said where `as_json` is False.

    add: what hangs the commands into the parser. acts: the modules that read the clock. codes: what is typed at 验证码, last one
    first. Whoever is named after `--as` types his password, or `typed`.
    """

    class Moment(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return at.astimezone(tz)

    for module in acts:
        patch.setattr(module, "datetime", Moment)
    parser = Parser(prog="shuangsuiji")
    groups = parser.add_subparsers(dest="group", required=True)
    for add_parser in add:
        add_parser(groups)
    left = list(codes)

    def run(*given: object, typed: str = "", as_json: bool = True) -> tuple[int, Any]:
        words = [f"{word}" for word in given]
        password = typed or (password_of(words[words.index("--as") + 1]) if "--as" in words else "")
        patch.setattr(business.getpass, "getpass", lambda asked: left.pop() if asked == "验证码：" else password)
        options = parser.parse_args([*words, *(["--json"] if as_json else [])])
        code = options.run(options)
        out, err = capsys.readouterr()
        return (code, json.loads(out)) if as_json else (code, out + err)

    return run
