"""The public door: what is published, and the log as files. No log-in, no cookies, the same bytes for everybody.

Never: reaches a stage except what `stages.disclosure.public` has disclosed (contract 8).
"""
