import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  comparesParticipants,
  creditsOfDeal,
  explain,
  hashPlan,
  type Plan,
  populationOf,
  quoteFromState,
  type Step,
  scaledToText,
  stateToJson,
} from '#engine'
import type { Fraction } from '../oracle/fraction.ts'
import { decimal, larger, minus, negative, over, plus, smaller, times } from '../oracle/language/exact.ts'
import type { World } from '../oracle/plan-oracle.ts'
import { anyCase } from './arbitrary/cases.ts'
import type { Case } from './support/disagreements.ts'
import { engineFigures, type Figures, Prepared } from './support/engine-figures.ts'
import { exactText } from './support/oracle-figures.ts'

/**
 * Metamorphic relations on random plans of the whole language (shared/design/reliability.md 5.2): what must hold between
 * two runs, whatever the right figure is. Exact equality, no tolerance. Those of one kind of table or rule, for which
 * plans are made to measure, stand in metamorphic-rules.test.ts.
 */

const isFull = process.env.DREIZACK_FULL === '1'
const RUNS = isFull ? 2_000 : 60
const holds = (name: string, relation: (c: Case, choose: (max: number) => number) => void, runs = RUNS) =>
  test(name, { timeout: isFull ? 1_800_000 : 60_000 }, () => {
    fc.assert(
      fc.property(anyCase, fc.infiniteStream(fc.nat(1_000_000)), (c, noise) =>
        relation(c, (max) => (noise.next().value as number) % (max + 1)),
      ),
      { numRuns: runs, seed: 20_260_101, endOnFailure: true },
    )
  })

const figures = (world: World): Figures => engineFigures(new Prepared(world).calculate())
const without = (all: Figures, ...words: string[]): Figures =>
  Object.fromEntries(Object.entries(all).filter(([key]) => !words.some((word) => key.includes(word))))

function shuffled<T>(list: readonly T[], choose: (max: number) => number): T[] {
  const rest = [...list]
  return list.map(() => rest.splice(choose(rest.length - 1), 1)[0]!)
}

/** The world with every plan of it changed. */
const replanned = (world: World, change: (plan: Plan) => Plan): World => ({
  ...world,
  versions: world.versions.map((v) => ({ ...v, plan: change(v.plan) })),
})

/** A value with every object in it changed, from the inside out. */
function everywhere(value: unknown, change: (node: Record<string, unknown>) => unknown): unknown {
  if (Array.isArray(value)) return value.map((x) => everywhere(x, change))
  if (typeof value !== 'object' || value === null) return value
  return change(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, everywhere(v, change)])))
}

describe('M1, M2, M10: the order, the batches and the repetition of a run', () => {
  holds('M1: permuting transactions changes no figure', ({ world }, choose) => {
    expect(figures({ ...world, transactions: shuffled(world.transactions, choose) })).toEqual(figures(world))
  })

  holds('M2: crediting one import or several gives the same credits', ({ world }, choose) => {
    const prepared = new Prepared(world)
    const cut = choose(world.transactions.length)
    const [first, second] = [world.transactions.slice(0, cut), world.transactions.slice(cut)].map((list) =>
      prepared.crediting(list),
    )
    const all = prepared.crediting(world.transactions)
    expect([...first!.credits, ...second!.credits]).toEqual(all.credits)
    expect([...first!.exceptions, ...second!.exceptions]).toEqual(all.exceptions)
  })

  holds('M10: a second run gives the same bytes', ({ world }) => {
    const bytes = () =>
      [...new Prepared(world).calculate()].map(([who, { periods, state }]) => [
        who,
        periods.map((p) => p.lines.map((l) => [l.earning, l.credit.transaction.id, String(l.minor)])),
        state && stateToJson(state),
      ])
    expect(JSON.stringify(bytes())).toBe(JSON.stringify(bytes()))
    expect(figures(world)).toEqual(figures(world))
  })
})

describe('M17: what is new', () => {
  holds('M17: a quote is the difference of two calculations, and leaves the state as it was', ({ world, extra }) => {
    const prepared = new Prepared(world)
    if (comparesParticipants(prepared.versions)) return
    const deal = { ...extra, creditedOn: extra.creditedOn > world.through ? world.through : extra.creditedOn }
    const input = { ...prepared.input, deal }
    const before = prepared.calculate()
    const after = prepared.calculate([...world.transactions, deal])
    for (const [who, credits] of creditsOfDeal(input).credits) {
      const state = before.get(who)?.state
      const bytes = state && stateToJson(state)
      const quote = quoteFromState(input, who, credits, state)
      expect(state && stateToJson(state)).toBe(bytes)
      for (const e of quote?.earnings ?? []) {
        const minor = (all: typeof before) =>
          all
            .get(who)
            ?.periods.at(-1)
            ?.earnings.find((x) => x.earning === e.earning)?.minor ?? null
        expect([e.before, e.after]).toEqual([minor(before), minor(after)])
      }
    }
  })
})

describe('M12, M16: what has no part in a figure', () => {
  holds('M12: a deal that credits somebody else moves nobody but them', ({ world, extra }) => {
    const prepared = new Prepared(world)
    if (comparesParticipants(prepared.versions)) return
    const credited = creditsOfDeal({ ...prepared.input, deal: extra }).credits
    const [before, after] = [prepared.calculate(), prepared.calculate([...world.transactions, extra])]
    for (const who of world.participants.filter((x) => !credited.has(x)))
      expect(engineFigures(new Map([[who, after.get(who)!]]))).toEqual(
        engineFigures(new Map([[who, before.get(who)!]])),
      )
  })

  holds('M16: unused tables, and measures that weigh nothing, change nothing', ({ world }) => {
    const more = replanned(world, (plan) => ({
      ...plan,
      tables: [
        ...plan.tables,
        {
          kind: 'RateTable',
          id: 'unused',
          title: 'Unused',
          mode: 'whole',
          axis: 'number',
          edgeBelongsTo: 'higher',
          bands: [{ from: '0', value: { kind: 'Number', value: '7' } }],
        },
      ],
      measures: plan.measures.length === 0 ? [] : [...plan.measures, { ...plan.measures[0]!, id: 'weightless' }],
      ...(plan.compositeMeasures
        ? {
            compositeMeasures: plan.compositeMeasures.map((m) => ({
              ...m,
              of: [...m.of, { measure: 'weightless', weight: '0' }],
            })),
          }
        : {}),
    }))
    expect(without(figures(more), 'weightless')).toEqual(without(figures(world), 'weightless'))
  })
})

describe('M18, M20: other words for the same', () => {
  holds('M18: what commutes may stand in another order', ({ world }, choose) => {
    const commuting = new Set(['Add', 'Multiply', 'Min', 'Max'])
    const turned = replanned(
      world,
      (plan) =>
        everywhere(plan, (node) =>
          commuting.has(String(node.kind)) ? { ...node, of: shuffled(node.of as unknown[], choose) } : node,
        ) as Plan,
    )
    // Where two operands have no value, the first is named.
    expect(without(figures(turned), 'exception')).toEqual(without(figures(world), 'exception'))
  })

  test('M18: titles, explanations and block ids are not part of the meaning', { timeout: 1_800_000 }, async () => {
    for (const { world } of fc.sample(anyCase, { numRuns: RUNS, seed: 20_260_101 })) {
      const [{ plan }] = world.versions as [World['versions'][number]]
      const renamed = everywhere(plan, (node) =>
        'kind' in node && 'title' in node ? { ...node, title: 'Other', explanation: 'Why', at: 'block' } : node,
      ) as Plan
      expect(await hashPlan(renamed)).toBe(await hashPlan(plan))
      const change = replanned(world, (p) => (p === plan ? renamed : p))
      expect(figures(change)).toEqual(figures(world))
    }
  })

  holds('M20: dates that all move together, with the calendar, change nothing', ({ world }, choose) => {
    // A month of a clawback is a month of the year.
    if (JSON.stringify(world).includes('"by":"months"')) return
    const days = choose(800) - 400
    const text = JSON.stringify(world).replaceAll(/\d{4}-\d\d-\d\d(?=")/g, (date) =>
      new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10),
    )
    expect(figures(JSON.parse(text) as World)).toEqual(figures(world))
  })
})

describe('M19: an explanation can be worked through by hand', () => {
  const worked = new Map<string, number>()
  holds(
    'M19: every step that combines others is what they make, and lines add up',
    ({ world }) => {
      const prepared = new Prepared(world)
      const all = prepared.calculate()
      const credits = prepared.credits()
      // A period that two versions share is explained beside the last.
      const shared = prepared.versions[1]?.effectiveFrom
      for (const [participant, { periods }] of all) {
        const last = periods.at(-1)
        const asked = periods.filter(
          ({ period: p }) => p === last?.period || (shared && p.from < shared && shared < p.to),
        )
        for (const one of asked) {
          const made = explain({
            ...prepared.input,
            participant,
            credits: credits.get(participant) ?? [],
            population: populationOf(all.values()),
            explain: one.period.id,
          })
          const { minorDigits, plan } = one.version.program
          expect(made?.derivations.length).toBe(one.earnings.length)
          one.earnings.forEach((e, i) => {
            const root = made!.derivations[i]!
            expect(root.value?.text).toBe(e.minor === null ? undefined : scaledToText(e.minor, minorDigits))
            checkRoot(root, minorDigits)
            const [, list = 'earnings', index] = root.path.split('/')
            // Only an earlier version of the period has it: the ruling one has no such part.
            const part = plan[list as 'earnings' | 'contests']?.[Number(index)]
            if (root.path === '') expect(plan.earnings.some((x) => x.id === e.earning)).toBe(false)
            else expect(part?.id).toBe(e.earning)
            check(root)
          })
        }
      }
    },
    RUNS * 5,
  )

  const figure = (text: string): Fraction => {
    const [n, d] = text.split('/') as [string, string?]
    return d === undefined ? decimal(n) : over(decimal(n), decimal(d))
  }
  const RULES: Record<string, (operands: Fraction[]) => Fraction> = {
    Add: (x) => x.reduce(plus),
    Multiply: (x) => x.reduce(times),
    Min: (x) => x.reduce(smaller),
    Max: (x) => x.reduce(larger),
    Subtract: ([a, b]) => minus(a!, b!),
    Negate: ([a]) => negative(a!),
    Absolute: ([a]) => (a!.n < 0n ? negative(a!) : a!),
    Prize: ([a]) => a!,
    BudgetCut: ([a]) => a!,
  }
  const isNumber = (s: Step) => s.value !== null && ['money', 'number', 'percent', 'quantity'].includes(s.value.type)
  const is = (step: Step, made: Fraction) => {
    worked.set(step.kind, (worked.get(step.kind) ?? 0) + 1)
    expect([step.kind, exactText(amountOf(step))]).toEqual([step.kind, exactText(made)])
  }
  const amountOf = (step: Step | undefined): Fraction => (step ? figure(step.value!.text) : decimal('0'))

  /** A contest gives the prize, or what the budget leaves of it, to whole cents; versions that share a period add up. */
  function checkRoot(root: Step, digits: number): void {
    if (root.value === null) return
    const one = (kind: string) => root.steps.find((s) => s.kind === kind)
    if (root.kind === 'Contest') {
      expect(root.steps[0]?.kind).toBe('Measure')
      is(root, plus(amountOf(one('BudgetCut') ?? one('Prize')), amountOf(one('Cents'))))
    }
    const versions = root.steps.filter((s) => s.kind === 'Version')
    if (versions.length === 0) return
    const off = minus(figure(root.value.text), versions.map(amountOf).reduce(plus))
    const minor = times(off, decimal(String(10 ** digits)))
    worked.set('versions', (worked.get('versions') ?? 0) + 1)
    expect([root.label, minor.n < minor.d && -minor.n < minor.d]).toEqual([root.label, true])
  }

  function check(step: Step, within = ''): void {
    const rule = RULES[step.kind]
    const [a, b] = step.steps
    if (step.value && step.steps.length > 0 && step.steps.every(isNumber)) {
      if (rule) is(step, rule(step.steps.map((s) => figure(s.value!.text))))
      // A quotient of the plan may be rounded; one of a contest is exact.
      if (step.kind === 'Divide' && /^(Prize|BudgetCut)$/.test(within)) is(step, over(amountOf(a), amountOf(b)))
      if (step.kind === 'Version' && b?.kind === 'DaysShare') is(step, times(amountOf(a), amountOf(b)))
    }
    for (const s of step.steps) check(s, step.kind)
  }

  test('and there were steps to work through', () => {
    expect([...worked.values()].reduce((sum, n) => sum + n, 0)).toBeGreaterThan(RUNS)
    for (const kind of ['Contest', 'Prize', 'BudgetCut', 'Divide', 'Version', 'versions'])
      expect([kind, (worked.get(kind) ?? 0) > 0]).toEqual([kind, true])
  })
})
