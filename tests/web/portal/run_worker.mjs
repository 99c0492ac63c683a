/**
 * Runs the proof's worker as the page does, with a folder in place of the server. On standard input a JSON of {worker, request, served}: its
 * script, the message, and the folder in which addresses lie; on standard output the list of what it posts.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const { worker, request, served } = JSON.parse(readFileSync(0, "utf8"));
const posted = [];
let listener = null;
let finished;
const end = new Promise((resolve) => {
  finished = resolve;
});

function answer(address) {
  try {
    return { status: 200, bytes: new Uint8Array(readFileSync(join(served, address))) };
  } catch {
    return { status: 404, bytes: null };
  }
}

globalThis.self = {
  addEventListener: (name, act) => {
    listener = act;
  },
  postMessage: (told) => {
    posted.push(told);
    if (["end", "own", "fault"].includes(told.kind)) finished();
  },
};
globalThis.fetch = async (address) => {
  const { status, bytes } = answer(address);
  return { ok: status === 200, status, arrayBuffer: async () => bytes };
};
globalThis.XMLHttpRequest = class {
  open(method, address) {
    this.address = address;
  }
  send() {
    const { status, bytes } = answer(this.address);
    this.status = status;
    this.response = bytes;
  }
};

await import(worker);
if (request.bundle !== undefined) request.bundle = new TextEncoder().encode(request.bundle);
listener({ data: request });
await end;
process.stdout.write(JSON.stringify(posted));
