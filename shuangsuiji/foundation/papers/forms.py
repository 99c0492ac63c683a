"""The register of forms: what each is called, which articles it serves, which data it needs.

Source: 30-domain §6; 70-interface §9. A form's version is its number here and the first digits of its files' digest, so that a paper
says exactly which form made it. A field `registries[label count]` is a list of objects with these keys.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuangsuiji.core.rules.provision import Provision, provisions
from shuangsuiji.foundation.papers.refusal import PaperRefused

FOLDER = Path(__file__).resolve().parents[2] / "web" / "templates" / "papers"
_SHARED_FILE = "_gongwen.typ"
_FIELD = re.compile(r"(\w+)(\[\]|(?:[\[{])([^\]}]*)[\]}])?")
_TABLE = "org number title mark facts[label value] columns[label width] rows[] changes[what name content]"
_LOG = "log{origin index leaf_hash size root}"


@dataclass(frozen=True, slots=True)
class Form:
    """One form. `fields` in one line: `key` text or number, `key[a b]` list of objects, `key{a b}` object, `key[]` list."""

    code: str
    number: int
    title: str
    word: str
    citation: str
    fields: str

    @property
    def path(self) -> Path:
        """Its typst file."""
        return FOLDER / f"{self.code}.typ"

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """The articles it serves."""
        return provisions(self.citation)

    @property
    def version(self) -> str:
        """`<number>-<12 hex>`: the hex is of the form's file and of the look it shares with the others."""
        digest = hashlib.sha256(self.path.read_bytes() + (FOLDER / _SHARED_FILE).read_bytes())
        return f"{self.number}-{digest.hexdigest()[:12]}"

    def faults(self, values: Mapping[str, Any]) -> Iterator[str]:
        """Every field that is missing or of the wrong shape, as `registries[1].root`."""
        for key, shape, inner in _FIELD.findall(self.fields):
            yield from _faults(key, shape, inner.split(), values)


def _faults(key: str, shape: str, inner: list[str], values: Mapping[str, Any]) -> Iterator[str]:
    value = values.get(key)
    if value is None:
        yield key
    elif shape.startswith("["):
        if not isinstance(value, list):
            yield key
            return
        for place, member in enumerate(value):
            yield from (f"{key}[{place}].{each}" for each in inner if not _has(member, each))
    elif shape.startswith("{"):
        yield from (f"{key}.{each}" for each in inner if not _has(value, each))
    elif isinstance(value, (list, dict)):
        yield key


def _has(member: object, key: str) -> bool:
    return isinstance(member, Mapping) and member.get(key) is not None


FORMS: Mapping[str, Form] = {
    form.code: form
    for form in (
        Form("item_list", 1, "抽查事项清单", "清单", "第六条", _TABLE),
        Form("plan_table", 1, "年度抽查计划表", "计划", "第六条（三） 第七条", _TABLE),
        Form(
            "scheme",
            1,
            "抽查方案",
            "方案",
            "第六条（二） 第十一条",
            "org number title mark facts[label value] libraries[department name base share required] "
            "signatures[department said] scheme_digest",
        ),
        Form("letter", 1, "函", "函", "第十九条（三） 第二十二条", "org number title to parts[paragraphs] day"),
        Form(
            "confirmation_record",
            2,
            "名录库更新确认记录",
            "确认",
            "第十条",
            "org number title task_name task_id window confirmed_at valid_until "
            "registries[label source count added changed removed marked root] confirmations[office opinion person at] "
            + _LOG,
        ),
        Form(
            "draw_record",
            1,
            "抽取记录",
            "抽取",
            "第十三条（二） 第十四条",
            "org number title task_name draw_id ordinal mode drawn_at contributors[name commit reveal] "
            "beacon{source round value} seed strata[label count excluded eligible required drawn] digests[label value] "
            + _LOG,
        ),
    )
}


def form_named(code: str) -> Form:
    """The form. Raises PaperRefused for an unknown one."""
    try:
        return FORMS[code]
    except KeyError as error:
        raise PaperRefused(f"没有名为 {code} 的文书表式；已有：{'、'.join(FORMS)}") from error
