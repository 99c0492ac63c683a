"""Text files in every encoding we read, and in those we must refuse."""

from tests.foundation.sheets.corpus.case import accept, all_rows, first, reject, subject, subject_csv
from tests.foundation.sheets.makers import (
    NAME,
    changed,
    csv_bytes,
    subject_rows,
)

RARE = "示例县\u3cc6\U00020bb7食品厂"  # a four-byte letter of GB 18030, and one beyond the basic plane
_MIXED = csv_bytes(subject_rows(), "gb18030") + csv_bytes(subject_rows(2)[1:], "utf-8")
_AMBIGUOUS = "名称,代码\n".encode("gb18030").replace("名称".encode("gb18030"), b"\xd0\xa1\xcd\xbc")

ENCODINGS = (
    accept(
        "UTF-8 with a mark",
        lambda: csv_bytes(subject_rows()),
        lambda r: all_rows(r) and r.encoding == "utf-8",
        file="名录.csv",
    ),
    accept(
        "UTF-8 without a mark",
        lambda: csv_bytes(subject_rows(), "utf-8"),
        lambda r: all_rows(r) and r.encoding == "utf-8",
        file="名录.csv",
    ),
    accept(
        "GBK",
        lambda: csv_bytes(subject_rows(), "gbk"),
        lambda r: all_rows(r) and r.encoding == "gb18030",
        file="名录.csv",
    ),
    accept(
        "GB 18030 with four bytes",
        lambda: csv_bytes(changed(subject_rows(), 2, NAME, RARE), "gb18030"),
        first("name", RARE),
        file="名录.csv",
    ),
    accept("rare letters in an xlsx", subject(NAME, RARE), first("name", RARE)),
    accept(
        "UTF-16 LE with a mark", lambda: b"\xff\xfe" + csv_bytes(subject_rows(), "utf-16-le"), all_rows, file="名录.csv"
    ),
    accept(
        "UTF-16 BE with a mark", lambda: b"\xfe\xff" + csv_bytes(subject_rows(), "utf-16-be"), all_rows, file="名录.csv"
    ),
    accept(
        "UTF-16 LE named by a person",
        lambda: csv_bytes(subject_rows(), "utf-16-le"),
        all_rows,
        file="名录.csv",
        encoding="utf-16-le",
    ),
    reject("UTF-16 without a mark", lambda: csv_bytes(subject_rows(), "utf-16-le"), 0, "空字节", file="名录.csv"),
    reject("UTF-32", lambda: csv_bytes(subject_rows(), "utf-32"), 0, "UTF-32", file="名录.csv"),
    reject("half UTF-8, half GBK", lambda: _MIXED, 5, "两种编码", "第 5 行是 UTF-8", file="名录.csv"),
    reject(
        "a name for the encoding that is not true",
        lambda: csv_bytes(subject_rows(), "gbk"),
        0,
        "不能按 utf-8",
        file="名录.csv",
        encoding="utf-8",
    ),
    reject(
        "a mark against the named encoding",
        lambda: csv_bytes(subject_rows()),
        0,
        "不符",
        file="名录.csv",
        encoding="gb18030",
    ),
    reject(
        "an encoding nobody reads",
        lambda: csv_bytes(subject_rows()),
        0,
        "不认识的编码",
        file="名录.csv",
        encoding="big5",
    ),
    reject(
        "bytes of no encoding",
        lambda: csv_bytes(subject_rows(), "utf-8") + b"\xff\xff\xff\n",
        5,
        "既不是 UTF-8 也不是 GBK",
        file="名录.csv",
    ),
    reject("Big5", lambda: "公司名稱,統一編號\n示範縣第一製衣廠,12345678\n".encode("big5"), 0, "", file="名录.csv"),
    reject("two readings possible", lambda: _AMBIGUOUS[:4] + b",x\n", 0, "既可读作", file="名录.csv"),
    reject(
        "a zero byte in the text",
        lambda: csv_bytes(subject_rows()).replace("正常".encode(), b"\x00", 1),
        0,
        "控制字符",
        file="名录.csv",
    ),
    reject(
        "an escape sequence",
        lambda: csv_bytes(changed(subject_rows(), 3, NAME, "示例\x1b[31m厂")),
        0,
        "U+001B",
        "第 3 行",
        file="名录.csv",
    ),
    accept("lone carriage returns", lambda: csv_bytes(subject_rows(), end="\r"), all_rows, file="名录.csv"),
    accept("line feeds only", lambda: csv_bytes(subject_rows(), end="\n"), all_rows, file="名录.csv"),
    accept("tabs", lambda: csv_bytes(subject_rows(), sign="\t"), all_rows, file="名录.txt"),
    accept("semicolons", lambda: csv_bytes(subject_rows(), sign=";"), all_rows, file="名录.csv"),
    accept(
        "a quoted name over two lines",
        subject_csv(NAME, "示例县\n第一服装厂"),
        first("name", "示例县第一服装厂"),
        "换行",
        file="名录.csv",
    ),
    reject(
        "a quotation mark that never closes",
        lambda: csv_bytes(subject_rows()) + '"示例'.encode(),
        0,
        "引号",
        file="名录.csv",
    ),
    reject(
        "a comma too many", lambda: csv_bytes([*subject_rows(), [*subject_rows()[1], "多"]]), 5, "错位", file="名录.csv"
    ),
    reject("a replacement character", subject(NAME, "示例县\ufffd服装厂"), 2, "名称", "丢失"),
    reject("mojibake of UTF-8 in GBK", subject(NAME, "锟斤拷锟斤拷服装厂"), 2, "名称", "乱码"),
    reject("mojibake of UTF-8 in Latin 1", subject(NAME, "ç¤ºä¾\u008b"), 2, "乱码"),
    reject("a question mark for a rare letter", subject(NAME, "示例县?记食品厂"), 2, "?", "丢失"),
    reject("Greek in UTF-8", "αβγ,δεζ\n1,2\n".encode, 0, "既可读作", file="名录.csv"),
)
