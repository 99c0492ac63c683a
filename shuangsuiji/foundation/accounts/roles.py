"""The three administrators, who have no business office, and the offices that must sign in with a second factor.

Source: 80-reliability E12, E13; 10-articles (table of offices).
"""

from types import MappingProxyType

from shuangsuiji.core.rules.offices import OFFICES

STAFF = "staff"
SYSTEM = "sysadmin"
SECURITY = "secadmin"
AUDIT = "audadmin"
ADMINISTRATORS = MappingProxyType({SYSTEM: "系统管理员", SECURITY: "安全管理员", AUDIT: "审计管理员"})
ROLES = MappingProxyType({STAFF: "工作人员", **ADMINISTRATORS})
# `subject` is the inspected party: nobody of the bureau holds it.
BUSINESS_OFFICES = MappingProxyType({code: label for code, label in OFFICES.items() if code != "subject"})
SECOND_FACTOR_OFFICES = frozenset({"section_head", "deputy_head", "principal_head", "joint_office"})
SEPARATOR = "/"


def label_of(office: str) -> str:
    """The Chinese name of an office or of an administrator's role."""
    return BUSINESS_OFFICES.get(office) or ADMINISTRATORS.get(office) or office
