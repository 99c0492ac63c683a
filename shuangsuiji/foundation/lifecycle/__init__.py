"""`move()`, the only writer of a status, over the transition tables of `core.rules.lifecycle`. Not built yet.

Takes: record, act, actor, time, facts. Gives: the new state and one Transition row. Never: a clock; a mail; a second road.
"""
