"""The door of the terminal: `shuangsuiji roster`, `draw` and `demo`, without Django and without a database.

A command reads its options, takes the moment once (`--at` or the clock), starts one act and prints what came of it.
Exit codes: 0 done, 1 refused or not verified, 2 wrong use, 3 verification incomplete.
"""
