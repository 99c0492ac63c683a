"""Chromium of the system, and axe. Without Chromium the walk is skipped visibly (70-interface §15)."""

import os
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ViewportSize

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
# What the pictures are for: a desk, a desk at twice the size, a phone.
VIEWPORTS = {
    1440: ViewportSize(width=1440, height=900),
    640: ViewportSize(width=640, height=900),
    390: ViewportSize(width=390, height=844),
}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's browser, as the fixture of pytest-playwright starts it."""
    if not CHROMIUM.is_file():
        pytest.skip(f"没有 Chromium（{CHROMIUM}，可用 CHROMIUM 指定），页面巡检未运行，不算通过")
    return {**browser_type_launch_args, "executable_path": str(CHROMIUM), "args": ["--no-sandbox"]}


@pytest.fixture(scope="session")
def axe() -> Axe:
    """The rules of accessibility."""
    return Axe()
