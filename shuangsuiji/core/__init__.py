"""Law, draw and log as pure functions: the same bytes in give the same bytes out, on anybody's machine.

    rules | draw | tlog              do not know each other; stages and verify join them
    identifiers | ratios | tree
    canonical

Takes: values and bytes, the time and every random number among them.
Gives: values, bytes and findings.
Never: a clock, randomness of its own, a file, a network, a database; anything outside the standard library. The one reading
from disk is packaged TOML, the parameters and calendars of `rules`.
"""
