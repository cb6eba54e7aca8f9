import { explain, populationOf, scaledToText, type Transaction } from '#engine'
import { creditingExceptions, type World } from '../../oracle/plan-oracle.ts'
import { engineFigures, figuresOf, Prepared } from './engine-figures.ts'
import { differences, oracleFigures } from './oracle-figures.ts'
import { engineQuotes, expectedQuotes, movesMoney } from './quotes.ts'

export type Case = { readonly world: World; readonly extra: Transaction }

/** Everything in which the readings of a plan and the oracle disagree; nothing where all is well. */
export function disagreements(c: Case): string[] {
  const prepared = new Prepared(c.world)
  const found = differences(engineFigures(prepared.calculate()), oracleFigures(c.world))
  if (found.length > 0) return found.map((x) => `calculate: ${x}`)
  return [...crediting(prepared), ...explaining(prepared), ...quoting(prepared, c)]
}

function crediting(prepared: Prepared): string[] {
  const list = prepared.crediting(prepared.world.transactions).exceptions.map((x) => `${x.code} ${x.transaction}`)
  const engine = [...new Set(list)].sort().join(', ')
  const oracle = creditingExceptions(prepared.world).join(', ')
  return engine === oracle ? [] : [`crediting: ${engine} ≠ ${oracle}`]
}

/** An explanation is the calculation: its root is the figure, and lines add up to what nothing bounds. */
function explaining(prepared: Prepared): string[] {
  const found: string[] = []
  const all = prepared.calculate()
  const population = populationOf(all.values())
  const creditsOf = prepared.credits()
  for (const [who, { periods }] of all) {
    for (const period of periods.slice(-1)) {
      const credits = creditsOf.get(who) ?? []
      const made = explain({ ...prepared.input, participant: who, credits, population, explain: period.period.id })
      const name = `explain: ${who} ${period.period.id}`
      if (!made) return [`${name} nothing`]
      const { plan, minorDigits } = made.result.version.program
      found.push(...differences(figuresOf(made.result), figuresOf(period)).map((x) => `${name} ${x}`))
      made.derivations.forEach((d, i) => {
        const { earning, minor } = period.earnings[i]!
        const text = minor === null ? undefined : scaledToText(minor, minorDigits)
        if (d.value?.text !== text) found.push(`${name} root ${earning}: ${d.value?.text} ≠ ${text}`)
        const part = plan.earnings.find((e) => e.id === earning)
        if (part?.per !== 'credit' || part.gate || part.floor || part.cap || prepared.versions.length > 1) return
        const sum = period.lines.filter((l) => l.earning === earning).reduce((total, l) => total + l.minor, 0n)
        if (sum !== minor) found.push(`${name} lines ${earning}: ${sum} ≠ ${minor}`)
      })
    }
  }
  return found
}

function quoting(prepared: Prepared, { world, extra }: Case): string[] {
  const expected = expectedQuotes(world, extra)
  const found: string[] = []
  for (const [way, quotes] of engineQuotes(prepared, extra)) {
    for (const [who, quote] of quotes) {
      const all = expected.get(who) ?? {}
      // A state does not keep the exceptions of the credits before.
      const wanted =
        way === 'from state'
          ? Object.fromEntries(Object.entries(all).filter(([key]) => !/^exception .*txn_D/.test(key)))
          : all
      found.push(...differences(quote, wanted).map((x) => `quote ${way}: ${who} ${x}`))
    }
    if (way !== 'together') continue
    for (const [who, all] of expected)
      if (!quotes.has(who) && movesMoney(all)) found.push(`quote ${way}: ${who} is left out`)
  }
  return found
}
