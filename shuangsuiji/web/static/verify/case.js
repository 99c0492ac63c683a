/**
 * The case under verification: a record with its derived views, so that every check reads the same things the same way.
 */
import { ProtocolError, Unavailable } from "./errors.js";
import { suiteNamed } from "./hash.js";
import { librariesOf, modeOf, subjectTask } from "./plan.js";
import { readRosterFile } from "./roster.js";

const isReference = (roster) => roster !== undefined && !Array.isArray(roster);

/**
 * A case from an examined record.
 * @param {object} examined answer of `examineRecord`, not broken
 * @param {{files?: ((name: string) => Uint8Array|null)|null, parameters: object, noLog: boolean,
 *   drawLog?: import("./draw_log.js").DrawLog|null}} options
 */
export class Case {
  constructor(examined, { files = null, parameters, noLog, drawLog = null }) {
    this.data = examined.data;
    this.stage = examined.stage;
    this.isVector = examined.isVector;
    this.problems = examined.problems;
    this.unknown = examined.unknown;
    this.parameters = parameters;
    this.noLog = noLog;
    this.drawLog = drawLog;
    this.plan = this.data.plan;
    this.suite = suiteNamed(this.data.suite);
    this.mode = modeOf(this.plan);
    this.drawsSubjects = this.mode !== "inspectors";
    this.drawsTeams = this.mode !== "subjects";
    this.isOpen = this.plan.handles.subject === "open";
    this.isAuditor = this.isVector || this.data.audience === "auditor";
    this.several = this.plan.libraries !== undefined;
    this.strata = this.drawsSubjects ? librariesOf(this.plan) : [];
    this.references = new Map();
    this.loadFiles(files);
  }

  loadFiles(files) {
    if (this.data.context === undefined) return;
    const subjects = Object.values(this.data.subject_rosters ?? { only: this.data.subject_roster });
    for (const [roster, kind] of [
      ...subjects.map((one) => [one, "subject"]),
      [this.data.inspector_roster, "inspector"],
    ]) {
      if (isReference(roster)) this.references.set(roster, loadReference(roster, kind, files));
    }
  }

  rowsOf(roster) {
    if (roster === undefined) throw new ProtocolError("方案中的库没有名录");
    if (!isReference(roster)) return roster;
    const { rows } = this.references.get(roster);
    if (rows === null) throw new Unavailable(`名录文件 ${roster.file} 不可用（见 V27）`);
    return rows;
  }

  /** Rows of the inspector roster. */
  get inspectors() {
    return this.rowsOf(this.data.inspector_roster);
  }

  /** Rows of the roster of one library; null names the only library. */
  subjects(library) {
    return this.rowsOf(library === null ? this.data.subject_roster : this.data.subject_rosters[library]);
  }

  /** Distinct subject handles of this draw in byte order. */
  get handles() {
    if (!this.drawsSubjects) return this.plan.dispatched?.handles ?? [];
    return [...new Set(this.strata.flatMap(([name]) => this.subjects(name).map(({ handle }) => handle)))].sort();
  }

  /** Distinct handles that are to be visited: drawn here, or received. */
  get visited() {
    if (!this.drawsSubjects) return this.handles;
    const strata = this.several
      ? Object.values(this.data.selection).flatMap(Object.values)
      : Object.values(this.data.selection);
    return [...new Set(strata.flatMap(({ selected }) => selected.map(({ handle }) => handle)))];
  }

  get subjectTask() {
    return subjectTask(this.plan, this.data.task_id);
  }

  /**
   * Opened subject rows per library, or null where the audience does not have them. Open rows get the empty salt.
   * @returns {[string|null, {handle: string, id: string, salt: string, row: object}[]][]|null}
   */
  get openings() {
    const source = this.isOpen ? this.data.subject_rows : this.data.subject_private?.rows;
    if (source === undefined || !(this.isOpen || this.isAuditor)) return null;
    const whole = (rows) =>
      this.isOpen ? rows.map(({ handle, row }) => ({ handle, id: handle, salt: "", row })) : rows;
    return Array.isArray(source)
      ? [[null, whole(source)]]
      : Object.keys(source).map((name) => [name, whole(source[name])]);
  }

  /** One property of every opened row by handle. */
  opened(pick) {
    if (this.openings === null) throw new Unavailable("没有名录行");
    return new Map(this.openings.flatMap(([, rows]) => rows.map((row) => [row.handle, pick(row)])));
  }
}

function loadReference(reference, kind, files) {
  if (!/^[^/\\\u0000-\u001f]+$/.test(reference.file) || /^\.\.?$/.test(reference.file)) {
    return { bytes: null, rows: null, problem: "不是单纯的文件名" };
  }
  const bytes = files === null ? null : files(reference.file);
  if (bytes === null) return { bytes, rows: null, problem: null };
  try {
    return { bytes, rows: readRosterFile(bytes, reference.format, kind), problem: null };
  } catch (error) {
    if (error instanceof ProtocolError) return { bytes, rows: null, problem: error.message };
    throw error;
  }
}
