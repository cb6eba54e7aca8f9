import {
  assignCredits,
  type Calculation,
  type Credit,
  calculateAll,
  FactIndex,
  type PeriodResult,
  type Transaction,
  type Version,
  versionOn,
  type World as WholeWorld,
} from '#engine'
import type { World } from '../../oracle/plan-oracle.ts'
import { programOf } from '../../support/run-plan.ts'

/** A world as the engine takes it. */
export class Prepared {
  readonly world: World
  readonly index: FactIndex
  readonly versions: readonly Version[]

  constructor(world: World) {
    this.world = world
    this.index = new FactIndex(world.facts)
    this.versions = world.versions.map((v) => ({ program: programOf(v.plan), effectiveFrom: v.from }))
  }

  crediting(list: readonly Transaction[]) {
    const made = list.map((t) => {
      const version = versionOn(this.versions, this.index, t.creditedOn)
      if (!version) return { credits: [], exceptions: [] }
      return assignCredits(version.program.plain, this.world.id, this.index, t)
    })
    return { credits: made.flatMap((m) => m.credits), exceptions: made.flatMap((m) => m.exceptions) }
  }

  /** By participant, everybody. */
  credits(list: readonly Transaction[] = this.world.transactions): Map<string, Credit[]> {
    const all = this.crediting(list).credits
    return new Map(this.world.participants.map((who) => [who, all.filter((c) => c.participant === who)]))
  }

  get input() {
    return { plan: this.world.id, versions: this.versions, facts: this.index, through: this.world.through }
  }

  /** The same as a world of the engine's. */
  get whole(): WholeWorld {
    const { id, facts, transactions, through } = this.world
    return { plan: id, versions: this.versions, facts, transactions, through }
  }

  calculate(list?: readonly Transaction[]): Map<string, Calculation> {
    return calculateAll(this.input, this.credits(list))
  }
}

/** One period as lines of text, to compare and to read: `figure: value`. */
export type Figures = Record<string, string>

export function figuresOf(p: PeriodResult): Figures {
  const lines: Figures = {}
  for (const e of p.earnings) lines[`earning ${e.earning}`] = String(e.minor)
  for (const m of p.measures) lines[`measure ${m.measure}`] = m.value?.text ?? 'null'
  lines.paid = String(p.payment.minor)
  for (const [id, minor] of p.payment.state.balances) if (minor !== 0n) lines[`balance ${id}`] = String(minor)
  const exceptions = new Set(p.exceptions.map((x) => `${x.code} ${x.transaction ?? '-'}`))
  for (const x of exceptions) lines[`exception ${x}`] = 'yes'
  return lines
}

/** Everybody's periods: `ann 2026-01 earning e0: 1200`. */
export function engineFigures(all: ReadonlyMap<string, Calculation>): Figures {
  const lines: Figures = {}
  for (const [who, { periods }] of all) {
    for (const p of periods)
      for (const [key, value] of Object.entries(figuresOf(p))) lines[`${who} ${p.period.id} ${key}`] = value
  }
  return lines
}
