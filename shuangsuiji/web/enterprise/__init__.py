"""The token door of a firm: notice, visit code, document check, evaluation, its own draw opening. Not built yet.

Never: shows more than its token opens.
"""
