/**
 * SHA-256, SM3 and HMAC: published values, every padding length, and agreement with the platform's library.
 */
import assert from "node:assert/strict";
import { createHash, createHmac, getHashes } from "node:crypto";
import { test } from "node:test";
import { fromHex, hmac, sha256, sm3, suiteNamed, toHex, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";

const ramp = (length) => Uint8Array.from({ length }, (_, i) => (7 * i + length) % 256);
const LENGTHS = [...Array.from({ length: 200 }, (_, i) => i), 1000, 65536];

test("SHA-256 of abc is the value of FIPS 180-4", () => {
  assert.equal(toHex(sha256(utf8("abc"))), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("SM3 of abc and of 64 bytes are the values of GB/T 32905", () => {
  assert.equal(toHex(sm3(utf8("abc"))), "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
  assert.equal(toHex(sm3(utf8("abcd".repeat(16)))), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732");
});

test("SHA-256 and its HMAC agree with the platform at every padding length", () => {
  for (const length of LENGTHS) {
    const bytes = ramp(length);
    assert.equal(toHex(sha256(bytes)), createHash("sha256").update(bytes).digest("hex"));
    assert.equal(toHex(hmac(sha256, bytes, utf8("m"))), createHmac("sha256", bytes).update("m").digest("hex"));
  }
});

test(
  "SM3 and its HMAC agree with the platform at every padding length",
  { skip: !getHashes().includes("sm3") && "本机 OpenSSL 没有 SM3" },
  () => {
    for (const length of LENGTHS) {
      const bytes = ramp(length);
      assert.equal(toHex(sm3(bytes)), createHash("sm3").update(bytes).digest("hex"));
      assert.equal(toHex(hmac(sm3, bytes, utf8("m"))), createHmac("sm3", bytes).update("m").digest("hex"));
    }
  },
);

test("hexadecimal is lower case and whole bytes, anything else is refused", () => {
  assert.equal(toHex(fromHex("00ff")), "00ff");
  for (const text of ["0", "FF", "0g", "00 ", "00\n"]) assert.throws(() => fromHex(text), /十六进制/);
});

test("an unknown suite is refused", () => {
  assert.throws(() => suiteNamed("sha256"), /算法套件/);
});
