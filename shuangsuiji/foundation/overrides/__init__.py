"""Dated measures laid over a parameter, and the parameters as they stood on a day.

Source: 第六条（四）, 第二十九条; 20-house §9. Takes: a measure with document, days and approval. Gives: the core's `Override`s of a day
and a snapshot that a Task keeps from birth to archive. Modules: `measures`, `set_override`, `queries`, `snapshots`.
Never: an edit of the parameter file; a measure that starts today or before; an own measure laxer than the rules, except where
第六条（四） puts the bureau's own measures first.
"""
