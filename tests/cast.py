"""The cast: one person per office, with fixed rights, so that a test reads like the rules. All names are invented.

A test that needs two people of one office takes the second from the other department; nobody is created in passing.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts: `office` is the identifier of 20-house §8, `department` a code; the public has neither."""

    name: str
    office: str
    department: str
    title: str


LEAD_DEPARTMENT = "rsj"
JOINING_DEPARTMENT = "scjgj"

LI = Person("李", "clerk", LEAD_DEPARTMENT, "牵头股室经办人")
WANG = Person("王", "clerk", JOINING_DEPARTMENT, "参与部门经办人")
ZHAO = Person("赵", "team_leader", LEAD_DEPARTMENT, "检查小组组长")
QIAN = Person("钱", "inspector", JOINING_DEPARTMENT, "执法检查人员")
SUN = Person("孙", "deputy_head", LEAD_DEPARTMENT, "分管负责人")
ZHOU = Person("周", "principal_head", LEAD_DEPARTMENT, "主要负责人")
WU = Person("吴", "registry_keeper", LEAD_DEPARTMENT, "名录库管理员")
ZHENG = Person("郑", "section_head", LEAD_DEPARTMENT, "股室负责人")
FENG = Person("冯", "auditor", LEAD_DEPARTMENT, "监督审计")
PUBLIC = Person("公众", "", "", "公众")

CAST: tuple[Person, ...] = (LI, WANG, ZHAO, QIAN, SUN, ZHOU, WU, ZHENG, FENG, PUBLIC)
