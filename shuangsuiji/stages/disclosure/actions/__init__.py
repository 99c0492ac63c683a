"""The acts that publish; nothing else does.

Source: 第四条, 第六条, 第七条, 第八条.
"""
