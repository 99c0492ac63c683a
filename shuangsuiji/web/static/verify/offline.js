/**
 * The saved page: record and files lie in it, nothing is fetched. Bundled as one classic script, so that it runs from a file.
 */
import { ownLines, verifyProof } from "./proof.js";
import { given, reset, say, showCheck, showOwn, showReport } from "./view.js";

/** Bytes from Base64. */
function bytesOf(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Let the page be painted first. */
const painted = () => new Promise((resolve) => setTimeout(resolve, 30));

/** Start on a page that holds its data. */
export function start() {
  const held = JSON.parse(document.getElementById("held").textContent);
  const record = bytesOf(held.record);
  const files = new Map(held.files.map(([name, text]) => [name, bytesOf(text)]));
  const verdict = document.getElementById("verdict");
  const told = (result) => showCheck(document, result);
  document.getElementById("verify").addEventListener("click", async () => {
    reset(document);
    say(verdict, "正在核验……");
    await painted();
    showReport(document, verdict, await verifyProof(record, { files, read: null, told }));
  });
  document.getElementById("own").addEventListener("click", async () => {
    const place = document.getElementById("own-answer");
    const bundle = await given(document.getElementById("own-file").files[0], document.getElementById("own-text").value);
    if (bundle === null) say(place, "请先选取或粘贴开启包。");
    else showOwn(place, ownLines(bundle, record, files));
  });
}

if (typeof document !== "undefined") start();
