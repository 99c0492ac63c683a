"""What an export of the registry holds; personal columns apart, because they ask for a purpose.

Source: form F8; 第二十四条 (E24-2).
"""

from typing import Any

from shuangsuiji.web.components.exporting import Column

SUBJECTS = (
    Column("企业名称", lambda row: row.name, width=36),
    Column("统一社会信用代码", lambda row: row.uscc, width=22),
    Column("注册号", lambda row: row.reg_no, width=18),
    Column("对象编号", lambda row: row.object_no),
    Column("主体类型", lambda row: row.get_subject_type_display()),
    Column("状态", lambda row: row.get_state_display(), width=10),
    Column("区域", lambda row: row.area),
    Column("信用风险分类", lambda row: row.risk_class, width=12),
    Column("分类来源", lambda row: row.class_source, width=10),
    Column("分类日期", lambda row: row.class_on, width=12),
    Column("成立日期", lambda row: row.established_on, width=12),
    Column("登记机关", lambda row: row.registration_authority, width=24),
    Column("管辖单位", lambda row: row.supervising_authority, width=24),
    Column("行业", lambda row: row.industry),
    Column("规模", lambda row: row.scale, width=10),
    Column("数据来源", lambda row: row.source, width=24),
    Column("数据日期", lambda row: row.source_on, width=12),
)


def _personal(name: str) -> Any:
    return lambda row: row.personal.get(name, "")


PERSONAL = (
    Column("地址", _personal("address"), personal=True, width=36),
    Column("法定代表人", _personal("legal_rep"), personal=True, width=12),
    Column("联络员", _personal("liaison"), personal=True, width=12),
    Column("联系电话", _personal("phone"), personal=True, width=16),
)
LINES = (
    Column("事由", lambda line: line.label, width=10),
    Column("名称", lambda line: line.name, width=36),
    Column("身份编号", lambda line: line.code, width=26),
    Column("变更前", lambda line: "；".join(f"{field.label}：{field.before}" for field in line.fields), width=48),
    Column("变更后", lambda line: "；".join(f"{field.label}：{field.after}" for field in line.fields), width=48),
)
