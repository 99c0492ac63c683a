/**
 * The numbers of the rules that the verifier needs, in one place; callers may hand in others.
 *
 * Source: 第六条（三）; 第十六条 with 《劳动保障监察条例》 and 《行政处罚法》.
 * The place of record is core/rules/parameters.toml.
 */

/** Ratio floors of the credit-risk classes and the least number of inspectors in a team. */
export const PARAMETERS = Object.freeze({
  floors: Object.freeze({ A: "1%", B: "3%", C: "10%", D: "20%" }),
  teamMinimum: 2,
});
