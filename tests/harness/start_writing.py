"""A process that starts on whatever database it is given and tries one act: what it was told, as one JSON line."""

import json
import os
import sys

import django

from tests.harness import sabotage


def main() -> None:
    """Start, try, tell."""
    django.setup()
    sabotage.process(os.environ.get(sabotage.VARIABLE, ""))
    from shuangsuiji.foundation.ledger.actor import MACHINE, Actor
    from shuangsuiji.foundation.ledger.command import command
    from shuangsuiji.foundation.ledger.refusal import WritesRefused
    from tests.harness.acts import EVENT, PUB
    from tests.harness.examining import LATER

    told: dict[str, object] = {"refused": False, "reasons": []}
    try:
        with command(actor=Actor("rsj", MACHINE), at=LATER) as cmd:
            cmd.emit(EVENT, pub=PUB)
    except WritesRefused as refusal:
        told = {"refused": True, "reasons": refusal.reasons}
    sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
