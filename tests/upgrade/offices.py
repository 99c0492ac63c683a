"""A program and a database of their own, for snapshots and for upgrades: every command in its own process."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ORIGIN = "log.example.org/410928/rsj"


class Installation:
    """One home folder and the database beside it; `database` "" means SQLite inside the home."""

    def __init__(self, home: Path, database: str = "") -> None:
        self.home = home
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("SHUANGSUIJI_", "DJANGO_"))},
            "SHUANGSUIJI_HOME": str(home),
            "PYTHONPATH": str(ROOT),
            "NO_COLOR": "1",
            "COLUMNS": "200",
            **({"SHUANGSUIJI_DATABASE": database} if database else {}),
        }

    @property
    def sqlite(self) -> Path:
        """Where the embedded database lies."""
        return self.home / "database" / "shuangsuiji.sqlite3"

    def command(self, *words: str, code: int = 0) -> str:
        """One `shuangsuiji` command; what it said."""
        return self._python("-m", "shuangsuiji.web.console.main", *words, code=code)

    def migrate(self) -> str:
        """Bring the database to today's shape."""
        environment = {"DJANGO_SETTINGS_MODULE": "shuangsuiji.web.project.settings.dev"}
        return self._python(str(ROOT / "manage.py"), "migrate", "--verbosity", "0", **environment)

    def history(self) -> None:
        """Play the honest history."""
        self._python("-m", "tests.upgrade.history")

    def _python(self, *words: str, code: int = 0, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, *words],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.home,
            env={**self.environment, **environment},
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr
