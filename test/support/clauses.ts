import { type Clause, type Language, type Plan, planDocument } from '#engine'

/** Ties between a figure and its unit are of no interest to a test. */
export const withPlainSpaces = (text: string): string => text.replaceAll('\u00a0', ' ')

/** All clauses of a document, each before those inside it. */
export function allClauses(clauses: readonly Clause[]): Clause[] {
  return clauses.flatMap((clause) => [clause, ...allClauses(clause.clauses ?? [])])
}

/** A document as lines "heading: text" by the path of their clause. */
export function linesOf(plan: Plan, language: Language): ReadonlyMap<string, string> {
  return new Map(
    allClauses(planDocument(plan, language)).map((c) => [c.path, withPlainSpaces(`${c.heading}: ${c.text}`)]),
  )
}
