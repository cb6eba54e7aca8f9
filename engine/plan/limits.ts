/** Bounds on a plan, checked before anything walks it (plan-language 6). */
export const LIMITS = {
  /** Characters of the plan's JSON text. */
  text: 1_048_576,
  /** Nesting of the JSON value. */
  depth: 64,
  /** Nesting of expressions. */
  expressionDepth: 32,
  /** Objects that carry a `kind`. */
  nodes: 2_000,
  tables: 20,
  bands: 1_000,
  /** Cells of a matrix. */
  cells: 1_500,
  /** Code points of a title. */
  title: 120,
  /** Code points of an explanation or a text literal. */
  prose: 500,
  /** Significant digits of a number literal. */
  digits: 34,
  /** Steps of evaluating a plan for one credit, and besides for one participant and period (reliability 4.3). */
  stepsPerCredit: 2_000,
  stepsPerPeriod: 20_000,
  /** Steps of running all examples of a plan, which happens at each check. */
  stepsOfExamples: 1_000_000,
} as const
