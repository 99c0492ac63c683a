"""The rules load from inside one zip file, as the verifier and the offline tools are handed out."""

import subprocess
import sys
import zipfile
from pathlib import Path

PROGRAM = """
from datetime import date
from shuangsuiji.core.rules.articles import articles
from shuangsuiji.core.rules.deadlines import disclosure_due
from shuangsuiji.core.rules.quotas import minimum_sample
from shuangsuiji.core.rules.risk import RiskClass
print(len(articles()), disclosure_due(date(2026, 9, 11)), minimum_sample(101, RiskClass.C))
"""


def test_the_rules_work_from_a_zip_archive(root: Path, tmp_path: Path) -> None:
    archive = tmp_path / "rules.pyz"
    files = [root / "shuangsuiji" / "__init__.py", *(root / "shuangsuiji" / "core").rglob("*")]
    with zipfile.ZipFile(archive, "w") as packed:
        for path in files:
            if path.suffix in (".py", ".toml"):
                packed.write(path, path.relative_to(root).as_posix())
        packed.writestr("__main__.py", PROGRAM)
    # -I and -S: neither this folder nor any installed package helps; the standard library is enough.
    done = subprocess.run(
        [sys.executable, "-I", "-S", archive], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["29", "2026-10-15", "11"]
