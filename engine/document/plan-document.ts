import type { Plan } from '../plan/ast.ts'
import type { Expression } from '../plan/expression.ts'
import type { Clause, Described, Language } from './clause.ts'
import { describePlan, speakerOf } from './describe-plan.ts'
import { capitalised, sentence } from './phrase.ts'
import { WORDS } from './words.ts'

/**
 * The plan document: everything that a plan states, in plain language, each clause tied to the node that it was made
 * from. It is made from the AST alone, so it cannot say anything else than what is paid.
 *
 * @returns the plan itself, then a clause for each section that has parts, its parts inside it.
 */
export function planDocument(plan: Plan, language: Language): Clause[] {
  const { sections: titles } = WORDS[language]
  const described = describePlan(speakerOf(plan, language))
  return [
    clauseOf(described.plan),
    ...described.sections.flatMap(({ list, parts }): Clause[] => {
      const [heading, text] = titles[list]
      return parts.length === 0 ? [] : [{ path: `/${list}`, at: null, heading, text, clauses: parts.map(clauseOf) }]
    }),
  ]
}

function clauseOf({ path, at, title, lead, facets, note }: Described): Clause {
  const clauses = facets
    .filter((f) => !f.isInLead)
    .map((f): Clause => ({ path: f.path, at: f.at, heading: capitalised(f.label), text: sentence(f.value) }))
  return {
    path,
    at,
    heading: title,
    text: sentence(lead),
    ...(note === undefined ? {} : { note }),
    ...(clauses.length === 0 ? {} : { clauses }),
  }
}

/** What one expression of a plan says, as a phrase. */
export const expressionText = (plan: Plan, e: Expression, language: Language): string =>
  speakerOf(plan, language).text(e)
