"""A form and a dict become a PDF/A: same dict, same time, same fonts — same bytes.

Source: 70-interface §9; ISO 19005-2 (PDF/A-2). Takes: JSON values, the time of the paper. Gives: bytes, their digest, the digest of
the content. Data enters as JSON through `sys_inputs` and is set as text; typst sees only the forms' folder and no network.
"""

import hashlib
import json
import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import typst

from shuangsuiji.foundation.papers import fonts
from shuangsuiji.foundation.papers.forms import Form, form_named
from shuangsuiji.foundation.papers.qr import qr_svg
from shuangsuiji.foundation.papers.refusal import PaperRefused

MEDIA_TYPE = "application/pdf"
# Controls and direction marks: invisible on paper, they could make it read otherwise than it is.
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")


@dataclass(frozen=True, slots=True)
class Paper:
    """A made paper. `digest` is of the bytes, `content_digest` of form and data: it is printed on the paper itself."""

    content: bytes
    digest: str
    content_digest: str
    form: str
    form_version: str
    number: str
    media_type: str = MEDIA_TYPE


def render_pdf(form: str, values: Mapping[str, Any], *, at: datetime, address: str = "") -> Paper:
    """Make a paper. `address` goes into its QR code; `at` into the file's date, nowhere else.

    Raises PaperRefused with every field that is missing, for floats, and where the form cannot be set; FontMissing.
    """
    if at.tzinfo is None:
        raise ValueError("文书时间须带时区")
    known = form_named(form)
    missing = list(known.faults(values))
    if missing:
        raise PaperRefused(f"文书“{known.title}”缺少内容或格式不对：{'、'.join(missing)}")
    visible = _visible(values)
    content_digest = _content_digest(known, visible, address)
    found = fonts.loaded(fonts.folders())
    meta = {
        "title": visible["title"],
        "org": visible["org"],
        "number": visible["number"],
        "form_title": known.title,
        "form_version": known.version,
        "content_digest": content_digest,
        "fonts": fonts.chains(found.families()),
    }
    content = _compiled(known, found, {"data": _written(visible), "meta": _written(meta), "qr": qr_svg(address)}, at)
    return Paper(
        content,
        hashlib.sha256(content).hexdigest(),
        content_digest,
        form,
        known.version,
        visible["number"],
    )


def _compiled(form: Form, found: typst.Fonts, inputs: dict[str, str], at: datetime) -> bytes:
    try:
        content, told = typst.compile_with_warnings(
            str(form.path),
            root=str(form.path.parent),
            font_paths=found,
            sys_inputs=inputs,
            format="pdf",
            pdf_standards="a-2a",
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise PaperRefused(f"文书“{form.title}”排版失败：{error.message}") from error
    for each in told:
        warnings.warn(f"{form.code}: {each.message}", stacklevel=2)
    return content


def _content_digest(form: Form, visible: Mapping[str, Any], address: str) -> str:
    return hashlib.sha256(_written([form.code, form.version, visible, address]).encode()).hexdigest()


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _visible(value: Any) -> Any:
    """The same value, each character that would not show replaced by a box. Raises PaperRefused for a float."""
    match value:
        case str():
            return _INVISIBLE.sub("□", value)
        case None | bool() | int():
            return value
        case Mapping():
            return {str(key): _visible(each) for key, each in value.items()}
        case list() | tuple():
            return [_visible(each) for each in value]
        case _:
            raise PaperRefused(f"文书内容只能是文字、整数和它们的列表，不能是 {type(value).__name__}")
