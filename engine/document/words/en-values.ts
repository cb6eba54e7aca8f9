import type { ComparisonOperator, RoundingMode } from '../../plan/expression.ts'
import { Figures } from '../figures.ts'
import { beside, type Condition, compound, inside, listed, type Phrase, plain, share, withEnd } from '../phrase.ts'

const MONTHS = 'January,February,March,April,May,June,July,August,September,October,November,December'.split(',')

const quoted = (text: string): string => `“${text}”`
const s = (p: Phrase): string => p.say('nominative')
const infix = (of: readonly Phrase[], word: string): Phrase => compound(() => of.map((p) => inside(p)).join(word))

const FIELDS: ReadonlyMap<string, string> = new Map([
  ['amount', 'the amount of the deal'],
  ['quantity', 'the quantity of the deal'],
  ['currency', 'the currency of the deal'],
  ['kind', 'the kind of transaction'],
  ['source', 'the source of the transaction'],
  ['externalId', 'the external id of the transaction'],
  ['account', 'the account of the deal'],
  ['product', 'the product of the deal'],
  ['occurredOn', 'the day on which the deal happened'],
  ['creditedOn', 'the credit date of the deal'],
])

const ROUNDING: Readonly<Record<RoundingMode, string>> = {
  'half-up': 'halves away from zero',
  'half-even': 'halves to the even digit',
  'half-down': 'halves toward zero',
  up: 'always away from zero',
  down: 'always toward zero',
  ceiling: 'always up',
  floor: 'always down',
}

const COMPARED: Readonly<Record<ComparisonOperator, readonly [value: string, date: string]>> = {
  '=': ['is', 'is'],
  '<>': ['is not', 'is not'],
  '<': ['is less than', 'is before'],
  '<=': ['is at most', 'is on or before'],
  '>': ['is more than', 'is after'],
  '>=': ['is at least', 'is on or after'],
}

const bracket = (c: Condition, joint: 'and' | 'or'): string =>
  c.joint !== null && c.joint !== joint ? `(${c.text})` : c.text
const say = (text: string): Condition => ({ joint: null, text })

/** How English says values and conditions. */
export const enValues = {
  figures: new Figures({ point: '.', group: ',', months: MONTHS }, (day, month, year) => `${day} ${month} ${year}`),
  quoted,
  and: (items: readonly string[]): string => listed(items, 'and'),
  rounding: (digits: number, mode: RoundingMode | undefined): string =>
    `rounded to ${digits === 0 ? 'a whole number' : digits === 1 ? '1 decimal' : `${digits} decimals`}, ${ROUNDING[mode ?? 'half-up']}`,
  roundingModes: ROUNDING,
  spans: {
    Period: 'the period',
    QuarterToDate: 'the quarter to date',
    HalfYearToDate: 'the half-year to date',
    YearToDate: 'the year to date',
    PlanToDate: 'all the time under the plan to date',
    Quarter: 'the whole quarter',
    HalfYear: 'the whole half-year',
    Year: 'the whole year',
  },
  trailing: (periods: number): string => (periods === 1 ? 'the last period' : `the last ${periods} periods`),
  dates: (first: string, last: string): string => `the days from ${first} to ${last}, both included`,

  literal: (text: string): Phrase => plain(text),
  texts: (values: readonly string[]): Phrase =>
    plain(values.length === 0 ? 'nothing' : listed(values.map(quoted), 'or')),
  date: (text: string): Phrase => plain(text),
  yesNo: (value: boolean): Phrase => plain(value ? 'yes' : 'no'),
  field: (id: string): Phrase => plain(FIELDS.get(id) ?? `the deal’s ${quoted(id)}`),
  parameterValue: (name: string): Phrase => plain(`the parameter ${quoted(name)}`),
  recipient: (attribute: 'title' | 'territory'): Phrase => plain(`the participant’s ${attribute}`),
  creditAmount: plain('the credited amount'),
  creditType: plain('the credit type'),
  measureValue: (name: string): Phrase => plain(`the measure ${quoted(name)}`),
  quota: (name: string, span: string, unit: string): Phrase => plain(`the quota ${quoted(name)} for ${span} (${unit})`),
  quotaUnits: { money: (currency: string): string => `in ${currency}`, number: 'a number' },
  attainment: (measure: string, quota: string): Phrase =>
    plain(`the attainment of the quota ${quoted(quota)} by ${quoted(measure)}`),
  earned: (name: string): Phrase => plain(`the earning ${quoted(name)}`),
  sum: (of: readonly Phrase[]): Phrase => infix(of, ' plus '),
  product: (of: readonly Phrase[]): Phrase => infix(of, ' times '),
  shareOf: (percent: string, of: Phrase): Phrase => share(() => `${percent} of ${inside(of)}`),
  smallest: (of: readonly Phrase[]): Phrase =>
    compound(
      () =>
        `the ${of.length === 2 ? 'smaller' : 'smallest'} of ${listed(
          of.map((p) => inside(p)),
          'and',
        )}`,
    ),
  largest: (of: readonly Phrase[]): Phrase =>
    compound(
      () =>
        `the ${of.length === 2 ? 'larger' : 'largest'} of ${listed(
          of.map((p) => inside(p)),
          'and',
        )}`,
    ),
  difference: (left: Phrase, right: Phrase): Phrase => infix([left, right], ' minus '),
  days: (left: Phrase, right: Phrase): Phrase => compound(() => `the days from ${inside(right)} to ${inside(left)}`),
  quotient: (left: Phrase, right: Phrase): Phrase => infix([left, right], ' divided by '),
  rounded: (of: Phrase, how: string): Phrase => compound(() => `${inside(of)}, ${how}`),
  opposite: (of: Phrase): Phrase => withEnd(of, ' with the opposite sign'),
  unsigned: (of: Phrase): Phrase => withEnd(of, ' without its sign'),
  either: (when: Condition, yes: Phrase, no: Phrase): Phrase =>
    compound(() => `${inside(yes)} if ${when.text}, otherwise ${inside(no)}`),
  orElse: (of: Phrase, otherwise: Phrase): Phrase =>
    compound(() => `${inside(of)}, or ${inside(otherwise)} where that is missing`),
  whether: (c: Condition): Phrase => compound(() => `whether ${c.text}`),
  tableResult: (table: string, reading: string, per: Phrase | undefined, pays: Phrase | undefined): Phrase =>
    compound(
      () =>
        `what the table ${quoted(table)} gives for ${reading}${per ? `, measured against ${inside(per)}` : ''}${pays ? `, paid on ${inside(pays)}` : ''}`,
    ),
  tableCell: (table: string, reading: string, per: Phrase | undefined): Phrase =>
    compound(
      () =>
        `the rate that the table ${quoted(table)} shows at ${reading}${per ? `, measured against ${inside(per)}` : ''}`,
    ),
  runningResult: {
    slice: (measure: string): string =>
      `what the credit adds to the running total of ${quoted(measure)} (over the slice from the total before it to the total after it)`,
    after: (measure: string): string =>
      `what the credit adds to the running total of ${quoted(measure)} (at the band reached after it)`,
    before: (measure: string): string =>
      `what the credit adds to the running total of ${quoted(measure)} (at the band reached before it)`,
  },
  runningCell: {
    slice: (measure: string): string => `the running total of ${quoted(measure)} at the end of the credit’s slice`,
    after: (measure: string): string => `the running total of ${quoted(measure)} after the credit`,
    before: (measure: string): string => `the running total of ${quoted(measure)} before the credit`,
  },
  ofTransaction: (of: Phrase): string => `${inside(of)} (each transaction on its own)`,
  ofWindow: (of: Phrase): string => `${inside(of)} (the whole window at once)`,
  matrixCell: (matrix: string, of: readonly Phrase[]): Phrase =>
    compound(
      () =>
        `the cell of the matrix ${quoted(matrix)} for ${listed(
          of.map((p) => inside(p)),
          'and',
        )}`,
    ),
  rank: (measure: string, best: 'highest' | 'lowest'): Phrase =>
    plain(`the participant’s rank on ${quoted(measure)} (the ${best} comes first; ties share the better place)`),
  percentile: (measure: string): Phrase =>
    plain(`the participant’s percentile on ${quoted(measure)} (the share of the others at or below)`),

  compared: (op: ComparisonOperator, left: Phrase, right: Phrase, areDates: boolean): Condition =>
    say(`${beside(left)} ${COMPARED[op][areDates ? 1 : 0]} ${beside(right)}`),
  allOf: (of: readonly Condition[]): Condition => ({
    joint: of.length > 1 ? 'and' : (of[0]?.joint ?? null),
    text: of.length > 1 ? of.map((c) => bracket(c, 'and')).join(' and ') : (of[0]?.text ?? ''),
  }),
  anyOf: (of: readonly Condition[]): Condition => ({
    joint: of.length > 1 ? 'or' : (of[0]?.joint ?? null),
    text: of.length > 1 ? of.map((c) => bracket(c, 'or')).join(' or ') : (of[0]?.text ?? ''),
  }),
  not: (c: Condition): Condition => say(`it is not so that ${c.joint ? `(${c.text})` : c.text}`),
  oneOf: (of: Phrase, list: Phrase, isOne: boolean): Condition =>
    say(`${inside(of)} is ${isOne ? '' : 'not '}one of ${s(list)}`),
  contains: (of: Phrase, text: Phrase): Condition => say(`${inside(of)} contains ${inside(text)}`),
  startsWith: (of: Phrase, text: Phrase): Condition => say(`${inside(of)} starts with ${inside(text)}`),
  missing: (of: Phrase): Condition => say(`${inside(of)} is missing`),
  present: (of: Phrase): Condition => say(`${inside(of)} is not missing`),
  constant: (isYes: boolean): Condition => say(isYes ? 'it is so in every case' : 'it is so in no case'),
  holds: (of: Phrase, isYes: boolean): Condition => say(`${inside(of)} is ${isYes ? 'yes' : 'no'}`),
}
