"""Valid codes that were never issued: credit codes and certificate numbers for the demo and for tests.

Source: GB 32100-2015 (credit code), GB 11714-1997 (organisation code inside it).
Gives: codes whose two check digits are right and whose organisation codes never repeat.
Never: a code of a real organisation. The registers issue bodies in digits and from `MA` on; ours begin with `YY` (演示).
"""

from shuangsuiji.core.identifiers import USCC_ALPHABET, uscc_check_digit

COUNTY = "410928"
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SPACE = len(USCC_ALPHABET) ** 6
# Odd numbers without a common factor with 31: multiplication then moves every counter to a place of its own.
_STEP, _START = 514_229_893, 86_420_975


def organisation_code(counter: int) -> str:
    """The organisation code number `counter`: 8 characters and the check digit of GB 11714.

    Different counters below 31⁶ give different codes; a larger or negative one raises ValueError.
    """
    if not 0 <= counter < _SPACE:
        raise ValueError(f"序号 {counter} 超出范围 0—{_SPACE - 1}")
    place = (counter * _STEP + _START) % _SPACE
    body = "YY" + "".join(USCC_ALPHABET[place // 31**power % 31] for power in range(5, -1, -1))
    # The organisation code counts letters from A = 10 over the whole alphabet, unlike the credit code around it.
    total = sum(int(letter, 36) * weight for letter, weight in zip(body, _BODY_WEIGHTS, strict=True))
    return body + "0123456789X0"[11 - total % 11]


def valid_uscc(counter: int, *, kind: str = "91", division: str = COUNTY) -> str:
    """The credit code number `counter`, 18 characters.

    `kind` is register and category (91 enterprise, 92 individual business, 93 co-operative, 52 private non-enterprise);
    `division` six digits. Different counters have different organisation codes whatever their kind.
    """
    first17 = f"{kind}{division}{organisation_code(counter)}"
    return first17 + uscc_check_digit(first17)


def certificate_number(department: int, person: int) -> str:
    """The enforcement certificate of a demo inspector: department and person counted from 1, marked YS (演示)."""
    return f"YS-{COUNTY}-{department:02d}{person:02d}"
