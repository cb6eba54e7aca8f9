import { compare, type Exact, exactToText, parseExact } from '../money/exact.ts'
import type { Plan } from '../plan/ast.ts'
import { type Period, periodsOf } from '../time/calendar.ts'
import { addDays } from '../time/calendar-date.ts'
import type { Investigation } from './investigation.ts'
import { calendarYears, type Situation, type SituationDeal } from './situation.ts'

/** One setting of everything that does not vary along a line: texts, yes/nos, how the participant is reached, and the day. */
export type Setting = {
  readonly choices: ReadonlyMap<string, string | boolean>
  readonly reach: readonly string[]
  readonly on: string
}

const YEAR = 2026
/** Settings looked at, at most. */
const MOST = 16
const NUMBERS = { money: '2000', number: '10', percent: '0.2', quantity: '10' } as const

/** The last two periods of a year and the first of the next: a boundary inside the year, and the year's end. */
export function boundaryPeriods(plan: Plan, year: number): readonly [Period, Period, Period] {
  const all = periodsOf(calendarYears(year, year + 2), plan.period)
  const next = all.findIndex((p) => p.from >= `${year + 1}-01-01`)
  const at = plan.period === 'year' ? 2 : next
  return [all[at - 2] as Period, all[at - 1] as Period, all[at] as Period]
}

export const yearOf = (i: Investigation): number => Number(i.survey.dates[0]?.slice(0, 4) ?? YEAR)

/** The period of a plan in which a day lies. */
export function periodOn(plan: Plan, day: string): Period {
  const year = Number(day.slice(0, 4))
  return periodsOf(calendarYears(year, year), plan.period).find((p) => p.from <= day && day < p.to) as Period
}

/** What settings are made of: each thing with its values. */
function sourcesOf(i: Investigation): (readonly [string, readonly unknown[]])[] {
  const [, last] = boundaryPeriods(i.program.plan, yearOf(i))
  const days = [...new Set([...i.survey.dates.slice(0, 3), addDays(last.to, -15)])]
  return [['reach', i.ways.length > 0 ? i.ways : [[]]], ['on', days], ...i.survey.choices]
}

const countOf = (sources: readonly (readonly [string, readonly unknown[]])[]): number =>
  sources.reduce((n, [, values]) => n * values.length, 1)

/** Whether the settings that are looked at are all that the plan tells apart. */
export const areAllSettings = (i: Investigation): boolean => countOf(sourcesOf(i)) <= MOST

/** All settings where they are few; otherwise the likeliest, and every other value of one thing at a time. */
export function settingsOf(i: Investigation): Setting[] {
  const sources = sourcesOf(i)
  const size = countOf(sources)
  const likeliest = sources.map(([, values]) => values[0])
  const picks: unknown[][] = [likeliest]
  if (size <= MOST) {
    for (const [at, [, values]] of sources.entries())
      picks.push(...picks.flatMap((pick) => values.slice(1).map((value) => pick.with(at, value))))
  } else {
    const longest = Math.max(...sources.map(([, values]) => values.length))
    for (let k = 1; k < longest; k++)
      for (const [at, [, values]] of sources.entries()) if (k < values.length) picks.push(likeliest.with(at, values[k]))
    if (picks.length > MOST) picks.length = MOST
  }
  return picks.map((pick) => ({
    reach: pick[0] as string[],
    on: pick[1] as string,
    choices: new Map(sources.slice(2).map(([source], at) => [source, pick[at + 2] as string | boolean])),
  }))
}

/** A deal of a setting, with a number of each column that the plan reads. */
export function dealOf(
  i: Investigation,
  setting: Setting,
  over: Partial<SituationDeal> & { id: string },
): SituationDeal {
  const fields: Record<string, string | boolean> = {}
  const own: { -readonly [K in keyof SituationDeal]?: SituationDeal[K] } = {}
  for (const [source, value] of setting.choices) {
    if (source === 'recipient title' || source === 'recipient territory') continue
    if (source === 'kind' || source === 'account' || source === 'product' || source === 'source')
      own[source] = String(value)
    else if (source !== 'currency' && source !== 'externalId') fields[source] = value
  }
  for (const [field, type] of i.survey.numbers) {
    if (field !== 'amount' && field !== 'quantity') fields[field] = NUMBERS[type]
  }
  for (const field of i.types.plan.fields) if (field.type === 'date') fields[field.id] = over.creditedOn ?? setting.on
  return { creditedOn: setting.on, amount: '10000', quantity: NUMBERS.quantity, ...own, fields, ...over }
}

/** A situation of a setting. */
export function situationOf(
  i: Investigation,
  setting: Setting,
  deals: readonly SituationDeal[],
  dates: { readonly from: string; readonly through: string },
): Situation {
  const parameters: Record<string, string> = {}
  for (const p of i.types.plan.parameters) {
    const given = i.options.parameters?.[p.id]
    if (given !== undefined) parameters[p.id] = given
    else if (p.default === null) parameters[p.id] = p.type === 'money' ? '10000' : p.type === 'percent' ? '0.05' : '1'
  }
  const quotas: Record<string, string> = {}
  for (const [quota, unit] of i.survey.quotas)
    quotas[quota] = i.options.quotas?.[quota] ?? (unit === 'money' ? '100000' : '10')
  const title = setting.choices.get('recipient title')
  const territory = setting.choices.get('recipient territory')
  const inputs: Record<string, string> = {}
  for (const id of i.survey.inputs) inputs[id] = '1'
  return {
    deals,
    reach: setting.reach,
    ...(title === undefined ? {} : { title: String(title) }),
    ...(territory === undefined ? {} : { territory: String(territory) }),
    quotas,
    parameters,
    inputs,
    ...dates,
  }
}

/** The whole of the period in which the setting's day lies. */
export function datesOf(i: Investigation, setting: Setting): { from: string; through: string } {
  const period = periodOn(i.program.plan, setting.on)
  return { from: period.from, through: addDays(period.to, -1) }
}

/** Values that stand for the stretches between cuts: below the first, between, and beyond the last. */
export function representatives(cuts: Iterable<Exact>, most: number): string[] {
  const sorted = [...cuts].sort(compare).filter((x, k, all) => k === 0 || compare(all[k - 1] as Exact, x) !== 0)
  const texts = sorted.map((x, k) => {
    const next = sorted[k + 1]
    const sum = next ? { n: x.n * next.d + next.n * x.d, d: 2n * x.d * next.d } : { n: 2n * x.n, d: x.d }
    return short(sum)
  })
  const below = sorted[0] ? [short({ n: sorted[0].n, d: sorted[0].d * 2n })] : []
  const all = [...below, ...texts].filter((t) => compare(parseExact(t), parseExact('0')) > 0)
  if (all.length <= most) return all
  // The middle ones are the likeliest to be alike.
  return [...all.slice(0, most - 1), all.at(-1) as string]
}

/** A decimal close to x with at most four places. */
export const short = (x: Exact): string => exactToText({ n: (x.n * 10_000n) / x.d, d: 10_000n })
