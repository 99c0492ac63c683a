"""The forgeries of examples/bundles: each changes one thing a cheat would change and is caught by exactly one check.

Takes: the good specimens. Gives: `forgeries()`, and for each its file name, the check that must fail, and two Chinese sentences
for the page beside them: what was changed, and what it would mean if nobody looked.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shuangsuiji.core.canonical import suite_named
from shuangsuiji.core.draw.ceremony import context_of, seed_of
from shuangsuiji.core.draw.freeze import SubjectEntry, freeze_rosters
from shuangsuiji.core.draw.plan import plan_hash
from shuangsuiji.core.draw.record import AUDITOR, PUBLIC, file_reference, write_document, write_record
from shuangsuiji.core.draw.roster import subject_row
from shuangsuiji.core.draw.sealing import key_commitment_of
from shuangsuiji.core.draw.tickets import lowest
from tests.synthetic import certificate_number, valid_uscc
from tests.verify import specimens
from tests.verify.forger import Members, opened, reforge, suite_of, told_to_public

Forge = Callable[[Members], Members | bytes]
BUNDLE = "bundle"


@dataclass(frozen=True, slots=True)
class Forgery:
    """One bad document. `record` is the good public record of a bundle, else empty; `files` lie beside a record."""

    name: str
    check: str
    told: str
    means: str
    raw: bytes
    record: str = ""
    files: Mapping[str, bytes] | None = None


@dataclass(frozen=True, slots=True)
class _Recipe:
    name: str
    base: str
    audience: str
    told: str
    means: str
    forge: Forge


_RECIPES: list[_Recipe] = []


def _forged(name: str, base: str, audience: str, told: str, means: str) -> Callable[[Forge], Forge]:
    """Register a recipe: it gets the auditor's record of `base` (or the bundle) and returns what is to be published."""

    def register(forge: Forge) -> Forge:
        _RECIPES.append(_Recipe(name, base, audience, told, means, forge))
        return forge

    return register


@cache
def forgeries() -> dict[str, Forgery]:
    """File stem → forgery, in the order of the checks."""
    made = [_cook(recipe) for recipe in _RECIPES]
    return {forgery.name: forgery for forgery in sorted(made, key=lambda forgery: (forgery.check, forgery.name))}


def _cook(recipe: _Recipe) -> Forgery:
    source = (
        specimens.bundles()[recipe.base] if recipe.audience == BUNDLE else specimens.records()[f"{recipe.base}-auditor"]
    )
    forged = recipe.forge(json.loads(source.raw))
    files = forged.pop("_files", None) if isinstance(forged, dict) else None
    if isinstance(forged, dict) and recipe.audience == PUBLIC:
        forged = told_to_public(forged)
    raw = forged if isinstance(forged, bytes) else write_document(forged)
    name = f"bad-{recipe.name}"
    return Forgery(name, recipe.name[:3], recipe.told, recipe.means, raw, source.record, files)


def _public(whole: Members) -> bytes:
    return write_document(told_to_public(whole))


def _once(raw: bytes, old: str, new: str) -> bytes:
    assert raw.count(old.encode()) == 1, old
    return raw.replace(old.encode(), new.encode())


def _drawn(whole: Members) -> set[str]:
    return {entry["handle"] for part in whole["selection"].values() for entry in part["selected"]}


def _idle_row(whole: Members) -> int:
    """A row of the roster that was neither drawn nor shown as a next rank: changing it moves as little as possible."""
    shown = {entry["handle"] for part in whole["selection"].values() for entry in part["selected"] + part["next"]}
    return next(
        index for index, row in enumerate(whole["subject_roster"]) if row["handle"] not in shown and row["elig"] == "E"
    )


# ------------------------------------------------------------------------------------------------------------------- V01


@_forged(
    "V01-number-with-decimal-point", "sealed", PUBLIC,
    "应抽基数 20 写成 20.0", "小数在不同程序里读法不同，同一文件会有两种含义",
)  # fmt: skip
def _decimal(whole: Members) -> bytes:
    return _once(_public(whole), '"n_base":20,', '"n_base":20.0,')


@_forged(
    "V01-key-given-twice", "sealed", PUBLIC,
    "“种子”一项写了两遍，值不同", "有的程序取前一个，有的取后一个：给人看的和拿去核验的不是同一份",
)  # fmt: skip
def _twice(whole: Members) -> bytes:
    return _once(_public(whole), '"seed": ', f'"seed": "{"0" * 64}",\n"seed": ')


@_forged(
    "V01-roster-key-left-in-public-record", "sealed", PUBLIC,
    "公开件里留下了封存密钥和逐户明细", "任何人都能看到每户的信用风险类别",
)  # fmt: skip
def _key_left(whole: Members) -> bytes:
    return write_document({**told_to_public(whole), "subject_private": whole["subject_private"]})


@_forged(
    "V01-void-without-reason", "void", PUBLIC,
    "作废记录删去了原因", "不满意就作废重抽，又不说为什么",
)  # fmt: skip
def _no_reason(whole: Members) -> Members:
    del whole["reason"]
    return whole


@_forged(
    "V01-second-selection-hidden-in-shadow", "sealed", PUBLIC,
    "已抽取的记录里另藏一份中签名单（shadow）", "人看到一份名单，程序核验的是另一份",
)  # fmt: skip
def _second_selection(whole: Members) -> Members:
    whole["shadow"] = {"selection": whole["selection"]}
    return whole


@_forged(
    "V01-firm-bundle-of-another-draw", "firm-drawn", BUNDLE,
    "企业凭证写着另一次抽取的编号", "拿别次抽取的凭证充数",
)  # fmt: skip
def _another_draw(bundle: Members) -> Members:
    return {**bundle, "draw_id": "410928/rsj/2023/yonggong/2"}


# ------------------------------------------------------------------------------------------------------- V02 V03: the plan


@_forged(
    "V02-blank-added-to-title", "sealed", PUBLIC,
    "方案公告之后标题里多了一个空格", "公告以后方案被改动过，哪怕只是一个空格",
)  # fmt: skip
def _blank(whole: Members) -> Members:
    whole["plan"]["title"] += " "
    return reforge(whole, keep=["plan_hash"])


@_forged(
    "V02-plan-hashed-with-the-other-suite", "sm3", PUBLIC,
    "国密套件的抽取，方案摘要却用 SHA-256 计算", "两套算法混用，摘要不再约束方案",
)  # fmt: skip
def _mixed_suites(whole: Members) -> Members:
    whole["plan_hash"] = plan_hash(suite_named("SHA256"), whole["plan"])
    return reforge(whole, keep=["plan_hash"])


@_forged(
    "V03-ratio-below-the-floor-without-approval", "sealed", PUBLIC,
    "C 类抽取比例定为 5%，没有理由也没有批准", "抽查比例低于第六条（三）的下限",
)  # fmt: skip
def _below_floor(whole: Members) -> Members:
    whole["plan"]["strata"]["C"]["ratio"] = "5%"
    return reforge(whole)


@_forged(
    "V03-leader-not-of-the-lead-department", "sealed", PUBLIC,
    "组长岗位给了参与部门", "组长应由发起部门的执法检查人员担任（第十六条）",
)  # fmt: skip
def _foreign_leader(whole: Members) -> Members:
    whole["plan"]["teams"]["slots"][0][1] = "scjgj"
    return reforge(whole)


@_forged(
    "V03-team-of-one-person", "sealed", PUBLIC,
    "每组只设组长一个岗位", "一个人上门检查，不足两人",
)  # fmt: skip
def _alone(whole: Members) -> Members:
    del whole["plan"]["teams"]["slots"][1:]
    return reforge(whole)


@_forged(
    "V03-number-known-before-the-reveals", "sealed", PUBLIC,
    "所选的一期公开随机数在揭示截止以前就已产生", "先知道公开数再揭示，最后揭示的一方可以挑结果",
)  # fmt: skip
def _early_number(whole: Members) -> Members:
    whole["plan"]["reveal_by"] = "2023-08-23T15:30:00Z"
    return reforge(whole)


@_forged(
    "V03-rehearsal-published-as-a-draw", "sealed", PUBLIC,
    "演练的结果当作正式抽取公布", "演练可以反复做，挑一次满意的公布",
)  # fmt: skip
def _rehearsal(whole: Members) -> Members:
    keys = specimens.keys_for("rehearsal", "subject", "inspector")
    plan = specimens.plan_for(
        "rehearsal/410928/rsj/2026/yonggong",
        keys,
        specimens.SSQ_TIMES,
        strata=specimens.CLASSES,
        risk_classes=True,
    )
    subjects = specimens.firms(1, {"A": 9, "B": 6, "C": 5, "D": 5})
    rosters = freeze_rosters(plan, {"": subjects}, specimens.inspectors(), keys)
    return write_record(specimens.hold(plan, rosters, keys), AUDITOR)


# ----------------------------------------------------------------------------------------------------- V04–V09: the rosters


def _renamed(whole: Members, index: int, handle: str) -> None:
    """Give an open row another handle, everywhere it is written, and keep the rows in order."""
    whole["subject_roster"][index]["handle"] = whole["subject_rows"][index]["handle"] = handle
    for name in ("subject_roster", "subject_rows"):
        whole[name].sort(key=lambda row: row["handle"])


@_forged(
    "V04-credit-code-in-full-width", "open", PUBLIC,
    "一户的统一社会信用代码写成全角", "同一户换一种写法就能列两次，或躲开比对",
)  # fmt: skip
def _full_width(whole: Members) -> Members:
    code = whole["subject_roster"][5]["handle"]
    _renamed(whole, 5, code[:5] + "".join(chr(ord(letter) + 0xFEE0) for letter in code[5:]))
    return reforge(whole)


@_forged(
    "V04-two-rows-out-of-order", "open", PUBLIC,
    "名录中相邻两行对调", "行序若可随意，就多了一个可以调整的自由度",
)  # fmt: skip
def _out_of_order(whole: Members) -> Members:
    for name in ("subject_roster", "subject_rows"):
        whole[name][4], whole[name][5] = whole[name][5], whole[name][4]
    return reforge(whole)


@_forged(
    "V04-one-organisation-under-two-codes", "open", PUBLIC,
    "同一组织机构代码挂了两个统一社会信用代码", "一个单位有两次被抽中的机会",
)  # fmt: skip
def _one_organisation(whole: Members) -> Members:
    _renamed(whole, 5, f"uscc:{valid_uscc(150, division='410929')}")
    _renamed(whole, 6, f"uscc:{valid_uscc(150)}")
    return reforge(whole)


@_forged(
    "V04-one-firm-listed-twice", "sealed", PUBLIC,
    "同一编码在名录中出现两次", "一户有两次被抽中的机会，应抽户数也随之变大",
)  # fmt: skip
def _listed_twice(whole: Members) -> Members:
    index = _idle_row(whole)
    whole["subject_roster"].insert(index, dict(whole["subject_roster"][index]))
    return reforge(whole)


@_forged(
    "V04-excluded-by-a-code-nobody-explained", "sealed", PUBLIC,
    "一户以方案中没有的代码 X9 排除在外", "不说理由就把一户拿出抽取范围",
)  # fmt: skip
def _unexplained(whole: Members) -> Members:
    whole["subject_roster"][_idle_row(whole)]["elig"] = "X9"
    return reforge(whole)


@_forged(
    "V05-stratum-letter-changed", "sealed", PUBLIC,
    "冻结之后一户由 A 类改为 D 类", "冻结后还能改名录，就能让想查的中签、不想查的落选",
)  # fmt: skip
def _stratum_changed(whole: Members) -> Members:
    row = next(row for row in whole["subject_roster"] if row["stratum"] == "A" and row["elig"] == "E")
    row["stratum"] = "D"
    return reforge(whole, keep=["subject_roots"])


@_forged(
    "V05-firm-taken-out-after-the-freeze", "sealed", PUBLIC,
    "冻结之后从名录中抽走一户", "有人请托，就从名录里消失",
)  # fmt: skip
def _taken_out(whole: Members) -> Members:
    del whole["subject_roster"][_idle_row(whole)]
    return reforge(whole, keep=["subject_roots"])


@_forged(
    "V05-firm-bundle-tells-another-class", "firm-not-drawn", BUNDLE,
    "企业凭证告知的分类与冻结的不同", "告诉企业的类别和抽取时用的类别不是一个",
)  # fmt: skip
def _another_class(bundle: Members) -> Members:
    return {**bundle, "stratum": {"A": "B", "B": "A"}.get(bundle["stratum"], "A")}


@_forged(
    "V06-inspector-cap-raised", "sealed", PUBLIC,
    "冻结之后一名检查人员可任组数由 2 改为 3", "让某人多跑几组，或者让某人少跑",
)  # fmt: skip
def _cap_raised(whole: Members) -> Members:
    whole["inspector_roster"][0]["cap"] = 3
    return reforge(whole, keep=["inspector_root"])


@_forged(
    "V06-inspector-marked-on-leave-afterwards", "sealed", PUBLIC,
    "冻结之后把一名检查人员改为休假", "不想让谁去，就说他休假",
)  # fmt: skip
def _on_leave(whole: Members) -> Members:
    first = whole["assignment"][0]["handle"]
    next(row for row in whole["inspector_roster"] if row["handle"] == first)["elig"] = "X3"
    return reforge(whole, keep=["inspector_root"])


@_forged(
    "V07-another-firm-behind-the-handle", "sealed", AUDITOR,
    "一行封存编码对应的单位换成另一户", "中签的编码背后被换成别的企业",
)  # fmt: skip
def _another_firm(whole: Members) -> Members:
    drawn = min(_drawn(whole))
    entry = next(entry for entry in opened(whole) if entry["handle"] == drawn)
    entry["id"] = f"uscc:{valid_uscc(999)}"
    return whole


@_forged(
    "V07-row-that-nobody-can-open", "sealed", AUDITOR,
    "名录中有一行没有对应的单位", "名录里有不存在的单位凑数",
)  # fmt: skip
def _phantom(whole: Members) -> Members:
    del whole["subject_private"]["rows"][_idle_row(whole)]
    return whole


@_forged(
    "V07-one-organisation-behind-two-handles", "sealed", AUDITOR,
    "两个封存编码背后是同一个组织机构", "封存以后看不出一户列了两次",
)  # fmt: skip
def _two_handles(whole: Members) -> Members:
    keys = {kind: bytes.fromhex(whole[f"{kind}_private"]["salt_key_hex"]) for kind in ("subject", "inspector")}
    good = specimens.sealed()
    subjects = specimens.firms(1, {"A": 20, "B": 18, "C": 11, "D": 6}, {3: "X1", 22: "X1", 41: "X2", 53: "X3"})
    double = SubjectEntry(f"uscc:{valid_uscc(7)}", "A", "E", {"name": "示例企业七", "town": "410928100"})
    subjects[9] = double._replace(id=f"uscc:{valid_uscc(7, division='410929')}")
    twice = _frozen_unchecked(good.ceremony.plan, subjects, keys)
    return reforge({**whole, **twice})


def _frozen_unchecked(plan: Mapping[str, Any], subjects: list[SubjectEntry], keys: Mapping[str, bytes]) -> Members:
    """Rows sealed like any others, without the checks of the freeze on the firms behind them."""
    rows, private = [], []
    for entry in subjects:
        frozen = freeze_rosters(plan, {"": [entry]}, specimens.inspectors(), keys).subjects[""]
        rows.append(frozen.rows[0]._asdict())
        private.append(frozen.opened[0]._asdict())
    rows.sort(key=lambda row: row["handle"])
    private.sort(key=lambda entry: entry["handle"])
    return {
        "subject_roster": rows,
        "subject_private": {"salt_key_hex": keys["subject"].hex(), "rows": private},
    }


@_forged(
    "V07-town-changed-in-the-open", "open", PUBLIC,
    "公开名录中一户的乡镇改了", "改乡镇就能改它归哪个小组检查",
)  # fmt: skip
def _town_changed(whole: Members) -> Members:
    entry = whole["subject_rows"][_idle_row(whole)]
    entry["row"]["town"] = next(town for town in specimens.TOWNS if town != entry["row"]["town"])
    return whole


@_forged(
    "V07-firm-bundle-of-another-firm", "firm-drawn", BUNDLE,
    "凭证里的统一社会信用代码是另一户的", "把别家的抽取凭证交给这家",
)  # fmt: skip
def _bundle_of_another(bundle: Members) -> Members:
    return {**bundle, "id": f"uscc:{valid_uscc(998)}"}


@_forged(
    "V08-recusal-invented-after-the-draw", "sealed", AUDITOR,
    "抽取之后给中选的检查人员添了一条回避关系，换成了别人", "事后编造回避，把不听话的人换掉",
)  # fmt: skip
def _recusal_invented(whole: Members) -> Members:
    chosen = whole["assignment"][0]
    entry = next(row for row in whole["inspector_private"]["rows"] if row["handle"] == chosen["handle"])
    entry["recusal"] = sorted({*entry["recusal"], *whole["batches"][chosen["team"]]})
    return reforge(whole)


@_forged(
    "V08-certificate-of-a-stranger", "sealed", AUDITOR,
    "一名检查人员的执法证号被换成名录外的人", "以甲之名抽取，由乙去检查",
)  # fmt: skip
def _stranger(whole: Members) -> Members:
    whole["inspector_private"]["rows"][0]["pid"] = f"cert:{certificate_number(3, 77)}"
    return whole


@_forged(
    "V08-firm-bundle-names-another-inspector", "firm-drawn", BUNDLE,
    "企业凭证中组员的执法证号被换掉", "上门的不是抽中的人",
)  # fmt: skip
def _another_inspector(bundle: Members) -> Members:
    bundle["team"][1]["pid"] = f"cert:{certificate_number(2, 3)}"
    return bundle


@_forged(
    "V09-sealed-with-another-key", "sealed", AUDITOR,
    "封存所用的密钥不是方案承诺的那一把", "换密钥就能换全部编码，等于重抽",
)  # fmt: skip
def _another_key(whole: Members) -> Members:
    key = bytes.fromhex(specimens.digest("another key"))
    whole["plan"]["salt_key_commit"]["subject"] = key_commitment_of(suite_of(whole), key)
    return reforge(whole)


# ---------------------------------------------------------------------------------------------------- V10–V15: the ceremony


@_forged(
    "V10-bound-to-another-roster", "sealed", PUBLIC,
    "上下文绑定的是另一次抽取的人员名录", "各方承诺时看到的名录，不是拿来抽取的名录",
)  # fmt: skip
def _another_roster(whole: Members) -> Members:
    other = json.loads(specimens.records()["joint-public"].raw)["inspector_commit"]
    whole["context"] = context_of(suite_of(whole), whole["draw_id"], whole["plan_hash"], whole["subject_commit"], other)
    return reforge(whole, keep=["context"])


@_forged(
    "V11-reveal-that-does-not-open-its-commit", "sealed", PUBLIC,
    "发起部门揭示了与承诺不符的随机数，仍被采用", "看过别人的数以后再换自己的数，就能挑结果",
)  # fmt: skip
def _wrong_reveal(whole: Members) -> Members:
    whole["reveals"][0][1] = specimens.digest("picked later")
    return reforge(whole, keep=["commits"])


@_forged(
    "V11-reveals-in-another-order", "sealed", PUBLIC,
    "两方揭示的先后与方案不同", "次序可变，就多出几种种子供人挑选",
)  # fmt: skip
def _reveal_order(whole: Members) -> Members:
    whole["reveals"][:2] = whole["reveals"][1::-1]
    return reforge(whole)


@_forged(
    "V11-commit-copied-from-another", "sealed", PUBLIC,
    "一方照抄了另一方的承诺和随机数", "名义上两方出数，实际只有一方",
)  # fmt: skip
def _copied(whole: Members) -> Members:
    first, second = (who for who, _ in whole["reveals"][:2])
    whole["commits"][second] = whole["commits"][first]
    whole["reveals"][1][1] = whole["reveals"][0][1]
    return reforge(whole, keep=["commits"])


@_forged(
    "V12-another-round-of-the-public-number", "sealed", PUBLIC,
    "用了方案以外的一期公开随机数", "一期不满意就换一期",
)  # fmt: skip
def _another_round(whole: Members) -> Members:
    whole["beacon"][1] = "124"
    return reforge(whole)


@_forged(
    "V12-red-balls-not-in-order", "void", PUBLIC,
    "双色球红球没有按从小到大书写", "同一注号码换个写法就是另一个种子",
)  # fmt: skip
def _reds_unsorted(whole: Members) -> Members:
    whole["beacon"][2] = "05-01-12-19-23-30+07"
    return reforge(whole)


@_forged(
    "V12-digits-in-full-width", "open", PUBLIC,
    "骰子点数里混入全角数字", "看上去一样的数字算出另一个结果",
)  # fmt: skip
def _wide_digits(whole: Members) -> Members:
    whole["beacon"][2] = "４" + whole["beacon"][2][1:]
    return reforge(whole)


@_forged(
    "V13-signature-of-another-round", "sealed", PUBLIC,
    "drand 签名与所用数值对不上", "公开随机数是编的",
)  # fmt: skip
def _another_signature(whole: Members) -> Members:
    whole["beacon_signature"] = specimens.digest("next round") + specimens.digest("rest")[:32]
    return whole


@_forged(
    "V15-silent-contributor-left-out-of-the-seed", "sealed", PUBLIC,
    "计算种子时略去了未揭示的一方", "可以在“留空”和“略去”两个结果中挑一个",
)  # fmt: skip
def _left_out(whole: Members) -> Members:
    told = [[who, secret] for who, secret in whole["reveals"] if secret]
    whole["seed"] = seed_of(suite_of(whole), whole["draw_id"], whole["context"], told, whole["beacon"])
    return reforge(whole, keep=["seed"])


@_forged(
    "V15-seed-of-somebodys-choice", "sealed", PUBLIC,
    "种子是任意写的，后面照算", "反复试种子，直到名单合意",
)  # fmt: skip
def _chosen_seed(whole: Members) -> Members:
    whole["seed"] = specimens.digest("a seed that suits us")
    return reforge(whole, keep=["seed"])


# -------------------------------------------------------------------------------------------------------- V16–V22: the lists


@_forged(
    "V16-ticket-in-upper-case", "sealed", PUBLIC,
    "一户的票号写成大写", "大小写不同，排序就不同",
)  # fmt: skip
def _upper_case(whole: Members) -> Members:
    whole["tickets"][0][1] = whole["tickets"][0][1].upper()
    return whole


@_forged(
    "V16-tickets-of-two-firms-exchanged", "sealed", PUBLIC,
    "票号表中两户的票号对调", "公示的票号不是这户的票号",
)  # fmt: skip
def _exchanged(whole: Members) -> Members:
    first, second = whole["tickets"][0], whole["tickets"][1]
    first[1], second[1] = second[1], first[1]
    return whole


def _with_quota(whole: Members, stratum: str, k: int, **told: int) -> Members:
    """Draw `k` in a stratum, whatever the plan says, with everything after it in order."""
    part, alternates = whole["selection"][stratum], whole["plan"].get("alternates", 2)
    rows = [subject_row(row) for row in whole["subject_roster"]]
    handles = [row.handle for row in rows if row.stratum == stratum and row.elig == "E"]
    ranked = [
        {"rank": rank, "ticket": ticket, "handle": handle}
        for rank, (ticket, handle) in enumerate(
            lowest(suite_of(whole), whole["ticket_key"], handles, k + alternates), start=1
        )
    ]
    part.update(told, k=k, selected=ranked[:k], next=ranked[k:], threshold=ranked[k - 1]["ticket"])
    return reforge(whole, keep=["selection"])


@_forged(
    "V17-excluded-firms-left-out-of-the-base", "sealed", PUBLIC,
    "计算应抽户数时没有计入已排除的户，C 类少抽一户", "先排除、再按余数计算，抽查比例就低于规定",
)  # fmt: skip
def _small_base(whole: Members) -> Members:
    part = whole["selection"]["C"]
    return _with_quota(whole, "C", part["k"] - 1, n_base=part["n_elig"])


@_forged(
    "V17-one-firm-too-few-drawn", "open", PUBLIC,
    "应抽三户，只抽了两户", "抽查户数不足",
)  # fmt: skip
def _too_few(whole: Members) -> Members:
    return _with_quota(whole, "10", whole["selection"]["10"]["k"] - 1)


@_forged(
    "V18-ranks-two-and-three-swapped", "sealed", PUBLIC,
    "中签名单第二、三名对调", "名单被人动过，即使人还是那些人",
)  # fmt: skip
def _ranks_swapped(whole: Members) -> Members:
    part = whole["selection"]["D"]
    part["selected"][1], part["selected"][2] = part["selected"][2], part["selected"][1]
    for rank, entry in enumerate(part["selected"], start=1):
        entry["rank"] = rank
    part["threshold"] = part["selected"][-1]["ticket"]
    return reforge(whole, keep=["selection"])


@_forged(
    "V18-drawn-firm-replaced-by-the-next", "sealed", PUBLIC,
    "第一名从名单中拿掉，由后一名补上", "中签的企业被放过",
)  # fmt: skip
def _let_off(whole: Members) -> Members:
    part = whole["selection"]["C"]
    ranked = (part["selected"] + part["next"])[1:]
    for rank, entry in enumerate(ranked, start=1):
        entry["rank"] = rank
    part["selected"], part["next"] = ranked[: part["k"]], ranked[part["k"] :]
    part["threshold"] = part["selected"][-1]["ticket"]
    return reforge(whole, keep=["selection"])


@_forged(
    "V18-firm-added-beyond-the-quota", "sealed", PUBLIC,
    "名单末尾多加了一户", "借双随机之名，查想查的企业",
)  # fmt: skip
def _one_more(whole: Members) -> Members:
    part = whole["selection"]["B"]
    part["selected"].append(part["next"].pop(0))
    part["threshold"] = part["selected"][-1]["ticket"]
    return reforge(whole, keep=["selection"])


@_forged(
    "V18-firm-bundle-says-not-drawn", "firm-drawn", BUNDLE,
    "中签企业的凭证说它未中签", "私下告诉企业没有抽中",
)  # fmt: skip
def _says_not_drawn(bundle: Members) -> Members:
    return {**bundle, "place": None, "team": []}


@_forged(
    "V19-dealt-by-code-instead-of-town", "sealed", AUDITOR,
    "分组时按编码而不按乡镇排列", "可以左右哪户归哪组",
)  # fmt: skip
def _dealt_otherwise(whole: Members) -> Members:
    handles, teams = sorted(_drawn(whole)), list(whole["batches"])
    whole["batches"] = {
        team: [handle for place, handle in enumerate(handles) if place * len(teams) // len(handles) == number]
        for number, team in enumerate(teams)
    }
    return reforge(whole, keep=["batches"])


@_forged(
    "V19-two-firms-exchanged-between-teams", "open", PUBLIC,
    "两个小组各一户对调", "让熟人去查熟人",
)  # fmt: skip
def _firms_exchanged(whole: Members) -> Members:
    dealt = whole["batches"]
    dealt["t1"][0], dealt["t2"][0] = dealt["t2"][0], dealt["t1"][0]
    return reforge(whole, keep=["batches"])


@_forged(
    "V19-firm-bundle-with-the-place-of-another-team", "firm-drawn", BUNDLE,
    "企业凭证把它写到另一个小组名下", "去检查的不是抽中的小组",
)  # fmt: skip
def _other_team(bundle: Members) -> Members:
    proceedings = specimens.sealed()
    lists, people = specimens.outcome_of(proceedings), proceedings.rosters
    assert people is not None
    other = next(team for team in lists.batches if team != bundle["place"]["team"])
    known = {entry.handle: entry for entry in people.inspectors.opened}
    bundle["place"]["team"] = other
    bundle["team"] = [
        {"handle": entry["handle"], "pid": known[entry["handle"]].pid, "salt": known[entry["handle"]].salt}
        for entry in lists.assignment or []
        if entry["team"] == other
    ]
    return bundle


@_forged(
    "V20-teams-in-the-order-of-the-plan", "open", PUBLIC,
    "各组挑人的先后用方案顺序，没有用抽出的顺序", "可以事先安排哪一组先挑人",
)  # fmt: skip
def _plan_order(whole: Members) -> Members:
    whole["team_order"] = sorted(whole["team_order"])
    return reforge(whole, keep=["team_order"])


@_forged(
    "V20-slots-rearranged", "sealed", PUBLIC,
    "岗位的先后被调整", "换一个岗位顺序，人员抽取结果就变了",
)  # fmt: skip
def _rearranged(whole: Members) -> Members:
    whole["slots"][:2] = whole["slots"][1::-1]
    return reforge(whole, keep=["slots"])


@_forged(
    "V21-people-possible-but-not-the-first", "sealed", AUDITOR,
    "两个小组的同部门人员对调，也配得齐", "人员不是抽出来的，是排出来的",
)  # fmt: skip
def _not_the_first(whole: Members) -> Members:
    people = whole["assignment"]
    first = next(
        (one, other)
        for one in range(len(people))
        for other in range(one + 1, len(people))
        if people[one]["dept"] == people[other]["dept"] and people[one]["handle"] != people[other]["handle"]
    )
    one, other = (people[index] for index in first)
    one["handle"], other["handle"] = other["handle"], one["handle"]
    return reforge(whole, keep=["assignment"])


@_forged(
    "V21-raised-cap-not-told", "caps", AUDITOR,
    "放宽了每人可任组数，却不写明", "人手不够却不让人知道",
)  # fmt: skip
def _cap_not_told(whole: Members) -> Members:
    del whole["cap_step"]
    return whole


@_forged(
    "V21-called-impossible-though-it-is-not", "sealed", AUDITOR,
    "人员本可配齐，却说配不齐", "推翻抽取结果，另行指派",
)  # fmt: skip
def _called_impossible(whole: Members) -> Members:
    whole["assignment"], whole["blocking"] = None, [0, 1]
    return reforge(whole, keep=["assignment"])


@_forged(
    "V22-alternate-struck-off-after-the-hash", "sealed", PUBLIC,
    "抽取结果公布后删去一名候补", "公布的与当时封存摘要的不是一份",
)  # fmt: skip
def _struck_off(whole: Members) -> Members:
    whole["assignment"][0]["alternates"].pop()
    return whole


@_forged(
    "V22-result-hash-of-another-draw", "sealed", PUBLIC,
    "结果总摘要是别次抽取的", "报给上级、印在文书上的摘要与名单对不上",
)  # fmt: skip
def _hash_of_another(whole: Members) -> Members:
    whole["result_hash"] = json.loads(specimens.records()["joint-public"].raw)["result_hash"]
    return whole


# -------------------------------------------------------------------------------------------------- V23–V28: after the draw


@_forged(
    "V23-requester-approved-himself", "replaced-open", PUBLIC,
    "更换检查人员，申请人和批准人是同一职务", "自己批自己，更换形同随意",
)  # fmt: skip
def _self_approved(whole: Members) -> Members:
    whole["replacements"][0]["requested_by"] = whole["replacements"][0]["approved_by"]
    return whole


@_forged(
    "V23-reason-not-among-those-of-the-rules", "replaced-open", PUBLIC,
    "更换事由不在规定情形之内", "没有正当事由就换人（第十五条）",
)  # fmt: skip
def _no_such_reason(whole: Members) -> Members:
    whole["replacements"][0]["reason"] = "convenience"
    return whole


@_forged(
    "V23-substitute-related-to-the-firm", "replaced", AUDITOR,
    "替换上来的人与该组检查对象有回避关系", "以更换为名，让有利害关系的人去查",
)  # fmt: skip
def _related(whole: Members) -> Members:
    entry = whole["replacements"][1]
    entry["opening"]["recusal"] = [whole["batches"][entry["team"]][0]]
    return whole


@_forged(
    "V23-substitute-nobody-can-open", "replaced", AUDITOR,
    "替换上来的人不在名录中，也还原不出是谁", "替换上来的不知是谁",
)  # fmt: skip
def _nobody(whole: Members) -> Members:
    del whole["replacements"][1]["opening"]
    return whole


@_forged(
    "V23-person-replaced-was-not-serving", "replaced-open", PUBLIC,
    "被更换人并不在该岗位", "更换记录接不上抽取结果，中间少了一次更换",
)  # fmt: skip
def _not_serving(whole: Members) -> Members:
    del whole["replacements"][0]
    first = next(entry for entry in whole["assignment"] if entry["team"] != whole["replacements"][0]["team"])
    whole["replacements"][0]["from"] = first["handle"]
    return whole


@_forged(
    "V25-salt-of-a-drawn-firm-published", "sealed", PUBLIC,
    "公开名录中一行带出了盐值", "猜一猜单位名称就能证实它的类别",
)  # fmt: skip
def _salt_published(whole: Members) -> Members:
    drawn = min(_drawn(whole))
    salts = {entry["handle"]: entry["salt"] for entry in opened(whole)}
    next(row for row in whole["subject_roster"] if row["handle"] == drawn)["salt"] = salts[drawn]
    return whole


@_forged(
    "V25-firm-named-in-the-reason", "void", PUBLIC,
    "作废原因里写出了一户的统一社会信用代码", "等于公布这户在名录中",
)  # fmt: skip
def _named(whole: Members) -> Members:
    whole["reason"]["text"] = f"单位 {valid_uscc(301)} 反映名录有误"
    return whole


@_forged(
    "V25-inspector-named-in-the-evidence", "sealed", PUBLIC,
    "随机数证据中写出了检查人员的执法证号", "检查人员身份提前泄露",
)  # fmt: skip
def _inspector_named(whole: Members) -> Members:
    whole["beacon_evidence"] = {"entered_by": f"cert:{certificate_number(1, 1)}"}
    return whole


def _in_files(label: str) -> tuple[Members, dict[str, bytes]]:
    """A good record with its rosters in files."""
    return specimens.as_files(write_record(specimens.in_files(), PUBLIC), specimens.in_files(), label, "csv")


@_forged(
    "V27-file-with-windows-line-ends", "void", PUBLIC,
    "名录文件的换行被改成 CRLF，字节数和摘要也照新文件写", "文件经人另存过，逐字节的约定被破坏",
)  # fmt: skip
def _crlf(whole: Members) -> Members:
    record, files = _in_files("bad-V27")
    name, rows = "bad-V27-subjects.csv", record["subject_roster"]["rows"]
    files[name] = files[name].replace(b"\n", b"\r\n")
    return {**record, "subject_roster": file_reference(name, "csv", files[name], rows), "_files": files}


@_forged(
    "V27-digest-of-another-file", "void", PUBLIC,
    "记录所写的名录文件摘要是另一个文件的", "旁边的文件不是记录所指的那一个",
)  # fmt: skip
def _another_file(whole: Members) -> Members:
    record, files = _in_files("bad-V27-digest")
    record["subject_roster"]["sha256"] = record["inspector_roster"]["sha256"]
    return {**record, "_files": files}


@_forged(
    "V28-risk-classes-in-the-open", "open", PUBLIC,
    "按信用风险类别分层的名录用公开方式抽取", "人人看得到每户的信用风险类别",
)  # fmt: skip
def _classes_in_the_open(whole: Members) -> Members:
    keys = specimens.keys_for("in the open", "inspector")
    plan = specimens.plan_for(
        "410928/rsj/2026/gongkai",
        keys,
        specimens.DICE_TIMES,
        strata=specimens.CLASSES,
        risk_classes=True,
        announce="at-draw",
    )
    subjects = specimens.firms(601, {"A": 9, "B": 6, "C": 5, "D": 5})
    return write_record(
        specimens.hold(plan, freeze_rosters(plan, {"": subjects}, specimens.inspectors(), keys), keys), AUDITOR
    )


@_forged(
    "V28-one-class-drawn-and-results-linked", "sealed", PUBLIC,
    "只有 D 类可抽，结果页却会链接到这次抽取", "凡是公示结果的企业，人人知道它是 D 类",
)  # fmt: skip
def _one_class(whole: Members) -> Members:
    keys = specimens.keys_for("one class", "subject", "inspector")
    plan = specimens.plan_for(
        "410928/rsj/2026/sanci", keys, specimens.SSQ_TIMES, strata=specimens.CLASSES, risk_classes=True
    )
    subjects = specimens.firms(701, {"D": 20})
    return write_record(
        specimens.hold(plan, freeze_rosters(plan, {"": subjects}, specimens.inspectors(), keys), keys), AUDITOR
    )
