/* 抽取证明页：在后台线程里核验，逐行显示。没有脚本时本页列出全部文件和手工核验的办法。 */
import { given, reset, say, showCheck, showOwn, showReport } from "./verify/view.js";

const root = document.querySelector("[data-proof]");
const find = (name) => root.querySelector(`[data-${name}]`);
const held = Array.from(root.querySelectorAll("[data-file]"), (link) => ({
  name: link.dataset.file,
  digest: link.dataset.digest,
  url: link.href,
}));
const bar = find("bar");
let worker = null;

function stop() {
  if (worker !== null) worker.terminate();
  worker = null;
  find("cancel").hidden = true;
  find("start").disabled = false;
  bar.hidden = true;
}

function run(request, place, answered) {
  stop();
  worker = new Worker(root.dataset.worker, { type: "module" });
  const fault = (words) => {
    stop();
    say(place, `核验没有完成：${words}`, "message message-error");
  };
  worker.addEventListener("error", () => fault("浏览器不能运行核验程序，请换用较新的浏览器，或下载离线核验页、核验程序。"));
  worker.addEventListener("message", ({ data }) => {
    if (data.kind === "fault") fault(data.words);
    else if (data.kind === "step") say(place, `${data.words}……`);
    else answered(data);
  });
  worker.postMessage({ ...request, files: held });
}

find("start").addEventListener("click", () => {
  const verdict = find("verdict");
  reset(root);
  find("checks").open = true;
  let done = 0;
  run({ act: "record", log: root.dataset.log, trust: find("trust").value }, verdict, (data) => {
    if (data.kind === "check") {
      showCheck(root, data.result);
      bar.value = ++done;
      return;
    }
    stop();
    showReport(root, verdict, data.report);
  });
  bar.value = 0;
  bar.hidden = false;
  find("cancel").hidden = false;
  find("start").disabled = true;
});

find("cancel").addEventListener("click", () => {
  stop();
  say(find("verdict"), "已取消。");
});

find("own-start").addEventListener("click", async () => {
  const place = find("own-answer");
  const bundle = await given(find("own-file").files[0], find("own-text").value);
  if (bundle === null) {
    say(place, "请先选取或粘贴开启包。");
    return;
  }
  run({ act: "own", bundle }, place, (data) => {
    stop();
    showOwn(place, data);
  });
});

root.querySelectorAll("[data-scripted]").forEach((part) => {
  part.hidden = false;
});
root.querySelectorAll("[data-unscripted]").forEach((part) => {
  part.hidden = true;
});
