"""Requests, opinions and decisions of offices; the requester never decides, and the database says so too.

Source: 第十五条, 第二十一条; 00-decisions, 11; 80-reliability E14. Takes: an open command, what was shown, who is asked. Gives: an
append-only stream and, for the guards of the core, an `Approval`. Asking and deciding are parts of the stage's own act: its event
speaks for these rows too. Modules: `asking`, `deciding`, `on_paper`, `queries`, `content`.
Never: a decision that outlives a change of what was decided on.
"""
