"""Papers need a Chinese font, and to be read again a tool of the system."""

import pytest

from tests.foundation.papers.reading import objects_in, require_chinese_font, text_in


@pytest.fixture
def chinese_font():
    """Skips where papers cannot be made."""
    require_chinese_font()


@pytest.fixture
def text_of(chinese_font, tmp_path):
    """Reads the text of a PDF."""
    return lambda content: text_in(content, tmp_path)


@pytest.fixture
def objects_of():
    """Reads the objects of a PDF."""
    return objects_in
