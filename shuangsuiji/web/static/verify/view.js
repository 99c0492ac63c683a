/**
 * How answers are shown: one row per check, a verdict, lines of words. Texts only, never markup.
 */
const LOOKS = {
  PASS: ["通过", "tag tag-done"],
  FAIL: ["不通过", "tag tag-danger"],
  SKIP: ["未做", "tag tag-new"],
  WAIT: ["待核验", "tag tag-new"],
};
const VERDICTS = {
  0: [
    "通过：从冻结的名录到抽取结果，本机重算的与公布的一致。灰色各行不是公众能核验的，或未要求核验，原因见该行。",
    "message message-success",
  ],
  1: ["核验不通过：有不一致的项目，见红色各行。请保存记录文件，并向监督机关反映。", "message message-error"],
  3: ["做了的核验均通过；但有应做的未能做，见灰色各行的原因。没有日志公钥的，可在信任名单中填写后再核验。", "message message-warning"],
};

/** One element with a text. */
export function element(name, text, className = "") {
  const made = document.createElement(name);
  made.textContent = text;
  if (className !== "") made.className = className;
  return made;
}

/** Show one answer in its row. */
export function showCheck(root, { id, status, reason }) {
  const row = root.querySelector(`[data-check="${id}"]`);
  if (row === null) return;
  const [word, look] = LOOKS[status];
  row.querySelector("[data-state]").replaceChildren(element("span", word, look));
  row.querySelector("[data-reason]").textContent = reason;
}

/** All rows wait. */
export function reset(root) {
  for (const row of root.querySelectorAll("[data-check]"))
    showCheck(root, { id: row.dataset.check, status: "WAIT", reason: "" });
}

/** Everything at the end, whatever was told before. */
export function showReport(root, verdict, { results, exit, notes }) {
  results.forEach((result) => showCheck(root, result));
  const [words, look] = VERDICTS[exit];
  say(verdict, [words, ...notes].join(" "), look);
}

/** A sentence in its place. */
export function say(place, words, look = "message") {
  place.replaceChildren(element("p", words, look));
}

/** Words of a firm's own opening. */
export function showOwn(place, { good, lines }) {
  const list = element("dl", "", "facts");
  for (const [label, words] of lines) list.append(element("dt", label), element("dd", words, "text-break"));
  const head = good ? "您的开启包与公布的记录相符。" : "开启包与公布的记录不符，或不能读取。";
  place.replaceChildren(element("p", head, good ? "message message-success" : "message message-error"), list);
}

/** The bytes of a file that was chosen, else of what was pasted; null where there is neither. */
export async function given(file, text) {
  if (file !== undefined && file !== null) return new Uint8Array(await file.arrayBuffer());
  return text.trim() === "" ? null : new TextEncoder().encode(text);
}
