"""The stand-alone verifier: `python -m shuangsuiji.verify RECORD|URL|DIR`. It needs Python's standard library and `core`.

Source: SSJ-DRAW/1 §9–§11; 50-ledger §8, §9; 第五条, 第十四条.
Takes: a draw record, a vector element or a firm's bundle; a log as a folder or an address; a receipt of one entry.
Gives: checks V01–V28 and L03–L13, each PASS, FAIL or SKIP with its reason.
Never: a database, our server's word, the network unless an address was given.
"""
