"""Chance that repeats itself: an act run twice writes the same bytes, so that "exactly the new state" can be compared.

Only for the forked children of a harness, which end with the act.
"""

import random
import secrets
import uuid
from typing import Any


def fix(seed: int = 1) -> None:
    """From now on `secrets` and `uuid4` give the same sequence in every process that called this."""
    source = random.Random(seed)
    module: Any = secrets
    module.token_bytes = lambda count=32: source.randbytes(count or 32)
    module.token_hex = lambda count=32: source.randbytes(count or 32).hex()
    module.randbits = source.getrandbits
    module.randbelow = source.randrange
    module.choice = source.choice
    uuid.uuid4 = lambda: uuid.UUID(int=source.getrandbits(128), version=4)
