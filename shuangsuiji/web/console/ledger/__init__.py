"""`shuangsuiji ledger …`: the log at the terminal. Each module hangs its own commands under the group.

Source: 20-house §2 (console); 50-ledger §6, §7, §9, §10. Exit codes: 0 good, 1 bad or refused, 2 wrong use, 3 incomplete.
"""
