"""Papers of the invented county, complete; tests take one thing away or change it."""

import hashlib

DEPARTMENT = "濮阳县人力资源和社会保障局"


def some_digest(word):
    return hashlib.sha256(word.encode()).hexdigest()


LOG = {
    "origin": "log.example.org/410928/rsj",
    "index": 128,
    "leaf_hash": some_digest("leaf"),
    "size": 131,
    "root": some_digest("root"),
}
LETTER = {
    "org": DEPARTMENT,
    "number": "濮县人社函〔2026〕17号",
    "title": "关于移送涉嫌违法线索的函",
    "to": "濮阳县市场监督管理局",
    "parts": [
        {
            "paragraphs": [
                "我局在 2026 年度“双随机、一公开”抽查中，于 2026 年 3 月 12 日检查时发现下列情况，依法应由你局处理，现予移送。"
            ]
        },
        {
            "heading": "一、基本情况",
            "paragraphs": ["检查对象：濮阳市恒润建筑劳务有限公司。经查，登记住所与实际经营场所不一致。"],
        },
        {
            "heading": "二、请予办理的事项",
            "paragraphs": [
                "请你局依法核查处理，并在处理完毕后将结果函告我局。",
                "材料见附件。珺、堃、㛃、䶮等生僻字照常显示。",
            ],
        },
    ],
    "attachments": ["抽查情况记录表复印件", "现场照片 2 张"],
    "day": "2026年3月19日",
    "contact": "李某，0393-0000000",
}
CONFIRMATION = {
    "org": DEPARTMENT,
    "number": "濮县人社确认〔2026〕3号",
    "title": "名录库更新确认记录",
    "task_name": "2026年第1次劳动用工部门联合抽查",
    "task_id": "410928/rsj/2026/yonggong",
    "window": "2026-03-09 至 2026-04-30",
    "confirmed_at": "2026-03-02 09:12",
    "valid_until": "2026-03-16",
    "registries": [
        {
            "label": "检查对象名录库",
            "source": "省共享平台导出，截至 2026-02-28",
            "count": 651,
            "added": 12,
            "changed": 5,
            "removed": 3,
            "marked": 8,
            "root": some_digest("subjects"),
        },
        {
            "label": "执法检查人员名录库",
            "source": "本局人事股，截至 2026-03-01",
            "count": 16,
            "added": 1,
            "changed": 0,
            "removed": 0,
            "marked": 2,
            "root": some_digest("inspectors"),
        },
    ],
    "changes": [
        {"registry": "检查对象", "change": "新增", "name": "濮阳市恒润建筑劳务有限公司", "content": "新设立"},
        {"registry": "检查对象", "change": "移出", "name": "濮阳县城关镇旺角超市", "content": "注销 2026-02-11"},
        {"registry": "执法人员", "change": "新增", "name": "钱某", "content": "调入，证件有效期至 2028-05-31"},
    ],
    "confirmations": [
        {"office": "名录库管理员", "opinion": "已核对来源和变动", "person": "吴某", "at": "2026-03-02 09:12"},
        {"office": "股室负责人", "opinion": "变动超过 2%，已复核", "person": "郑某", "at": "2026-03-02 10:05"},
    ],
    "log": LOG,
}
DRAW = {
    "org": DEPARTMENT,
    "number": "濮县人社抽取〔2026〕1号",
    "title": "抽取记录",
    "task_name": "2026年第1次劳动用工部门联合抽查",
    "draw_id": "410928/rsj/2026/yonggong/1",
    "ordinal": 1,
    "mode": "检查对象和执法检查人员",
    "drawn_at": "2026-03-03 20:31",
    "contributors": [
        {"name": "承办股室", "commit": some_digest("c1"), "reveal": some_digest("r1")},
        {"name": "机关纪检", "commit": some_digest("c2"), "reveal": "MISSING"},
    ],
    "beacon": {"source": "双色球", "round": "2026023", "value": "03-09-14-21-27-30+11"},
    "seed": some_digest("seed"),
    "strata": [
        {"label": "第一层", "count": 423, "excluded": 4, "eligible": 419, "required": 5, "drawn": 5},
        {"label": "第二层", "count": 163, "excluded": 2, "eligible": 161, "required": 5, "drawn": 5},
    ],
    "digests": [
        {"label": "对象名录承诺", "value": some_digest("subject_commit")},
        {"label": "人员名录承诺", "value": some_digest("inspector_commit")},
        {"label": "方案摘要", "value": some_digest("plan")},
        {"label": "结果摘要", "value": some_digest("result")},
    ],
    "subjects": [
        {"name": f"濮阳市第{n}建筑劳务有限公司", "code": f"9141092800000{n:04d}X", "team": f"第{1 + n % 3}组"}
        for n in range(1, 31)
    ],
    "teams": [{"name": f"第{n}组", "leader": "赵某", "members": ["钱某", "孙某"]} for n in range(1, 4)],
    "log": LOG,
}
TABLE = {
    "org": DEPARTMENT,
    "number": "rsj-计划-2026-0002",
    "title": "2027年度双随机抽查计划",
    "mark": "草案",
    "facts": [
        {"label": "公布日期", "value": "2026-11-24"},
        {
            "label": "分类监管规定",
            "value": "A类 每次不低于 1%（平人社〔2026〕30号）\nC类 每次不低于 10%（平人社〔2026〕30号）",
        },
        {"label": "变更", "value": "第 1 次变更"},
    ],
    "columns": [
        {"label": "编号", "width": 2},
        {"label": "任务名称", "width": 3},
        {"label": "抽查比例和频次", "width": 4},
        {"label": "抽查事项", "width": 5},
        {"label": "备注", "width": 2},
    ],
    "rows": [
        ["rsj-2027-01-01", "劳动用工检查", "A类 1%，全年 1 次；C类 10%，全年 2 次", "劳动合同；工资支付", ""],
        ["rsj-2027-01-02", "劳务派遣检查", "D类 20%，全年 3 次", "劳务派遣单位经营", "珺、堃、㛃、䶮"],
    ],
    "changes": [
        {
            "what": "修改",
            "name": "劳动用工检查",
            "content": "起止时间：2027-03-01 至 2027-11-30 → 2027-03-01 至 2027-06-30",
        }
    ],
}
SCHEME = {
    "org": DEPARTMENT,
    "number": "410999/rsj/2027/001",
    "title": "抽查方案",
    "mark": "草案",
    "facts": [
        {"label": "任务名称", "value": "劳动用工检查"},
        {"label": "检查时间", "value": "2027-03-01 至 2027-11-30"},
    ],
    "libraries": [
        {
            "department": DEPARTMENT,
            "name": f"{DEPARTMENT}2027年劳动用工信用风险较高(C类)第1次抽查检查对象库",
            "base": "21",
            "share": "10%",
            "required": "3",
        }
    ],
    "signatures": [{"department": "示例县市场监督管理局", "said": "尚未会签"}],
    "scheme_digest": "0123456789abcdef" * 4,
}
ALL = {
    "scheme": SCHEME,
    "plan_table": TABLE,
    "item_list": {**TABLE, "title": "抽查事项清单"},
    "letter": LETTER,
    "confirmation_record": CONFIRMATION,
    "draw_record": DRAW,
}
