"""How forms become HTML: our field template and form template, Django's own widgets.

Source: 70-interface §2 (own renderer, one field template), §12. A form that is short and wants everything sets `all_required`: its
fields are not marked one by one. A form field may carry `article` (a citation) and a text or choice
widget `options` (known values to pick from while typing); both are shown by `components/field.html`.
"""

from typing import Any

from django.forms import Field
from django.forms.renderers import TemplatesSetting


class HouseRenderer(TemplatesSetting):
    """Named by FORM_RENDERER."""

    form_template_name = "components/form_body.html"
    field_template_name = "components/field.html"


def serving(field: Field, citation: str) -> Any:
    """Give the field back, told which provision it serves."""
    field.article = citation  # type: ignore[attr-defined]
    return field


def offering(field: Field, options: list[str] | tuple[str, ...]) -> Any:
    """The field with known values to pick from while typing (a datalist); anything else may be typed too."""
    field.options = tuple(options)  # type: ignore[attr-defined]
    return field
