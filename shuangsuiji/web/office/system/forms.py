"""What the administrators type.

Source: 第三条, 第五条, 第十五条. Rules stay with the acts; a form only knows what a field looks like.
"""

from typing import Any

from django import forms

from shuangsuiji.foundation.accounts.models.department import CODE, DIVISION
from shuangsuiji.foundation.accounts.queries import choosable_departments, choosable_sections
from shuangsuiji.foundation.accounts.roles import BUSINESS_OFFICES, ROLES

_NAMES = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}


def _username(*, required: bool) -> forms.CharField:
    return forms.CharField(
        label="用户名",
        max_length=64,
        required=required,
        help_text="字母、数字；开立账户后显示一次初始密码。" if required else "填写的，同时开立账户；不登录的留空。",
        widget=forms.TextInput(attrs=_NAMES),
    )


def _day(label: str, *, required: bool = True, text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=text,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class DepartmentForm(forms.Form):
    """A department."""

    name = forms.CharField(label="部门名称", max_length=128, help_text="全称，与公章一致。")
    code = forms.CharField(
        label="部门代码", max_length=32, validators=[CODE], help_text="小写字母和数字；写入日志，以后不能更改。"
    )
    division = forms.CharField(label="区划代码", max_length=12, validators=[DIVISION], help_text="6、9 或 12 位数字。")
    parent = forms.ChoiceField(label="上级部门", required=False, help_text="上级部门须先登记；没有的留空。")
    from_on = _day("启用日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The departments that may stand above."""
        super().__init__(*args, **kwargs)
        self.fields["parent"].choices = [("", "——"), *choosable_departments()]  # type: ignore[attr-defined]


class SectionForm(forms.Form):
    """A section (股室)."""

    department = forms.ChoiceField(label="部门")
    name = forms.CharField(label="股室名称", max_length=64)
    code = forms.CharField(label="股室代码", max_length=32, validators=[CODE], help_text="在本部门内不重复。")
    from_on = _day("启用日期")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """The departments there are."""
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = choosable_departments()  # type: ignore[attr-defined]


class _PlaceForm(forms.Form):
    """Something that happens in a department, perhaps in one of its sections."""

    place = forms.ChoiceField(label="部门、股室")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Each department, and each of its sections, as one choice: no second page, no script."""
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = choosable_sections()  # type: ignore[attr-defined]

    def where(self) -> dict[str, str]:
        """Codes of department and section; the section may be empty."""
        department, _, section = self.cleaned_data["place"].partition("/")
        return {"department": department, "section": section}


class PersonForm(_PlaceForm):
    """A person, with a log-in where one is wanted."""

    field_order = ("name", "place", "phone", "username")

    name = forms.CharField(label="姓名", max_length=32)
    phone = forms.CharField(label="联系电话", max_length=32, required=False, help_text="加密保存，只供工作联系。")
    username = _username(required=False)


class AccountForm(forms.Form):
    """A log-in for somebody who has none."""

    username = _username(required=True)


class PostForm(_PlaceForm):
    """An office held."""

    field_order = ("office", "place", "document", "from_on", "to_on")

    office = forms.ChoiceField(label="职务", choices=list(BUSINESS_OFFICES.items()))
    document = forms.CharField(label="任免文件", max_length=128, help_text="文号；没有文号的写会议纪要的名称和日期。")
    from_on = _day("任职日期")
    to_on = _day("免职日期", required=False, text="含当日；长期任职留空。")


class EndPostForm(forms.Form):
    """The last day of an office."""

    post = forms.UUIDField(widget=forms.HiddenInput)
    to_on = _day("最后一日", text="含当日。")
    reason = forms.CharField(label="事由", max_length=200)


class ReasonForm(forms.Form):
    """Why an account is closed, opened, unlocked or given a new password."""

    reason = forms.CharField(label="事由", max_length=200)


class RoleForm(ReasonForm):
    """One of the three administrators, or staff again."""

    field_order = ("role", "reason")

    role = forms.ChoiceField(label="身份", choices=list(ROLES.items()))
