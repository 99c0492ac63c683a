"""A process beside the site for one job: `python -m shuangsuiji.web.project.beside MODULE JOB`, started by `web.components.jobs`.

Source: 60-stack §1 (jobs). The module's `work` gets the job's number and the moment; the clock is read here. Django is made ready
before it is loaded. It gives way to the pages: a county has two cores.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

import django

_NICE = 5


def main(arguments: Sequence[str]) -> int:
    """Work one job off."""
    module, job = arguments
    os.nice(_NICE)
    django.setup()
    importlib.import_module(module).work(UUID(job), datetime.now(UTC))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
