"""What the wizard asks: the bureau and its sections, then who holds which office.

Source: 第三条, 第五条, 第十五条; 10-articles (table of offices). A row of the second page is an office; one person may stand in several rows
under one user name, an administrator in one only.
"""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from shuangsuiji.foundation.accounts import setup_code
from shuangsuiji.foundation.accounts.models.account import USERNAME, known
from shuangsuiji.foundation.accounts.models.department import CODE, DIVISION
from shuangsuiji.foundation.accounts.roles import ADMINISTRATORS, BUSINESS_OFFICES, label_of

SECTION_ROWS = 8
SPARE_ROWS = 4
# Sections that a county bureau of human resources usually has; a suggestion, changed on the page.
USUAL_SECTIONS = (
    ("bgs", "办公室"),
    ("jgjj", "机关纪检"),
    ("ldjc", "劳动保障监察股"),
    ("tjzc", "调解仲裁与劳动监察股"),
)
# The offices asked for, in this order; team leaders are drawn and inspectors are imported with their registry.
NEEDED = (*ADMINISTRATORS, "principal_head", "deputy_head", "section_head", "clerk", "registry_keeper", "coordinator")
WELCOME = ("joint_office", "auditor")
_SPARE = {"": "——", **{code: label for code, label in BUSINESS_OFFICES.items() if code != "team_leader"}}


def _select() -> forms.Select:
    return forms.Select(attrs={"class": "form-select"})


class BureauForm(forms.Form):
    """The bureau and its sections."""

    setup_code = forms.CharField(
        label="安装码",
        max_length=64,
        help_text="启用日志时屏幕上显示的安装码；忘记的，请运维人员运行 shuangsuiji accounts setup-code 另取一个。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    name = forms.CharField(label="单位名称", max_length=128, help_text="全称，与公章一致。")
    code = forms.CharField(
        label="单位代码", max_length=32, validators=[CODE], help_text="小写字母和数字，如 rsj；写入日志，以后不能更改。"
    )
    division = forms.CharField(
        label="区划代码", max_length=12, validators=[DIVISION], help_text="所在行政区划，县级 6 位，如 410928。"
    )
    document = forms.CharField(
        label="任职依据",
        max_length=128,
        help_text="确定各岗位人员的文号或会议纪要；没有文号的写会议名称和日期。以后可逐人另行登记。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A line of two fields for each section."""
        super().__init__(*args, **kwargs)
        for number in range(SECTION_ROWS):
            usual = USUAL_SECTIONS[number] if number < len(USUAL_SECTIONS) else ("", "")
            self.fields[f"section_code_{number}"] = forms.CharField(
                label=f"股室 {number + 1} 代码", max_length=32, required=False, validators=[CODE], initial=usual[0]
            )
            self.fields[f"section_name_{number}"] = forms.CharField(
                label=f"股室 {number + 1} 名称", max_length=64, required=False, initial=usual[1]
            )

    def clean_setup_code(self) -> str:
        """Who installed the site knows it."""
        if not setup_code.matches(settings.SHUANGSUIJI_HOME, self.cleaned_data["setup_code"]):
            raise ValidationError("安装码不对。请核对启用日志时显示的安装码，或请运维人员另取一个。")
        return ""

    def clean(self) -> dict[str, Any]:
        """A section has a code and a name, and no two have one code."""
        given = super().clean() or {}
        codes: set[str] = set()
        for number in range(SECTION_ROWS):
            code, name = given.get(f"section_code_{number}", ""), given.get(f"section_name_{number}", "").strip()
            if bool(code) != bool(name):
                self.add_error(f"section_{'name' if code else 'code'}_{number}", "股室的代码和名称须同时填写。")
            if code and code in codes:
                self.add_error(f"section_code_{number}", f"代码 {code} 已用于另一个股室，请另取一个。")
            codes.add(code)
        return given

    @property
    def section_lines(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each line."""
        return [(self[f"section_code_{number}"], self[f"section_name_{number}"]) for number in range(SECTION_ROWS)]

    def typed(self) -> dict[str, Any]:
        """What the next pages need: no code of installation."""
        given = self.cleaned_data
        lines = [(given[f"section_code_{n}"], given[f"section_name_{n}"].strip()) for n in range(SECTION_ROWS)]
        named = {key: given[key].strip() for key in ("name", "code", "division", "document")}
        return {**named, "sections": [list(line) for line in lines if line[0]]}


class PeopleForm(forms.Form):
    """Who holds which office; the rows of `NEEDED` first, then those that are welcome, then spare ones."""

    def __init__(self, *args: Any, sections: list[list[str]], **kwargs: Any) -> None:
        """`sections` are the pairs of code and name typed before."""
        super().__init__(*args, **kwargs)
        self.offices = [*NEEDED, *WELCOME, *[""] * SPARE_ROWS]
        choices = [("", "——"), *((code, name) for code, name in sections)]
        for number, office in enumerate(self.offices):
            label = label_of(office) if office else f"其他岗位 {number - len(NEEDED) - len(WELCOME) + 1}"
            if not office:
                self.fields[f"office_{number}"] = forms.ChoiceField(
                    label=f"{label}：职务", choices=list(_SPARE.items()), required=False, widget=_select()
                )
            self.fields[f"name_{number}"] = forms.CharField(
                label=f"{label}：姓名", max_length=32, required=office in NEEDED
            )
            self.fields[f"username_{number}"] = forms.CharField(
                label=f"{label}：用户名", max_length=64, required=office in NEEDED,
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
            )  # fmt: skip
            if office not in ADMINISTRATORS:
                self.fields[f"section_{number}"] = forms.ChoiceField(
                    label=f"{label}：股室", choices=choices, required=False, widget=_select()
                )

    @property
    def lines(self) -> list[dict[str, Any]]:
        """One line of the table: the office's words, its fields (None where it has no such field)."""
        return [
            {
                "label": label_of(office),
                "needed": office in NEEDED,
                "office": self[f"office_{n}"] if not office else None,
                "name": self[f"name_{n}"],
                "username": self[f"username_{n}"],
                "section": self[f"section_{n}"] if office not in ADMINISTRATORS else None,
            }
            for n, office in enumerate(self.offices)
        ]

    def clean(self) -> dict[str, Any]:
        """One user name is one person; an administrator holds no other office (第五条)."""
        given = super().clean() or {}
        first: dict[str, int] = {}
        for number, row in self._rows(given):
            if not (row["name"] and row["username"] and row["office"]):
                self.add_error(f"name_{number}", "一行须同时写明职务、姓名和用户名；不用的行请全部留空。")
                continue
            self._check_username(number, row["username"])
            before = first.setdefault(row["username"], number)
            if before != number:
                self._check_same(number, row, before, given)
        return given

    def _check_username(self, number: int, username: str) -> None:
        try:
            USERNAME(username)
        except ValidationError as error:
            self.add_error(f"username_{number}", error)

    def _check_same(self, number: int, row: dict[str, str], before: int, given: dict[str, Any]) -> None:
        if row["name"] != given.get(f"name_{before}", "").strip():
            self.add_error(f"username_{number}", f"用户名 {row['username']} 已给了另一个人；同一人兼任的，姓名须相同。")
        if row["office"] in ADMINISTRATORS or self.offices[before] in ADMINISTRATORS:
            self.add_error(f"username_{number}", "三类管理员互不兼任，也不担任业务职务（第五条）；请另选一人。")

    def _rows(self, given: dict[str, Any]) -> list[tuple[int, dict[str, str]]]:
        """(number, values) of the lines in which something was typed."""
        rows = []
        for number, office in enumerate(self.offices):
            row = {
                "office": office or given.get(f"office_{number}", ""),
                "name": (given.get(f"name_{number}") or "").strip(),
                "username": known(given.get(f"username_{number}") or ""),
                "section": given.get(f"section_{number}", ""),
            }
            if row["name"] or row["username"] or (not office and row["office"]):
                rows.append((number, row))
        return rows

    def typed(self) -> list[dict[str, str]]:
        """The lines filled in, in order."""
        return [row for _, row in self._rows(self.cleaned_data)]
