/**
 * Answers of checks, the exit code, and the printed lines.
 */
import { ProtocolError, Unavailable } from "./errors.js";

const FAULTS_TOLD = 5;

/** Exit codes: all pass, any FAIL, wrong usage, a required check was skipped. */
export const EXIT = Object.freeze({ PASS: 0, FAIL: 1, USAGE: 2, SKIPPED: 3 });

/**
 * @typedef {{status: "PASS"|"FAIL"|"SKIP", reason: string, excused: boolean}} Answer
 * @typedef {{id: string, status: string, reason: string}} CheckResult
 * @typedef {{results: CheckResult[], exit: number, notes: string[]}} Report
 */

/** @param {string} reason @returns {Answer} */
export const pass = (reason) => ({ status: "PASS", reason, excused: false });

/** @param {string} reason @returns {Answer} */
export const fail = (reason) => ({ status: "FAIL", reason, excused: false });

/** Nothing to check, and said so. @param {string} reason @returns {Answer} */
export const none = (reason) => pass(`无可核验：${reason}`);

/**
 * A check that was not made.
 * @param {string} reason
 * @param {{excused?: boolean}} [options] excused: it is not required here
 * @returns {Answer}
 */
export const skip = (reason, { excused = true } = {}) => ({ status: "SKIP", reason, excused });

/**
 * The answer of a check that tells its faults one by one. What it found before it had to stop still counts.
 * @param {Iterable<string>} faults may throw Unavailable (the rest cannot be checked) or ProtocolError (one fault more)
 * @param {string} reason what a pass says
 * @returns {Answer}
 */
export function answerOf(faults, reason) {
  const found = [];
  try {
    for (const fault of faults) found.push(fault);
  } catch (error) {
    if (error instanceof Unavailable) {
      if (found.length === 0) return skip(error.message, { excused: false });
    } else if (error instanceof ProtocolError) found.push(error.message);
    else throw error;
  }
  if (found.length === 0) return pass(reason);
  const more = found.length > FAULTS_TOLD ? `；另有 ${found.length - FAULTS_TOLD} 处` : "";
  return fail(found.slice(0, FAULTS_TOLD).join("；") + more);
}

/**
 * A report from the answers of all checks.
 * @param {[string, Answer][]} answers id and answer
 * @param {string[]} notes further remarks in Chinese
 * @returns {Report}
 */
export function reportOf(answers, notes) {
  const failed = answers.some(([, { status }]) => status === "FAIL");
  const skipped = answers.some(([, { status, excused }]) => status === "SKIP" && !excused);
  const exit = failed ? EXIT.FAIL : skipped ? EXIT.SKIPPED : EXIT.PASS;
  return { results: answers.map(([id, { status, reason }]) => ({ id, status, reason })), exit, notes };
}

/**
 * Lines to print.
 * @param {Report} report
 * @returns {string[]}
 */
export function linesOf({ results, exit, notes }) {
  const verdict = ["核验通过", "核验不通过", "", "有应做的核验未做"][exit];
  return [
    ...results.map(({ id, status, reason }) => `${id} ${status} ${reason}`),
    ...notes.map((note) => `注：${note}`),
    verdict,
  ];
}
