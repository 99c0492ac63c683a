"""A draw on a folder: the ceremony of SSJ-DRAW/1 as files that several people can pass around, without a server.

Source: SSJ-DRAW/1 §5, §9; 第十四条; docs/adr (the ceremony on a folder).
Takes: a plan, two rosters, the contributors' acts. Gives: a folder of public files from which every state is replayed, a
private folder beside it, and the draw record.
Never: a contributor's secret in the public folder; a second result for one number; a file written over.
"""
