import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { assignCredits, exactToText, FactIndex, type Plan, type Transaction } from '#engine'
import { byDays } from '#engine/time/proration'
import { Fraction } from '../oracle/fraction.ts'
import { decimal, plus, rounded, sum, times, units } from '../oracle/language/exact.ts'
import {
  credit,
  deal,
  earning,
  facts,
  measure,
  onWindow,
  ownerRule,
  pct,
  plan,
  times as product,
  quota,
  running,
  sumOf,
  table,
  usd,
} from '../support/plans.ts'
import { earned, programOf } from '../support/run-plan.ts'

/** Metamorphic relations (shared/design/reliability.md 5.2) of single rules, on plans made to measure. Exact, no tolerance. */

const isFull = process.env.DREIZACK_FULL === '1'
const RUNS = isFull ? 2_000 : 60
const holds = <T extends unknown[]>(
  name: string,
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  relation: (...args: T) => void,
) =>
  test(name, { timeout: isFull ? 1_800_000 : 60_000 }, () => {
    fc.assert(
      fc.property(...(arbitraries as [fc.Arbitrary<unknown>]), (...args) => relation(...(args as unknown as T))),
      { numRuns: RUNS, seed: 20_260_101 },
    )
  })

const YEAR = '2026-01-01'
const date = (offset: number): string => new Date(Date.parse(YEAR) + offset * 86_400_000).toISOString().slice(0, 10)
const text = (n: number, places: number): string => {
  const digits = String(Math.abs(n)).padStart(places + 1, '0')
  const decimals = places === 0 ? '' : `.${digits.slice(-places)}`
  return `${n < 0 ? '-' : ''}${places === 0 ? digits : digits.slice(0, -places)}${decimals}`
}
/** Whole hundreds, on which a rate of whole percents leaves no fraction of a cent. */
const whole = fc.integer({ min: 0, max: 5_000 }).map((n) => String(n * 100))
const cents = fc.integer({ min: -900_000, max: 2_000_000 }).map((n) => text(n, 2))
const awkward = fc
  .tuple(fc.integer({ min: -9_000_000, max: 90_000_000 }), fc.constantFrom(0, 1, 2, 3, 4))
  .map(([n, p]) => text(n, p))
const day = fc.integer({ min: 0, max: 364 }).map(date)
const rate = fc.integer({ min: 0, max: 30 }).map((n) => text(n, 2))
const bands = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 4 }),
    fc.array(rate, { minLength: 5, maxLength: 5 }),
  )
  .map(([edges, rates]) =>
    ['0', ...edges.sort((a, b) => a - b).map((e) => String(e * 100))].map((from, i) => [from, rates[i]!] as const),
  )
type Bands = readonly (readonly [string, string])[]
const ratesOf = (mode: 'marginal' | 'whole', of: Bands, axis: 'money' | 'share' = 'money') =>
  table(
    mode,
    axis,
    of.map(([from, value]) => [from, pct(value)]),
  )
const minor = (amount: string | null): bigint => units(decimal(amount!), 2, 'down')
const total = (p: Plan, list: readonly Transaction[], given = facts(), id = 'commission', who = 'ann'): bigint =>
  earned(p, given, list, who).result.periods.reduce(
    (all, x) => all + (x.earnings.find((e) => e.earning === id)?.minor ?? 0n),
    0n,
  )

describe('M3, M13: credits', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 4 }).map((weights) => {
    const all = weights.reduce((a, b) => a + b, 0)
    let rest = 1_000_000
    return weights.map((w, i) => {
      const part = i === weights.length - 1 ? rest : Math.floor((w * 1_000_000) / all)
      rest -= part
      return text(part, 6)
    })
  })
  const people = ['ann', 'bob', 'cy', 'dee']
  const everybody = people.map((participant) => ({ plan: 'plan', participant, from: YEAR, to: null }))
  const credited = (p: Plan, t: Transaction, given = facts({ assignments: everybody })) =>
    assignCredits(programOf(p).plain, 'plan', new FactIndex(given), t).credits
  const amounts = (list: ReturnType<typeof credited>) => sum(list.map((c) => decimal(exactToText(c.amount))))

  holds<[string, string[], number]>(
    'M3: credits of shares that make a whole add up to the deal',
    [awkward, shares, fc.constantFrom(0, 2, 6)],
    (amount, parts, digits) => {
      const p = plan({
        credits: [ownerRule({ to: { kind: 'DealTeam', role: null }, digits })],
        earnings: [earning(usd('1'))],
      })
      const team = parts.map((share, i) => ({ role: 'seller', participant: people[i]!, share }))
      expect(amounts(credited(p, deal(amount, { team }))).compare(rounded(decimal(amount), digits, 'half-up'))).toBe(0)
    },
  )

  holds<[{ amount: string; creditedOn: string; owner: string }[], string]>(
    'M13: a manager has the credits of those who report to them on the day, and a move only splits them',
    [
      fc.array(fc.record({ amount: cents, creditedOn: day, owner: fc.constantFrom('bob', 'cy') }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 363 }).map(date),
    ],
    (list, moves) => {
      const p = plan({
        credits: [ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 1 } })],
        earnings: [earning(product(pct('1'), credit), { per: 'credit' })],
      })
      const line = (participant: string, manager: string, from: string, to: string | null) => ({
        participant,
        manager,
        from,
        to,
      })
      const moved = facts({
        assignments: everybody,
        reportingLines: [
          line('cy', 'ann', YEAR, null),
          line('bob', 'ann', YEAR, moves),
          line('bob', 'dee', moves, null),
        ],
      })
      const stayed = facts({
        assignments: everybody,
        reportingLines: [line('cy', 'ann', YEAR, null), line('bob', 'ann', YEAR, null)],
      })
      const deals = list.map(({ amount, ...over }) => deal(amount, over))
      const under = (who: string, given = moved) => total(p, deals, given, 'commission', who)
      const ofAnn = list
        .filter((t) => t.owner === 'cy' || t.creditedOn < moves)
        .reduce((all, t) => all + minor(t.amount), 0n)
      expect(under('ann')).toBe(ofAnn)
      expect(under('ann') + under('dee')).toBe(under('ann', stayed))
    },
  )
})

describe('M4, M5, M6: tables', () => {
  const inWindow = (mode: 'marginal' | 'whole', of: Bands, over = {}, axis: 'money' | 'share' = 'money') =>
    plan({
      period: 'year',
      measures: [sumOf()],
      tables: [ratesOf(mode, of, axis)],
      earnings: [earning(onWindow(measure('revenue'), over))],
    })

  holds<[Bands, string, string]>(
    'M4: a marginal table is additive, 0 at 0, continuous, and does not fall',
    [bands, whole, whole],
    (of, a, b) => {
      const p = plan({
        period: 'year',
        measures: [sumOf()],
        tables: [ratesOf('marginal', of)],
        earnings: [earning(running('slice'), { per: 'credit' })],
      })
      const at = (x: string) => total(inWindow('marginal', of), [deal(x)])
      const lines = earned(p, facts(), [deal(a, { creditedOn: '2026-01-01' }), deal(b, { creditedOn: '2026-01-02' })])
      const [first, second] = lines.lines('2026')!.map(minor) as [bigint, bigint]
      expect([first, first + second]).toEqual([at(a), at(String(Number.parseInt(a, 10) + Number.parseInt(b, 10)))])
      expect(at('0')).toBe(0n)
      expect(second >= 0n).toBe(true)
      // A cent more is worth at most the highest rate of a cent, so nothing jumps at an edge.
      for (const [edge] of of.slice(1)) expect(at(edge) - at(`${Number.parseInt(edge, 10) - 1}.99`) <= 1n).toBe(true)
    },
  )

  holds<[Bands]>('M5: a whole table jumps at an edge by what its rates differ, on all of it', [bands], (of) => {
    for (const [i, [edge, next]] of of.entries()) {
      if (i === 0) continue
      const at = (mode: Bands) => total(inWindow('whole', mode), [deal(edge)])
      const below = of.filter((_, j) => j !== i && j < i)
      const jump = times(decimal(edge), plus(decimal(next), decimal(`-${of[i - 1]![1]}`.replace('--', ''))))
      expect(at(of) - at(below)).toBe(units(jump, 2, 'half-up'))
    }
  })

  holds<[Bands, string[], number, 'marginal' | 'whole']>(
    'M6: amounts and quotas k times as large leave attainment as it is and pay k times as much',
    [bands, fc.array(whole, { maxLength: 6 }), fc.integer({ min: 2, max: 9 }), fc.constantFrom('marginal', 'whole')],
    (of, amounts, k, mode) => {
      const shares: Bands = of.map(([from, value]) => [text(Number.parseInt(from, 10), 5).replace(/0+$/, '0'), value])
      const per = { per: { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' } }
      const base = inWindow(mode, shares, per, 'share')
      const reached = { kind: 'Attainment', measure: 'revenue', quota: 'revenue' } as const
      const p = { ...base, earnings: [...base.earnings, earning(product(usd('1000000'), reached), { id: 'reached' })] }
      const given = (factor: number) =>
        facts({ quotas: [quota(String(20_000 * factor), { to: '2027-01-01' })] as never })
      const deals = (factor: number) => amounts.map((a) => deal(String(Number.parseInt(a, 10) * factor)))
      const pays = (factor: number, id: string) => total(p, deals(factor), given(factor), id)
      expect(pays(k, 'reached')).toBe(pays(1, 'reached'))
      expect(pays(k, 'commission')).toBe(BigInt(k) * pays(1, 'commission'))
    },
  )
})

describe('M7: currencies', () => {
  const inCurrency = (currency: string) =>
    plan({
      currency,
      conversion: { rateType: 'daily', date: 'creditedOn' },
      earnings: [
        earning(product(pct('0.0333'), credit), { per: 'credit', rounding: { mode: 'half-up', basis: 'each' } }),
      ],
    })

  holds<[string]>('M7: a rate of 1 changes nothing', [awkward], (amount) => {
    const rates = [{ rateType: 'daily', from: 'EUR', to: 'USD', on: YEAR, rate: '1' }]
    const foreign = total(inCurrency('USD'), [deal(amount, { currency: 'EUR' })], facts({ rates }))
    expect(foreign).toBe(total(inCurrency('USD'), [deal(amount)]))
  })

  holds<[string, string]>(
    'M7: every currency rounds at its own minor unit',
    [awkward, fc.constantFrom('JPY', 'EUR', 'KWD')],
    (amount, currency) => {
      const digits = { JPY: 0, EUR: 2, KWD: 3 }[currency]!
      const pays = total(inCurrency(currency), [deal(amount, { currency })])
      expect(pays).toBe(units(times(decimal(amount), decimal('0.0333')), digits, 'half-up'))
    },
  )
})

describe('M9, M11, M16: what nets, what bounds, what is nothing', () => {
  const some = fc.array(fc.record({ amount: cents, creditedOn: day }), { maxLength: 10 })
  const listOf = (list: { amount: string; creditedOn: string }[]) =>
    list.map((t) => deal(t.amount, { creditedOn: t.creditedOn }))
  const opposite = (amount: string) => (amount.startsWith('-') ? amount.slice(1) : `-${amount}`)
  const tiers = (of: Bands, window: 'Period' | 'YearToDate') =>
    plan({
      measures: [sumOf({ window: { kind: window } })],
      tables: [ratesOf('marginal', of)],
      earnings: [earning(running('slice'), { per: 'credit' })],
    })

  holds<[{ amount: string; creditedOn: string }[], string, string, string, Bands]>(
    'M9: a deal and its cancellation leave what there was without them: in their period, and over a year to date in sum',
    [some, cents.filter((c) => !/^-?[0.]+$/.test(c)), day, day, bands],
    (list, amount, sold, cancelled, of) => {
      const pair = (second: string) => [
        deal(amount, { creditedOn: sold }),
        deal(opposite(amount), { creditedOn: second }),
      ]
      const p = tiers(of, 'Period')
      expect(total(p, [...listOf(list), ...pair(sold)])).toBe(total(p, listOf(list)))
      const year = tiers(of, 'YearToDate')
      expect(total(year, [...listOf(list), ...pair(cancelled)])).toBe(total(year, listOf(list)))
      const [original, reversal] = pair(sold > cancelled ? sold : cancelled) as [Transaction, Transaction]
      const flat = plan({
        earnings: [earning(product(pct('0.0777'), credit), { per: 'credit' })],
        clawbacks: [
          { kind: 'Clawback', id: 'c', title: 'c', share: '1', manner: { kind: 'Full' }, reducesAttainment: true },
        ],
      })
      const known = { ...reversal, reverses: original.externalId }
      const without = listOf(list)
      const at = earned(flat, facts(), [...without, original, known]).result.periods.flatMap((x) => x.lines)
      const net = at
        .filter((l) => [original.externalId, reversal.externalId].includes(l.credit.transaction.externalId))
        .reduce((all, l) => all + l.minor, 0n)
      expect(net).toBe(0n)
    },
  )

  holds<[{ amount: string; creditedOn: string }[], string, string]>(
    'M11: a cap and a floor bound, and a recoverable draw owes no less than nothing',
    [
      some,
      fc.integer({ min: 0, max: 90_000 }).map((n) => text(n, 2)),
      fc.integer({ min: 0, max: 90_000 }).map((n) => text(n, 2)),
    ],
    (list, one, other) => {
      const [floor, cap] = [one, other].sort((a, b) => decimal(a).compare(decimal(b))) as [string, string]
      const amount = product(pct('0.07'), measure('revenue'))
      const p = (over: object) => plan({ measures: [sumOf()], earnings: [earning(amount, over)] })
      const by = (over: object) =>
        earned(p(over), facts(), listOf(list)).result.periods.map((x) => x.earnings[0]!.minor!)
      const plain = by({})
      const least = (a: bigint, b: bigint) => (a < b ? a : b)
      const most = (a: bigint, b: bigint) => (a > b ? a : b)
      expect(by({ cap: usd(cap) })).toEqual(plain.map((x) => least(x, minor(cap))))
      expect(by({ floor: usd(floor) })).toEqual(plain.map((x) => most(x, minor(floor))))
      expect(by({ floor: usd(floor), cap: usd(cap) })).toEqual(
        plain.map((x) => least(most(x, minor(floor)), minor(cap))),
      )
      const drawn = plan({
        period: 'month',
        earnings: [earning(product(pct('1'), credit), { per: 'credit' })],
        payoutRules: [
          {
            kind: 'Draw',
            id: 'draw',
            title: 'Draw',
            amount: usd(cap),
            pays: 'upTo',
            recovery: { percent: '1', forgivenAtEnd: false },
          },
        ],
      })
      let owed = 0n
      for (const x of earned(drawn, facts(), listOf(list)).result.periods) {
        owed += x.payment.minor - x.earnings[0]!.minor!
        expect(x.payment.state.balances.get('draw') ?? 0n).toBe(owed)
        expect(owed >= 0n).toBe(true)
      }
    },
  )

  holds<[{ amount: string; creditedOn: string }[], string, Bands]>(
    'M16: a deal of nothing adds nothing',
    [some, day, bands],
    (list, on, of) => {
      const p = tiers(of, 'YearToDate')
      expect(total(p, [...listOf(list), deal('0', { creditedOn: on })])).toBe(total(p, listOf(list)))
    },
  )
})

describe('M14, M15: time', () => {
  holds<[{ amount: string; creditedOn: string }[], Bands]>(
    'M14: months of a cumulative plan pay, together, what the year at once pays',
    [fc.array(fc.record({ amount: awkward, creditedOn: day }), { maxLength: 20 }), bands],
    (list, of) => {
      const p = (period: 'month' | 'year') =>
        plan({
          period,
          measures: [sumOf({ window: { kind: 'YearToDate' } })],
          tables: [ratesOf('marginal', of)],
          earnings: [earning(running('slice'), { per: 'credit' })],
        })
      const deals = list.map((t) => deal(t.amount, { creditedOn: t.creditedOn }))
      expect(total(p('month'), deals)).toBe(total(p('year'), deals))
    },
  )

  holds<[number[]]>(
    'M15: factors of any partition of a period add up to exactly 1',
    [fc.uniqueArray(fc.integer({ min: 1, max: 364 }), { maxLength: 6 })],
    (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), 365].map(date)
      const span = { from: YEAR, to: date(365) }
      const factors = edges.slice(1).map((to, i) => byDays([{ from: edges[i]!, to }], span))
      expect(sum(factors.map(({ n, d }) => new Fraction(n, d))).compare(decimal('1'))).toBe(0)
    },
  )
})
