import {
  assignCredits,
  type Credit,
  comparesParticipants,
  creditsOfDeal,
  type DataException,
  type FactIndex,
  type ParticipantQuote,
  type Period,
  type Program,
  periodAt,
  quoteByReplay,
  quoteTogether,
  type Step,
  scaledToText,
  titledSteps,
  type Version,
} from '#engine'
import { dealOf, factsFor, PLAN_ID, type Sample } from './sample-facts.ts'

/** What one participant gets from the sample deal. Money is decimal text. */
export type PreviewPay = {
  readonly participant: string
  readonly pays: string
  /** What is paid out more than without the deal, by the plan's payout rules. */
  readonly paid: string
  readonly steps: readonly Step[]
  readonly earnings: readonly {
    readonly title: string
    readonly before: string
    readonly after: string
    readonly steps: readonly Step[]
  }[]
}

export type Preview = {
  readonly period: Period | undefined
  readonly pay: readonly PreviewPay[]
  readonly exceptions: readonly DataException[]
}

export type CurvePoint = { readonly amount: string; readonly pays: string }

/** Quotes deals against what was sold before, with the engine itself: what the API answers for the same facts. */
export class SampleQuoter {
  readonly #program: Program
  readonly #sample: Sample
  readonly #versions: readonly Version[]
  readonly #facts: FactIndex
  readonly #history: ReadonlyMap<string, readonly Credit[]>
  readonly #period: Period | undefined

  constructor(program: Program, sample: Sample) {
    this.#program = program
    this.#sample = sample
    this.#facts = factsFor(program.plan, sample)
    this.#versions = [{ program, effectiveFrom: this.#facts.calendar[0]?.from ?? sample.creditedOn }]
    this.#period = periodAt(this.#facts.calendar, program.plan.period, sample.creditedOn)
    this.#history = this.#before()
  }

  quote(): Preview {
    const { credits, exceptions, quotes } = this.#quotes(this.#sample.amount, true)
    const pay = quotes.map((quote): PreviewPay => {
      const lines = quote.lines.map((line) => this.#lineStep(line))
      const earnings = quote.earnings.map((e) => ({
        title: e.title,
        before: this.#text(e.before),
        after: this.#text(e.after),
        steps: titledSteps(this.#program.plan, e.steps),
      }))
      const paid = this.#text(quote.payment.after - quote.payment.before)
      return { participant: quote.participant, pays: this.#text(difference(quote)), paid, steps: lines, earnings }
    })
    const ofQuotes = quotes.flatMap((quote) => quote.exceptions)
    return { period: this.#period, pay: credits === 0 ? [] : pay, exceptions: [...exceptions, ...ofQuotes] }
  }

  /** What one participant would get for each of these deals. */
  curve(participant: string, amounts: readonly string[]): CurvePoint[] {
    return amounts.map((amount) => {
      const quote = this.#quotes(amount, false).quotes.find((each) => each.participant === participant)
      return { amount, pays: this.#text(quote ? difference(quote) : 0n) }
    })
  }

  #quotes(amount: string, explain: boolean) {
    const deal = dealOf(this.#program.plan, this.#sample, amount, 'sample deal')
    const input = {
      plan: PLAN_ID,
      versions: this.#versions,
      facts: this.#facts,
      deal,
      through: deal.creditedOn,
      explain,
    }
    const { credits, exceptions } = creditsOfDeal(input)
    const compares = comparesParticipants(this.#versions)
    const together = compares ? quoteTogether(input, this.#history) : undefined
    const quotes = [...credits].flatMap(([participant, own]) => {
      const quote = together
        ? together.get(participant)
        : quoteByReplay(input, participant, own, this.#history.get(participant) ?? [])
      return quote ? [quote] : []
    })
    return { credits: credits.size, exceptions, quotes }
  }

  #before(): Map<string, Credit[]> {
    const history = new Map<string, Credit[]>()
    if (!this.#period || /^0*(\.0*)?$/.test(this.#sample.before)) return history
    const { plan } = this.#program
    const deal = dealOf(plan, this.#sample, this.#sample.before, 'before', this.#period.from, plan.currency)
    for (const credit of assignCredits(this.#program.plain, PLAN_ID, this.#facts, deal).credits) {
      history.set(credit.participant, [...(history.get(credit.participant) ?? []), credit])
    }
    return history
  }

  #lineStep(line: ParticipantQuote['lines'][number]): Step {
    const earning = this.#program.plan.earnings.find((each) => each.id === line.earning)
    return {
      kind: 'Earning',
      path: '',
      at: earning?.at ?? null,
      label: earning?.title ?? line.earning,
      value: { type: 'money', text: this.#text(line.minor) },
      steps: titledSteps(this.#program.plan, line.steps),
    }
  }

  #text(minor: bigint | null): string {
    return minor === null ? '—' : scaledToText(minor, this.#program.minorDigits)
  }
}

function difference(quote: ParticipantQuote): bigint | null {
  return quote.earnings.reduce<bigint | null>((sum, e) => {
    return sum === null || e.before === null || e.after === null ? null : sum + e.after - e.before
  }, 0n)
}

/** Evenly spaced deals up to `most`, as decimal text; whole steps where the amount is large enough. */
export function dealsUpTo(most: string, steps: number): string[] {
  const [whole = '0', fraction = ''] = most.split('.')
  const minor = BigInt(whole + fraction.padEnd(2, '0').slice(0, 2))
  return Array.from({ length: steps + 1 }, (_, i) => scaledToText((minor * BigInt(i)) / BigInt(steps), 2))
}
