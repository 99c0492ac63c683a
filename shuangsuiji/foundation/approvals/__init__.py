"""Request, opinion, decision: an office decides what another office asked for. Not built yet.

Gives: a decision bound to the digest of what was decided. Never: requester and approver in one person (a database constraint).
"""
