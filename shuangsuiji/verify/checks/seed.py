"""V11–V13, V15: the contributors' numbers, the public number, and the seed made of them.

Source: SSJ-DRAW/1 §5, §6; 第十四条.
"""

from collections.abc import Iterator

from shuangsuiji.core.draw.beacon import DRAND, drand_value, value_refusals
from shuangsuiji.core.draw.ceremony import commit_of, seed_of
from shuangsuiji.core.draw.grammar import HEX64
from shuangsuiji.core.draw.plan import LEAST_CONTRIBUTORS
from shuangsuiji.verify.case import Case
from shuangsuiji.verify.verdict import differs


def check_reveals(case: Case) -> Iterator[str]:
    """V11: reveals stand in plan order, and every one opens its own commitment."""
    case.need("commits")
    commits, contributors = case.members["commits"], case.plan["contributors"]
    yield from (f"{who[:64]} 不是方案所列的贡献方" for who in commits if who not in contributors)
    yield from (f"{who[:64]} 的承诺写法不合规则" for who in commits if not HEX64.fullmatch(commits[who]))
    if "reveals" not in case.members:
        return
    if len(commits) < LEAST_CONTRIBUTORS:
        yield f"承诺不足两方（现 {len(commits)} 方），不应继续抽取"
    reveals = case.members["reveals"]
    yield from differs("揭示顺序", [who for who, _ in reveals], contributors)
    for who, secret in reveals:
        if secret and not (HEX64.fullmatch(secret) and commits.get(who) == _commitment(case, who, secret)):
            yield f"{who[:64]} 揭示的随机数与其承诺不符"
    values = case.members["committed_values"]
    if case.is_vector:
        yield from (
            f"{who} 的随机数与承诺不符" for who in values if commits.get(who) != _commitment(case, who, values[who])
        )
    else:
        yield from differs("committed_values", values, {who: secret for who, secret in reveals if secret})


def _commitment(case: Case, who: str, secret: str) -> str:
    return commit_of(case.suite, case.members["draw_id"], case.members["context"], who, secret)


def check_beacon(case: Case) -> Iterator[str]:
    """V12: source and round are the plan's, and the value is written as it must be."""
    case.need("beacon")
    source, number, value = case.members["beacon"]
    yield from differs("公开随机数来源", source, case.plan["beacon"]["source"])
    yield from differs("公开随机数期号", number, case.plan["beacon"]["round"])
    yield from (refusal.sentence() for refusal in value_refusals({**case.plan["beacon"], "source": source}, value))


def check_drand(case: Case) -> Iterator[str]:
    """V13: a drand value is the digest of its signature. The BLS check itself is a separate, optional job."""
    case.need("beacon")
    source, _, value = case.members["beacon"]
    if source == DRAND:
        signature = case.members.get("beacon_signature", "")
        yield from differs("drand 数值", value, drand_value(signature))


def check_seed(case: Case) -> Iterator[str]:
    """V15: the seed."""
    case.need("seed")
    members = case.members
    computed = seed_of(case.suite, members["draw_id"], members["context"], members["reveals"], members["beacon"])
    yield from differs("seed", members["seed"], computed)
