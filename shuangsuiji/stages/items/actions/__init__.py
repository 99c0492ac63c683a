"""What is done with documents, lists and guides, one act per module. Drafting changes working papers only and leaves no event.

Source: 第一条, 第四条, 第六条, 第十七条.
"""
