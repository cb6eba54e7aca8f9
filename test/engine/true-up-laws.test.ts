import fc from 'fast-check'
import { expect, test } from 'vitest'
import { calculateWorld, type Facts, type Reason, type TrueUp, trueUps, type World } from '#engine'
import { twoCases } from './arbitrary/cases.ts'
import { Prepared } from './support/engine-figures.ts'

/**
 * M8: what was posted and its adjustments are the fresh calculation, whatever kind of fact changed: for every figure of
 * earnings and payments, per participant and period, to the minor unit; or the figure is told as open, without money.
 */

const RUNS = process.env.DREIZACK_FULL === '1' ? 2_000 : 60

/** A calendar as it stands with one boundary between months a day earlier. */
const recut = (calendar: Facts['calendar']): Facts['calendar'] => {
  const moved = (day: string) => (day === '2026-03-01' ? '2026-02-28' : day)
  return calendar.map((p) => ({ ...p, from: moved(p.from), to: moved(p.to) }))
}

type Change = (before: World, other: World) => World
const ofFacts = (change: (facts: Facts, other: Facts) => Partial<Facts>): Change => {
  return (before, other) => ({ ...before, facts: { ...before.facts, ...change(before.facts, other.facts) } })
}

/** Every kind of fact as another case has it, each with the reason that it is told under. */
const CHANGES: Readonly<Record<Reason['kind'], Change>> = {
  plan: (before, other) => ({ ...before, versions: other.versions }),
  assignment: ofFacts((_, { assignments }) => ({ assignments })),
  title: ofFacts((_, { titles }) => ({ titles })),
  hierarchy: ofFacts((_, { reportingLines }) => ({ reportingLines })),
  territory: ofFacts((_, { territories }) => ({ territories })),
  team: ofFacts((_, { teams }) => ({ teams: teams ?? [] })),
  quota: ofFacts((_, { quotas }) => ({ quotas })),
  parameter: ofFacts((_, { parameters }) => ({ parameters })),
  input: ofFacts((_, { inputs }) => ({ inputs: inputs ?? [] })),
  'exchange rate': ofFacts((_, { rates }) => ({ rates: rates ?? [] })),
  calendar: ofFacts(({ calendar }) => ({ calendar: recut(calendar) })),
  'participant id': ofFacts(() => ({ participantIds: { 'E-1': 'bob' } })),
  transaction: (before, { transactions }) => ({
    ...before,
    transactions: [...before.transactions.slice(2), ...transactions.slice(0, 2)],
  }),
  other: (before) => ({
    ...before,
    transactions: before.transactions.flatMap((t, i) => (i === 0 ? [t, { ...t, id: 'txn_again' }] : [t])),
  }),
}
const KINDS = Object.keys(CHANGES) as Reason['kind'][]

/** Figures of periods as text says them, and periods with something that cannot be calculated. */
function figuresOf(world: World) {
  const { calculations, exceptions } = calculateWorld(world)
  const days = new Map(world.transactions.map((t) => [t.id, t.creditedOn]))
  const minor = new Map<string, bigint>()
  const open = new Set<string>()
  const add = (key: string, value: bigint | null) => minor.set(key, (minor.get(key) ?? 0n) + (value ?? 0n))
  for (const [who, { periods }] of calculations) {
    for (const p of periods) {
      const at = `${who} ${p.period.id}`
      for (const e of p.earnings) add(`${at} earning ${e.earning}`, e.minor)
      for (const [id, value] of p.payment.payable) add(`${at} payable ${id}`, value)
      for (const e of p.payment.entries) add(`${at} rule ${e.rule} ${e.what}`, e.minor)
      add(`${at} payment`, p.payment.minor)
      const dropped = exceptions.some((x) => {
        const day = days.get(x.transaction ?? '') ?? ''
        return x.participant === who && p.period.from <= day && day < p.period.to
      })
      if (dropped || p.exceptions.length > 0) open.add(at)
    }
  }
  return { minor, open }
}
const keyOf = ({ participant, period, of }: TrueUp): string => [participant, period, ...Object.values(of)].join(' ')

const reasons = new Set<string>()
const seen = { money: 0, open: 0, rules: 0 }

test('reasons add up to the difference of every figure, or the figure is open', { timeout: 1_800_000 }, () => {
  fc.assert(
    fc.property(twoCases, fc.subarray(KINDS, { minLength: 1 }), ([one, two], kinds) => {
      const [before, other] = [new Prepared(one.world).whole, new Prepared(two.world).whole]
      const after = kinds.reduce((world, kind) => CHANGES[kind](world, other), before)
      const [was, is] = [figuresOf(before), figuresOf(after)]
      const told = Map.groupBy(trueUps(before, after), keyOf)
      for (const key of new Set([...was.minor.keys(), ...is.minor.keys(), ...told.keys()])) {
        const list = told.get(key) ?? []
        for (const t of list) reasons.add(t.reason.kind)
        expect(list.every((t) => t.minor !== 0n)).toBe(true)
        if (list.some((t) => t.minor === null)) {
          // Once, without money, and only where something is missing in this period or in one before it.
          expect([key, list.length]).toEqual([key, 1])
          const [who = '', period = ''] = key.split(' ')
          const upTo = [...is.open].filter((at) => at.startsWith(`${who} `) && at.slice(who.length + 1) <= period)
          if (/ earning /.test(key)) expect([key, is.open.has(`${who} ${period}`)]).toEqual([key, true])
          else expect([key, upTo.length > 0]).toEqual([key, true])
          seen.open++
          continue
        }
        const [posted, fresh] = [was.minor.get(key) ?? 0n, is.minor.get(key) ?? 0n]
        const sum = list.reduce((total, t) => total + (t.minor ?? 0n), 0n)
        expect([key, posted + sum]).toEqual([key, fresh])
        if (sum !== 0n) seen.money++
        if (sum !== 0n && / rule /.test(key)) seen.rules++
      }
      isPaidBy(told)
    }),
    { numRuns: RUNS, seed: 20_260_101, endOnFailure: true },
  )
  expect([...reasons].sort()).toEqual([...KINDS].sort())
  expect(Math.min(seen.money, seen.open, seen.rules)).toBeGreaterThan(RUNS / 4)
})

/** For every reason too, what is paid moves by what became payable and what rules did. */
function isPaidBy(told: ReadonlyMap<string, readonly TrueUp[]>): void {
  const moved = new Map<string, bigint>()
  for (const { participant, period, of, minor, reason } of [...told.values()].flat()) {
    if (of.kind === 'earning') continue
    const key = JSON.stringify([participant, period, reason])
    moved.set(key, (moved.get(key) ?? 0n) + (of.kind === 'payment' ? -1n : 1n) * (minor ?? 0n))
  }
  for (const [key, rest] of moved) expect([key, rest]).toEqual([key, 0n])
}
