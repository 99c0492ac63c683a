"""The saved page: record, files and verifier in one HTML file that fetches nothing and runs from a disk.

Source: 70-interface §8, §11 (a download: our content policy does not apply to it). Gives: the same bytes for the same proof.
"""

import base64
import json

from django.utils.html import escape

from shuangsuiji.stages.disclosure.public.proofs import Proof, file_bytes
from shuangsuiji.verify.verdict import TITLES
from shuangsuiji.web.portal.draws.bundling import bundle

_STYLE = """
body{font-family:"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;line-height:1.6;max-width:60rem;margin:0 auto;padding:1rem;color:#1f2a37}
h1{font-size:1.35rem}h2{font-size:1.1rem;margin-top:2rem}.mono,dd{overflow-wrap:anywhere}.mono{font-family:monospace}
table{width:100%;border-collapse:collapse}th,td{text-align:left;vertical-align:top;padding:.35rem .5rem;border-bottom:1px solid #d9dfe7}
button{font-size:1rem;padding:.6rem 1.25rem;background:#0b5394;color:#fff;border:0;border-radius:.375rem}
textarea,input{width:100%;box-sizing:border-box;font-size:1rem}
.small{display:block;font-size:.85rem;color:#4b5866;overflow-wrap:anywhere}
.tag{white-space:nowrap;padding:0 .5rem;border-radius:.25rem;background:#e9edf2}
.tag-done,.message-success{background:#e2f2e6;color:#135227}.tag-danger,.message-error{background:#fde4e1;color:#8c1d18}
.message{padding:.6rem 1rem;border-radius:.375rem}.message-warning{background:#fff1d6;color:#5c3a00}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}dd{margin:0}
"""
_PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - 离线核验页</title>
<style>{style}</style>
</head>
<body>
<h1>{title}：离线核验页</h1>
<p>抽取编号 <span class="mono">{number}</span>，记录第 {version} 版，{source}于 {published_on} 公示。</p>
<p>本页含抽取记录、旁边的文件和核验程序，断开网络也能核验，不向任何地方发送内容。本页由运营者的网站生成，程序是否可信请自行或请他人阅读；
离线核验不查日志，灰色的几项请用核验程序对日志核验。</p>
<p>记录文件 SHA-256：<span class="mono">{digest}</span></p>
<p><button type="button" id="verify">核验</button></p>
<div id="verdict" aria-live="polite"></div>
<noscript><p>浏览器没有启用脚本，不能在本页核验；请改用核验程序。</p></noscript>
<table><thead><tr><th>编号</th><th>核验项目</th><th>结果</th></tr></thead><tbody>
{rows}</tbody></table>
<h2>核验我这一家</h2>
<p>选取或粘贴随检查告知书取得的开启包（ssj-opening/1）。内容只在本机使用。</p>
<p><label>开启包文件<input type="file" id="own-file" accept=".json,application/json"></label></p>
<p><label>或者粘贴内容<textarea id="own-text" rows="4"></textarea></label></p>
<p><button type="button" id="own">核验我这一家</button></p>
<div id="own-answer" aria-live="polite"></div>
<script type="application/json" id="held">{held}</script>
<script>
{script}</script>
</body>
</html>
"""
_ROW = (
    '<tr data-check="{id}"><th>{id}</th><td>{title}<span class="small" data-reason></span></td>'
    '<td data-state><span class="tag">待核验</span></td></tr>\n'
)


def offline_page(proof: Proof) -> bytes:
    """The page of one revision. Raises FileDamaged."""
    record, *beside = [(each.name, base64.b64encode(file_bytes(each)).decode()) for each in proof.files]
    held = json.dumps({"record": record[1], "files": beside}, ensure_ascii=True, separators=(",", ":"))
    page = _PAGE.format(
        title=escape(proof.title),
        style=_STYLE,
        number=escape(proof.number),
        version=proof.version,
        source=escape(proof.source),
        published_on=proof.published_on,
        digest=proof.record.digest,
        rows="".join(_ROW.format(id=name, title=escape(title)) for name, title in TITLES.items()),
        held=_inert(held),
        script=_inert(bundle("offline.js")),
    )
    return page.encode()


def _inert(text: str) -> str:
    """Nothing in a script may end it: `<` before `/` or `!` is written as an escape, which strings and JSON read alike."""
    return text.replace("</", "<\\/").replace("<!--", "\\u003c!--")
