"""The first-run wizard: an empty installation becomes a bureau, without a terminal.

Source: 第三条, 第五条; 80-reliability E12. Four pages: 本局与股室 → 人员与职务 → 核对 → 初始密码. Open only while there is no department, and only to
who holds the code that `shuangsuiji ledger init` printed. What was typed travels in the pages themselves, signed.
"""
