"""What the words of a sheet mean in this county: whose items they are, which category they fall under, what is missing in all of them.

Source: 第四条 (权责明确), 第六条第一款. Takes: rows as `tables.rows_of` gives them. Gives: departments' codes, and the rows as confirmed.
Never: a department guessed without the clerk seeing it.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from shuangsuiji.foundation.accounts.queries import choosable_departments
from shuangsuiji.stages.items.tables import likely
from shuangsuiji.web.components.rendering import offering, serving

# What a joint list of six columns has no column for, by the words of the parameter.
_FILLABLE = {"依据": "basis", "方式": "method"}


class MappingForm(forms.Form):
    """One choice per department's words, one line per category, one line per column that is empty. All may be left as they are."""

    def __init__(self, posted: Any, *, rows: list[dict[str, Any]]) -> None:
        """`rows` decide which questions there are, in the order of the sheet."""
        super().__init__(posted)
        self._rows = rows
        self._words = _distinct(rows, "owner_words")
        self._categories = _distinct(rows, "category")
        departments = choosable_departments()
        for number, words in enumerate(self._words):
            choice = forms.ChoiceField(
                label=words[:60], required=False, choices=[("", "不指定：已有事项不变，新事项归本部门"), *departments]
            )
            self.fields[f"owner_{number}"] = serving(choice, "第四条")
            self.initial[f"owner_{number}"] = likely(words, departments)
        for part, name in _FILLABLE.items():
            lacking = sum(not row.get(name) for row in rows)
            if lacking:
                text = f"{lacking} 项没有填写“{part}”；可统一填写，留空的导入后逐项补充。"
                line = forms.CharField(label=f"检查{part}", max_length=400, required=False, help_text=text)
                self.fields[f"fill_{name}"] = serving(line, "第六条")
        for number, words in enumerate(self._categories):
            line = forms.CharField(label=words[:60], max_length=100, required=False)
            self.fields[f"category_{number}"] = offering(line, self._categories)
            self.initial[f"category_{number}"] = words

    def owner_fields(self) -> list[forms.BoundField]:
        """The choices of departments."""
        return self._named("owner_")

    def fill_fields(self) -> list[forms.BoundField]:
        """The lines for what is missing."""
        return self._named("fill_")

    def category_fields(self) -> list[forms.BoundField]:
        """The lines of categories."""
        return self._named("category_")

    def owners(self) -> dict[str, str]:
        """Words → department's code; words left with the drafting department are not in it."""
        pairs = ((words, self._given(f"owner_{n}")) for n, words in enumerate(self._words))
        return {words: code for words, code in pairs if code}

    def rows(self) -> list[dict[str, Any]]:
        """The rows as confirmed."""
        renamed = {words: self._given(f"category_{n}") or words for n, words in enumerate(self._categories)}
        return [{**row, **self._confirmed(row, renamed)} for row in self._rows]

    def _confirmed(self, row: Mapping[str, Any], renamed: Mapping[str, str]) -> dict[str, str]:
        filled = {name: self._given(f"fill_{name}") for name in _FILLABLE.values() if not row.get(name)}
        category = {"category": renamed[row["category"]]} if row.get("category") else {}
        return {**{name: text for name, text in filled.items() if text}, **category}

    def _given(self, name: str) -> str:
        return str(self.cleaned_data.get(name, ""))

    def _named(self, start: str) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(start)]


def _distinct(rows: list[dict[str, Any]], name: str) -> list[str]:
    return list(dict.fromkeys(row[name] for row in rows if row.get(name)))
