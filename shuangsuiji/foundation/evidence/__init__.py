"""Files by digest: the original as it came, a display copy without hidden data, retention. Not built yet.

Never: a file under the name its sender gave it.
"""
