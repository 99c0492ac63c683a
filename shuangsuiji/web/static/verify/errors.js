/**
 * The one error of this folder: input that the protocol refuses. Its message is Chinese and is shown to the reader.
 */
export class ProtocolError extends Error {
  /** @param {string} message reason in Chinese */
  constructor(message) {
    super(message);
    this.name = "ProtocolError";
  }
}

/**
 * Refuse unless a condition holds.
 * @param {unknown} condition what must hold
 * @param {string} message reason in Chinese
 */
export function must(condition, message) {
  if (!condition) throw new ProtocolError(message);
}

/** Something a check needs is not at hand: the check is skipped, and counts as skipped. */
export class Unavailable extends Error {
  /** @param {string} message reason in Chinese */
  constructor(message) {
    super(message);
    this.name = "Unavailable";
  }
}
