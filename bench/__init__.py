"""How fast the draw is, told as ratios against work everybody knows: `python -m bench` (`make bench`). Not a test.

Three measures stand beside each result, taken in the same run in turn with it: a plain `random.sample` of the same size,
"hash and sort everything", and as many bare SHA-256 calls as the roster has rows. Seconds depend on the machine,
ratios much less.
"""
