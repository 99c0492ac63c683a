"""Request, opinion, answer on paper, decision: one append-only stream per matter.

Source: 第十五条, 第二十一条; 00-decisions, 11; 20-house §4; 80-reliability E14; 10-articles (acting on paper).
A request's `binding` joins its key, its requester and its content's digest in one unique text. A decision points at that text, and
a CHECK holds the requester and digest it copies to it: requester ≠ decider is thereby a fact of the database about the request
itself, not about a copy somebody could have written differently.
"""

from django.db import models
from django.db.models.functions import Cast, Concat, Length, Replace, Right
from django.db.models.lookups import Exact

from shuangsuiji.foundation.ledger.evidential import Evidential

DIGEST_LENGTH = 64
_HEX_ID = 32
BINDING_LENGTH = _HEX_ID + 1 + _HEX_ID + 1 + DIGEST_LENGTH


def _text(column: str) -> Cast:
    return Cast(column, models.TextField())


def _word(text: str) -> models.Value:
    return models.Value(text, output_field=models.TextField())


def _hex(column: str) -> Replace:
    """A UUID column as 32 hexadecimal characters, whatever the database stores."""
    return Replace(_text(column), _word("-"), _word(""))


def _requester_and_content() -> Concat:
    return Concat(_hex("requester"), _word("/"), _text("content_digest"))


class Outcome(models.TextChoices):
    """How a request ends."""

    APPROVED = "APPROVED", "同意"
    REFUSED = "REFUSED", "不同意"
    WITHDRAWN = "WITHDRAWN", "申请人撤回"


class ApprovalRequest(Evidential):
    """An office is asked to let one act happen to one object, exactly as shown."""

    append_only = True

    act = models.CharField("动作", max_length=32)
    citation = models.CharField("条款", max_length=64, help_text="依据的条款，如 第十五条")
    object_type = models.CharField("对象种类", max_length=64)
    object_id = models.UUIDField("对象编号")
    ordinal = models.PositiveIntegerField("第几次申请", help_text="同一对象、同一动作从 1 起连续编号")
    content_digest = models.CharField(
        "内容摘要", max_length=DIGEST_LENGTH, help_text="审批时所示内容的摘要；内容一变，意见作废"
    )
    office = models.CharField("审批岗位", max_length=32)
    department = models.CharField("审批部门", max_length=32)
    requester = models.UUIDField("申请人")
    requester_office = models.CharField("申请岗位", max_length=32)
    requester_department = models.CharField("申请部门", max_length=32)
    reason = models.TextField("理由", help_text="写明事由；不写与审批无关的个人信息（第二十四条）")
    at = models.DateTimeField("申请时间")
    binding = models.CharField("绑定", max_length=BINDING_LENGTH, unique=True, editable=False)

    class Meta:
        db_table = "approval_request"
        verbose_name = "审批申请"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=Exact(
                    models.F("binding"),
                    Concat(_hex("id"), _word("/"), _requester_and_content()),
                ),
                name="approval_request_binding",
            ),
            # Two clerks who press at once cannot both be the first.
            models.UniqueConstraint(fields=("act", "object_id", "ordinal"), name="approval_request_ordinal"),
            models.CheckConstraint(condition=models.Q(ordinal__gte=1), name="approval_request_ordinal_from_1"),
        )

    def __str__(self) -> str:
        return f"{self.act} {self.object_type} {self.ordinal}"


class Opinion(Evidential):
    """What an office says before the decision. It decides nothing."""

    append_only = True

    request = models.ForeignKey(ApprovalRequest, models.PROTECT, related_name="opinions", verbose_name="申请")
    person = models.UUIDField("人员")
    office = models.CharField("岗位", max_length=32)
    department = models.CharField("部门", max_length=32)
    text = models.TextField("意见")
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "approval_opinion"
        verbose_name = "审批意见"
        ordering = ("at", "id")

    def __str__(self) -> str:
        return f"{self.office} {self.at:%F %T}"


class PaperAnswer(Evidential):
    """The answer of an office without an account, as a clerk recorded it: number, day, scan. It counts once confirmed."""

    append_only = True

    request = models.ForeignKey(ApprovalRequest, models.PROTECT, related_name="paper_answers", verbose_name="申请")
    outcome = models.CharField("结论", max_length=9, choices=Outcome)
    office = models.CharField("签批岗位", max_length=32)
    department = models.CharField("签批部门", max_length=32)
    number = models.CharField("文号", max_length=64)
    signed_on = models.DateField("签批日期")
    scan_digest = models.CharField("扫描件摘要", max_length=DIGEST_LENGTH)
    standing_in = models.CharField("代行理由", max_length=200, blank=True)
    recorder = models.UUIDField("登记人")
    recorder_department = models.CharField("登记部门", max_length=32)
    at = models.DateTimeField("登记时间")

    class Meta:
        db_table = "approval_paper_answer"
        verbose_name = "纸质审批"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome__in=[Outcome.APPROVED, Outcome.REFUSED]), name="approval_paper_outcome"
            ),
            models.CheckConstraint(condition=~models.Q(number=""), name="approval_paper_numbered"),
            models.CheckConstraint(
                condition=Exact(Length("scan_digest"), DIGEST_LENGTH), name="approval_paper_scanned"
            ),
        )

    def __str__(self) -> str:
        return f"{self.number} {self.get_outcome_display()}"


class Decision(Evidential):
    """The one answer to a request. `person` is who decided or, for a paper, who confirmed it; `office` whose decision it is."""

    append_only = True

    request = models.OneToOneField(
        ApprovalRequest,
        models.PROTECT,
        to_field="binding",
        db_column="request_binding",
        related_name="decision",
        verbose_name="申请",
    )
    outcome = models.CharField("结论", max_length=9, choices=Outcome)
    requester = models.UUIDField("申请人")
    content_digest = models.CharField("内容摘要", max_length=DIGEST_LENGTH)
    person = models.UUIDField("审批人")
    office = models.CharField("审批岗位", max_length=32)
    department = models.CharField("审批部门", max_length=32)
    standing_in = models.CharField("代行理由", max_length=200, blank=True)
    opinion = models.TextField("意见", blank=True)
    paper = models.OneToOneField(
        PaperAnswer, models.PROTECT, null=True, related_name="decision", verbose_name="纸质审批"
    )
    recorder = models.UUIDField("纸质登记人", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        db_table = "approval_decision"
        verbose_name = "审批结论"
        ordering = ("at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(outcome=Outcome.WITHDRAWN, person=models.F("requester"), paper__isnull=True)
                | models.Q(outcome__in=[Outcome.APPROVED, Outcome.REFUSED]) & ~models.Q(person=models.F("requester")),
                name="approval_requester_is_not_approver",
            ),
            models.CheckConstraint(
                condition=Exact(
                    Right("request", _HEX_ID + 1 + DIGEST_LENGTH, output_field=models.TextField()),
                    _requester_and_content(),
                ),
                name="approval_decision_binds_content",
            ),
            models.CheckConstraint(
                condition=models.Q(paper__isnull=True, recorder__isnull=True)
                | models.Q(paper__isnull=False, recorder__isnull=False) & ~models.Q(recorder=models.F("person")),
                name="approval_paper_confirmed_by_another",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.office}"
