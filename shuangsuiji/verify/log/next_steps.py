"""What a reader should do about each check that failed or could not be made: one sentence each, in the order of the checks.

Source: 50-ledger §9, §10; 第五条（责任可追）.
"""

from shuangsuiji.verify.verdict import FAIL, SKIP, Report

_KEEP = "请原样保留这些文件"
_AFTER_FAILURE = {
    "L03": "有条目不合格式或类型，程序不会写出这样的条目。请记下序号，报告日志主办单位和审计",
    "L05": f"检查点不是信任名单所列日志签发的，或已被改动。请重新取得一次；仍不符的，不要采信，{_KEEP}，向日志主办单位和见证人核实",
    "L06": f"两份都有签名，内容互相矛盾：历史被改写、回退，或日志有两个版本。{_KEEP}，它们就是证据，立即报告见证人、审计和上级主管部门",
    "L07": "这一条不在该检查点之下。请核对序号、条目原文和凭证是否配套；仍不符的，向出具凭证的部门提出，并保留凭证",
    "L08": f"所供文件被改动、缺少或没有拷全。请重新拷贝一次；仍不符的，{_KEEP}，与其他镜像比较，并报告日志主办单位",
    "L09": "信任名单把同一把公钥算了两次。请改正信任名单后重新核验",
    "L10": "日志记载的先后或引用不合规定的程序。请记下序号，向日志主办单位和联席会议办公室提出",
    "L11": "出示的内容不是当时记入日志的内容。请向出示方索取原始的公开值，不要采信这一份",
    "L13": "日志公开部分出现了不应公开的内容。请勿转载，立即报告日志主办单位的个人信息保护负责人",
}
_AFTER_SKIPPING = {
    "L05": "请取得信任名单（--policy）或日志公钥（--vkey）后重新核验；取不到日志的，请检查网络或改用拷贝的文件夹",
    "L09": "见证不足或没有信任名单：日志一方单独回退或改写，现在还不能由此排除。请稍后再取检查点，或向见证人核实",
    "L06": "有保存的检查点不能比较（见上）。请确认它们属于本日志、文件完整，再核验一次",
    "L07": "请补齐条目原文（--leaf）后重新核验",
    "L08": "文件没有读全。请检查网络，或拷贝整个文件夹后重新核验",
}


def next_steps(report: Report) -> list[str]:
    """Sentences; after failures only those of the failed checks."""
    for status, table in ((FAIL, _AFTER_FAILURE), (SKIP, _AFTER_SKIPPING)):
        ids = [
            result.id for result in report.results if result.status == status and (status == FAIL or result.required)
        ]
        told = [f"{check_id} {table[check_id]}。" for check_id in ids if check_id in table]
        if told:
            return told
    return []
