"""Mail and short messages after the commit, each at most once. Not built yet.

Never: sent inside a transaction; read a clock to decide.
"""
