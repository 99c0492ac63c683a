/**
 * The worker of the proof's page: fetches record, files and log, verifies, posts each answer as it is there. Sends nothing anywhere.
 *
 * Takes messages `{act: "record"|"own", files: [{name, url, digest}], log, trust, bundle}`, the record first among the files.
 * Posts `{kind: "step"|"check"|"end"|"own"|"fault", …}`.
 */
import { ProtocolError, Unavailable } from "./verify/errors.js";
import { digestOf, ownLines, verifyProof } from "./verify/proof.js";

const post = (kind, told = {}) => self.postMessage({ kind, ...told });

/** The log's files as they are asked for; a worker may wait for an answer without anybody noticing. */
function logReader(base) {
  return (path) => {
    const request = new XMLHttpRequest();
    request.open("GET", base + path, false);
    request.responseType = "arraybuffer";
    try {
      request.send();
    } catch {
      throw new Unavailable(`取不到日志文件 ${path}`);
    }
    if (request.status === 404) return null;
    if (request.status !== 200) throw new Unavailable(`取不到日志文件 ${path}（${request.status}）`);
    return new Uint8Array(request.response);
  };
}

async function fetched({ name, url, digest }) {
  const answer = await fetch(url);
  if (!answer.ok) throw new ProtocolError(`取不到文件 ${name}（${answer.status}）`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (digestOf(bytes) !== digest) throw new ProtocolError(`文件 ${name} 的 SHA-256 与本页所列的不同`);
  return [name, bytes];
}

async function work({ act, files, log, trust, bundle }) {
  const all = [];
  for (const each of files) {
    post("step", { words: `正在取 ${each.name}` });
    all.push(await fetched(each));
  }
  const record = all[0][1];
  const beside = new Map(all.slice(1));
  if (act === "own") return post("own", ownLines(bundle, record, beside));
  post("step", { words: "正在核验" });
  const told = (result) => post("check", { result });
  const report = await verifyProof(record, { files: beside, read: log ? logReader(log) : null, trust, told });
  return post("end", { report });
}

self.addEventListener("message", ({ data }) => {
  work(data).catch((error) => post("fault", { words: error.message }));
});
