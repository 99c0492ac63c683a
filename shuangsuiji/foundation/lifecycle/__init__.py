"""`move()`, the only writer of a status, over the transition tables of `core.rules.lifecycle`.

Source: 第十三条; 20-house §4. Takes: record, act, actor, time, facts. Gives: the new state and one Transition row.
Never: a clock; a mail; a second road.
"""
