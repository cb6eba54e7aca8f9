import { analysePlan } from '../check/check-plan.ts'
import type { TypeContext } from '../check/infer-type.ts'
import type { Program } from '../compile/compile-plan.ts'
import {
  compare,
  type Exact,
  exactToText,
  multiply,
  NumberOverflow,
  parseExact,
  powerOfTen,
  scaledToText,
  ZERO,
} from '../money/exact.ts'
import { roundExact, roundToScaled } from '../money/rounding.ts'
import type { CreditRule } from '../plan/ast.ts'
import { type FindingKey, type Sentence, type Shown, sentenceText, type Values } from '../words/sentence.ts'
import { Budget, OutOfSteps } from './budget.ts'
import type { Domain, Origin } from './curve.ts'
import { CurveAlgebra } from './curve-algebra.ts'
import type { AnalysisOptions, Finding, Loophole, NotExcluded, Replay, Witness } from './finding.ts'
import { cannotGainBySplitting, cannotGainByTiming } from './proofs.ts'
import { replay } from './replay.ts'
import { type Scenario, varying } from './scenario.ts'
import { mainColumnOf, type Survey, surveyOf } from './survey.ts'
import { type Outcome, walk } from './walk.ts'

/** Steps of drawing curves: of the order of 100 ms. A plan of ordinary size needs a hundredth of them. */
const STEPS = 120_000
/** Steps of replaying, besides: one for each deal and part of the plan. */
const REPLAY_STEPS = 40_000
/** Far beyond any deal: lines go on to infinity, so that what holds up to here holds everywhere. */
const WHOLE: Domain = { lo: ZERO, hi: parseExact('10000000000000') }
/** Situations tried for one place before it is given up. */
const TRIES = 3
/** Findings of one class, at most: the ones that are worth most. */
const MOST = 20

/** Why something is not excluded. */
export type OpenKey = Extract<FindingKey, `open-${string}`>

/** Something suspected, with how much it is worth; it becomes a finding when the engine has replayed it. */
export type Suspicion = {
  readonly code: Loophole
  readonly severity: Finding['severity']
  readonly origin: Pick<Origin, 'path' | 'at'>
  readonly worth: Exact
  /** How far the situation is from an ordinary one: of two that show the same, the plainer is kept. */
  readonly oddity?: number
  readonly witness: Witness
  /** The sentence for what the replay gave; undefined where the replay does not bear the suspicion out. */
  readonly say: (replay: Replay, gain: Exact) => Sentence | undefined
}

/** One plan under analysis: what it reads, how far the analysis may go, what has been found. */
export class Investigation {
  readonly programs: readonly Program[]
  readonly types: TypeContext
  readonly survey: Survey
  readonly options: AnalysisOptions
  readonly budget: Budget
  readonly least: Exact
  readonly limit: Exact
  readonly moneyDigits: number
  #replays = REPLAY_STEPS
  /** Whether some situation was too large to replay. */
  #isShort = false
  readonly #suspicions = new Map<string, Suspicion[]>()
  readonly #open = new Map<Loophole, NotExcluded>()
  #watched = new Set<Loophole>()
  #readings = new Map<Program, TypeContext>()

  constructor(programs: readonly Program[], options: AnalysisOptions) {
    this.programs = programs
    const program = programs[0] as Program
    this.types = analysePlan(program.plan)
    this.survey = surveyOf(this.types)
    this.options = options
    this.budget = new Budget(options.steps ?? STEPS)
    this.least = parseExact(options.least ?? '1')
    this.limit = parseExact(options.marginalLimit ?? '0.5')
    this.moneyDigits = program.minorDigits
    this.#readings.set(program, this.types)
  }

  get program(): Program {
    return this.programs[0] as Program
  }

  /** Coarse roundings are stairs: they are drawn one by one, and so only as far as deals of ordinary size reach. */
  get domain(): Domain {
    if (!this.survey.kinds.has('Round')) return WHOLE
    return { lo: ZERO, hi: multiply(this.survey.largestMoney, parseExact('1000')) }
  }

  algebra(): CurveAlgebra {
    return new CurveAlgebra(this.domain, this.budget)
  }

  /** What a scenario pays, for all x. Scenarios that are compared share one algebra. */
  draw(scenario: Scenario, algebra = this.algebra(), program = this.program): Outcome {
    let types = this.#readings.get(program)
    if (!types) {
      types = analysePlan(program.plan)
      this.#readings.set(program, types)
    }
    return walk(program, { types, algebra }, varying(algebra, scenario))
  }

  suspect(suspicion: Suspicion): void {
    this.#watched.add(suspicion.code)
    const key = `${suspicion.code} ${suspicion.origin.path}`
    const known = this.#suspicions.get(key)
    if (!known) this.#suspicions.set(key, [suspicion])
    else {
      known.push(suspicion)
      known.sort((a, b) => (a.oddity ?? 0) - (b.oddity ?? 0) || compare(b.worth, a.worth))
      if (known.length > TRIES) known.length = TRIES
    }
  }

  /** Whether something is suspected at a place already. */
  isSuspected(code: Loophole, path: string): boolean {
    return this.#suspicions.has(`${code} ${path}`)
  }

  /** Does a part of the work, and tells of what classes it suspected something. */
  watch(work: () => void): ReadonlySet<Loophole> {
    const before = this.#watched
    const own = new Set<Loophole>()
    this.#watched = own
    try {
      work()
    } finally {
      this.#watched = before
    }
    return own
  }

  /** What cannot be excluded: said once per class. */
  leaveOpen(of: Loophole, why: OpenKey, path = ''): void {
    if (this.#open.has(of)) return
    const sentence: Sentence = { key: why, values: {} }
    const message = sentenceText(sentence, 'en')
    this.#open.set(of, { code: 'not-excluded', of, severity: 'info', at: null, path, message, sentence })
  }

  /** Does a part of the work; when the steps run out, what it looks for is not excluded. */
  attempt(of: readonly Loophole[], work: () => void): void {
    try {
      work()
    } catch (error) {
      if (!(error instanceof OutOfSteps || error instanceof NumberOverflow)) throw error
      for (const code of of) this.leaveOpen(code, 'open-too-large')
    }
  }

  /** Every suspicion that the engine bears out, as a finding; what it does not stays open. */
  conclude(): (Finding | NotExcluded)[] {
    const findings: Finding[] = []
    for (const list of this.#mostWorth()) {
      const found = list.map((s) => this.#try(s)).find((f) => f !== undefined)
      const first = list[0]
      if (found) findings.push(found)
      else if (first)
        this.leaveOpen(first.code, this.#isShort ? 'open-too-large-to-replay' : 'open-not-borne-out', first.origin.path)
    }
    const rank = { warning: 0, info: 1 }
    findings.sort((a, b) => rank[a.severity] - rank[b.severity])
    const found = new Set(findings.map((f) => f.code))
    if (!found.has('splitting-gain') && !cannotGainBySplitting(this.types))
      this.leaveOpen('splitting-gain', 'open-histories')
    if (!found.has('timing-gain') && !cannotGainByTiming(this.types)) this.leaveOpen('timing-gain', 'open-histories')
    return [...findings, ...this.#open.values()]
  }

  /** The suspicions of each class that are worth most, class by class in turn: the first of each come first. */
  #mostWorth(): Suspicion[][] {
    const count = new Map<Loophole, number>()
    const worth = (list: readonly Suspicion[]) => list[0]?.worth ?? ZERO
    return [...this.#suspicions.values()]
      .sort((a, b) => compare(worth(b), worth(a)))
      .flatMap((list) => {
        const code = (list[0] as Suspicion).code
        const place = count.get(code) ?? 0
        count.set(code, place + 1)
        if (place === MOST) this.leaveOpen(code, 'open-more-places')
        return place < MOST ? [{ list, place }] : []
      })
      .sort((a, b) => a.place - b.place)
      .map(({ list }) => list)
  }

  /** What a replay of both sides costs. */
  #costOf({ before, after }: Witness): number {
    const { plan } = this.program
    const parts = plan.credits.length + plan.measures.length + plan.earnings.length
    const deals = [...before.situation.deals, ...after.situation.deals].reduce((n, d) => n + (d.times ?? 1), 2)
    return deals * parts
  }

  #try(s: Suspicion): Finding | undefined {
    const cost = this.#costOf(s.witness)
    if (cost > this.#replays) {
      this.#isShort = true
      return undefined
    }
    this.#replays -= cost
    const result = replay(this.programs, s.witness)
    if (!result) return undefined
    const sentence = s.say(result.text, { n: result.gain, d: powerOfTen(this.moneyDigits) })
    if (!sentence) return undefined
    const message = sentenceText(sentence, 'en')
    const { code, severity, witness, origin } = s
    return { code, severity, at: origin.at, path: origin.path, message, sentence, witness, replay: result.text }
  }

  /** An amount of x for a sentence. */
  say(x: Exact, digits = this.moneyDigits): string {
    return exactToText(roundExact(x, digits, 'half-up'))
  }

  /** An amount of money for a sentence, with all decimals of its minor unit. */
  sayMoney(x: Exact): string {
    return scaledToText(roundToScaled(x, this.moneyDigits, 'half-up'), this.moneyDigits)
  }

  /** A share for a sentence, with two decimals of a percent. */
  share(x: Exact): Shown {
    return { as: 'percent', text: exactToText(roundExact(x, 4, 'half-up')) }
  }

  money(text: string): Shown {
    return { as: 'money', text }
  }

  /** An amount of the column that makes up what is sold. */
  sold(x: Exact): Shown {
    const isMoney = (this.survey.numbers.get(mainColumnOf(this.survey)) ?? 'money') === 'money'
    return { as: isMoney ? 'money' : 'number', text: this.say(x) }
  }

  /** What a replay gave, for a sentence. */
  replayed({ before, after, gain }: Replay): Values {
    return { before: this.money(before), after: this.money(after), gain: this.money(gain) }
  }

  /** The rules by whose recipients a participant is reached in one way, one group per way. */
  get ways(): string[][] {
    const groups = new Map<string, string[]>()
    for (const rule of this.program.plan.credits) {
      const key = JSON.stringify(rule.to)
      groups.set(key, [...(groups.get(key) ?? []), rule.id])
    }
    return [...groups.values()]
  }

  rule(id: string): CreditRule | undefined {
    return this.program.plan.credits.find((r) => r.id === id)
  }
}
