/**
 * A contributor's number: made here, kept here, committed to here. Only the commitment leaves this browser before the reveal.
 *
 * Source: SSJ-DRAW/1 §5. Uses the verifier's own hashing, so that what is committed to is what anybody recomputes.
 */
import { tag } from "./verify/canonical.js";
import { suiteNamed, toHex } from "./verify/hash.js";

const place = document.getElementById("secret");

function say(text) {
  place.querySelector("[data-told]").textContent = text;
}

function keptUnder({ draw, who }) {
  return `ssj-secret/${draw}/${who}`;
}

function commitment({ suite, draw, context, who }, secret) {
  return tag(suiteNamed(suite), "commit", draw, context, who, secret);
}

/** The form of the command line's own file, so that either side reads the other's. */
function written({ draw, context, who }, secret) {
  return JSON.stringify({ format: "ssj-secret/1", draw_id: draw, context, contributor: who, secret }, null, 1);
}

function download(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function remember(data, text) {
  try {
    localStorage.setItem(keptUnder(data), text);
  } catch {
    // A browser that keeps nothing: the file is the only copy, which the page says.
  }
}

function recalled(data) {
  try {
    return localStorage.getItem(keptUnder(data));
  } catch {
    return null;
  }
}

/** The number of a kept file for exactly this draw and person, or a sentence that says what is wrong with it. */
function secretOf(data, text) {
  let kept;
  try {
    kept = JSON.parse(text);
  } catch {
    return { fault: "这不是提交承诺时保存的文件。" };
  }
  const same = kept?.draw_id === data.draw && kept?.contributor === data.who && kept?.context === data.context;
  if (!same || !/^[0-9a-f]{64}$/.test(kept.secret ?? "")) return { fault: "这个文件是为另一次抽取或另一方保存的，不能用于本次。" };
  return { secret: kept.secret };
}

function fill(name, value) {
  document.querySelector(`input[name=${name}]`).value = value;
}

function make(data) {
  const former = recalled(data);
  const known = former === null ? {} : secretOf(data, former);
  const secret = known.secret ?? toHex(crypto.getRandomValues(new Uint8Array(32)));
  const text = written(data, secret);
  remember(data, text);
  download(text, `随机数-${data.who}-${data.draw.replaceAll("/", "_")}.json`);
  fill("value", commitment(data, secret));
  say("随机数已产生，文件已保存到您的电脑，请妥善保管；承诺值已填入下面，请提交。");
}

function open(data, text) {
  const { secret, fault } = secretOf(data, text);
  if (fault) return say(fault);
  fill("secret", secret);
  return say("已取回随机数，请提交。");
}

function prepare() {
  const data = place.dataset;
  const maker = place.querySelector("[data-make]");
  const recall = place.querySelector("[data-recall]");
  const opener = place.querySelector("[data-open]");
  if (maker) {
    maker.hidden = false;
    maker.addEventListener("click", () => make(data));
  }
  if (recall && recalled(data) !== null) {
    recall.hidden = false;
    recall.addEventListener("click", () => open(data, recalled(data)));
  }
  opener?.addEventListener("change", async () => open(data, await opener.files[0].text()));
}

if (place) prepare();
