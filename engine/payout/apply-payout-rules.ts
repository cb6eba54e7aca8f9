import { unreachable } from '../lib/assert.ts'
import { allocate } from '../money/allocate.ts'
import { type Exact, fromInteger, multiply, parseExact } from '../money/exact.ts'
import { roundToScaled } from '../money/rounding.ts'
import type { Payable, PayoutRule, PayoutRuleOf } from '../plan/payout.ts'
import type { Due, PayoutState, Waiting } from './payout-state.ts'

/** One line between what was earned and what is paid: positive adds to the payment, negative takes from it. */
export type PayoutEntry = {
  readonly rule: string
  readonly what:
    | 'capped'
    | 'banked'
    | 'paid from bank'
    | 'draw'
    | 'recovered'
    | 'forgiven'
    | 'held'
    | 'released'
    | 'carried'
    | 'brought forward'
  readonly minor: bigint
}

/** What a participant is paid for a period, and how it follows from what was earned. */
export type Payment = {
  /** By earning: what became payable in this period, from this one's earnings and earlier instalments. */
  readonly payable: ReadonlyMap<string, bigint>
  readonly entries: readonly PayoutEntry[]
  readonly minor: bigint
  readonly state: PayoutState
}

/** A rule's amounts for this period, evaluated by the plan. */
export type RuleAmounts = { readonly amount: bigint; readonly floor: bigint | undefined }

/** What a deal earned; `takesBack`: what a reversal of the deal gives back of it. */
export type PaidLine = {
  readonly earning: string
  readonly deal: string
  readonly minor: bigint
  readonly takesBack: boolean
}

export type PayoutInput = {
  readonly rules: readonly PayoutRule[]
  readonly schedules: ReadonlyMap<string, Payable>
  /** By earning, in minor units; an earning without a value stands as 0 here and is an exception elsewhere. */
  readonly earned: ReadonlyMap<string, bigint>
  readonly amounts: ReadonlyMap<string, RuleAmounts>
  /** What each deal earned in this period, and what happened to deals in it: for earnings that wait for an event. */
  readonly lines: readonly PaidLine[]
  readonly events: readonly { readonly event: string; readonly deal: string }[]
  readonly before: PayoutState
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b)
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b)
const share = (minor: bigint, part: Exact): bigint => roundToScaled(multiply(fromInteger(minor), part), 0, 'half-up')

/** A period's payment while it is being made. */
class Making {
  readonly period: number
  readonly payable: Map<string, bigint>
  readonly entries: PayoutEntry[] = []
  readonly balances: Map<string, bigint>
  readonly due: Due[]
  readonly waiting: Waiting[]
  /** What rules have done so far, by the earnings that they concern. */
  readonly #effects: { readonly earnings: readonly string[] | undefined; readonly minor: bigint }[] = []

  constructor({ earned, schedules, before, lines, events }: PayoutInput) {
    this.period = before.periods + 1
    this.balances = new Map(before.balances)
    this.payable = new Map()
    this.due = before.due.filter((d) => d.period > this.period)
    for (const d of before.due) {
      if (d.period > this.period) continue
      if (d.held) this.enter(d.earning, 'released', d.minor)
      else this.pay(d.earning, d.minor)
    }
    this.waiting = [...before.waiting]
    for (const [earning, minor] of earned) {
      const payable = schedules.get(earning)
      if (payable?.kind === 'OnEvent') this.#defer(earning, minor, payable, lines)
      else this.#schedule(earning, minor, payable)
    }
    this.#release(events)
  }

  pay(earning: string, minor: bigint): void {
    this.payable.set(earning, (this.payable.get(earning) ?? 0n) + minor)
  }

  /** A share of each deal's line at once; the rest of the line waits. What is taken back comes first from what waits. */
  #defer(
    earning: string,
    minor: bigint,
    payable: Extract<Payable, { kind: 'OnEvent' }>,
    lines: PayoutInput['lines'],
  ): void {
    let atOnce = minor
    const own = lines.filter((l) => l.earning === earning)
    for (const line of own) {
      if (line.takesBack) continue
      const rest = line.minor - share(line.minor, parseExact(payable.atOnce))
      atOnce -= rest
      this.waiting.push({ earning, deal: line.deal, event: payable.event, minor: rest })
    }
    // A reversal of the same period may stand before its deal.
    for (const line of own) if (line.takesBack) atOnce += this.#takeFromWaiting(line)
    this.pay(earning, atOnce)
  }

  /** @returns how much of what is taken back was still waiting, with the sign of what waited. */
  #takeFromWaiting({ earning, deal, minor }: PaidLine): bigint {
    let open = -minor
    for (const [i, waiting] of this.waiting.entries()) {
      if (waiting.earning !== earning || waiting.deal !== deal || waiting.minor > 0n !== open > 0n) continue
      const taken = open > 0n ? smaller(open, waiting.minor) : larger(open, waiting.minor)
      this.waiting[i] = { ...waiting, minor: waiting.minor - taken }
      open -= taken
    }
    return -minor - open
  }

  #release(events: PayoutInput['events']): void {
    for (const { event, deal } of events) {
      for (let i = this.waiting.length - 1; i >= 0; i--) {
        const waiting = this.waiting[i] as Waiting
        if (waiting.event !== event || waiting.deal !== deal) continue
        this.pay(waiting.earning, waiting.minor)
        this.waiting.splice(i, 1)
      }
    }
  }

  #schedule(earning: string, minor: bigint, payable: Exclude<Payable, { kind: 'OnEvent' }> | undefined): void {
    if (!payable) {
      this.pay(earning, minor)
      return
    }
    const parts =
      payable.kind === 'Instalments'
        ? payable.parts.map((p) => ({ part: parseExact(p.share), after: p.afterPeriods }))
        : Array.from({ length: payable.periods }, (_, after) => ({
            part: { n: 1n, d: BigInt(payable.periods) },
            after,
          }))
    // Largest remainder: the instalments add up to what was earned, to the cent.
    const cut = allocate(
      parts.map(({ part }) => multiply(fromInteger(minor), part)),
      0,
    )
    parts.forEach(({ after }, i) => {
      const amount = cut[i]?.n ?? 0n
      if (after === 0) this.pay(earning, amount)
      else this.due.push({ period: this.period + after, earning, minor: amount, held: false })
    })
  }

  concerned(rule: { earnings?: string[] }): string[] {
    return rule.earnings ?? [...this.payable.keys()]
  }

  sum(earnings: readonly string[]): bigint {
    return earnings.reduce((total, id) => total + (this.payable.get(id) ?? 0n), 0n)
  }

  /** What a rule finds of its earnings: what became payable, and what earlier rules did to no others than these. */
  seen(rule: { earnings?: string[] }): bigint {
    const { earnings } = rule
    return this.#effects
      .filter((effect) => earnings === undefined || effect.earnings?.every((id) => earnings.includes(id)))
      .reduce((sum, effect) => sum + effect.minor, this.sum(this.concerned(rule)))
  }

  /** An entry of a rule that later rules find in what they concern. */
  change(rule: { id: string; earnings?: string[] }, what: PayoutEntry['what'], minor: bigint): void {
    this.enter(rule.id, what, minor)
    this.#effects.push({ earnings: rule.earnings, minor })
  }

  total(): bigint {
    return this.sum([...this.payable.keys()]) + this.entries.reduce((sum, e) => sum + e.minor, 0n)
  }

  balance(rule: string): bigint {
    return this.balances.get(rule) ?? 0n
  }

  setBalance(rule: string, minor: bigint): void {
    if (minor === 0n) this.balances.delete(rule)
    else this.balances.set(rule, minor)
  }

  enter(rule: string, what: PayoutEntry['what'], minor: bigint): void {
    if (minor !== 0n) this.entries.push({ rule, what, minor })
  }
}

/**
 * What is paid for a period: earnings become payable by their schedules, then the rules apply in their order. Pure; at
 * every moment what was earned is what was paid, held, banked, carried and still due, less what was lost or topped up.
 */
export function applyPayoutRules(input: PayoutInput): Payment {
  const making = new Making(input)
  for (const rule of input.rules) {
    const amounts = input.amounts.get(rule.id) ?? { amount: 0n, floor: undefined }
    switch (rule.kind) {
      case 'CapTogether':
        capTogether(making, rule, amounts.amount)
        break
      case 'Draw':
        draw(making, rule, amounts)
        break
      case 'Hold': {
        const held = share(larger(making.seen(rule), 0n), parseExact(rule.share))
        making.change(rule, 'held', -held)
        if (held !== 0n)
          making.due.push({ period: making.period + rule.periods, earning: rule.id, minor: held, held: true })
        break
      }
      case 'CarryNegative':
        carry(making, rule, (total) => total < 0n)
        break
      case 'MinimumPayment':
        carry(making, rule, (total) => total > 0n && total < amounts.amount)
        break
      default:
        unreachable(rule)
    }
  }
  return {
    payable: making.payable,
    entries: making.entries,
    minor: making.total(),
    state: {
      periods: making.period,
      balances: making.balances,
      due: making.due,
      waiting: making.waiting.filter((w) => w.minor !== 0n),
    },
  }
}

function capTogether(making: Making, rule: PayoutRuleOf<'CapTogether'>, cap: bigint): void {
  const sum = making.seen(rule)
  const banked = rule.excess === 'banked' ? making.balance(rule.id) : 0n
  const excess = larger(sum - cap, 0n)
  const room = larger(cap - sum, 0n)
  const fromBank = smaller(room, banked)
  making.change(rule, rule.excess === 'banked' ? 'banked' : 'capped', -excess)
  making.change(rule, 'paid from bank', fromBank)
  if (rule.excess === 'banked') making.setBalance(rule.id, banked + excess - fromBank)
}

function draw(making: Making, rule: PayoutRuleOf<'Draw'>, { amount: stated, floor }: RuleAmounts): void {
  const amount = larger(stated, 0n)
  const gross = making.seen(rule)
  const runs = rule.periods === undefined || making.period <= rule.periods
  const paid = !runs ? 0n : rule.pays === 'onTop' ? amount : larger(amount - gross, 0n)
  making.change(rule, 'draw', paid)
  if (!rule.recovery) return
  let owed = making.balance(rule.id)
  const untouched = floor ?? (runs ? amount : 0n)
  const afterAdvance = rule.pays === 'onTop' && rule.periods !== undefined ? rule.periods + 1 : 1
  const recoverable =
    making.period >= (rule.recovery.from ?? afterAdvance)
      ? share(larger(gross - untouched, 0n), parseExact(rule.recovery.percent))
      : 0n
  const recovered = smaller(owed, recoverable)
  making.change(rule, 'recovered', -recovered)
  owed = owed + paid - recovered
  const ends = rule.periods !== undefined && making.period >= rule.periods
  making.setBalance(rule.id, ends && rule.recovery.forgivenAtEnd ? 0n : owed)
}

/** Brings forward what was carried, then carries the whole payment where the condition holds. The balance is the amount owed to the participant, or by them where it is negative. */
function carry(making: Making, { id }: PayoutRule, holds: (total: bigint) => boolean): void {
  making.change({ id }, 'brought forward', making.balance(id))
  const total = making.total()
  const carried = holds(total) ? total : 0n
  making.change({ id }, 'carried', -carried)
  making.setBalance(id, carried)
}
