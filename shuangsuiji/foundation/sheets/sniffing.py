"""What a file is, by its bytes; its name is only what somebody called it."""

import re

from shuangsuiji.foundation.sheets.refusal import SheetRefused

RESAVE = "请用 WPS 或 Excel 打开，另存为 .xlsx 后再导入"

ZIP = b"PK\x03\x04"
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Stream names in a compound file are UTF-16LE; an encrypted .xlsx is such a file with this stream.
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_XLS_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))

_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF 文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"BM", "图片"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"Rar!", "RAR 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"PK\x05\x06", "空的压缩包"),
    (b"\x7fELF", "程序文件"),
    (b"MZ", "程序文件"),
    (b"SQLite format 3\x00", "数据库文件"),
    (b"{\\rtf", "RTF 文档"),
)
_MARKUP = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|table|meta|style|script|svg|\?xml|!--|xml|workbook)", re.IGNORECASE
)
_MIME = re.compile(rb"^\s*(?:mime-version|content-type):", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """Answer `zip`, `xls` or `text`. Raises SheetRefused for what is no table."""
    if not content:
        raise SheetRefused("文件是空的", "请确认选对了文件")
    if content.startswith(ZIP):
        return "zip"
    if content.startswith(OLE2):
        return _compound(content)
    for magic, what in _OTHERS:
        if content.startswith(magic):
            raise SheetRefused(f"这是{what}，不是表格", "请导入 .xlsx、.xls、.ods 或 .csv 文件")
    head = content[:4096]
    if _MARKUP.match(head) or _MIME.match(head):
        raise SheetRefused("这是网页（HTML/XML）文件，只是改了扩展名，代码在其中可能已被改成数字", RESAVE)
    return "text"


def _compound(content: bytes) -> str:
    if _ENCRYPTED_STREAM in content:
        raise SheetRefused("文件设有打开密码，无法读取", "请去掉密码后另存为 .xlsx 再导入")
    if not any(name in content for name in _XLS_STREAMS):
        raise SheetRefused("这是旧版 Office 文件，其中没有工作表，或文件已损坏", RESAVE)
    return "xls"
