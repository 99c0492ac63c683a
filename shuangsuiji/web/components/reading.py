"""What a reading request may say to the database: SELECT and what goes with it, a line in two named tables, nothing else.

Source: 20-house §7 (a GET may only read); 80-reliability E6. Takes: SQL text. Gives: whether it is let through.
Strings, quoted names and comments are taken out first; what then could hide a second statement is refused.
"""

import re

# The only writes around a GET: the session's, and the line in the access log about what was read or refused.
SESSIONS, ACCESS_LOG = "django_session", "audit_entry"
_WRITES = (
    *(re.compile(rf'{verb} "{SESSIONS}"[ (].*', re.DOTALL) for verb in ("INSERT INTO", "UPDATE", "DELETE FROM")),
    re.compile(rf'INSERT INTO "{ACCESS_LOG}" .*', re.DOTALL),
)
_QUOTED = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/", re.DOTALL)
# Backslashes in E'…' and $$…$$ would make the line above lose its place.
_TRICKY = re.compile(r"\be'|\bu&'|\$[a-z_0-9]*\$|/\*(?:(?!\*/).)*/\*", re.IGNORECASE | re.DOTALL)
# What a statement that begins like a reading one can hide: a writing WITH, SELECT INTO, EXPLAIN ANALYZE, a function that writes.
_CHANGES = re.compile(
    r"\b(?:INSERT|UPDATE|DELETE|MERGE|INTO|CREATE|EXECUTE|ANALYZE|NEXTVAL|SETVAL|SET_CONFIG|LO_\w+|DBLINK\w*)\b|\bREPLACE\b(?!\s*\()",
    re.IGNORECASE,
)
_READS = re.compile(r"\s*(?:SELECT|WITH|VALUES|EXPLAIN|SHOW)\b", re.IGNORECASE)
_PRAGMA = re.compile(
    r"\s*PRAGMA\s+(?:(?:journal_mode|synchronous|foreign_keys|secure_delete|recursive_triggers|query_only|database_list)"
    r"|(?:table_info|table_xinfo|index_list|index_info|foreign_key_list)\s*\([^()=]*\))\s*",
    re.IGNORECASE,
)
_BRACKETS = re.compile(
    r"\s*(?:BEGIN(?: IMMEDIATE| DEFERRED)?|SAVEPOINT \S+|RELEASE SAVEPOINT \S+|ROLLBACK TO SAVEPOINT \S+)\s*",
    re.IGNORECASE,
)


class WriteWhileReading(Exception):
    """A request that may only read tried to change something. Our own code is wrong."""


def may_run(sql: str) -> bool:
    """Whether a reading request may run this statement."""
    if any(shape.fullmatch(sql) for shape in _WRITES):
        return not _second_statement(sql)
    if _TRICKY.search(sql):
        return False
    bare = _QUOTED.sub(" ? ", sql)
    if ";" in bare.rstrip().removesuffix(";"):
        return False
    bare = bare.rstrip().removesuffix(";")
    if _BRACKETS.fullmatch(sql) or _PRAGMA.fullmatch(bare):
        return True
    return bool(_READS.match(bare)) and not _CHANGES.search(bare)


def _second_statement(sql: str) -> bool:
    return bool(_TRICKY.search(sql)) or ";" in _QUOTED.sub(" ? ", sql)
