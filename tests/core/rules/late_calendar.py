"""A calendar for 2027 as it might arrive late in 2026. Invented: the notice and the days are nobody's."""

NOTICE = """
[[notice]]
number = "国办发明电〔2026〕9号"
issued_on = 2026-11-03
covers = "元旦"
checked = false
status = "待核"
seen = "测试"
"""
HOLIDAY = """
[[holiday]]
name = "元旦"
from = 2026-12-31
to = 2027-01-03
make_up = [2027-01-09]
"""
NEXT_YEAR = f"year = 2027\n{NOTICE}{HOLIDAY}"
