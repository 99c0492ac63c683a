"""The stand-alone verifier: `python -m shuangsuiji.verify RECORD`. It needs Python's standard library and `core`.

Source: SSJ-DRAW/1 §9–§11; 第五条, 第十四条.
Takes: a draw record, a vector element or a firm's bundle. Gives: checks V01–V28, each PASS, FAIL or SKIP with its reason.
Never: the network, a database, our server.
"""
