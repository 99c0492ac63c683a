"""All cases of the corpus."""

from tests.foundation.sheets.corpus.codes import CODES
from tests.foundation.sheets.corpus.duplicates import DUPLICATES
from tests.foundation.sheets.corpus.encodings import ENCODINGS
from tests.foundation.sheets.corpus.files import FILES
from tests.foundation.sheets.corpus.headers import HEADERS
from tests.foundation.sheets.corpus.inspectors import INSPECTORS
from tests.foundation.sheets.corpus.words import WORDS

CASES = (*FILES, *ENCODINGS, *CODES, *DUPLICATES, *WORDS, *HEADERS, *INSPECTORS)
assert len({(case.kind, case.name) for case in CASES}) == len(CASES)
