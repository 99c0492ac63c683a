"""What administrators do, one act per module; each is one command of the log with its `account.changed`.

Source: 第五条, 第二十四条; 80-reliability E12. Counts are public, everything else is sealed with the key of the person concerned.
"""
