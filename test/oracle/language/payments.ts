import type { Earning, Expression, PayoutRule, PayoutRuleOf, Period, Plan } from '#engine'
import { Fraction } from '../fraction.ts'
import { within } from './calendar.ts'
import { eligibilityExceptions, isPaidIn, prizesOf } from './contests.ts'
import { type Earned, earningsOf, periodScope, personUnder } from './earnings.ts'
import { numberOf, type Scope } from './evaluate.ts'
import { decimal, shareOut, times, units, whole } from './exact.ts'
import type { Line } from './lines.ts'
import { undoes } from './measures.ts'
import { minorDigits } from './money.ts'
import { attempt, NoFigure } from './no-figure.ts'
import { periodsOf, segmentsOf, type World } from './world.ts'

type Due = { period: number; of: string; minor: bigint }
type Waiting = { earning: string; deal: string; event: string; minor: bigint }
/** What is carried from period to period. */
export type Till = { balances: Map<string, bigint>; due: Due[]; held: Due[]; waiting: Waiting[] }

export type Paid = {
  readonly minor: bigint
  readonly till: Till
  readonly earnings: readonly Earned[]
  readonly exceptions: readonly { code: string; deal: string | null }[]
}

/** What is paid to somebody in a period: all their periods up to it, from the first, one after the other. */
export function paymentOf(w: World, who: string, period: Period): Paid {
  const till: Till = { balances: new Map(), due: [], held: [], waiting: [] }
  let paid: Paid | undefined
  for (const [i, p] of periodsOf(w, who).entries()) {
    if (p.from > period.from) break
    paid = close(w, who, p, i + 1, till)
  }
  if (!paid) throw new Error(`${who} has no such period.`)
  return paid
}

function close(w: World, who: string, period: Period, n: number, till: Till): Paid {
  const { plan } = segmentsOf(w, period).at(-1)!
  const digits = minorDigits(plan.currency)
  const made = earningsOf(w, who, period)
  const prizes = (plan.contests ?? [])
    .filter((c) => isPaidIn(c, period))
    .map((c): Earned => ({ earning: c.id, minor: prizesOf(w, c, period).get(who) ?? 0n }))
  const earnings = [...made.earnings, ...prizes]
  const payable = new Map<string, bigint>(earnings.map((e) => [e.earning, 0n]))
  const pay = (of: string, minor: bigint) => payable.set(of, (payable.get(of) ?? 0n) + minor)
  for (const e of earnings) {
    const lines = made.lines.filter((l) => l.earning === e.earning)
    const part = plan.earnings.find((x) => x.id === e.earning)
    for (const [after, minor] of schedule(plan, part, e.minor ?? 0n, lines, till)) {
      if (after === 0) pay(e.earning, minor)
      else till.due.push({ period: n + after, of: e.earning, minor })
    }
  }
  for (const due of till.due.filter((d) => d.period === n)) pay(due.of, due.minor)
  till.due = till.due.filter((d) => d.period > n)
  release(w, who, period, till, pay)
  const p = personUnder(w, plan, who)
  const scope = periodScope(p, period, (id) => {
    const found = made.earnings.find((e) => e.earning === id)
    if (!found || found.minor === null) throw new NoFigure('missing-value')
    return new Fraction(found.minor, 10n ** BigInt(digits))
  })
  const unheld = till.held.filter((d) => d.period === n).reduce((sum, d) => sum + d.minor, 0n)
  till.held = till.held.filter((d) => d.period > n)
  let total = [...payable.values()].reduce((a, b) => a + b, 0n) + unheld
  const effects: Effect[] = []
  const people = eligibilityExceptions(w, who, period)
  const exceptions: { code: string; deal: string | null }[] = []
  for (const rule of plan.payoutRules ?? []) {
    const about = 'earnings' in rule ? rule.earnings : undefined
    const seen = effects
      .filter((e) => !about || e.about?.every((id) => about.includes(id)))
      .reduce(
        (sum, e) => sum + e.minor,
        (about ?? [...payable.keys()]).reduce((sum, id) => sum + (payable.get(id) ?? 0n), 0n),
      )
    const found = attempt(() => apply(rule, { seen, total, till, n, scope, digits }))
    if ('code' in found) {
      exceptions.push({ code: found.code, deal: null })
      continue
    }
    effects.push({ about, minor: found.value - total })
    total = found.value
  }
  return { minor: total, till, earnings, exceptions: [...made.exceptions, ...people, ...exceptions] }
}

/** What an earning of this period makes payable, now or how many periods later. */
function schedule(
  plan: Plan,
  earning: Earning | undefined,
  minor: bigint,
  lines: readonly Line[],
  till: Till,
): [number, bigint][] {
  const payable = earning?.payable
  if (!payable) return [[0, minor]]
  if (payable.kind === 'OnEvent') {
    const isUndoing = (l: Line) => l.on === undefined || undoes(plan, l.credit.deal)
    const kept = lines
      .filter((l) => !isUndoing(l))
      .map((l): bigint => {
        const rest = l.minor - units(times(whole(l.minor), decimal(payable.atOnce)), 0, 'half-up')
        till.waiting.push({ earning: l.earning, deal: l.onDeal, event: payable.event, minor: rest })
        return rest
      })
    const given = lines.filter(isUndoing).map((l): bigint => {
      const deal = JSON.stringify([l.credit.deal.source, l.credit.deal.reverses])
      return -takenFromWaiting(till, l.earning, deal, -l.minor)
    })
    return [[0, minor - [...kept, ...given].reduce((a, b) => a + b, 0n)]]
  }
  const parts =
    payable.kind === 'Amortised'
      ? Array.from({ length: payable.periods }, (_, i) => ({ share: new Fraction(1n, BigInt(payable.periods)), i }))
      : payable.parts.map((x) => ({ share: decimal(x.share), i: x.afterPeriods }))
  const cut = shareOut(
    parts.map((x) => times(whole(minor), x.share)),
    0,
  )
  return parts.map((x, i) => [x.i, cut[i]!])
}

/** What is taken back comes first from what still waits on the deal. */
function takenFromWaiting(till: Till, earning: string, deal: string, minor: bigint): bigint {
  let left = minor
  for (const x of till.waiting.filter((y) => y.earning === earning && y.deal === deal)) {
    if (x.minor > 0n !== left > 0n) continue
    const part = (left > 0n ? left < x.minor : left > x.minor) ? left : x.minor
    x.minor -= part
    left -= part
  }
  return minor - left
}

/** An event of a deal makes payable what waits for it. */
function release(w: World, who: string, period: Period, till: Till, pay: (of: string, minor: bigint) => void): void {
  const { plan } = segmentsOf(w, period).at(-1)!
  const events = personUnder(w, plan, who).credits.filter((c) => within(c.deal.creditedOn, period) && c.deal.reverses)
  till.waiting = till.waiting.filter((x) => {
    const came = events.some(
      (c) => c.deal.kind === x.event && JSON.stringify([c.deal.source, c.deal.reverses]) === x.deal,
    )
    if (came) pay(x.earning, x.minor)
    return !came
  })
}

/** What a rule did to the payment, and to which earnings. */
type Effect = { about: readonly string[] | undefined; minor: bigint }

type Case = {
  /** What the rule finds of its earnings. */
  seen: bigint
  total: bigint
  till: Till
  n: number
  scope: Scope
  digits: number
}

function apply(rule: PayoutRule, c: Case): bigint {
  const balance = c.till.balances.get(rule.id) ?? 0n
  const set = (minor: bigint) => c.till.balances.set(rule.id, minor)
  const money = (e: Expression) => units(numberOf(e, c.scope), c.digits, 'half-up')
  const concerned = c.seen
  switch (rule.kind) {
    case 'CapTogether': {
      const cap = money(rule.cap)
      if (concerned > cap) {
        if (rule.excess === 'banked') set(balance + concerned - cap)
        return c.total - (concerned - cap)
      }
      if (rule.excess === 'lost') return c.total
      const more = balance < cap - concerned ? balance : cap - concerned
      set(balance - more)
      return c.total + more
    }
    case 'Draw':
      return draw(rule, c, concerned, balance, money, set)
    case 'Hold': {
      const kept = concerned > 0n ? units(times(whole(concerned), decimal(rule.share)), 0, 'half-up') : 0n
      c.till.held.push({ of: rule.id, period: c.n + rule.periods, minor: kept })
      return c.total - kept
    }
    case 'CarryNegative': {
      const left = c.total + balance
      set(left < 0n ? left : 0n)
      return left < 0n ? 0n : left
    }
    case 'MinimumPayment': {
      const least = money(rule.amount)
      const left = c.total + balance
      const waits = left > 0n && left < least
      set(waits ? left : 0n)
      return waits ? 0n : left
    }
  }
}

function draw(
  rule: PayoutRuleOf<'Draw'>,
  c: Case,
  earned: bigint,
  owed: bigint,
  money: (e: Expression) => bigint,
  set: (minor: bigint) => void,
): bigint {
  const runs = rule.periods === undefined || c.n <= rule.periods
  const stated = runs ? money(rule.amount) : 0n
  const amount = stated > 0n ? stated : 0n
  const { recovery } = rule
  const floor = recovery?.floor ? money(recovery.floor) : amount
  // An advance that ends is recovered after its end; everything else from the first period on.
  const first = rule.pays === 'onTop' && rule.periods !== undefined ? rule.periods + 1 : 1
  let left = owed
  let paid = earned
  if (recovery && c.n >= (recovery.from ?? first)) {
    const room = earned > floor ? units(times(whole(earned - floor), decimal(recovery.percent)), 0, 'half-up') : 0n
    const taken = room < left ? room : left
    left -= taken
    paid -= taken
  }
  const given = rule.pays === 'onTop' ? amount : runs && earned < amount ? amount - earned : 0n
  if (recovery) left += given
  if (recovery?.forgivenAtEnd && rule.periods !== undefined && c.n >= rule.periods) left = 0n
  set(left)
  return c.total + paid + given - earned
}
