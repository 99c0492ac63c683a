/**
 * Defects of a vector element: open subjects, sealed inspectors, auditor's view.
 */
import { append, flip, insert, otherRegion, remove, replace, set, swap, wide } from "./make_negatives.mjs";

/** All cases for the first suite; for the second only those that pass through its hash. */
export function suiteCases(c, base, once) {
  if (once("text and types")) {
    textCases(c, base);
    typeCases(c, base);
    planCases(c);
  }
  headCases(c, base);
  subjectRosterCases(c, base);
  inspectorRosterCases(c, base);
  openingCases(c, base);
  ceremonyCases(c, base);
  beaconCases(c, base);
  ticketCases(c, base);
  selectionCases(c, base);
  batchCases(c, base);
  slotCases(c, base);
  assignmentCases(c, base);
}

function textCases(c, base) {
  const cases = [
    ["BOM", { op: "prefix", value: "\uFEFF" }, "文件带 BOM"],
    ["text after the value", { op: "suffix", value: "{}" }, "值之后还有内容"],
    ["text before the value", { op: "prefix", value: "#" }, "值之前有内容"],
    [
      "duplicate key at the top",
      { op: "replace", find: `"seed":"${base.seed}"`, value: `"seed":"${base.seed}","seed":"${base.seed}"` },
      "键重复",
    ],
    ["duplicate key in the plan", replace('"lead":"rsj"', '"lead":"rsj","lead":"rsj"'), "方案内键重复"],
    ["duplicate key by escape", replace('"lead":"rsj"', '"lead":"rsj","\\u006cead":"rsj"'), "转义写法的重复键"],
    ["float", replace('"n_base":120', '"n_base":120.0'), "小数"],
    ["exponent", replace('"n_base":120', '"n_base":12e1'), "指数"],
    ["leading zero", replace('"n_base":120', '"n_base":0120'), "前导零"],
    ["plus sign", replace('"n_base":120', '"n_base":+120'), "正号"],
    ["NaN", replace('"n_base":120', '"n_base":NaN'), "NaN"],
    ["Infinity", replace('"n_base":120', '"n_base":Infinity'), "Infinity"],
    ["integer of 2^53", replace('"n_base":120', '"n_base":9007199254740992'), "超出 2^53 的整数"],
    ["lone high surrogate", replace('"lead":"rsj"', '"lead":"\\ud800"'), "孤立的高位代理"],
    ["lone low surrogate", replace('"lead":"rsj"', '"lead":"\\udc00x"'), "孤立的低位代理"],
    ["line feed inside a string", replace('"lead":"rsj"', '"lead":"rs\nj"'), "字符串里有控制字符"],
    ["bad escape", replace('"lead":"rsj"', '"lead":"\\x72sj"'), "非法转义"],
    ["trailing comma", replace('"lead":"rsj"', '"lead":"rsj",'), "多余的逗号", true],
    ["single quotes", replace('"lead":"rsj"', "\"lead\":'rsj'"), "单引号"],
    ["comment", replace('"lead":"rsj"', '"lead":/* */"rsj"'), "注释"],
    ["no-break space between tokens", replace('"lead":"rsj"', '"lead":\u00a0"rsj"'), "不换行空格"],
  ];
  for (const [name, op, note, doubled] of cases) {
    c.add(`json ${name}`, doubled ? replace('"lead":"rsj",', '"lead":"rsj",,') : op, ["V01"], note);
  }
}

function typeCases(c, base) {
  const wrong = {
    suite: "MD5",
    plan: [],
    plan_hash: null,
    task_id: 1,
    draw_id: null,
    subject_roster: "none",
    subject_root: 0,
    subject_commit: false,
    inspector_roster: {},
    inspector_root: [],
    inspector_commit: null,
    context: 5,
    commits: [],
    reveals: {},
    committed_values: [],
    beacon: "drand",
    seed: 7,
    ticket_key: null,
    tickets: {},
    selection: [],
    team_order: "t1",
    slots: {},
    batches: [],
    assignment: {},
    subject_rows: "rows",
    inspector_private: [],
    plan_jcs_hex: 1,
  };
  for (const [field, value] of Object.entries(wrong))
    c.add(`type of ${field}`, set([field], value), ["V01"], `${field} 的类型不对`);
  const optional = ["tickets", "batches", "subject_rows", "inspector_private", "plan_jcs_hex", "batches_root"];
  for (const field of Object.keys(wrong).filter((name) => !optional.includes(name))) {
    c.add(`no ${field}`, remove([field]), ["V01"], `缺 ${field}`);
  }
  const inside = [
    ["suite in lower case", ["suite"], base.suite.toLowerCase(), "套件名大小写"],
    ["round as a number", ["beacon", 1], 123, "期次是数字而不是文本"],
    ["beacon with four parts", ["beacon"], [...base.beacon, ""], "公共随机数多一项"],
    ["handle as a number", ["subject_roster", 0, "handle"], 91, "标识是数字"],
    ["elig null", ["subject_roster", 0, "elig"], null, "资格为空值"],
    ["cap as text", ["inspector_roster", 0, "cap"], "2", "上限是文本"],
    ["cap true", ["inspector_roster", 0, "cap"], true, "上限是布尔值"],
    ["quals as text", ["inspector_roster", 0, "quals"], "law", "资质是文本"],
    ["k as text", ["selection", "A", "k"], "2", "应抽数是文本"],
    ["k true", ["selection", "A", "k"], true, "应抽数是布尔值"],
    ["rank as text", ["selection", "A", "selected", 0, "rank"], "1", "名次是文本"],
    ["selected null", ["selection", "A", "selected"], null, "抽中名单为空值"],
    ["threshold null", ["selection", "A", "threshold"], null, "门槛为空值"],
    ["reveal null", ["reveals", 2, 1], null, "未揭示应为空文本而不是 null"],
    ["reveal with three parts", ["reveals", 0], ["rsj", "", ""], "揭示多一项"],
    ["commit null", ["commits", "rsj"], null, "承诺为空值"],
    ["generation as text", ["assignment", 0, "generation"], "0", "轮次是文本"],
    ["skipped null", ["assignment", 0, "skipped"], null, "越过名单为空值"],
    ["slot without quals", ["slots", 0], base.slots[0].slice(0, 3), "岗位缺资质"],
    ["ticket with three parts", ["tickets", 0], [...base.tickets[0], ""], "签号多一项"],
    ["contributors as text", ["plan", "contributors"], "rsj", "提供方不是列表"],
    ["strata as a list", ["plan", "strata"], [], "分类不是对象"],
    ["team count as text", ["plan", "teams", "count"], "3", "组数是文本"],
    ["plan round as a number", ["plan", "beacon", "round"], 123, "方案的期次是数字"],
    ["row of a subject null", ["subject_rows", 0, "row"], null, "名录行为空值"],
    ["recusal as text", ["inspector_private", "rows", 0, "recusal"], "", "回避名单是文本"],
  ];
  for (const [name, path, value, note] of inside) c.add(`type: ${name}`, set(path, value), ["V01"], note);
}

function headCases(c, base) {
  const other = base.suite === "SHA256" ? "SM3" : "SHA256";
  c.add(
    "other suite in the head",
    set(["suite"], other),
    ["V02", "V05", "V06", "V07", "V08", "V09", "V10", "V11", "V15", "V16", "V18", "V21"],
    "套件换了而散列没换",
    ["V19", "V20"],
  );
  c.add("other task_id", set(["task_id"], `${base.task_id}x`), ["V05", "V06", "V08"], "任务编号改动");
  c.add(
    "task_id in full width",
    set(["task_id"], base.task_id.replace("2026", "２０２６")),
    ["V05", "V06", "V08"],
    "全角数字",
  );
  c.add("other ordinal", set(["draw_id"], `${base.task_id}/2`), ["V10", "V11", "V15"], "换了抽取序号");
  c.add("draw_id with a line feed", set(["draw_id"], `${base.draw_id}\n`), ["V10", "V11", "V15"], "末尾换行");
  c.add("plan_hash flipped", set(["plan_hash"], flip(base.plan_hash)), ["V02", "V10"], "方案散列改一位");
  c.add("plan_hash in upper case", set(["plan_hash"], base.plan_hash.toUpperCase()), ["V02", "V10"], "大写十六进制");
  c.add("plan_jcs_hex flipped", set(["plan_jcs_hex"], flip(base.plan_jcs_hex)), ["V02"], "方案字节改一位");
  c.add("plan_jcs_hex cut", set(["plan_jcs_hex"], base.plan_jcs_hex.slice(0, -2)), ["V02"], "方案字节少一个");
}

function planCases(c) {
  const plan = (name, path, value, note, more = [], may = []) =>
    c.add(`plan ${name}`, set(["plan", ...path], value), ["V02", ...more], note, may);
  const title = "濮阳县人社局2026年劳动用工第1次抽查";
  plan("blank after the title", ["title"], `${title} `, "标题多一个空格");
  plan("line feed after the title", ["title"], `${title}\n`, "标题末尾换行");
  plan("title in full width", ["title"], title.replace("2026", "２０２６"), "标题用全角数字");
  plan("zero-width space in the title", ["title"], title.replace("2026", "20\u200b26"), "标题里有零宽空格");
  plan("title not NFC", ["title"], `${title}e\u0301`, "文本不是 NFC");
  plan("other lead", ["lead"], "scjgj", "换牵头部门");
  plan("members swapped", ["members"], ["xfdd", "scjgj"], "参与部门换序");
  plan("later commit_by", ["commit_by"], "2026-11-20T02:00:01Z", "承诺截止推后一秒");
  plan("later reveal_by", ["reveal_by"], "2026-11-20T03:00:01Z", "揭示截止推后一秒");
  plan("unknown key", ["remark"], "", "多一个键");
  plan("key outside the grammar", ["备注"], "", "键不合格式");
  plan("other task", ["task_id"], "410928/rsj/2026/laodong", "方案的任务编号改动");
  plan("alternates 3", ["alternates"], 3, "候补数改动", ["V18"]);
  plan("cap ladder", ["cap_ladder"], [0, 1, 2], "加上放宽阶梯");
  plan("ratio 2%", ["strata", "A", "ratio"], "2%", "比例提高", ["V17"]);
  plan("ratio 1.0%", ["strata", "A", "ratio"], "1.0%", "同值的另一种写法");
  plan("ratio 01%", ["strata", "A", "ratio"], "01%", "前导零", ["V17"]);
  plan("ratio in full width", ["strata", "A", "ratio"], "１%", "全角比例", ["V17"]);
  plan("ratio with a line feed", ["strata", "A", "ratio"], "1%\n", "比例末尾换行", ["V17"]);
  plan("ratio with a blank", ["strata", "A", "ratio"], "1 %", "比例中有空格", ["V17"]);
  plan("ratio with a sign", ["strata", "A", "ratio"], "+1%", "比例带正号", ["V17"]);
  plan("ratio without percent", ["strata", "A", "ratio"], "0.01", "不是百分比", ["V17"]);
  plan("min 3", ["strata", "A", "min"], 3, "最低数提高", ["V17"]);
  plan("one more stratum", ["strata", "F"], { ratio: "5%" }, "多一个分类", ["V17", "V18"]);
  plan("contributors swapped", ["contributors"], ["scjgj", "rsj", "gongzheng", "xfdd"], "提供方换序", ["V11"]);
  plan("one contributor fewer", ["contributors"], ["rsj", "scjgj", "gongzheng"], "少一个提供方", ["V11"]);
  plan("contributor in full width", ["contributors"], ["ｒｓｊ", "scjgj", "xfdd", "gongzheng"], "提供方用全角字母", [
    "V11",
  ]);
  plan("other round", ["beacon", "round"], "124", "换期次", ["V12"]);
  plan("round with a leading zero", ["beacon", "round"], "0123", "期次前导零", ["V12"]);
  plan("other source", ["beacon", "source"], "dice/d10", "换来源", ["V12"]);
  plan("other key commitment", ["salt_key_commit"], "0".repeat(64), "换密钥承诺", ["V09"]);
  plan("four teams", ["teams", "count"], 4, "多一组", ["V19", "V20"]);
  plan("two teams", ["teams", "count"], 2, "少一组", ["V19", "V20"]);
  plan("other qualification wanted", ["teams", "slots", 1, 2], ["fire"], "岗位资质改动", ["V20"]);
  c.add("plan without stratum D", remove(["plan", "strata", "D"]), ["V02", "V04", "V17", "V18"], "方案少一个分类");
  c.add(
    "plan without supersedes text",
    set(["plan", "supersedes"], { draw_id: "410928/rsj/2026/laodong-yonggong/9", reason: "" }),
    ["V02"],
    "取代关系不成立（向量不核 V03）",
  );
  c.add("plan slots swapped", swap(["plan", "teams", "slots"], 1, 3), ["V02", "V20"], "方案岗位换序");
}

/** Index of a row by a property; the highest ticket among the fitting ones, so that the selection does not move. */
function quietRow(base, fits) {
  const tickets = new Map(base.tickets);
  const fitting = base.subject_roster.map((row, i) => ({ row, i })).filter(({ row }) => fits(row));
  fitting.sort((a, b) => (tickets.get(a.row.handle) < tickets.get(b.row.handle) ? 1 : -1));
  return fitting[0].i;
}

function subjectRosterCases(c, base) {
  const roster = base.subject_roster;
  const a = quietRow(base, ({ stratum, elig }) => stratum === "A" && elig === "E");
  const excluded = quietRow(base, ({ stratum, elig }) => stratum === "A" && elig !== "E");
  const last = roster.length - 1;
  const handle = roster[excluded].handle;
  const named = ["V04", "V05", "V07", "V16"];
  const looks = [
    ["in lower case", handle.toLowerCase(), "小写"],
    ["with upper-case prefix", handle.replace("uscc", "USCC"), "前缀大写"],
    ["in full width", `uscc:${wide(handle.slice(5))}`, "全角"],
    ["with a line feed", `${handle}\n`, "末尾换行"],
    ["with a trailing blank", `${handle} `, "末尾空格"],
    ["with a leading blank", ` ${handle}`, "前导空格"],
    ["with a zero-width space", handle.replace("410928", "410928\u200b"), "零宽空格"],
    ["with another check character", handle.slice(0, -1) + (handle.endsWith("0") ? "1" : "0"), "校验码不对"],
    ["cut", handle.slice(0, -1), "少一位"],
    ["without prefix", handle.slice(5), "没有前缀"],
    ["Cyrillic look-alike", handle.replace("u", "υ"), "形近字母"],
    ["certificate instead", "cert:HN-rsj-0001", "执法证号作对象标识"],
    ["empty", "", "空标识"],
    ["sealed handle in an open draw", `h:${"ab".repeat(32)}`, "公开名录里有封存标识"],
  ];
  for (const [name, value, note] of looks)
    c.add(`subject handle ${name}`, set(["subject_roster", excluded, "handle"], value), named, note);
  c.add(
    "same organisation code twice",
    set(["subject_roster", last, "handle"], otherRegion(roster[0].handle)),
    named,
    "同一组织机构代码两个统一社会信用代码",
  );
  c.add(
    "same subject twice",
    insert(["subject_roster", excluded], roster[excluded]),
    ["V04", "V05", "V07", "V17"],
    "同一标识出现两次",
  );
  c.add("first two subject rows swapped", swap(["subject_roster"], 0, 1), ["V04", "V05", "V07"], "行次序颠倒");
  c.add("first and last subject rows swapped", swap(["subject_roster"], 0, last), ["V04", "V05", "V07"], "首末行对调");
  c.add("subject row removed", remove(["subject_roster", a]), ["V05", "V07", "V16", "V17"], "少一行");
  c.add(
    "excluded subject row removed",
    remove(["subject_roster", excluded]),
    ["V05", "V07", "V16", "V17"],
    "被排除的行不见了",
  );
  c.add(
    "phantom subject row",
    append(["subject_roster"], { handle: "obj:zz-phantom", stratum: "A", elig: "X2", attrs: "0".repeat(64) }),
    ["V04", "V05", "V07", "V16", "V17"],
    "多出的行（并破坏次序）",
  );
  c.add(
    "phantom subject row in order",
    insert(["subject_roster", 0], { handle: "obj:aa-phantom", stratum: "A", elig: "X2", attrs: "0".repeat(64) }),
    ["V05", "V07", "V16", "V17"],
    "多出的行",
  );
  const field = (name, key, value, fails, note, may = [], row = a) =>
    c.add(`subject ${name}`, set(["subject_roster", row, key], value), fails, note, may);
  field("stratum A to B", "stratum", "B", ["V05", "V17"], "改分类一个字母");
  field("stratum unknown", "stratum", "Z", ["V04", "V05", "V17"], "分类不在方案中");
  field("stratum in full width", "stratum", "Ａ", ["V04", "V05", "V17"], "全角分类");
  field("stratum with a line feed", "stratum", "A\n", ["V04", "V05", "V17"], "分类末尾换行");
  field("stratum empty", "stratum", "", ["V04", "V05", "V17"], "分类为空");
  field(
    "stratum like a property of objects",
    "stratum",
    "constructor",
    ["V04", "V05", "V17"],
    "分类名是语言内部属性名",
  );
  field("elig E to X1", "elig", "X1", ["V05", "V17"], "悄悄排除一户");
  field("elig excluded to E", "elig", "E", ["V05", "V17"], "悄悄恢复一户", [], excluded);
  field("elig undefined", "elig", "X9", ["V04", "V05", "V17"], "资格代码未定义");
  field("elig X3 without a rule", "elig", "X3", ["V05", "V17"], "X3 而方案没有规则", ["V04"]);
  field("elig in lower case", "elig", "e", ["V04", "V05", "V17"], "小写资格代码");
  field("elig in full width", "elig", "Ｅ", ["V04", "V05", "V17"], "全角资格代码");
  field("elig with a line feed", "elig", "E\n", ["V04", "V05", "V17"], "资格代码末尾换行");
  field("elig of an inspector", "elig", "X4", ["V04", "V05", "V17"], "人员的资格代码用于对象");
  field("attrs flipped", "attrs", flip(roster[a].attrs), ["V05", "V07"], "attrs 改一位");
  field("attrs in upper case", "attrs", roster[a].attrs.toUpperCase(), ["V05", "V07"], "attrs 大写", ["V04", "V01"]);
  field("attrs of another row", "attrs", roster[last].attrs, ["V05", "V07"], "换成别的行的 attrs");
  const drawn = roster.findIndex((row) => row.handle === base.selection.B.selected[0].handle);
  field("drawn made ineligible", "elig", "X2", ["V05", "V17", "V18"], "抽中的一户改为排除", [], drawn);
  field("drawn moved to another stratum", "stratum", "A", ["V05", "V17", "V18"], "抽中的一户改分类", [], drawn);
  for (const [name, value] of [
    ["flipped", flip(base.subject_root)],
    ["in upper case", base.subject_root.toUpperCase()],
    ["empty", ""],
    ["with a line feed", `${base.subject_root}\n`],
  ]) {
    c.add(`subject_root ${name}`, set(["subject_root"], value), ["V05"], "对象名录根改动");
  }
  for (const [name, value] of [
    ["flipped", flip(base.subject_commit)],
    ["empty", ""],
    ["that of the inspectors", base.inspector_commit],
  ]) {
    c.add(`subject_commit ${name}`, set(["subject_commit"], value), ["V05", "V10"], "对象名录承诺改动");
  }
}

function inspectorRosterCases(c, base) {
  const roster = base.inspector_roster;
  const assigned = roster.findIndex(({ handle }) => handle === base.assignment[0].handle);
  const away = roster.findIndex(({ elig }) => elig !== "E");
  const two = roster.findIndex(({ quals }) => quals.length > 1);
  const field = (name, i, key, value, fails, note, may = []) =>
    c.add(`inspector ${name}`, set(["inspector_roster", i, key], value), fails, note, may);
  field(
    "handle flipped",
    0,
    "handle",
    `h:${"0".repeat(64)}`,
    ["V06", "V08"],
    "换标识",
    roster[0].elig === "E" ? ["V21"] : [],
  );
  field("handle in upper case", away, "handle", roster[away].handle.toUpperCase(), ["V04", "V06", "V08"], "大写标识");
  field("handle with a line feed", away, "handle", `${roster[away].handle}\n`, ["V04", "V06", "V08"], "标识末尾换行");
  field("open handle", away, "handle", "cert:HN-rsj-0001", ["V04", "V06", "V08"], "检查人员不得公开");
  field("cap 2 to 3", away, "cap", 3, ["V06"], "上限改动");
  field("cap 0", away, "cap", 0, ["V06"], "上限为零", ["V01", "V04"]);
  field("dept", away, "dept", "xfdx", ["V06"], "换部门");
  field("dept of an assigned person", assigned, "dept", "other", ["V06", "V21"], "在岗人员换部门");
  field("dept in full width", away, "dept", "ｒｓｊ", ["V06"], "全角部门", ["V04", "V01"]);
  field("quals in other order", two, "quals", [...roster[two].quals].reverse(), ["V06"], "资质换序");
  field("quals none", assigned, "quals", [], ["V06", "V21"], "在岗人员没有资质");
  field("quals twice", away, "quals", [...roster[away].quals, roster[away].quals[0]], ["V06"], "资质重复", [
    "V01",
    "V04",
  ]);
  field("quals joined", two, "quals", [roster[two].quals.join(",")], ["V21"], "两个资质写成一个：叶子相同，资质不同", [
    "V01",
    "V04",
  ]);
  field("elig E to X3", assigned, "elig", "X3", ["V06", "V21"], "在岗人员改为请假");
  field("elig undefined", away, "elig", "X7", ["V04", "V06"], "资格代码未定义");
  field("elig of a subject", away, "elig", "X1", ["V04", "V06"], "对象的资格代码用于人员");
  field("recusal flipped", away, "recusal", flip(roster[away].recusal), ["V06", "V08"], "回避承诺改一位");
  field("recusal in upper case", away, "recusal", roster[away].recusal.toUpperCase(), ["V06", "V08"], "回避承诺大写", [
    "V01",
    "V04",
  ]);
  c.add("inspector rows swapped", swap(["inspector_roster"], 0, 1), ["V04", "V06"], "行次序颠倒", ["V08"]);
  c.add("inspector twice", insert(["inspector_roster", away], roster[away]), ["V04", "V06", "V08"], "同一人两行");
  c.add("inspector removed", remove(["inspector_roster", away]), ["V06", "V08"], "少一人");
  for (const [name, value] of [
    ["flipped", flip(base.inspector_root)],
    ["in upper case", base.inspector_root.toUpperCase()],
    ["empty", ""],
  ]) {
    c.add(`inspector_root ${name}`, set(["inspector_root"], value), ["V06"], "人员名录根改动");
  }
  for (const [name, value] of [
    ["flipped", flip(base.inspector_commit)],
    ["of another draw", base.plan_hash],
  ]) {
    c.add(`inspector_commit ${name}`, set(["inspector_commit"], value), ["V06", "V10"], "人员名录承诺改动");
  }
}

function openingCases(c, base) {
  const rows = base.subject_rows;
  const drawn = new Set(Object.values(base.batches).flat());
  const quiet = rows.findIndex(({ handle }) => !drawn.has(handle));
  const row = (name, ops, note, may = []) => c.add(`row ${name}`, ops, ["V07"], note, may);
  row("other name", set(["subject_rows", quiet, "row", "name"], "示例企业999"), "换名称");
  row("name with a blank", set(["subject_rows", quiet, "row", "name"], `${rows[quiet].row.name} `), "名称多一个空格");
  row("name missing", remove(["subject_rows", quiet, "row", "name"]), "没有名称");
  row("town of another", set(["subject_rows", quiet, "row", "town"], "410928999"), "换区划");
  row("town too short", set(["subject_rows", quiet, "row", "town"], "41092810"), "区划代码不合格式");
  row("town in full width", set(["subject_rows", quiet, "row", "town"], "４１０９２８１００"), "全角区划代码");
  row("unknown key", set(["subject_rows", quiet, "row", "class"], "D"), "行多一个键");
  row("id replaced", set(["subject_rows", quiet, "handle"], "obj:other"), "换标识");
  row("removed", remove(["subject_rows", quiet]), "有一行没有打开");
  row(
    "added",
    append(["subject_rows"], { handle: "obj:extra", row: { name: "多余", town: "410928100" } }),
    "多打开一行",
  );
  row("twice", insert(["subject_rows", quiet], rows[quiet]), "同一行打开两次");
  row("swapped", swap(["subject_rows"], 0, 1), "不按名录次序");
  c.add(
    "drawn subject without town",
    remove(["subject_rows", rows.findIndex(({ handle }) => drawn.has(handle)), "row", "town"]),
    ["V07", "V19"],
    "抽中的一户没有区划",
  );
  const people = base.inspector_private.rows;
  const inspector = (name, ops, note, may = []) => c.add(`inspector opening ${name}`, ops, ["V08"], note, may);
  const foreign = base.subject_roster.find(({ handle }) => !drawn.has(handle)).handle;
  const free = people.findIndex(({ recusal }) => recusal.length === 0);
  inspector("salt flipped", set(["inspector_private", "rows", 0, "salt"], flip(people[0].salt)), "盐改一位");
  inspector("salt of another", set(["inspector_private", "rows", 0, "salt"], people[1].salt), "换成别人的盐");
  inspector("other certificate", set(["inspector_private", "rows", 0, "pid"], "cert:HN-rsj-9999"), "换执法证");
  inspector(
    "certificate in full width",
    set(["inspector_private", "rows", 0, "pid"], `cert:${wide(people[0].pid.slice(5))}`),
    "全角证号",
  );
  inspector("other handle", set(["inspector_private", "rows", 0, "handle"], `h:${"0".repeat(64)}`), "换标识", ["V21"]);
  inspector("invented recusal", append(["inspector_private", "rows", free, "recusal"], foreign), "事后添加回避");
  inspector("removed row", remove(["inspector_private", "rows", 0]), "有一人没有打开");
  inspector("recusal twice", set(["inspector_private", "rows", free, "recusal"], [foreign, foreign]), "回避名单重复");
  const other = flip(base.inspector_private.salt_key_hex);
  c.add("key flipped", set(["inspector_private", "salt_key_hex"], other), ["V08", "V09"], "密钥改一位");
  c.add(
    "key in upper case",
    set(["inspector_private", "salt_key_hex"], base.inspector_private.salt_key_hex.toUpperCase()),
    ["V09"],
    "密钥大写",
    ["V08"],
  );
  c.add(
    "key too short",
    set(["inspector_private", "salt_key_hex"], base.inspector_private.salt_key_hex.slice(2)),
    ["V08", "V09"],
    "密钥少一个字节",
  );
  c.add("key empty", set(["inspector_private", "salt_key_hex"], ""), ["V08", "V09"], "没有密钥");
}

function ceremonyCases(c, base) {
  const bound = ["V10", "V11", "V15"];
  c.add("context flipped", set(["context"], flip(base.context)), bound, "context 改一位");
  c.add("context in upper case", set(["context"], base.context.toUpperCase()), bound, "context 大写");
  c.add("context empty", set(["context"], ""), bound, "context 为空");
  const [first, second, third] = base.reveals;
  const at = (who) => base.reveals.findIndex(([code]) => code === who);
  const missing = base.reveals.find(([, r]) => r === "")[0];
  c.add("reveals swapped", swap(["reveals"], 0, 1), ["V11", "V15"], "揭示换序");
  c.add("reveal flipped", set(["reveals", 0, 1], flip(first[1])), ["V11", "V15"], "随机数改一位");
  c.add("reveal in upper case", set(["reveals", at("gongzheng"), 1], "A7".repeat(32)), ["V11", "V15"], "随机数大写");
  c.add("reveal too short", set(["reveals", 0, 1], first[1].slice(2)), ["V11", "V15"], "随机数少一个字节");
  c.add("reveal of another", set(["reveals", 0, 1], second[1]), ["V11", "V15"], "用别人的随机数");
  c.add("reveal hidden", set(["reveals", 0, 1], ""), ["V15"], "已揭示的改为空");
  c.add(
    "late reveal taken in",
    set(["reveals", at(missing), 1], base.committed_values[missing]),
    ["V15"],
    "未按时揭示的随机数被计入",
  );
  c.add(
    "wrong reveal kept",
    set(["reveals", at(missing), 1], "4".repeat(64)),
    ["V11", "V15"],
    "打不开承诺的随机数被保留",
  );
  c.add("empty reveal dropped", remove(["reveals", at(missing)]), ["V11", "V15"], "未揭示的提供方被删去");
  c.add("stranger reveals", append(["reveals"], ["stranger", ""]), ["V11", "V15"], "多一个提供方");
  c.add("contributor renamed", set(["reveals", at(missing), 0], "xfdx"), ["V11", "V15"], "换提供方");
  c.add("contributor twice", append(["reveals"], third), ["V11", "V15"], "同一提供方两次");
  c.add("commit flipped", set(["commits", first[0]], flip(base.commits[first[0]])), ["V11"], "承诺改一位");
  c.add("commit in upper case", set(["commits", first[0]], base.commits[first[0]].toUpperCase()), ["V11"], "承诺大写");
  c.add("commit copied", set(["commits", first[0]], base.commits[second[0]]), ["V11"], "抄别人的承诺");
  c.add("commit missing", remove(["commits", first[0]]), ["V11"], "没有承诺却有揭示");
  c.add(
    "commits exchanged",
    [set(["commits", first[0]], base.commits[second[0]]), set(["commits", second[0]], base.commits[first[0]])],
    ["V11"],
    "两个承诺对调",
  );
  c.add("seed flipped", set(["seed"], flip(base.seed)), ["V15", "V16", "V20", "V21"], "种子改一位", ["V19"]);
  c.add("seed in upper case", set(["seed"], base.seed.toUpperCase()), ["V15", "V16", "V20", "V21"], "种子大写", [
    "V19",
  ]);
  c.add("seed empty", set(["seed"], ""), ["V15", "V16", "V20", "V21"], "没有种子", ["V19"]);
}

function beaconCases(c, base) {
  const value = (name, i, text, fails, note) => c.add(`beacon ${name}`, set(["beacon", i], text), fails, note);
  const [source, round, number] = base.beacon;
  value("other round", 1, "124", ["V12", "V15"], "换期次");
  value("round with a leading zero", 1, `0${round}`, ["V12", "V15"], "期次前导零");
  value("round in full width", 1, wide(round), ["V12", "V15"], "全角期次");
  value("round with a line feed", 1, `${round}\n`, ["V12", "V15"], "期次末尾换行");
  value("other source", 0, "cwl/ssq", ["V12", "V15"], "换来源");
  value("other chain", 0, `${source.slice(0, -1)}0`, ["V12", "V15"], "换链");
  value("value flipped", 2, flip(number), ["V13", "V15"], "公共随机数改一位");
  value("value in upper case", 2, number.toUpperCase(), ["V12", "V13", "V15"], "大写");
  value("value in full width", 2, wide(number), ["V12", "V13", "V15"], "全角");
  value("value with a line feed", 2, `${number}\n`, ["V12", "V13", "V15"], "末尾换行");
  value("value cut", 2, number.slice(0, -1), ["V12", "V13", "V15"], "少一位");
  value("value empty", 2, "", ["V12", "V13", "V15"], "空值");
  const signature = (name, ops, note) => c.add(`signature ${name}`, ops, ["V13"], note);
  const given = base.beacon_signature;
  signature("flipped", set(["beacon_signature"], flip(given)), "签名改一位");
  signature(
    "of another round",
    set(["beacon_signature"], `b${given.slice(1).split("").reverse().join("")}`),
    "别期的签名",
  );
  signature("missing", remove(["beacon_signature"]), "没有签名");
  signature("cut", set(["beacon_signature"], given.slice(0, -2)), "签名少一个字节");
  signature("in upper case", set(["beacon_signature"], given.toUpperCase()), "签名大写");
  const others = [
    ["cwl/ssq", "2026135", "01-05-12-19-30-23+07", "红球没有递增"],
    ["cwl/ssq", "2026135", "01-05-05-19-23-30+07", "红球重复"],
    ["cwl/ssq", "2026135", "01-05-12-19-23-34+07", "红球超过 33"],
    ["cwl/ssq", "2026135", "00-05-12-19-23-30+07", "红球为零"],
    ["cwl/ssq", "2026135", "01-05-12-19-23-30+17", "蓝球超过 16"],
    ["cwl/ssq", "2026135", "01-05-12-19-23-30+00", "蓝球为零"],
    ["cwl/ssq", "2026135", "1-5-12-19-23-30+7", "没有补零"],
    ["cwl/ssq", "2026135", "01-05-12-19-23+07", "少一个红球"],
    ["cwl/ssq", "2026135", "01 05 12 19 23 30+07", "分隔符不对"],
    ["cwl/ssq", "2026135", "０１-05-12-19-23-30+07", "全角数字"],
    ["cwl/ssq", "2026135", "01-05-12-19-23-30+07\n", "末尾换行"],
    ["cwl/ssq", "26135", "01-05-12-19-23-30+07", "期号不是七位"],
    ["dice/d10", "1", "4829103847561029384", "少掷一枚"],
    ["dice/d10", "1", "482910384756102938470", "多掷一枚"],
    ["dice/d10", "1", "4829103847561029384x", "不是数字"],
    ["dice/d10", "1", "４829103847561029384７", "全角数字"],
    ["dice/d10", "1", "4829103847 561029384", "有空格"],
    ["dice/d10", "1", "48291038475610293847\n", "末尾换行"],
    ["dice/d10", "0", "48291038475610293847", "第 0 次掷骰"],
    ["coin/flip", "1", "48291038475610293847", "未知来源"],
  ];
  const formal = (when, name) => (name === "cwl/ssq" ? when.length === 7 : when !== "0");
  others.forEach(([name, when, result, note], i) => {
    const plan = { source: name, round: when, not_before: "2026-11-20T04:00:00Z", digits: 20 };
    c.add(
      `beacon of another kind ${i + 1}`,
      [set(["plan", "beacon"], plan), set(["beacon"], [name, when, result])],
      formal(when, name) ? ["V02", "V12", "V15"] : ["V02", "V15"],
      note,
      formal(when, name) ? [] : ["V12"],
    );
  });
  const few = { source: "dice/d10", round: "1", not_before: "2026-11-20T04:00:00Z", digits: 7 };
  c.add(
    "beacon below 24 bits",
    [set(["plan", "beacon"], few), set(["beacon"], ["dice/d10", "1", "4829103"])],
    ["V02", "V12", "V15"],
    "七枚骰子不足 24 比特",
  );
}

function ticketCases(c, base) {
  const [handle, ticket] = base.tickets[0];
  const case16 = (name, ops, note) => c.add(`tickets ${name}`, ops, ["V16"], note);
  case16("flipped", set(["tickets", 0, 1], flip(ticket)), "签号改一位");
  case16("in upper case", set(["tickets", 0, 1], ticket.toUpperCase()), "签号大写");
  case16("exchanged", [set(["tickets", 0, 1], base.tickets[1][1]), set(["tickets", 1, 1], ticket)], "两户签号对调");
  case16("swapped", swap(["tickets"], 0, 1), "不按标识次序");
  case16("twice", insert(["tickets", 0], [handle, ticket]), "同一签号两次");
  case16("one missing", remove(["tickets", 0]), "少列一户");
  case16("with a line feed", set(["tickets", 0, 1], `${ticket}\n`), "签号末尾换行");
  case16("of a stranger", set(["tickets", 0, 0], "obj:aaa"), "标识不在名录");
  const keyed = ["V16", "V18"];
  c.add("ticket_key flipped", set(["ticket_key"], flip(base.ticket_key)), keyed, "签号密钥改一位", ["V19"]);
  c.add("ticket_key in upper case", set(["ticket_key"], base.ticket_key.toUpperCase()), keyed, "签号密钥大写", ["V19"]);
  c.add("ticket_key too long", set(["ticket_key"], `${base.ticket_key}0`), keyed, "签号密钥多一位", ["V19"]);
}

function selectionCases(c, base) {
  for (const stratum of Object.keys(base.selection)) {
    for (const field of ["n_base", "n_elig", "k", "shortfall"]) {
      const fails = field === "k" ? ["V17", "V18"] : ["V17"];
      c.add(
        `${stratum}.${field} plus one`,
        set(["selection", stratum, field], base.selection[stratum][field] + 1),
        fails,
        `${field} 多一`,
      );
    }
    c.add(
      `${stratum}.threshold flipped`,
      set(["selection", stratum, "threshold"], flip(base.selection[stratum].threshold)),
      ["V18"],
      "门槛改一位",
    );
  }
  const { A, C } = base.selection;
  c.add("C.n_base without the excluded", set(["selection", "C", "n_base"], C.n_elig), ["V17"], "总数漏算排除的行");
  c.add("A.k negative", set(["selection", "A", "k"], -2), ["V17", "V18"], "应抽数为负");
  const list = (name, ops, note, more = []) => c.add(`selection ${name}`, ops, ["V18", ...more], note);
  const at = (...rest) => ["selection", "C", ...rest];
  list("rank 2 and 3 swapped", swap(at("selected"), 1, 2), "第二、第三名对调");
  list("ranks renumbered", set(at("selected", 0, "rank"), 0), "名次从零起");
  list("ticket flipped", set(at("selected", 0, "ticket"), flip(C.selected[0].ticket)), "抽中者签号改动");
  list("ticket in upper case", set(at("selected", 0, "ticket"), C.selected[0].ticket.toUpperCase()), "抽中者签号大写");
  list("unknown key in a rank", set(at("selected", 0, "name"), "示例"), "名单多一个键");
  list("k+1-th inserted", append(at("selected"), C.next[0]), "多抽一户", ["V19"]);
  list("last removed", remove(at("selected", C.selected.length - 1)), "少抽一户", ["V19"]);
  list("drawn replaced by the next", set(at("selected", 0, "handle"), C.next[0].handle), "抽中者被换掉", ["V19"]);
  list("drawn in lower case", set(at("selected", 0, "handle"), C.selected[0].handle.toLowerCase()), "抽中者标识小写", [
    "V19",
  ]);
  list("same subject twice", set(at("selected", 1), C.selected[0]), "同一户抽中两次", ["V19"]);
  list("next removed", remove(at("next", 1)), "少列一名候补");
  list("next swapped", swap(at("next"), 0, 1), "候补对调");
  list("next emptied", set(at("next"), []), "没有候补");
  list("next with another rank", set(at("next", 0, "rank"), 1), "候补名次改动");
  list("threshold empty", set(at("threshold"), ""), "门槛为空");
  list("threshold of another stratum", set(at("threshold"), A.threshold), "别的分类的门槛");
  c.add("selection without stratum C", remove(["selection", "C"]), ["V17", "V18", "V19"], "少一个分类");
  c.add(
    "selection with another stratum",
    set(["selection", "F"], { ...A, selected: [], next: [] }),
    ["V17", "V18"],
    "多一个分类",
  );
  c.add("selection unknown key in a stratum", set(at("note"), ""), ["V18"], "分类多一个键", ["V17"]);
}

function batchCases(c, base) {
  const batch = (name, ops, note, may = []) => c.add(`batches ${name}`, ops, ["V19"], note, may);
  const { t1, t2 } = base.batches;
  batch("two of a team swapped", swap(["batches", "t1"], 0, 1), "组内换序");
  batch("team reversed", set(["batches", "t1"], [...t1].reverse()), "组内倒序");
  batch("one moved", [remove(["batches", "t1", 0]), append(["batches", "t2"], t1[0])], "一户换组", ["V21"]);
  batch("two exchanged", [set(["batches", "t1", 0], t2[0]), set(["batches", "t2", 0], t1[0])], "两户换组", ["V21"]);
  batch("one removed", remove(["batches", "t1", 0]), "少一户", ["V21"]);
  batch("one twice", append(["batches", "t1"], t1[0]), "同一户两次");
  batch("one more team", set(["batches", "t4"], []), "多一组");
  batch("team renamed", [set(["batches", "T1"], t1), remove(["batches", "t1"])], "组名大写", ["V21"]);
  batch("one in lower case", set(["batches", "t1", 0], t1[0].toLowerCase()), "标识小写", ["V21"]);
  batch("stranger", append(["batches", "t3"], "obj:stranger"), "没有抽中的对象");
  const names = new Map(base.subject_rows.map(({ handle, row }) => [handle, row.name]));
  const byName = [...t1, ...t2, ...base.batches.t3].sort((a, b) => (names.get(a) < names.get(b) ? -1 : 1));
  const sizes = [t1.length, t2.length];
  const spread = {
    t1: byName.slice(0, sizes[0]),
    t2: byName.slice(sizes[0], sizes[0] + sizes[1]),
    t3: byName.slice(sizes[0] + sizes[1]),
  };
  batch("by name", set(["batches"], spread), "按名称而不是区划排序", ["V21"]);
}

function slotCases(c, base) {
  const order = base.team_order;
  c.add("team_order in plan order", set(["team_order"], [...order].sort()), ["V20"], "按方案次序而不是签号");
  c.add("team_order swapped", swap(["team_order"], 0, 1), ["V20"], "两组对调");
  c.add("team_order one missing", remove(["team_order", 2]), ["V20"], "少一组");
  c.add("team_order one twice", append(["team_order"], order[0]), ["V20"], "一组两次");
  c.add("team_order in upper case", set(["team_order", 0], order[0].toUpperCase()), ["V20"], "组名大写");
  c.add("slots swapped", swap(["slots"], 3, 4), ["V20"], "岗位对调", ["V21"]);
  c.add("slot removed", remove(["slots", 11]), ["V20", "V21"], "少一个岗位");
  c.add("slot added", append(["slots"], base.slots[11]), ["V20", "V21"], "多一个岗位");
  c.add("slot role", set(["slots", 3, 1], "leader"), ["V20", "V21"], "岗位角色改动");
  c.add("slot department", set(["slots", 3, 2], "scjgj"), ["V20", "V21"], "岗位部门改动");
  c.add("slot qualification", set(["slots", 0, 3], ["law", "fire"]), ["V20"], "岗位资质改动", ["V21"]);
  c.add("slot team", set(["slots", 0, 0], base.slots[1][0]), ["V20", "V21"], "岗位换组");
}

function assignmentCases(c, base) {
  const entry = (name, ops, note) => c.add(`assignment ${name}`, ops, ["V21"], note);
  const [first] = base.assignment;
  const skipping = base.assignment.findIndex(({ skipped }) => skipped.length > 0);
  entry(
    "feasible but not first",
    [
      set(["assignment", 0, "handle"], first.alternates[0]),
      set(["assignment", 0, "alternates"], [first.handle, first.alternates[1]]),
    ],
    "可行但不是第一个",
  );
  entry("handle of another", set(["assignment", 0, "handle"], base.assignment[1].handle), "换人");
  entry("handle in upper case", set(["assignment", 0, "handle"], first.handle.toUpperCase()), "标识大写");
  entry("generation plus one", set(["assignment", 0, "generation"], 1), "轮次改动");
  entry("ticket flipped", set(["assignment", 0, "ticket"], flip(first.ticket)), "签号改一位");
  entry("ticket in upper case", set(["assignment", 0, "ticket"], first.ticket.toUpperCase()), "签号大写");
  entry("skipped invented", append(["assignment", 0, "skipped"], first.alternates[0]), "虚构越过");
  if (skipping >= 0) entry("skipped hidden", set(["assignment", skipping, "skipped"], []), "隐去越过");
  entry("alternates swapped", swap(["assignment", 0, "alternates"], 0, 1), "候补对调");
  entry("alternate removed", remove(["assignment", 0, "alternates", 1]), "少一名候补");
  entry("three alternates", append(["assignment", 0, "alternates"], base.assignment[1].handle), "多一名候补");
  entry("team", set(["assignment", 0, "team"], base.assignment[1].team), "换组");
  entry("role", set(["assignment", 0, "role"], "member"), "换角色");
  entry("dept", set(["assignment", 0, "dept"], "xfdd"), "换部门");
  entry("unknown key", set(["assignment", 0, "name"], "某人"), "多一个键");
  entry("two exchanged", swap(["assignment"], 0, 1), "两个岗位对调");
  entry("one removed", remove(["assignment", 11]), "少一个岗位");
  entry("null", set(["assignment"], null), "可以分派而写成无法分派");
  entry("cap_step 1", set(["cap_step"], 1), "上限放宽不符");
  entry("blocking", set(["blocking"], [0]), "可以分派而写有 blocking");
}
