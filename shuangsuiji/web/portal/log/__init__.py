"""The log as the public sees it: a page about the current checkpoint, and the files that anybody verifies from.

Source: 50-ledger §1, §5, §7, §9. Takes: the public folder that the sealer writes.
Never: a table of the application; only the length of the log is compared, in `components.standing`.
"""
