"""A published plan table as lines of a plan's paper: which column becomes which field.

Source: 第七条; 30-domain §5. Takes: a row of the table. Gives: the fields of a line. Shares and draws stay text; a person enters the numbers.
"""

from collections.abc import Mapping
from typing import Any

from shuangsuiji.core.rules.parameters import labels
from shuangsuiji.foundation.sheets.readings import PlanEntry

_TARGETED = "定向"
_UNTARGETED = "不定向"
_LONGEST_TEXT = 200
# Words of published tables → codes of the parameter check_methods.
_METHODS = {"实地": "M1", "现场": "M1", "书面": "M2", "检验": "M4", "检测": "M4", "网络": "M5", "委托": "M6"}


def terms_of(entry: PlanEntry, items: Mapping[str, str], departments: Mapping[str, str]) -> dict[str, Any]:
    """A row as the fields of a line. `items` name → code of published items, `departments` name → code: only exact names match."""
    texts = (entry.ratio_text, entry.frequency_text, entry.quantity_text, entry.class_text)
    wanted = [part.strip() for part in entry.items.replace("；", "\n").replace(";", "\n").splitlines()]
    named = [part.strip() for part in entry.participating_depts.replace("、", "\n").splitlines()]
    return {
        "task_name": entry.name[:_LONGEST_TEXT],
        "subject_range": entry.subject,
        "participants": [departments[name] for name in named if name in departments],
        "methods": methods_of(entry.method),
        "draw_type": "TARGETED"
        if _TARGETED in entry.draw_type and _UNTARGETED not in entry.draw_type
        else "UNTARGETED",
        "from_on": entry.from_on,
        "to_on": entry.to_on,
        "item_codes": [items[name] for name in wanted if name in items],
        "ratio_text": "；".join(filter(None, texts))[:_LONGEST_TEXT],
        "remark": "；".join(filter(None, (entry.mode, entry.remark, _unmatched(wanted, items))))[:400],
    }


def methods_of(text: str) -> list[str]:
    """Codes of the methods that a text names."""
    known = labels("check_methods")
    return [code for code in known if any(word in text and found == code for word, found in _METHODS.items())]


def _unmatched(wanted: list[str], items: Mapping[str, str]) -> str:
    """Items in the table that stand in no published list: kept as words, so that a person sees them."""
    missing = [name for name in wanted if name and name not in items]
    return f"原表事项：{'；'.join(missing)}" if missing else ""
