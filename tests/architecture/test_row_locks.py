"""A row that others refer to is locked without its key: COMMIT looks foreign keys up, and must not wait for the lock.

Source: 80-reliability B4. An act holds the head of the log when it commits. Where another act holds a row's key and waits for the head,
the foreign keys of the first wait for the second: a deadlock, found by the mixed load on 2026-11-30.
"""

import re

from tests.architecture.repository import ROOT

# Rows that no foreign key refers to.
_FREE = {"throttle.py", "starting.py", "recovering.py", "delivering.py"}


def test_every_row_lock_leaves_the_key_alone() -> None:
    locking = [
        f"{path.relative_to(ROOT)}: {call}"
        for path in sorted((ROOT / "shuangsuiji").rglob("*.py"))
        if path.name not in _FREE
        for call in re.findall(r"\.select_for_update\([^)]*", path.read_text(encoding="utf-8"))
        if "no_key=True" not in call
    ]
    assert locking == []
