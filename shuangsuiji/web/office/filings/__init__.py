"""Pages of the filing of ad-hoc tasks: the clerk asks, the office of the joint meeting files, returns, publishes.

Source: 第八条; 70-interface §4.
"""
