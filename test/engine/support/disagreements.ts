import { explain, type Plan, populationOf, scaledToText, simulate, type Transaction, type WhatIf } from '#engine'
import { creditingExceptions, type World } from '../../oracle/plan-oracle.ts'
import { engineFigures, type Figures, figuresOf, Prepared } from './engine-figures.ts'
import { differences, oracleFigures } from './oracle-figures.ts'
import { engineQuotes, expectedQuotes, movesMoney } from './quotes.ts'

export type Case = { readonly world: World; readonly extra: Transaction }

/** Everything in which the readings of a plan and the oracle disagree; nothing where all is well. */
export function disagreements(c: Case): string[] {
  const prepared = new Prepared(c.world)
  const calculated = engineFigures(prepared.calculate())
  const found = differences(calculated, oracleFigures(c.world))
  if (found.length > 0) return found.map((x) => `calculate: ${x}`)
  return [
    ...crediting(prepared),
    ...explaining(prepared),
    ...quoting(prepared, c),
    ...simulating(prepared, calculated, c),
  ]
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

/** A plan with an earning more, and without its payout rules. */
function replanned({ payoutRules, ...plan }: Plan): Plan {
  const more: Plan['earnings'][number] = {
    kind: 'Earning',
    id: 'more',
    title: 'More',
    per: 'period',
    amount: { kind: 'Money', value: '12.345', currency: plan.currency },
    rounding: { mode: 'half-up', basis: 'running' },
  }
  return { ...plan, earnings: [...plan.earnings, more] }
}

/** What a case asks "what if" of: its plan, its quotas or its deals; for the engine, and as a world for the oracle. */
function whatIf({ world, extra }: Case): { change: WhatIf; changed: World } {
  switch (world.transactions.length % 3) {
    case 0: {
      const versions = world.versions.map((v, i) => (i === 0 ? { ...v, plan: replanned(v.plan) } : v))
      const changed = { ...world, versions }
      return { change: { versions: new Prepared(changed).versions }, changed }
    }
    case 1: {
      const quotas = world.facts.quotas.slice(1).map((q, i) => (i === 0 ? { ...q, value: '777.7' } : q))
      return { change: { facts: { quotas } }, changed: { ...world, facts: { ...world.facts, quotas } } }
    }
    default: {
      const transactions = [...world.transactions.slice(1), extra]
      return { change: { transactions: () => transactions }, changed: { ...world, transactions } }
    }
  }
}

/** A simulation is a calculation: of the world as it is where nothing changes, else of the changed world. */
function simulating(prepared: Prepared, calculated: Figures, c: Case): string[] {
  const total = (all: Figures) =>
    Object.entries(all).reduce((sum, [key, x]) => sum + (/ earning /.test(key) && x !== 'null' ? BigInt(x) : 0n), 0n)
  const found: string[] = []
  const same = simulate(prepared.whole, {})
  found.push(...differences(engineFigures(same.calculated.calculations), calculated).map((x) => `simulate: same ${x}`))
  if (same.total !== same.before) found.push(`simulate: same ${same.total} ≠ ${same.before}`)

  const { change, changed } = whatIf(c)
  const made = simulate(prepared.whole, change)
  const expected = oracleFigures(changed)
  found.push(...differences(engineFigures(made.calculated.calculations), expected).map((x) => `simulate: ${x}`))
  const sums = [made.before, made.total].join(' → ')
  const wanted = [total(calculated), total(expected)].join(' → ')
  if (sums !== wanted) found.push(`simulate: total ${sums} ≠ ${wanted}`)

  const left = new Set(creditingExceptions(changed))
  for (const [key] of Object.entries(expected)) if (/ exception /.test(key)) left.add(key.replace(/^.* exception /, ''))
  const listed = new Set(made.exceptions.map((x) => `${x.code} ${x.transaction ?? '-'}`))
  const [open, told] = [left, listed].map((set) => [...set].sort().join(', '))
  if (open !== told || made.open < left.size) found.push(`simulate: open ${told} ≠ ${open}`)
  return found
}
