"""Which subject a row speaks of, in lists that speak of subjects already in the registry.

Source: 第六条（一）（二）, 第十条; E10-3. Takes: the check that reads the row. Never: a code that is guessed.
"""

from typing import Any

from shuangsuiji.core.identifiers import is_subject_id
from shuangsuiji.foundation.sheets.cells import text_of
from shuangsuiji.foundation.sheets.checking import RowCheck
from shuangsuiji.foundation.sheets.codes import read_code
from shuangsuiji.foundation.sheets.findings import Fault
from shuangsuiji.foundation.sheets.tables import Record


def identity_of(check: RowCheck[Any], record: Record) -> str:
    """The canonical identity, a credit code before others; empty where there is none, which is then said."""
    found: list[str] = []
    for key in ("uscc", "reg_no", "code"):
        if check.has(record, key):
            reading = read_code(record.cells.get(key), column=key)
            check.say_code(record, key, reading)
            found += [reading.id] if reading.id else []
    number = text_of(record.cells.get("object_no")).strip()
    if number and is_subject_id(f"obj:{number}"):
        found.append(f"obj:{number}")
    if not found and not check.in_error(record):
        reason = "没有可用的统一社会信用代码、注册号或对象编号"
        check.say(record, "", "error", Fault.NO_IDENTITY, reason, "请补填，或按行号排除")
    return next((each for each in found if each.startswith("uscc:")), found[0] if found else "")
