/**
 * Defects of whole records and of firm bundles; which apply follows from audience, mode and state.
 */
import { append, flip, insert, remove, replace, set, swap, wide } from "./make_negatives.mjs";

const HASH = "0".repeat(64);
const GHOST = `h:${HASH}`;

/**
 * The cases of one record. `once` keeps the file small: a group of cases is made for the first record of its kind only.
 */
export function recordCases(c, base, once) {
  const view = viewOf(base);
  const { stage, open, mode, several, auditor } = view;
  const drawn = stage === 5;
  const kind = `${base.audience} ${open} ${mode} ${several} ${drawn}`;
  const [source] = base.plan.beacon.source.split("/");
  const infeasible = view.data.assignment === null;
  const replaced = base.replacements?.length > 0;
  const groups = [
    [structureCases, `${base.audience} ${open} ${base.state}`, true],
    [planCases, `${mode} ${several} ${source}`, drawn],
    [rosterCases, kind, stage >= 1],
    [openingCases, `${kind} ${base.suite}`, stage >= 1 && auditor],
    [ceremonyCases, `${source} ${stage}`, stage >= 2],
    [resultCases, `${kind} ${base.suite} ${infeasible}`, drawn],
    [selectionCases, kind, drawn && view.drawsSubjects],
    [teamCases, `${kind} ${infeasible}`, drawn && view.drawsTeams],
    [replacementCases, `${kind} ${replaced}`, Array.isArray(base.replacements) && base.assignment?.length > 0],
    [leakCases, `${mode} ${drawn}`, view.sealedPublic],
    [fileCases, c.base, stage >= 1],
    [opennessCases, kind, true],
  ];
  for (const [group, key, applies] of groups) if (applies && once(`${group.name} ${key}`)) group(c, base, view);
}

/** What decides which defects apply: stage, audience, mode, and where later fields of an aborted record lie. */
function viewOf(base) {
  const data = { ...base.shadow, ...base };
  const marks = ["context", "commits", "reveals", "beacon", "selection"];
  const mode = base.plan.mode ?? "both";
  const auditor = base.audience === "auditor";
  const open = base.plan.handles.subject === "open";
  const at = (field) => (field in base || !base.shadow ? [field] : ["shadow", field]);
  return {
    data,
    auditor,
    open,
    mode,
    at,
    stage: marks.filter((mark) => mark in data).length,
    sealedPublic: !auditor && !open,
    drawsSubjects: mode !== "inspectors",
    drawsTeams: mode !== "subjects",
    several: base.plan.libraries !== undefined,
  };
}

function structureCases(c, base, view) {
  const v01 = (name, ops, note, may = []) => c.add(`structure ${name}`, ops, ["V01"], note, may);
  v01("format of another version", set(["format"], "ssj-draw-record/2"), "未知的记录格式");
  v01("format in upper case", set(["format"], "SSJ-DRAW-RECORD/1"), "格式名大写");
  v01("format with a line feed", set(["format"], "ssj-draw-record/1\n"), "格式名末尾换行");
  v01("version zero", set(["version"], 0), "版本从一起");
  v01("version as text", set(["version"], "1"), "版本是文本");
  v01("version true", set(["version"], true), "版本是布尔值");
  v01("no version", remove(["version"]), "缺版本");
  v01("audience unknown", set(["audience"], "press"), "未知的对象");
  v01("state unknown", set(["state"], "DONE"), "未知的状态");
  v01("log missing", remove(["log"]), "缺 log");
  v01("log as a list", set(["log"], []), "log 类型不对");
  v01("BOM", { op: "prefix", value: "\uFEFF" }, "文件带 BOM");
  v01("float version", replace(`"version":${base.version},`, `"version":${base.version}.0,`), "小数");
  v01(
    "duplicate key",
    replace(`"version":${base.version},`, `"version":${base.version},"version":${base.version},`),
    "键重复",
  );
  if (base.state === "DRAWN") {
    v01("void without reason", set(["state"], "VOID"), "作废而没有原因");
    v01("shadow of a drawn record", set(["shadow"], {}), "只有中止的记录可有 shadow");
  } else {
    v01("no reason", remove(["reason"]), "没有原因");
    v01("empty reason code", set(["reason", "code"], ""), "原因代码为空");
    v01("reason as text", set(["reason"], "roster"), "原因类型不对");
  }
  if (base.state === "ABORTED") {
    v01("replacements after an abort", set(["replacements"], []), "中止的记录没有更换");
    if (base.shadow) v01("plan in the shadow", set(["shadow", "plan"], base.plan), "shadow 里有早先的字段");
    return;
  }
  v01("no replacements", remove(["replacements"]), "缺 replacements");
  if (view.sealedPublic) {
    v01("replacements listed in public", set(["replacements"], []), "公开的封存记录只写次数");
    v01("replacement names in public", set(["replacements", "by"], "某人"), "公开的封存记录只写次数");
    v01("negative count", set(["replacements", "count"], -1), "次数为负");
    for (const field of ["batches", "subject_rows"]) {
      c.add(
        `structure ${field} in public`,
        set([field], field === "batches" ? {} : view.several ? {} : []),
        ["V01"],
        `公开的封存记录不应有 ${field}`,
        ["V19", "V25"],
      );
    }
    c.add(
      "structure subject_private in public",
      set(["subject_private"], { salt_key_hex: HASH, rows: view.several ? {} : [] }),
      ["V01"],
      "公开记录有私密部分",
      ["V25"],
    );
  } else v01("replacements only counted", set(["replacements"], { count: 0 }), "应逐条列出");
  if (!view.auditor) {
    c.add(
      "structure inspector_private in public",
      set(["inspector_private"], { salt_key_hex: HASH, rows: [] }),
      ["V01"],
      "公开记录有人员的私密部分",
      ["V25"],
    );
  }
  if (view.auditor && view.drawsTeams)
    v01("no inspector_private", remove(["inspector_private"]), "审计记录缺人员的私密部分");
  if (view.auditor && !view.open) v01("no subject_private", remove(["subject_private"]), "审计记录缺对象的私密部分");
  if (view.open) v01("no subject_rows", remove(["subject_rows"]), "公开名录缺行", ["V07", "V19", "V22"]);
  if (view.auditor || view.open) v01("no batches", remove(["batches"]), "缺 batches");
  for (const field of ["seed", "context", "selection", "slots", "plan", "plan_hash", "beacon", "ticket_key"]) {
    v01(`no ${field}`, remove([field]), `缺 ${field}`);
  }
}

function planCases(c, base, view) {
  const { plan } = base;
  const drawn = view.stage >= 5;
  const rule = (name, path, value, note, more = [], may = []) =>
    c.add(`rule ${name}`, set(["plan", ...path], value), ["V02", "V03", ...more], note, may);
  const gone = (name, path, note, more = [], may = []) =>
    c.add(`rule ${name}`, remove(["plan", ...path]), ["V02", "V03", ...more], note, may);
  c.add("plan title with one blank", set(["plan", "title"], `${plan.title} `), ["V02"], "标题多一个空格");
  c.add("plan unknown key", set(["plan", "remark"], "x"), ["V02"], "多一个键");
  rule("title names a class", ["title"], "D类企业抽查", "标题写出信用风险类别");
  rule("title names a grade", ["title"], "A级单位抽查", "标题写出信用风险等级");
  rule("title empty", ["title"], "", "没有标题");
  rule("protocol version", ["v"], "ssj-draw/2", "协议版本不对");
  rule("commit_by not before reveal_by", ["commit_by"], plan.reveal_by, "承诺截止不早于揭示截止");
  rule("commit_by not a time", ["commit_by"], "2026-02-30T00:00:00Z", "日期不存在");
  rule("commit_by with a zone", ["commit_by"], plan.commit_by.replace("Z", "+08:00"), "不是 UTC");
  rule("lead in full width", ["lead"], wide(plan.lead), "全角部门代码");
  rule(
    "one contributor",
    ["contributors"],
    plan.contributors.slice(0, 1),
    "只有一个提供方",
    view.stage >= 2 ? ["V11"] : [],
  );
  rule(
    "same contributor twice",
    ["contributors"],
    [plan.contributors[0], plan.contributors[0]],
    "同一提供方两次",
    view.stage >= 2 ? ["V11"] : [],
  );
  rule("alternates negative", ["alternates"], -1, "候补数为负", drawn && view.drawsSubjects ? ["V18"] : []);
  rule("cap ladder not from zero", ["cap_ladder"], [1, 2], "阶梯不从零起", [], ["V21"]);
  rule("cap ladder not rising", ["cap_ladder"], [0, 1, 1], "阶梯不递增", [], ["V21"]);
  rule("supersedes itself", ["supersedes"], { draw_id: plan.draw_id, reason: "other" }, "取代自己");
  rule("supersedes another task", ["supersedes"], { draw_id: "410928/other/1", reason: "other" }, "取代别的任务");
  rule("other task", ["task_id"], `${plan.task_id}x`, "方案的任务编号改动");
  rule("ordinal with a leading zero", ["draw_id"], `${plan.task_id}/0${plan.draw_id.split("/").pop()}`, "序号前导零");
  rule("ordinal in full width", ["draw_id"], `${plan.task_id}/１`, "全角序号");
  gone("without reveal_by", ["reveal_by"], "没有揭示截止");
  gone("without lead", ["lead"], "没有牵头部门");
  gone("without members", ["members"], "没有参与部门");
  rule("exclusion without text", ["exclusions"], { ...plan.exclusions, X4: "" }, "排除代码没有规则");
  c.add(
    "rule exclusion of E",
    set(["plan", "exclusions"], { ...plan.exclusions, E: "规则" }),
    ["V02"],
    "E 不是排除代码",
    ["V03"],
  );
  beaconRules(rule, gone, plan, view);
  if (view.drawsTeams) teamRules(rule, plan, drawn);
  if (view.drawsSubjects) ratioRules(rule, gone, plan, view);
  else dispatchedRules(rule, plan);
  if (!view.open && view.drawsSubjects) gone("without openings_from", ["openings_from"], "封存而没有查询日");
}

function beaconRules(rule, gone, plan, view) {
  const seeded = view.stage >= 4 ? ["V12"] : [];
  rule("unknown beacon", ["beacon", "source"], "coin/flip", "未知来源", seeded);
  rule("beacon round with a blank", ["beacon", "round"], `${plan.beacon.round} `, "期次有空格", seeded);
  if (plan.beacon.source.startsWith("drand/")) {
    rule("beacon known before reveal_by", ["reveal_by"], "2030-01-01T00:00:00Z", "公共随机数在揭示前已知");
  } else {
    rule("beacon not after reveal_by", ["beacon", "not_before"], plan.reveal_by, "公共随机数在揭示截止时可能已知");
    gone("beacon without not_before", ["beacon", "not_before"], "没有最早时间");
  }
  if (plan.beacon.source === "dice/d10") rule("seven dice", ["beacon", "digits"], 7, "不足 24 比特", seeded);
}

function teamRules(rule, plan, drawn) {
  const slots = drawn ? ["V20"] : [];
  const [leader, ...rest] = plan.teams.slots;
  rule("no teams", ["teams", "count"], 0, "没有检查组", slots, ["V19", "V22"]);
  if (leader[0] !== "leader") {
    rule("leader in the draw of another department", ["teams", "slots", 0, 0], "leader", "组长不是发起部门的", slots);
    rule(
      "another department in the draw of one",
      ["teams", "slots", 0, 1],
      plan.lead,
      "部门自抽而有别部门的岗位，又没有组长",
      slots,
    );
    return;
  }
  rule("leader not of the lead", ["teams", "slots", 0, 1], plan.members[0], "组长不是发起部门的", slots);
  rule("no leader", ["teams", "slots", 0, 0], "member", "没有组长", slots);
  rule("two leaders", ["teams", "slots"], [leader, leader, ...rest], "两个组长", slots);
  rule("one slot", ["teams", "slots"], [leader], "每组只有一人", slots);
  rule(
    "slot of a stranger",
    ["teams", "slots"],
    [leader, ...rest, ["member", "stranger", []]],
    "未参与部门的岗位",
    slots,
  );
}

function ratioRules(rule, gone, plan, view) {
  const path = view.several ? ["libraries", Object.keys(plan.libraries)[0], "strata"] : ["strata"];
  const strata = path.reduce((value, key) => value[key], plan);
  const name = Object.keys(strata).pop();
  const drawn = view.stage >= 5 ? ["V17"] : [];
  for (const [label, ratio, note] of [
    ["101%", "101%", "超过 100%"],
    ["100.000001%", "100.000001%", "略超 100%"],
  ]) {
    rule(`ratio ${label}`, [...path, name, "ratio"], ratio, note, [], ["V17", "V18"]);
  }
  for (const zero of ["0%", "0.000000%"])
    rule(`ratio ${zero}`, [...path, name, "ratio"], zero, "比例为零", [], ["V17", "V18"]);
  for (const bad of ["", "%", "5", "５%", "05%", "5%\n", "5.%", ".5%", "5.0000001%", "1e1%", "-5%", "1000%"]) {
    rule(`ratio ${JSON.stringify(bad)}`, [...path, name, "ratio"], bad, "比例不合格式", drawn);
  }
  if ("D" in strata) {
    rule(
      "ratio below the floor",
      [...path, "D", "ratio"],
      "19.999999%",
      "低于第六条（三）而没有理由",
      [],
      ["V17", "V18"],
    );
    rule(
      "ratio below the floor without approval",
      [...path, "D"],
      { ...strata.D, ratio: "19%", below: { reason: "库小" } },
      "低于下限没有批准",
      [],
      ["V17", "V18"],
    );
    gone("risk classes unsaid", ["risk_classes"], "分类为 A–D 而没有写明", [], ["V28"]);
  }
  rule("min negative", [...path, name, "min"], -1, "最低数为负", [], ["V17", "V18"]);
  if (view.several)
    rule(
      "one library",
      ["libraries"],
      { laodong: { strata } },
      "只有一个库",
      [],
      ["V04", "V05", "V07", "V16", "V17", "V18", "V01", "V28"],
    );
}

function dispatchedRules(rule, plan) {
  const list = plan.dispatched;
  if (list.draw_id === "")
    rule("dispatched from above without source", ["dispatched", "source"], "", "上级名单没有来源");
  rule(
    "dispatched with half an origin",
    ["dispatched"],
    { ...list, draw_id: list.draw_id === "" ? "410928/x/1" : "" },
    "来源编号与散列不配",
    [],
    ["V07"],
  );
}

function rosterCases(c, base, view) {
  const bound = ["V10", ...(view.stage >= 3 ? ["V11"] : []), ...(view.stage >= 4 ? ["V15"] : [])];
  c.add("context flipped", set(["context"], flip(base.context)), bound, "context 改一位");
  c.add("plan_hash flipped", set(["plan_hash"], flip(base.plan_hash)), ["V02", "V10"], "方案散列改一位");
  if (view.drawsTeams) {
    c.add("inspector_root flipped", set(["inspector_root"], flip(base.inspector_root)), ["V06"], "人员名录根改动");
    c.add(
      "inspector_commit flipped",
      set(["inspector_commit"], flip(base.inspector_commit)),
      ["V06", "V10"],
      "人员名录承诺改动",
    );
    if (Array.isArray(base.inspector_roster)) {
      const opened = view.auditor ? ["V08"] : [];
      c.add(
        "inspector recusal flipped",
        set(["inspector_roster", 0, "recusal"], flip(base.inspector_roster[0].recusal)),
        ["V06", ...opened],
        "回避承诺改一位",
      );
      c.add("inspector rows swapped", swap(["inspector_roster"], 0, 1), ["V04", "V06"], "人员次序颠倒", opened);
    }
  } else {
    c.add("inspector root of nobody", set(["inspector_root"], HASH), ["V06"], "不抽人员而有根");
    c.add(
      "inspector roster of nobody",
      append(["inspector_roster"], { handle: GHOST, dept: "rsj", quals: [], elig: "E", cap: 1, recusal: HASH }),
      ["V04"],
      "不抽人员而有名录",
      ["V06"],
    );
  }
  if (!view.drawsSubjects) {
    c.add("subject root of nobody", set(["subject_root"], HASH), ["V05"], "不抽对象而有根");
    c.add("subject commit of nobody", set(["subject_commit"], HASH), ["V05", "V10"], "不抽对象而有承诺");
    return;
  }
  c.add(
    "subject_commit flipped",
    set(["subject_commit"], flip(base.subject_commit)),
    ["V05", "V10"],
    "对象名录承诺改动",
  );
  const path = view.several ? ["subject_rosters", Object.keys(base.subject_rosters)[0]] : ["subject_roster"];
  const roster = path.reduce((value, key) => value[key], base);
  const root = view.several ? ["subject_roots", path[1]] : ["subject_root"];
  c.add(
    "subject_root flipped",
    set(root, flip(root.reduce((value, key) => value[key], base))),
    ["V05"],
    "对象名录根改动",
  );
  if (view.several)
    c.add(
      "library commit flipped",
      set(["subject_commits", path[1]], flip(base.subject_commits[path[1]])),
      ["V05"],
      "一个库的承诺改动",
    );
  if (Array.isArray(roster)) subjectRows(c, base, view, path, roster);
}

function subjectRows(c, base, view, path, roster) {
  const opened = view.auditor || view.open ? ["V07"] : [];
  const drawn = view.stage >= 5;
  const quiet = quietRow(base, view, roster);
  const listed = drawn && "tickets" in view.data ? ["V16"] : [];
  c.add("subject rows swapped", swap(path, 0, 1), ["V04", "V05", ...opened], "对象次序颠倒");
  c.add("subject attrs flipped", set([...path, 0, "attrs"], flip(roster[0].attrs)), ["V05", ...opened], "attrs 改一位");
  c.add(
    "subject stratum unknown",
    set([...path, quiet, "stratum"], "Z"),
    ["V04", "V05", ...(drawn ? ["V17"] : [])],
    "分类不在方案中",
  );
  c.add(
    "subject elig undefined",
    set([...path, quiet, "elig"], "X9"),
    ["V04", "V05"],
    "资格代码未定义",
    drawn ? ["V17", "V18"] : [],
  );
  const looks = view.open
    ? []
    : [
        ["in upper case", roster[quiet].handle.toUpperCase()],
        ["with a line feed", `${roster[quiet].handle}\n`],
        ["open", "obj:zz"],
      ];
  const moved = drawn ? ["V17", "V18", "V16"].filter((id) => !listed.includes(id)) : [];
  for (const [name, value] of looks)
    c.add(
      `subject handle ${name}`,
      set([...path, quiet, "handle"], value),
      ["V04", "V05", ...opened, ...listed],
      "标识不合格式",
      name === "open" && view.sealedPublic ? [...moved, "V25"] : moved,
    );
  c.add(
    "subject twice",
    insert([...path, quiet], roster[quiet]),
    ["V04", "V05", ...opened, ...(drawn ? ["V17"] : [])],
    "同一标识两次",
    drawn ? ["V18"] : [],
  );
}

/** A row that is not drawn: excluded where there is one. */
function quietRow(base, view, roster) {
  const excluded = roster.findIndex(({ elig }) => elig !== "E");
  return excluded >= 0 ? excluded : roster.length - 1;
}

function openingCases(c, base, view) {
  if (view.drawsTeams) {
    const people = base.inspector_private.rows;
    c.add(
      "inspector salt flipped",
      set(["inspector_private", "rows", 0, "salt"], flip(people[0].salt)),
      ["V08"],
      "盐改一位",
    );
    c.add(
      "inspector certificate replaced",
      set(["inspector_private", "rows", 0, "pid"], "cert:HN-xx-9999"),
      ["V08"],
      "换执法证",
    );
    c.add(
      "inspector invented recusal",
      append(["inspector_private", "rows", 0, "recusal"], "h:f".padEnd(66, "f")),
      ["V08"],
      "事后添加回避",
    );
    c.add(
      "inspector key flipped",
      set(["inspector_private", "salt_key_hex"], flip(base.inspector_private.salt_key_hex)),
      ["V08", "V09"],
      "人员密钥改一位",
      ["V23"],
    );
  }
  if (view.open) return;
  const drawn = new Set(Object.values(view.data.batches ?? {}).flat());
  const library = view.several ? Object.keys(base.subject_private.rows)[0] : null;
  const path = library === null ? ["subject_private", "rows"] : ["subject_private", "rows", library];
  const rows = path.reduce((value, key) => value[key], base);
  const quiet = rows.findIndex(({ handle }) => !drawn.has(handle));
  c.add(
    "subject key flipped",
    set(["subject_private", "salt_key_hex"], flip(base.subject_private.salt_key_hex)),
    ["V07", "V09"],
    "对象密钥改一位",
  );
  c.add("subject name replaced", set([...path, 0, "row", "name"], "别的企业"), ["V07"], "换名称");
  if (quiet < 0) return;
  const one = (name, ops, note) => c.add(`subject opening ${name}`, ops, ["V07"], note);
  one("salt flipped", set([...path, quiet, "salt"], flip(rows[quiet].salt)), "盐改一位");
  one("id replaced", set([...path, quiet, "id"], "obj:other"), "换标识");
  one("id in lower case", set([...path, quiet, "id"], rows[quiet].id.toLowerCase()), "标识小写");
  one("town replaced", set([...path, quiet, "row", "town"], "999999"), "换区划");
  one("removed", remove([...path, quiet]), "有一行没有打开");
  one("twice", insert([...path, quiet], rows[quiet]), "一行打开两次");
}

function ceremonyCases(c, base, view) {
  const { at, data } = view;
  const who = base.plan.contributors;
  const opened = view.stage >= 3 ? data.reveals.findIndex(([, r]) => r !== "") : -1;
  const seeded = view.stage >= 4 ? ["V15"] : [];
  c.add("commit of a stranger", set([...at("commits"), "stranger"], HASH), ["V11"], "方案之外的承诺");
  if (opened < 0) return;
  const [code, r] = data.reveals[opened];
  c.add("commit flipped", set([...at("commits"), code], flip(data.commits[code])), ["V11"], "承诺改一位");
  c.add(
    "commit copied",
    set([...at("commits"), code], data.commits[who.find((other) => other !== code)]),
    ["V11"],
    "抄别人的承诺",
  );
  c.add("reveal flipped", set([...at("reveals"), opened, 1], flip(r)), ["V11", ...seeded], "随机数改一位");
  c.add("reveals swapped", swap(at("reveals"), 0, 1), ["V11", ...seeded], "揭示换序");
  c.add(
    "reveal hidden",
    set([...at("reveals"), opened, 1], ""),
    ["V11", ...seeded],
    "已揭示的改为空，committed_values 露出矛盾",
  );
  c.add("committed value removed", remove([...at("committed_values"), code]), ["V11"], "committed_values 少一个");
  c.add("committed value flipped", set([...at("committed_values"), code], flip(r)), ["V11"], "committed_values 改一位");
  c.add(
    "committed value of a stranger",
    set([...at("committed_values"), "stranger"], HASH),
    ["V11"],
    "committed_values 多一个",
  );
  if (view.stage < 4) return;
  const [, round] = data.beacon;
  const drand = data.beacon[0].startsWith("drand/");
  c.add("beacon of another round", set([...at("beacon"), 1], String(Number(round) + 1)), ["V12", "V15"], "换期次");
  c.add("beacon value empty", set([...at("beacon"), 2], ""), ["V12", "V15", ...(drand ? ["V13"] : [])], "空值");
  c.add(
    "beacon value in full width",
    set([...at("beacon"), 2], wide(data.beacon[2])),
    ["V12", "V15", ...(drand ? ["V13"] : [])],
    "全角",
  );
  if (drand)
    c.add("signature flipped", set(at("beacon_signature"), flip(data.beacon_signature)), ["V13"], "签名改一位");
}

function resultCases(c, base, view) {
  const { at, data } = view;
  const seed = ["V15", "V16", "V22", ...(view.drawsTeams && view.auditor && data.assignment !== null ? ["V21"] : [])];
  c.add("seed flipped", set(at("seed"), flip(data.seed)), seed, "种子改一位", view.drawsTeams ? ["V19", "V20"] : []);
  c.add(
    "ticket_key flipped",
    set(at("ticket_key"), flip(data.ticket_key)),
    ["V16", ...(view.drawsSubjects ? ["V18"] : [])],
    "签号密钥改一位",
    ["V19"],
  );
  if ("tickets" in data) {
    c.add("ticket flipped", set([...at("tickets"), 0, 1], flip(data.tickets[0][1])), ["V16"], "签号改一位");
    c.add("tickets swapped", swap(at("tickets"), 0, 1), ["V16"], "签号表次序颠倒");
  }
  for (const field of ["selection_hash", "assignment_hash", "result_hash"]) {
    const changed = data[field] === "" ? HASH : flip(data[field]);
    c.add(`${field} changed`, set(at(field), changed), ["V22"], `${field} 改动`);
    if (data[field] !== "")
      c.add(`${field} in upper case`, set(at(field), data[field].toUpperCase()), ["V22"], `${field} 大写`);
  }
  c.add(
    "batches_root changed",
    set(at("batches_root"), data.batches_root === "" ? HASH : flip(data.batches_root)),
    ["V22"],
    "分组根改动",
    ["V19"],
  );
}

function selectionCases(c, base, view) {
  const { at, data } = view;
  const path = view.several ? [...at("selection"), Object.keys(data.selection)[0]] : at("selection");
  const strata = view.several ? Object.values(data.selection)[0] : data.selection;
  const name = Object.keys(strata).find((stratum) => strata[stratum].next.length > 0);
  const one = strata[name];
  const list = (label, ops, fails, note, may = []) => c.add(`selection ${label}`, ops, [...fails, "V22"], note, may);
  const visited = view.drawsTeams && (view.auditor || view.open) ? ["V19"] : [];
  list("n_base without the excluded", set([...path, name, "n_base"], one.n_base - 1), ["V17"], "总数少一");
  list("k plus one", set([...path, name, "k"], one.k + 1), ["V17", "V18"], "应抽数多一");
  list("shortfall", set([...path, name, "shortfall"], 1), ["V17"], "缺额改动");
  list("threshold", set([...path, name, "threshold"], flip(one.threshold)), ["V18"], "门槛改动");
  list("next emptied", set([...path, name, "next"], []), ["V18"], "没有候补");
  list("k+1-th inserted", append([...path, name, "selected"], one.next[0]), ["V18"], "多抽一户", visited);
  list(
    "drawn exchanged for the next",
    [set([...path, name, "selected", 0], one.next[0]), set([...path, name, "next", 0], one.selected[0])],
    ["V18"],
    "抽中者与候补对调",
    visited,
  );
}

function teamCases(c, base, view) {
  const { at, data } = view;
  const assigned = view.auditor ? ["V21"] : [];
  c.add("team_order swapped", swap(at("team_order"), 0, 1), ["V20", "V22"], "两组对调");
  c.add("slots swapped", swap(at("slots"), 0, 1), ["V20", "V22"], "岗位对调", ["V21", "V23"]);
  if (data.assignment === null) {
    c.add("blocked draw with an assignment", set(at("assignment"), []), ["V22", ...assigned], "无法分派而写有分派", [
      "V01",
      "V21",
    ]);
    c.add("blocked draw without blocking", remove(at("blocking")), assigned, "没有写明 blocking");
    if (view.auditor) {
      c.add("blocking empty", set(at("blocking"), []), ["V21"], "blocking 为空");
      c.add("blocking out of range", set(at("blocking"), [data.slots.length]), ["V21"], "blocking 越界");
      c.add(
        "blocking twice the same",
        set(at("blocking"), [data.blocking[0], data.blocking[0]]),
        ["V21"],
        "blocking 重复",
      );
      c.add("cap_step of a blocked draw", set(at("cap_step"), 7), ["V21"], "阶梯不符");
    }
    return;
  }
  const [first] = data.assignment;
  const served = base.replacements?.length > 0 ? ["V23"] : [];
  c.add(
    "assignment ticket flipped",
    set([...at("assignment"), 0, "ticket"], flip(first.ticket)),
    ["V22", ...assigned],
    "签号改一位",
  );
  c.add("assignment null", set(at("assignment"), null), ["V22", ...assigned], "写成无法分派", served);
  c.add(
    "assignment removed",
    remove([...at("assignment"), data.assignment.length - 1]),
    ["V22", ...assigned],
    "少一个岗位",
  );
  if (first.alternates.length > 0)
    c.add(
      "assignment alternate removed",
      remove([...at("assignment"), 0, "alternates", 0]),
      ["V22", ...assigned],
      "少一名候补",
      served,
    );
  if (view.auditor) c.add("cap_step", set(at("cap_step"), (data.cap_step ?? 0) + 1), ["V21"], "上限放宽不符");
  if (view.auditor || view.open) {
    const [team] = Object.keys(data.batches).filter((name) => data.batches[name].length > 1);
    c.add("batch swapped", swap([...at("batches"), team], 0, 1), ["V19", "V22"], "组内换序");
    c.add("batch emptied", set([...at("batches"), team], []), ["V19", "V22"], "一组清空", ["V21"]);
  }
}

function replacementCases(c, base, view) {
  const [entry] = base.assignment;
  const serving = base.assignment.filter(({ team }) => team === entry.team).map(({ handle }) => handle);
  const invented = {
    at: "2026-12-01T00:00:00Z",
    slot: 0,
    team: entry.team,
    role: entry.role,
    dept: entry.dept,
    from: entry.handle,
    to: serving[1],
    reason: "health",
    by_rank: false,
    requested_by: "承办股室",
    approved_by: "分管负责人",
    log: null,
  };
  if (base.replacements.length === 0) {
    c.add("replacement by a member of the team", append(["replacements"], invented), ["V23"], "接替的人已在该组");
    c.add(
      "replacement without reason",
      append(["replacements"], { ...invented, to: GHOST, reason: "whim" }),
      ["V23"],
      "原因不在第十五条之列",
    );
    c.add(
      "replacement approved by the requester",
      append(["replacements"], { ...invented, to: GHOST, requested_by: "分管负责人" }),
      ["V23"],
      "自请自批",
    );
    if (view.auditor)
      c.add(
        "replacement by a stranger",
        append(["replacements"], { ...invented, to: GHOST }),
        ["V23"],
        "接替的人打不开",
      );
    return;
  }
  const [given] = base.replacements;
  const field = (name, key, value, note) =>
    c.add(`replacement ${name}`, set(["replacements", 0, key], value), ["V23"], note);
  field("reason unknown", "reason", "whim", "原因不在第十五条之列");
  field("reason in upper case", "reason", "HEALTH", "原因大写");
  field("other reason without text", "reason", "other", "其他情况没有说明");
  field("approved by the requester", "requested_by", given.approved_by, "自请自批");
  field("approved by another office", "approved_by", "主要负责人", "批准的职务不对");
  field("requester empty", "requested_by", "", "没有申请人");
  field("from somebody else", "from", GHOST, "被更换的人不在岗");
  field("to the same person", "to", given.from, "换成本人");
  field(
    "to a member of the team",
    "to",
    base.assignment.find(({ team, handle }) => team === given.team && handle !== given.from).handle,
    "接替的人已在该组",
  );
  field("slot out of range", "slot", base.slots.length, "岗位不存在");
  field("slot negative", "slot", -1, "岗位为负");
  field("other team", "team", base.assignment.find(({ team }) => team !== given.team).team, "组不符");
  field("other role", "role", "observer", "角色不符");
  field("other department", "dept", "other", "部门不符");
  field("by_rank turned", "by_rank", !given.by_rank, "是否按候补顺序不符");
  const roster = base.inspector_roster;
  const [, , dept, quals] = base.slots[given.slot];
  const person = (fits) =>
    roster.find((row) => fits(row) && !base.assignment.some(({ handle }) => handle === row.handle))?.handle;
  const wrong = [
    ["to another department", person((row) => row.dept !== dept && row.elig === "E"), "接替的人不是该部门的"],
    ["to a person without certificate", person((row) => row.dept === dept && row.elig === "X2"), "证件无效的人"],
    [
      "to a person without qualification",
      person((row) => row.dept === dept && row.elig === "E" && !quals.every((qual) => row.quals.includes(qual))),
      "缺资质的人",
    ],
  ];
  for (const [name, to, note] of wrong) if (to !== undefined) field(name, "to", to, note);
  if (!view.auditor) return;
  field("to a stranger", "to", GHOST, "接替的人打不开");
  const batch = base.batches[given.team];
  const recused = base.inspector_private.rows.find(
    ({ handle, recusal }) =>
      recusal.some((subject) => batch.includes(subject)) &&
      roster.some((row) => row.handle === handle && row.dept === dept),
  );
  if (recused !== undefined) field("to a recused person", "to", recused.handle, "须回避的人");
}

function leakCases(c, base, view) {
  const leak = (name, ops, note, more = [], may = []) => c.add(`leak ${name}`, ops, ["V25", ...more], note, may);
  leak(
    "opening in an unknown field",
    set(["openings"], [{ id: "uscc:91410928M6R444446W", salt: HASH }]),
    "未知字段带标识和盐",
  );
  leak("salt in an unknown field", set(["extra"], { salt: HASH }), "未知字段带盐");
  leak("certificate in an unknown field", set(["extra"], { who: "cert:HN-rsj-0001" }), "未知字段带执法证号");
  leak("firm in an unknown field", set(["extra"], ["uscc:91410928M6R444446W"]), "未知字段带信用代码");
  leak("firm as a key", set(["extra"], { "uscc:91410928M6R444446W": 1 }), "键里带信用代码");
  leak("firm in the plan", set(["plan", "note"], "reg:410928000012345"), "方案里带注册号", ["V02"]);
  leak("row in the plan", set(["plan", "row"], { name: "示例" }), "方案里带名录行", ["V02"], ["V25"]);
  if (view.stage >= 5 && view.drawsSubjects && !view.several) {
    const name = Object.keys(view.data.selection).find((stratum) => view.data.selection[stratum].selected.length > 0);
    leak("salt of a drawn firm", set([...view.at("selection"), name, "selected", 0, "salt"], HASH), "抽中者带盐", [
      "V18",
      "V22",
    ]);
    leak(
      "id of a drawn firm",
      set([...view.at("selection"), name, "selected", 0, "id"], "uscc:91410928M6R444446W"),
      "抽中者带标识",
      ["V18", "V22"],
    );
  }
}

function fileCases(c, base) {
  for (const field of ["subject_roster", "inspector_roster"]) {
    const reference = base[field];
    if (reference === undefined || Array.isArray(reference)) continue;
    const file = (name, key, value, note) => c.add(`file ${field} ${name}`, set([field, key], value), ["V27"], note);
    file("digest flipped", "sha256", flip(reference.sha256), "摘要改一位");
    file("digest in upper case", "sha256", reference.sha256.toUpperCase(), "摘要大写");
    file("one byte more", "bytes", reference.bytes + 1, "字节数不符");
    file("one row more", "rows", reference.rows + 1, "行数不符");
    file("of another format", "format", reference.format === "csv" ? "jsonl" : "csv", "格式不符");
    file("outside the folder", "file", `../${reference.file}`, "不是单纯的文件名");
    file("in a folder", "file", `records/${reference.file}`, "不是单纯的文件名");
  }
}

function opennessCases(c, base, view) {
  const rule = (name, ops, note, may = []) => c.add(`openness ${name}`, ops, ["V02", "V28"], note, may);
  c.add(
    "openness inspectors in the open",
    set(["plan", "handles", "inspector"], "open"),
    ["V02", "V03"],
    "检查人员公开",
    ["V28"],
  );
  if (view.open && view.drawsSubjects) {
    rule("risk classes in the open", set(["plan", "risk_classes"], true), "信用风险类别公开", ["V03"]);
    rule("announced later", set(["plan", "announce"], "after"), "公布不等于告知", ["V03"]);
    rule("not announced", remove(["plan", "announce"]), "没有写明告知", ["V03"]);
  }
  if (view.stage < 1 || !base.plan.risk_classes || view.several || !Array.isArray(base.subject_roster)) return;
  const ops = (keep) =>
    base.subject_roster.flatMap(({ stratum, elig }, i) =>
      elig === "E" && !keep.includes(stratum) ? [set(["subject_roster", i, "elig"], "X2")] : [],
    );
  if (base.subject_roster.length > 100) return;
  const changed = view.stage >= 5 ? ["V17", "V18"] : [];
  c.add(
    "openness only C and D eligible",
    ops(["C", "D"]),
    ["V05", "V28", ...changed],
    "只有 C、D 可抽而结果与抽取相连",
  );
  c.add("openness only one class eligible", ops(["A"]), ["V05", "V28", ...changed], "只有一个分类可抽而结果与抽取相连");
}

export function bundleCases(c, base) {
  const v01 = (name, ops, note) => c.add(`bundle ${name}`, ops, ["V01"], note);
  v01("of another draw", set(["draw_id"], `${base.draw_id}9`), "不是同一次抽取");
  v01("team as text", set(["team"], "t1"), "检查组类型不对");
  v01("no place", remove(["place"]), "缺 place");
  v01("BOM", { op: "prefix", value: "\uFEFF" }, "文件带 BOM");
  v01("row null", set(["row"], null), "行为空值");
  const may = base.leaf === null ? [] : ["V05"];
  c.add("bundle other id", set(["id"], "uscc:91410928M6R444446W"), ["V07"], "换标识");
  c.add("bundle id in lower case", set(["id"], base.id.toLowerCase()), ["V07"], "标识小写");
  const row = base.leaf === null ? ["V07"] : ["V05"];
  c.add("bundle other name", set(["row", "name"], "别的企业"), row, "换名称", ["V05", "V07"]);
  c.add("bundle other town", set(["row", "town"], "999999999"), row, "换区划", ["V05", "V07"]);
  if (base.salt !== "")
    c.add(
      "bundle salt flipped",
      set(["salt"], flip(base.salt)),
      ["V07", ...(base.place ? ["V19"] : [])],
      "盐改一位",
      may,
    );
  if (base.leaf !== null) leafCases(c, base);
  if (base.place !== null) placeCases(c, base);
  else
    c.add(
      "bundle place invented",
      set(["place"], { index: 0, size: 1, path: [], team: "t1" }),
      ["V19"],
      "没有抽中而有位置",
      ["V08", "V18"],
    );
}

function leafCases(c, base) {
  const leaf = (name, ops, note, may = []) => c.add(`bundle leaf ${name}`, ops, ["V05"], note, may);
  leaf("index plus one", set(["leaf", "index"], base.leaf.index + 1), "序号不符");
  leaf("size plus one", set(["leaf", "size"], base.leaf.size + 1), "行数不符");
  leaf("path flipped", set(["leaf", "path", 0], flip(base.leaf.path[0])), "路径改一位");
  leaf("path cut", remove(["leaf", "path", 0]), "路径少一步");
  leaf("path too long", append(["leaf", "path"], HASH), "路径多一步");
  if (base.leaf.path.length > 1) leaf("path swapped", swap(["leaf", "path"], 0, 1), "路径换序");
  leaf("outside the tree", set(["leaf", "index"], base.leaf.size), "序号不在树内");
  leaf("other stratum", set(["stratum"], "Z"), "换分类", ["V07", "V18"]);
  leaf("other elig", set(["elig"], "X2"), "换资格", ["V07", "V18"]);
}

function placeCases(c, base) {
  const place = (name, ops, note, may = []) => c.add(`bundle place ${name}`, ops, ["V19"], note, may);
  place("path flipped", set(["place", "path", 0], flip(base.place.path[0])), "路径改一位");
  place("path cut", remove(["place", "path", 0]), "路径少一步");
  place("index plus one", set(["place", "index"], base.place.index + 1), "位置不符");
  place("size plus one", set(["place", "size"], base.place.size + 1), "位置数不符");
  place("other team", set(["place", "team"], base.place.team === "t1" ? "t2" : "t1"), "换检查组", ["V08"]);
  place("team in upper case", set(["place", "team"], base.place.team.toUpperCase()), "组名大写", ["V08"]);
  c.add("bundle place hidden", set(["place"], null), ["V18"], "已抽中而没有位置", ["V01", "V08"]);
  if (base.team.length === 0) {
    c.add(
      "bundle member invented",
      append(["team"], { handle: GHOST, pid: "cert:HN-rsj-0001", salt: HASH }),
      ["V08"],
      "虚构的组员",
    );
    return;
  }
  const member = (name, ops, note) => c.add(`bundle member ${name}`, ops, ["V08"], note);
  member("other certificate", set(["team", 0, "pid"], "cert:HN-rsj-9999"), "换执法证");
  member("certificate in full width", set(["team", 0, "pid"], `cert:${wide(base.team[0].pid.slice(5))}`), "全角证号");
  member("salt flipped", set(["team", 0, "salt"], flip(base.team[0].salt)), "盐改一位");
  member("other handle", set(["team", 0, "handle"], GHOST), "换标识");
  member("missing", remove(["team", 0]), "少一名组员");
  member("swapped", swap(["team"], 0, 1), "不按岗位次序");
  member("nobody", set(["team"], []), "没有组员");
}
