"""Inspected subjects: one row per firm, product, project or act in a department's registry.

Source: 第二条, 第六条（一）, 第十条, 第二十四条; `30-domain` §4. What is personal lies sealed with the firm's own key in one value.
A row is never removed: it leaves the registry with day and reason, and comes back as the same row.
"""

import json
from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Concat
from django.db.models.lookups import Exact

from shuangsuiji.foundation.accounts.models import Department
from shuangsuiji.foundation.ledger.evidential import Evidential
from shuangsuiji.foundation.ledger.keys import seal, unseal, written
from shuangsuiji.foundation.ledger.models import SubjectKey

PERSONAL = ("address", "legal_rep", "liaison", "phone")
DIGEST_LENGTH = 64
SALT_BYTES = 16


class SubjectType(models.TextChoices):
    """What may be inspected (第二条)."""

    ENTERPRISE = "ENTERPRISE", "企业"
    SOLE_TRADER = "SOLE_TRADER", "个体工商户"
    COOPERATIVE = "COOPERATIVE", "农民专业合作社"
    FOREIGN_OFFICE = "FOREIGN_OFFICE", "外企代表机构"
    OTHER = "OTHER", "其他主体"
    PRODUCT = "PRODUCT", "产品"
    PROJECT = "PROJECT", "项目"
    CONDUCT = "CONDUCT", "行为"


class SubjectState(models.TextChoices):
    """Whether it still is there; the codes are those of the status findings."""

    NORMAL = "NORMAL", "正常"
    DEREGISTERED = "S09", "注销"
    REVOKED = "S10", "吊销"
    ANNULLED = "S11", "撤销"
    MOVED = "S12", "迁出"


class ClassSource(models.TextChoices):
    """Whose statement a class is; their strength is the parameter `risk_class_sources`."""

    PROVINCE = "省共享", "省共享"
    OWN = "本系统", "本系统"
    FUSED = "融合", "融合"
    JUDGED = "认定", "认定"


CLASSES = ("A", "B", "C", "D")


class Subject(Evidential):
    """One inspected subject in the registry of one department. `version` counts its changes, for optimistic locking."""

    immutable: ClassVar[tuple[str, ...]] = ("department", "identity", "salt")

    department = models.ForeignKey(
        Department, models.PROTECT, related_name="subjects", verbose_name="部门", help_text="第十条；谁的名录库"
    )
    identity = models.CharField("身份编号", max_length=80, help_text="第十条；uscc:、reg: 或 obj: 加代码")
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, help_text="第十条")
    reg_no = models.CharField("注册号", max_length=64, blank=True, help_text="第十条")
    object_no = models.CharField("对象编号", max_length=64, blank=True, help_text="第二条；产品、项目、行为")
    organisation = models.CharField(
        "主体标识码", max_length=9, blank=True, editable=False, help_text="第十条；信用代码第 9–17 位，查重用"
    )
    name = models.CharField("名称", max_length=200, help_text="第十条")
    name_key = models.CharField("名称（比对用）", max_length=200, editable=False, help_text="第十条；规范括号后的名称")
    initials = models.CharField("拼音首字母", max_length=200, editable=False, help_text="第十条；检索用")
    subject_type = models.CharField("主体类型", max_length=16, choices=SubjectType, help_text="第二条")
    ownership = models.CharField("企业性质", max_length=50, blank=True, help_text="第十条")
    established_on = models.DateField("成立日期", null=True, blank=True, help_text="第十条")
    state = models.CharField(
        "状态", max_length=8, choices=SubjectState, default=SubjectState.NORMAL, help_text="第十条"
    )
    registration_authority = models.CharField("登记机关", max_length=100, blank=True, help_text="第十条")
    supervising_authority = models.CharField("管辖单位", max_length=100, blank=True, help_text="第十条")
    area = models.CharField("区域", max_length=100, blank=True, help_text="第十条")
    town = models.CharField("乡镇区划代码", max_length=12, help_text="第十条")
    industry = models.CharField("行业", max_length=100, blank=True, help_text="第十条")
    scale = models.CharField("规模", max_length=50, blank=True, help_text="第十条")
    risk_class = models.CharField(
        "信用风险分类", max_length=1, blank=True, choices=[(each, each) for each in CLASSES],
        help_text="第六条（一）；空为未分类；内部掌握，不公开",
    )  # fmt: skip
    class_source = models.CharField("分类来源", max_length=3, blank=True, choices=ClassSource, help_text="第六条（一）")
    class_on = models.DateField("分类日期", null=True, blank=True, help_text="第六条（一）")
    last_inspected_on = models.DateField("最近检查日期", null=True, blank=True, help_text="第九条")
    source = models.CharField("数据来源", max_length=200, help_text="第十条")
    source_on = models.DateField("数据日期", null=True, blank=True, help_text="第十条")
    removed_on = models.DateField("移出日期", null=True, blank=True, help_text="第十条；空为在库")
    removed_reason = models.CharField("移出理由", max_length=200, blank=True, help_text="第十条")
    key = models.OneToOneField(
        SubjectKey, models.PROTECT, null=True, related_name="subject", editable=False, verbose_name="数据密钥",
        help_text="第二十四条；有个人信息时才有",
    )  # fmt: skip
    personal_sealed = models.BinaryField(
        "个人信息（已加密）", null=True, help_text="第二十四条；住所、法定代表人、联络员、电话"
    )
    salt = models.CharField("行盐", max_length=2 * SALT_BYTES, editable=False, help_text="第十条；行摘要的盐")
    row_digest = models.CharField(
        "行摘要", max_length=DIGEST_LENGTH, editable=False, help_text="第十条；名录库根的一叶"
    )
    version = models.PositiveIntegerField("版本", default=1, help_text="第十条；每改一次加一")

    class Meta:
        db_table = "subject"
        verbose_name = "检查对象"
        ordering = ("identity",)
        indexes = (
            models.Index(fields=("department", "name_key", "identity"), name="subject_by_name"),
            models.Index(fields=("department", "organisation"), name="subject_by_organisation"),
            models.Index(fields=("department", "risk_class", "identity"), name="subject_by_class"),
            # All that a search of the live rows looks into: it reads this narrow index, not the rows with their sealed values.
            models.Index(
                fields=("department", "name_key", "id", "initials", "uscc", "reg_no", "object_no"),
                condition=Q(removed_on__isnull=True),
                name="subject_live_search",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("department", "identity"), name="subject_once_in_department"),
            models.CheckConstraint(
                condition=Q(Exact(F("identity"), Concat(Value("uscc:"), F("uscc"))))
                | Q(Exact(F("identity"), Concat(Value("reg:"), F("reg_no"))), uscc="")
                | Q(Exact(F("identity"), Concat(Value("obj:"), F("object_no"))), uscc=""),
                name="subject_identity_says_its_code",
            ),
            models.CheckConstraint(condition=Q(subject_type__in=SubjectType.values), name="subject_type_known"),
            models.CheckConstraint(condition=Q(state__in=SubjectState.values), name="subject_state_known"),
            models.CheckConstraint(
                condition=Q(risk_class="", class_source="", class_on__isnull=True)
                | Q(risk_class__in=CLASSES, class_source__in=ClassSource.values, class_on__isnull=False),
                name="subject_class_with_source_and_day",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(source=""), name="subject_named_and_sourced"),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True, removed_reason="")
                | Q(removed_on__isnull=False) & ~Q(removed_reason=""),
                name="subject_removed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(personal_sealed__isnull=True) | Q(key__isnull=False), name="subject_personal_has_key"
            ),
            models.CheckConstraint(condition=Q(version__gte=1), name="subject_version_from_1"),
        )

    def __str__(self) -> str:
        return self.name

    def seal_personal(self, values: dict[str, str]) -> None:
        """Seal address, legal representative, liaison and telephone; the row needs its key first. Empty values are left out."""
        kept = {name: values[name] for name in PERSONAL if values.get(name)}
        self.personal_sealed = seal(self._key(), written(kept), context=self.personal_context) if kept else None

    @property
    def personal(self) -> dict[str, str]:
        """The personal values in clear; empty where there are none or the key was destroyed (第二十四条)."""
        if self.personal_sealed is None:
            return {}
        opened = unseal(self._key(), bytes(self.personal_sealed), context=self.personal_context)
        found: dict[str, Any] = {} if opened is None else json.loads(opened)
        return found

    @property
    def personal_context(self) -> str:
        """To what a sealed value is bound."""
        return f"subject/{self.pk}/personal"

    @property
    def is_live(self) -> bool:
        """Whether it stands in the registry."""
        return self.removed_on is None

    def _key(self) -> SubjectKey:
        if self.key is None:
            raise ValueError("检查对象还没有数据密钥")
        return self.key
