"""Files by digest: the original as it came, a display copy without hidden data, retention.

Source: 第五条, 第十九条（二）, 第二十四条, 第二十六条; 80-reliability A3, D. Takes: a stranger's bytes and what they are said to be. Gives: a
file named by its SHA-256 on disk, then a row in the open command. Modules: `receiving` (outside a command), `entering` (inside),
`reading`, `serving`, `sweeping`; `store` knows the disk, `sniffing` what bytes are, `display` makes the copy.
Order: the file is whole and flushed before any row names it, so a crash leaves a file without a row and never a row without a file.
Never: a file under the name its sender gave it; a file believed because of its name.
"""
