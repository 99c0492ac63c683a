/**
 * Ed25519 verification by the platform (WebCrypto), behind one strict reading.
 *
 * Source: RFC 8032 §5.1. Where implementations are known to differ the strict side is taken before the platform is asked:
 * S below the group order, the key a canonical encoding, not of small order. Never: a private key, there is no signing here.
 */
import { fromHex, toHex } from "./hash.js";

const P = 2n ** 255n - 19n;
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const SIGN = 1n << 255n;
const PUBLIC_KEY_SIZE = 32;
const SIGNATURE_SIZE = 64;

// The y of the eight points whose eightfold is neutral: ±1, 0, and ±y of the points of order 8.
const EIGHTH = little(fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
const SMALL_ORDER = [0n, 1n, P - 1n, EIGHTH, P - EIGHTH];

// RFC 8032 §7.1, test 2: the platform is believed only where it gets this one right, both ways.
const KNOWN = {
  key: fromHex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c"),
  message: fromHex("72"),
  other: fromHex("73"),
  signature: fromHex(
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da" +
      "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
  ),
};

/** A number from bytes, lowest first. */
function little(bytes) {
  return BigInt(`0x${toHex(bytes.slice().reverse())}`);
}

/** What holds of every honest key and signature. */
function isWellFormed(key, signature) {
  if (key.length !== PUBLIC_KEY_SIZE || signature.length !== SIGNATURE_SIZE) return false;
  const y = little(key) % SIGN;
  return y < P && !SMALL_ORDER.includes(y) && little(signature.slice(PUBLIC_KEY_SIZE)) < L;
}

/**
 * How this platform verifies Ed25519, or null where it does not.
 * @param {SubtleCrypto|undefined} subtle
 * @returns {Promise<((key: Uint8Array, message: Uint8Array, signature: Uint8Array) => Promise<boolean>)|null>}
 *   false for bytes of any other shape; never throws
 */
export async function ed25519Of(subtle) {
  if (!subtle) return null;
  const verify = async (key, message, signature) => {
    if (!isWellFormed(key, signature)) return false;
    try {
      const imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return (await subtle.verify({ name: "Ed25519" }, imported, signature, message)) === true;
    } catch {
      return false;
    }
  };
  const { key, message, other, signature } = KNOWN;
  const works = (await verify(key, message, signature)) && !(await verify(key, other, signature));
  return works ? verify : null;
}
