"""The columns of every list we read: what they are called here, what others call them, what they must hold.

Source: `30-domain` §4, §5; 第六条（一）（二）、第十条; forms F3, F7, F8, F9.
Gives: `SUBJECTS`, `RECEIVED_LIST`, `CLASSES`, `LICENCES`, `INSPECTORS`, `ITEMS`, `PLANS`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from shuangsuiji.foundation.sheets.texts import INVISIBLE

_BRACKETED = re.compile(r"[(\[{〔][^)\]}〕]*[)\]}〕]")  # after NFKC; 【】 and 《》 decorate, they do not add
_NOT_A_LETTER = re.compile(r"\W+")


class Use(Enum):
    """What is done with a column."""

    READ = "读入"
    PERSONAL = "个人信息，不读入抽取名录"
    DROPPED = "不得导入，未读入"
    REFUSED = "不得导入，整批退回"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `names` are accepted headers, the first is ours; `rule` tells a clerk how to fill it."""

    key: str
    names: tuple[str, ...]
    rule: str = ""
    article: str = "第十条"
    use: Use = Use.READ
    code: bool = False  # written as text in templates, refused as a number

    @property
    def title(self) -> str:
        """Our own header."""
        return self.names[0]


@dataclass(frozen=True, slots=True)
class ColumnSet:
    """The columns of one kind of list.

    `needed` are groups of keys: of each group at least one column must be there.
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    needed: tuple[tuple[str, ...], ...]

    def column(self, key: str) -> Column:
        """The column of this key."""
        return next(column for column in self.columns if column.key == key)

    def headers(self) -> dict[str, Column]:
        """Every accepted header in its normal form. No two columns of a set share one (a test says so)."""
        return {normal_header(name): column for column in self.columns for name in column.names}

    def is_required(self, key: str) -> bool:
        """Whether the column must be there, alone or as one of a group."""
        return any(key in group for group in self.needed)


def normal_header(text: str) -> str:
    """A header for comparison: NFKC, upper case, only letters, digits, _ and Chinese characters left."""
    return _NOT_A_LETTER.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).upper()


def header_forms(text: str) -> tuple[str, ...]:
    """The forms under which a header is looked up: with the words in brackets, then without them."""
    whole = normal_header(text)
    without = normal_header(_BRACKETED.sub("", unicodedata.normalize("NFKC", text)))
    return (whole, without) if without and without != whole else (whole,)


_NAME = Column(
    "name",
    (
        "企业名称",
        "主体名称",
        "单位名称",
        "市场主体名称",
        "名称",
        "检查对象名称",
        "检查对象",
        "用人单位名称",
        "当事人名称",
    ),
    "登记的全称；产品、项目、行为写其名称",
)
_IDENTITY = (
    Column(
        "uscc",
        ("统一社会信用代码", "信用代码", "社会信用代码", "USCC", "统一社会信用代码证号", "统一信用代码"),
        "18 位文本；校验位不符、数字单元格、科学记数法一律退回",
        code=True,
    ),
    Column(
        "reg_no",
        ("注册号", "登记注册号", "工商注册号", "营业执照注册号"),
        "没有信用代码时填 15 位注册号文本；旧式编号只作文字保留",
        code=True,
    ),
    Column(
        "code",
        (
            "注册号/统一社会信用代码",
            "统一社会信用代码/注册号",
            "信用代码/注册号",
            "注册号/信用代码",
            "代码",
            "主体代码",
        ),
        "信用代码或注册号合用一列时使用，按位数和校验位区分",
        code=True,
    ),
    Column(
        "object_no",
        ("对象编号", "产品编号", "项目编号", "行为编号"),
        "没有信用代码和 15 位注册号的对象（产品、项目、行为，或经名录库管理员确认的主体）的自编号：小写字母、数字和 . _ / -",
        article="第二条",
        code=True,
    ),
)
_PERSONAL = (
    Column("address", ("地址", "住所", "经营场所", "住所经营场所", "注册地址", "通讯地址"), use=Use.PERSONAL),
    Column(
        "legal_rep",
        ("法定代表人", "法人", "法人代表", "负责人", "法定代表人负责人", "经营者", "经营者姓名", "投资人"),
        use=Use.PERSONAL,
    ),
    Column("liaison", ("联络员", "联系人", "联络人"), use=Use.PERSONAL),
    Column(
        "phone",
        ("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式", "联络员电话", "法定代表人电话"),
        use=Use.PERSONAL,
    ),
    Column("mail", ("邮箱", "电子邮箱", "电子邮件"), use=Use.PERSONAL),
)
_DROPPED = (
    Column(
        "identity_card",
        (
            "身份证号",
            "身份证号码",
            "身份证",
            "居民身份证号",
            "居民身份证号码",
            "公民身份号码",
            "法定代表人身份证号",
            "法人身份证号",
        ),
        use=Use.DROPPED,
    ),
    Column("birth", ("出生日期", "出生年月", "生日", "年龄"), use=Use.DROPPED),
    Column("nation", ("民族", "籍贯", "政治面貌", "家庭住址", "婚姻状况"), use=Use.DROPPED),
)
_SOURCE = (
    Column("source", ("数据来源", "来源", "名录来源"), "名录从哪里来；缺此列时导入时填写一次"),
    Column("source_date", ("数据日期", "来源日期", "提取日期", "导出日期"), "名录取得的日期"),
)

SUBJECTS = ColumnSet(
    "subject",
    "检查对象名录",
    (
        _NAME,
        *_IDENTITY,
        Column(
            "subject_type",
            ("主体类型", "企业类型名称", "类型", "企业类型", "主体类别", "市场主体类型", "对象类型"),
            "企业、个体工商户、农民专业合作社、外企代表机构、其他主体、产品、项目、行为",
            article="第二条",
        ),
        Column("type_major", ("QYLX_ZL",), "登记系统的类型大类代码"),
        Column("type_minor", ("QYLX_XL",), "登记系统的类型小类代码"),
        Column(
            "state",
            ("状态", "登记状态", "经营状态", "主体状态", "企业状态"),
            "正常（存续、在业、开业）；注销、吊销、撤销、迁出的留在名录中但不列入可抽取",
            article="第十条",
        ),
        Column(
            "area",
            ("区域", "片区（网格）", "乡镇", "街道", "乡镇街道", "所属区域", "所属乡镇", "片区", "网格"),
            "乡镇（街道）名称或区划代码",
        ),
        Column(
            "risk_class",
            (
                "信用风险分类",
                "信用等级",
                "风险等级",
                "信用风险等级",
                "信用风险类别",
                "风险类别",
                "风险分类",
                "信用风险分类等级",
            ),
            "A、B、C、D 或 低、一般、较高、高；未分类的留空",
            article="第六条（一）",
        ),
        Column("class_date", ("分类日期", "评定日期", "风险分类日期"), "风险分类的日期", article="第六条（一）"),
        Column(
            "class_source",
            ("分类来源", "评定来源", "风险分类来源"),
            "省共享、本系统、融合、认定",
            article="第六条（一）",
        ),
        Column("established", ("成立日期", "创建日期", "设立日期", "注册日期"), "2026-02-12 的形式"),
        Column(
            "last_inspected",
            ("最近检查日期", "上次检查日期", "最近一次检查日期"),
            "2026-02-12 的形式",
            article="第九条",
        ),
        Column("registration_authority", ("登记机关", "发照机关"), "可不填"),
        Column("supervising_authority", ("管辖单位", "管辖所", "监管所"), "可不填"),
        Column("industry", ("行业", "所属行业", "行业类别"), "可不填"),
        Column("ownership", ("QYSX", "企业性质", "企业属性"), "可不填"),
        Column("scale", ("规模", "企业规模"), "可不填"),
        Column("special_library", ("专项库名称", "专项库"), "可不填"),
        Column("tags", ("监管标签", "标签"), "可不填，多个以 、 分隔"),
        *_SOURCE,
        *_PERSONAL,
        *_DROPPED,
    ),
    needed=(("name",), ("uscc", "reg_no", "code", "object_no"), ("subject_type", "type_major"), ("state",), ("area",)),
)

# A list already drawn or sent down by an upper level (第十二条) has names and codes only.
RECEIVED_LIST = ColumnSet(
    "list", "上级派发或已抽取的名单", SUBJECTS.columns, needed=(("name",), ("uscc", "reg_no", "code", "object_no"))
)

# The province's monthly file, or a sector's own: a code, a class or level, a day (第六条（一）).
CLASSES = ColumnSet(
    "class",
    "信用风险分类结果",
    tuple(
        column
        for column in SUBJECTS.columns
        if column.key in {"name", "uscc", "reg_no", "code", "object_no", "risk_class", "class_date"}
        or column.use is not Use.READ
    ),
    needed=(("uscc", "reg_no", "code", "object_no"), ("risk_class",)),
)

# Licences and special libraries of subjects that the registry has already (F9).
LICENCES = ColumnSet(
    "licence",
    "专项库导入表",
    (
        _NAME,
        *_IDENTITY,
        Column(
            "licence_name", ("许可证名称", "许可名称", "资质名称"), "例如：人力资源服务许可证", article="第六条（二）"
        ),
        Column("licence_number", ("许可证编号", "许可证号", "许可编号"), "可不填；文本", article="第六条（二）"),
        Column("issued_on", ("批准日期", "发证日期", "许可日期"), "2026-02-12 的形式", article="第六条（二）"),
        Column(
            "expires_on",
            ("有效期至", "有效期", "许可有效期至", "有效期截止日期"),
            "2026-02-12 的形式；长期有效写“长期”或 9999-09-09",
            article="第六条（二）",
        ),
        Column("issuer", ("发证机关", "许可机关"), "可不填", article="第六条（二）"),
        Column(
            "special_library", ("专项库名称", "专项库"), "可不填，多个以 、 分隔；只增加不减少", article="第六条（二）"
        ),
        Column("tags", ("监管标签", "标签"), "可不填，多个以 、 分隔；只增加不减少", article="第六条（二）"),
        *(column for column in SUBJECTS.columns if column.use is not Use.READ),
    ),
    needed=(("uscc", "reg_no", "code", "object_no"), ("licence_name",), ("expires_on",)),
)

INSPECTORS = ColumnSet(
    "inspector",
    "执法检查人员名录",
    (
        Column("name", ("姓名", "执法人员姓名", "检查人员姓名", "人员姓名"), "与执法证一致"),
        Column("department", ("单位", "所在单位", "单位名称", "部门", "执法单位", "所属单位"), "单位名称或其代码"),
        Column(
            "certificate",
            ("证件编号", "执法证件编号", "执法证编号", "证件号码", "证号"),
            "执法证件编号，文本；字母、数字和 . _ -",
            article="第十五条",
            code=True,
        ),
        Column(
            "department_certificate",
            ("执法证号", "部门执法证号"),
            "部门执法证编号，文本",
            article="第十五条",
            code=True,
        ),
        Column(
            "valid_until",
            ("有效期", "有效期至", "证件有效期", "执法证有效期", "有效期截止日期"),
            "2026-02-12 的形式；长期写“长期”",
            article="第十五条",
        ),
        Column(
            "provincial_certificate", ("省证号", "省执法证号"), "省行政执法证编号，文本", article="第十五条", code=True
        ),
        Column("provincial_valid_until", ("省证有效期", "省证有效期至"), "2026-02-12 的形式", article="第十五条"),
        Column("certificate_kind", ("证件类型", "证件种类"), "可不填"),
        Column("qualifications", ("可查事项", "资格", "执法资格", "业务类别"), "多个以 、 分隔", article="第十六条"),
        Column("state", ("状态", "人员状态", "在岗状态"), "在岗、借调、休假、退休、停用；空为在岗", article="第十五条"),
        Column("cap", ("最多组数", "最多参加组数"), "本次抽查最多参加几个组，不填按统一规定"),
        Column(
            "recusals",
            ("回避对象", "回避企业", "需回避的检查对象"),
            "应回避对象的统一社会信用代码或注册号，多个以 、 分隔",
            article="第十五条",
        ),
        Column("section", ("业务处室", "股室", "科室", "处室"), "可不填"),
        Column("area", ("所属区域", "执法区域", "区域"), "可不填"),
        Column("staff_no", ("工号", "人员编号"), "可不填"),
        Column("post", ("岗位类别", "职务", "岗位"), "可不填"),
        Column("level", ("单位级别",), "可不填"),
        Column("is_expert", ("是否专家", "专家"), "是、否；空为否"),
        *_SOURCE,
        Column("gender", ("性别",), use=Use.PERSONAL),
        Column("education", ("学历", "专业", "职称", "编制", "检查企业数量"), use=Use.PERSONAL),
        *(column for column in _PERSONAL if column.key != "legal_rep"),
        *_DROPPED,
        Column("blacklist", ("黑白名单", "黑名单", "白名单"), use=Use.REFUSED),
    ),
    needed=(
        ("name",),
        ("department",),
        ("certificate", "department_certificate", "provincial_certificate"),
        ("valid_until", "provincial_valid_until"),
        ("qualifications",),
    ),
)

ITEMS = ColumnSet(
    "item",
    "抽查事项清单",
    (
        Column("number", ("序号", "编号", "事项编号"), article="第二条"),
        Column("issuer", ("编制单位", "编制单位名称", "source"), article="第二条"),
        Column("category", ("抽查类别", "抽查领域"), article="第二条"),
        Column("name", ("抽查事项", "抽查事项名称", "事项名称", "抽查类别/事项"), article="第二条"),
        Column("sub_item", ("抽查子项", "子项"), article="第二条"),
        Column("subject", ("检查对象", "抽查对象"), article="第二条"),
        Column("kind", ("事项类别",), article="第二条"),
        Column("method", ("检查方式", "抽查方式"), article="第十八条"),
        Column("organ", ("检查主体", "抽查主体", "检查主体及层级", "实施层级"), article="第二条"),
        Column("basis", ("检查依据", "抽查依据", "检查依据(简)"), article="第二条"),
        Column(
            "ratio_text", ("抽查比例", "抽查比例及频次", "比例及频次", "比例及频次/频次上限"), article="第六条（三）"
        ),
        Column("frequency_text", ("抽查频次", "检查频次", "检查频次（上限）"), article="第六条（三）"),
        Column("personnel", ("检查人员要求", "人员要求"), article="第十六条"),
        Column("initiating_dept", ("发起部门", "牵头部门"), article="第九条"),
        Column("participating_depts", ("配合部门", "参与部门"), article="第九条"),
        Column("remark", ("备注",), article="第二条"),
    ),
    needed=(("name",), ("subject",)),
)

PLANS = ColumnSet(
    "plan",
    "年度抽查计划",
    (
        Column("number", ("计划编号", "编号", "序号", "序号/编号"), article="第七条"),
        Column("name", ("任务名称", "计划名称", "任务/计划名称", "年度计划名称", "抽查任务名称"), article="第七条"),
        Column("draw_type", ("抽查类型",), article="第七条"),
        Column("subject", ("抽查对象", "检查对象"), article="第二条"),
        Column("initiating_dept", ("发起部门", "牵头部门", "发起/牵头部门", "检查主体", "股室"), article="第七条"),
        Column("participating_depts", ("参与部门", "配合部门", "参与/配合部门"), article="第七条"),
        Column(
            "ratio_text",
            ("抽查比例（数量）", "抽查比例", "抽查比例(数量)/频次", "抽查比例及频次"),
            article="第六条（三）",
        ),
        Column("frequency_text", ("抽查频次", "检查频次"), article="第六条（三）"),
        Column("quantity_text", ("抽查数量",), article="第六条（三）"),
        Column("class_text", ("信用风险分类要求", "信用风险分类"), article="第六条（三）"),
        Column("method", ("检查方式", "抽查方式", "检查方式/模式"), article="第十八条"),
        Column("mode", ("抽查检查模式", "抽查模式"), article="第十二条"),
        Column("period", ("起止时间", "计划开展时间", "检查时间", "开展时间"), article="第十一条"),
        Column("items", ("抽查事项", "检查内容", "检查事项"), article="第二条"),
        Column("remark", ("备注",), article="第七条"),
    ),
    needed=(("name",), ("period",)),
)

COLUMN_SETS = {
    columns.kind: columns for columns in (SUBJECTS, RECEIVED_LIST, CLASSES, LICENCES, INSPECTORS, ITEMS, PLANS)
}
