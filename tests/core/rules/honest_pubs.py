"""Open parts as honest offices write them: for every registered type, any value that its words allow and life brings.

All invented. Gives: hypothesis strategies; `pubs(type)` draws one open part of that type.
"""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from shuangsuiji.core.rules.event_shapes import ACTORS, DRAW_GROUNDS, KINDS, MISSING, ORGAN_KINDS
from shuangsuiji.core.rules.events import EventType
from shuangsuiji.core.rules.parameters import labels, number

Strategy = st.SearchStrategy[Any]

HEX = st.binary(min_size=32, max_size=32).map(bytes.hex)
CODES = st.from_regex(r"[a-z]{2,8}([._-][0-9]{1,4})?", fullmatch=True)
TASKS = st.from_regex(
    r"(rehearsal/)?(410928|411729|130102)/[a-z]{2,6}/20[2-3][0-9]/[a-z]{3,12}(-[0-9]{1,3})?", fullmatch=True
)
DOCUMENTS = st.one_of(
    st.from_regex(r"(豫政|濮人社|豫政办|濮县联席办)〔20[0-3][0-9]〕[1-9][0-9]{0,3}号", fullmatch=True),
    st.from_regex(r"(BA|备)?410928-20[2-3][0-9]-[0-9]{3,5}", fullmatch=True),
    st.from_regex(r"BA41092820[2-3][0-9]0[0-9]{4}", fullmatch=True),
    st.sampled_from(["豫市监〔2022〕22号", "濮双随机办字第7号", "2026年第3次联席会议纪要"]),
)
TEXTS = st.sampled_from(
    ["录入错误", "公示时选错了结果类型", "事实认定有误，见更正决定", "任务由上级统一组织，本级撤销"]
)
BEACONS = st.one_of(HEX.map("drand/{}".format), st.sampled_from(["cwl/ssq", "dice/d10"]))


def number_of(source: str) -> Strategy:
    """A public number of that source."""
    if source.startswith("drand/"):
        return HEX
    if source == "cwl/ssq":
        return st.just("02-07-11-19-28-33+16")
    return st.text("0123456789", min_size=8, max_size=64)


def counts(least: int = 0) -> Strategy:
    return st.integers(least, 999_999_999)


BY_KIND: Mapping[str, Strategy] = {
    "task": TASKS,
    "draw": st.builds("{}/{}".format, TASKS, st.integers(1, 99)),
    "code": CODES,
    "codes": st.lists(CODES, min_size=1, max_size=6, unique=True),
    "office": st.sampled_from(list(ACTORS)),
    "count": counts(),
    "ordinal": counts(1),
    "year": st.integers(2000, 2999),
    "flag": st.booleans(),
    "day": st.dates().map(lambda day: f"{day:%Y-%m-%d}".rjust(10, "0")),
    "time": st.datetimes().map(lambda at: f"{at.replace(microsecond=0).isoformat()}Z"),
    "digest": HEX,
    "part": st.one_of(HEX, st.just("")),
    "reveal": st.one_of(HEX, st.just(MISSING)),
    "beacon": BEACONS,
    "round": st.from_regex(r"[1-9][0-9]{0,9}", fullmatch=True),
    "drawn": st.sampled_from(["dice/d10"]).flatmap(number_of),
    "suite": st.sampled_from(["SHA256", "SM3"]),
    "mode": st.sampled_from(["both", "subjects", "inspectors"]),
    "roster": st.one_of(st.sampled_from(["subject", "inspector"]), CODES.map("subject/{}".format)),
    "registry": st.sampled_from(["subject", "inspector", "both"]),
    "opening": st.sampled_from(["notice", "counter", "audit"]),
    "ground": st.sampled_from(DRAW_GROUNDS),
    "change": st.sampled_from(list(labels("replacement_grounds"))),
    "withheld": st.sampled_from(list(labels("withholding_grounds"))),
    "channel": st.sampled_from(list(labels("notice_channels"))),
    "methods": st.lists(st.sampled_from(list(labels("check_methods"))), min_size=1, unique=True),
    "origin": st.sampled_from(list(labels("task_sources"))),
    "organ": st.sampled_from(ORGAN_KINDS),
    "result": st.from_regex(r"(R0[1-9]|R10|S(06|07|09|10|11|12))", fullmatch=True),
    "clock": st.sampled_from([number("referral_days"), number("disclosure_days")]),
    "document": DOCUMENTS,
    "text": TEXTS,
    "parameter": st.sampled_from(["referral_days", "sample_floor.C", "risk_class_labels"]),
    "setting": st.one_of(st.integers(-365, 200_000), st.sampled_from(["deputy_head", "01-10", "worse"])),
    "log": st.from_regex(r"log\.[a-z]{3,8}\.gov\.cn/410928/[a-z]{2,6}", fullmatch=True),
    "vkey": st.builds(
        "log.example.gov.cn/410928/rsj+{}+{}".format,
        st.binary(min_size=4, max_size=4).map(bytes.hex),
        st.just("AbGpHGh4ZB8YF8ckEcYfvMaFQ6Wq7bbVXo3NrXi8e6Wk"),
    ),
}


def pubs(known: EventType) -> Strategy:
    """An open part of that type: every needed word, any of the possible ones; a public number fits its source."""
    names = {id(kind): name for name, kind in KINDS.items()}

    def words(kinds: Mapping[str, Any]) -> dict[str, Strategy]:
        return {key: BY_KIND[names[id(kind)]] for key, kind in kinds.items()}

    needed, possible = words(known.pub.required), words(known.pub.optional)
    return st.fixed_dictionaries(needed, optional=possible).flatmap(_with_number)


def _with_number(pub: dict[str, Any]) -> Strategy:
    if "value" not in pub:
        return st.just(pub)
    source = st.just(pub["source"]) if "source" in pub else BEACONS
    return source.flatmap(lambda name: number_of(name).map(lambda value: {**pub, "source": name, "value": value}))
