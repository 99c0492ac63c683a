"""长者模式: larger type and targets, remembered by a cookie that says nothing else.

Source: 70-interface §12. The pages are the same; `data-mode` on the root element is all that differs.
"""

MODE_COOKIE = "mode"
ELDER = "elder"
