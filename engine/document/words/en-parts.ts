import type { Aggregate, CreditRule, PeriodKind, RateTable, ValueType } from '../../plan/ast.ts'
import type { Contest } from '../../plan/contest.ts'
import type { PartList } from '../clause.ts'
import { type Condition, inside, listed, type Phrase, plain } from '../phrase.ts'

const quoted = (text: string): string => `“${text}”`
const names = (of: readonly string[]): string => listed(of.map(quoted), 'and')
const periods = (n: number): string => (n === 1 ? '1 period' : `${n} periods`)
const PERIOD: Readonly<Record<PeriodKind, string>> = {
  month: 'month',
  quarter: 'quarter',
  'half-year': 'half-year',
  year: 'year',
}

/** How English says the parts of a plan and their choices. */
export const enParts = {
  sections: {
    parameters: [
      'Parameters',
      'Named values, each as of a date. The narrowest counts: the participant’s own value, else that of their title, else the one for everybody, else the value stated here.',
    ],
    credits: [
      'Crediting',
      'Every rule that matches credits, unless rules stand in a first-match group. Nobody is credited to whom the plan is not assigned on the credit date. A deal whose figures are missing is listed as a data exception, and credits nothing under that rule.',
    ],
    measures: ['Measures', 'Figures over the credits of one participant.'],
    compositeMeasures: ['Composite measures', 'Weighted sums of measures.'],
    inputMeasures: ['Figures handed in', 'Figures that are entered for each participant and period.'],
    tables: ['Rate tables', 'What each table reads, and what it is measured against, is said where it is used.'],
    matrices: ['Matrices', 'One cell for each combination of their axes.'],
    earnings: ['Earnings', 'What is earned; a figure that is missing is a data exception and never counts as 0.'],
    contests: [
      'Contests',
      'Everybody to whom the plan is assigned takes part. Whoever is not eligible, or has no figure, takes no place.',
    ],
    payoutRules: ['Payout rules', 'What is paid of what was earned. The rules apply in this order.'],
    clawbacks: [
      'Clawbacks',
      'For a transaction that reverses another: the first rule that matches decides, in place of what the earning itself would say. Never more is taken back than is left of what the deal earned.',
    ],
    examples: ['Examples', 'The plan is only published if it pays exactly this.'],
  } satisfies Record<PartList, readonly [string, string]>,
  none: 'none',
  insteadOf: (now: string, before: string): string => `${now} instead of ${before}`,
  diff: {
    added: (section: string, title: string): string => `${section}: ${quoted(title)} is new`,
    removed: (section: string, title: string): string => `${section}: ${quoted(title)} is gone`,
    renamed: (before: string, now: string): string => `${quoted(before)} is now called ${quoted(now)}`,
    explained: (title: string): string => `${title}: the explanation is worded differently`,
    changed: (title: string, label: string, change: string): string => `${title}: ${label}: ${change}`,
    rowChanged: (title: string, label: string, change: string): string => `${title}: ${label}, ${change}`,
    rowAdded: (title: string, label: string, value: string): string => `${title}: new: ${label}, ${value}`,
    rowRemoved: (title: string, label: string, value: string): string => `${title}: no longer: ${label}, ${value}`,
    moved: (section: string, now: readonly string[], before: readonly string[]): string =>
      `${section}: in the order ${names(now)} instead of ${names(before)}`,
    rewritten: (title: string): string => `${title}: written differently, with the same meaning`,
  },
  plan: {
    lead: (period: PeriodKind, currency: string): string =>
      `Calculated for each ${PERIOD[period]} and paid in ${currency}. A transaction counts in the period of its credit date.`,
    period: 'Period',
    periodValue: (period: PeriodKind): string => `each ${PERIOD[period]} on its own`,
    currency: 'Currency',
    field: 'Field',
    fieldLabel: (id: string): string => `field ${quoted(id)}`,
    types: {
      money: 'an amount of money',
      number: 'a number',
      percent: 'a percentage',
      quantity: 'a quantity',
      text: 'a text',
      choice: 'a choice',
      'yes/no': 'a yes or no',
      date: 'a date',
    } satisfies Record<ValueType, string>,
    conversion: 'Other currencies',
    noConversion: (currency: string): string =>
      `an amount in another currency than ${currency} is a data exception, and nothing is calculated from it`,
    converts: (currency: string, rateType: string, date: 'creditedOn' | 'occurredOn' | 'periodEnd'): string =>
      `converted to ${currency} at the rate ${quoted(rateType)} of ${
        {
          creditedOn: 'the credit date',
          occurredOn: 'the day on which the deal happened',
          periodEnd: 'the last day of the period',
        }[date]
      }, or of the last day before it that has one; a missing rate is a data exception, and never 1`,
    planChange: 'A new version inside a period',
    planChanges: {
      'period start': 'this version rules whole periods that begin under it',
      'transaction date':
        'this version rules each transaction from its first day on; what is earned per period follows the last version',
      prorated:
        'this version rules each transaction from its first day on; what is earned per period is prorated by the days of each version',
    },
    quotaChange: 'A quota that changes inside a window',
    quotaChanges: {
      prorated: 'prorated by days',
      'period start': 'the quota of the window’s first day counts for all of it',
      'transaction date': 'the quota of each transaction’s day counts for all of it',
    },
    assignmentChange: 'Who is assigned for a part of a window',
    assignmentChanges: {
      days: 'has the quota in proportion to the days of the assignment',
      months: 'has the quota in proportion to the months on whose last day they are assigned',
      none: 'has the whole quota',
    },
  },
  parameter: {
    lead: (type: string): string => `Is ${type}.`,
    type: 'Type',
    default: 'Value where nothing else is stated',
    noDefault: 'none; it must be set, otherwise what reads it is a data exception',
  },
  credit: {
    lead: (to: string, amount: string): string => `Credited to ${to}: ${amount}.`,
    to: 'Credited to',
    amount: 'Amount',
    when: 'When',
    always: 'always',
    whenHolds: (c: Condition): string => `only if ${c.text}`,
    share: 'Share',
    whole: 'all of the amount',
    shareOf: (share: string): string => `${share} of the amount`,
    type: 'Credit type',
    digits: 'Decimals of a share',
    digitsValue: (digits: number): string =>
      `shares of one amount are cut to ${digits} decimals and add up to it (largest remainder; ties in the order in which the shares stand in the deal)`,
    group: 'First match',
    noGroup: 'no, the rule credits whatever other rules do',
    groupValue: (group: string): string =>
      `of the rules in the group ${quoted(group)}, only the first that credits anybody takes the transaction`,
    counts: 'Counts for',
    countsValue: {
      'attainment and pay': 'measures and earnings per credit',
      'attainment only': 'measures only, and pays nothing by itself',
      'pay only': 'earnings per credit only, and for no measure',
      neither: 'neither: it only tells that something happened to a deal',
    } satisfies Record<NonNullable<CreditRule['counts']>, string>,
    asOf: 'Owners and managers of a reversal',
    asOfValue: {
      deal: 'those of the credit date of the deal that is reversed',
      reversal: 'those of the credit date of the reversal',
    },
    overlap: 'Several paths to one person',
    overlapValue: {
      once: 'each share reaches a person once, however many paths lead there, and a manager at most the whole deal',
      'each path': 'each share reaches a person once on every path that leads there',
    },
    recipients: {
      Owner: plain('the owner of the deal'),
      everybody: plain('everybody in the deal team (each with their share)'),
      role: (role: string): Phrase => plain(`whoever is ${quoted(role)} in the deal team (each with their share)`),
      TerritoryOwners: plain('the owners of the territories that take the deal (each owner with all of it)'),
      split: (shares: readonly (readonly [string, string])[]): Phrase =>
        plain(`the people of a fixed split (${shares.map(([who, share]) => `${share} to ${quoted(who)}`).join(', ')})`),
      team: (team: string): Phrase => plain(`the overlay team ${quoted(team)} (each member with their share)`),
      managers: (of: Phrase, from: number, to: number): string => {
        const levels =
          from === to
            ? from === 1
              ? 'direct managers (level 1)'
              : `managers at level ${from}`
            : `managers from level ${from} to level ${to}`
        return `the ${levels} above ${of.say('dative')}`
      },
    },
  },
  measure: {
    aggregates: {
      sum: (value: Phrase): string => `the sum of ${inside(value)} over the credits`,
      count: (): string => 'the number of credits',
      distinctCount: (value: Phrase): string => `the number of different values of ${inside(value)} among the credits`,
      average: (value: Phrase): string =>
        `the average of ${inside(value)} over the credits; missing where there are none`,
      minimum: (value: Phrase): string =>
        `the smallest value of ${inside(value)} among the credits; missing where there are none`,
      maximum: (value: Phrase): string =>
        `the largest value of ${inside(value)} among the credits; missing where there are none`,
      latest: (value: Phrase): string =>
        `the value of ${inside(value)} of the latest credit; missing where there are none`,
    } satisfies Record<Aggregate, (value: Phrase) => string>,
    noValue: plain('no value'),
    figure: 'Figure',
    window: 'Window',
    when: 'Which credits',
    all: 'all that count for measures',
    those: (c: Condition): string => `those for which ${c.text}`,
    composite: (of: readonly string[]): string => `The weighted sum of ${names(of)}.`,
    weight: (name: string): string => `weight of ${quoted(name)}`,
    input: (type: string): string =>
      `Is ${type}. A figure holds for the periods that lie within its dates; without one it is missing.`,
  },
  table: {
    mode: 'How it applies',
    modes: {
      whole:
        'the value of the band that is reached counts for everything, back to the first unit, so that the result jumps at the edges',
      marginal: 'each slice counts with the value of its own band',
      step: 'the value of the band that is reached is the result as it stands',
      interpolated:
        'each edge is a point, straight lines join the points, and beyond the first and the last the value stays level',
    } satisfies Record<RateTable['mode'], string>,
    edge: 'A figure exactly on an edge',
    edges: { higher: 'belongs to the higher band', lower: 'belongs to the lower band' },
    axis: 'Edges',
    axes: {
      money: (currency: string): string => `amounts in ${currency}`,
      number: (): string => 'numbers',
      share: (): string => 'shares of what the table is measured against',
    },
    lead: (mode: string): string => mode,
    from: (edge: string): string => `from ${edge}`,
    above: (edge: string): string => `above ${edge}`,
    fromFirst: (edge: string): string => `from ${edge} and below`,
    at: (edge: string): string => `at ${edge}`,
    ofQuota: (edge: string): string => `${edge} of the quota`,
    matrixLead: (axes: number): string => (axes === 1 ? 'A table of one axis.' : `A table of ${axes} axes.`),
    matrixAxis: (n: number): string => `Axis ${n}`,
    bandsAxis: (axis: string, edge: string): string => `bands of ${axis}; a figure exactly on an edge ${edge}`,
    keysAxis: 'texts; a text that no key takes is a data exception',
    keysAxisElse: 'texts; the last takes every other text',
    otherText: 'every other text',
    axisValues: (axis: string, values: readonly string[]): string => `${axis}: ${values.join('; ')}`,
  },
  earning: {
    lead: (per: 'credit' | 'period', amount: string): string =>
      per === 'credit' ? `Earned for each credit: ${amount}.` : `Earned once in each period: ${amount}.`,
    per: 'Earned',
    pers: { credit: 'for each credit', period: 'once in each period' },
    amount: 'Amount',
    when: 'Which credits',
    all: 'all that count for pay',
    those: (c: Condition): string => `those for which ${c.text}`,
    gate: 'Gate',
    noGate: 'none',
    gateValue: (c: Condition): string =>
      `only if, at the end of the period, ${c.text}; otherwise the period earns nothing, not even the floor`,
    floor: 'Floor',
    floorValue: (e: string): string => `at least ${e} in the period`,
    cap: 'Cap',
    capValue: (e: string): string => `at most ${e} in the period, after the floor; what exceeds it is lost`,
    rounding: 'Rounding',
    roundingValue: (unit: string, mode: string, basis: 'running' | 'each' | null): string =>
      `to ${unit}, ${mode}${
        basis === null
          ? ''
          : basis === 'running'
            ? '; on the running total, so that each credit gets the difference of two rounded totals, and neither order nor splitting moves the sum'
            : '; each credit on its own'
      }`,
    payable: 'Payable',
    atOnce: 'all of it in the period in which it is earned',
    instalments: (parts: readonly (readonly [share: string, after: number])[]): string =>
      `in instalments that add up to what was earned: ${parts
        .map(
          ([share, after]) =>
            `${share} ${after === 0 ? 'in the period in which it is earned' : `after ${periods(after)}`}`,
        )
        .join(', ')}`,
    amortised: (n: number): string =>
      n === 1
        ? 'in 1 part, in the period in which it is earned'
        : `in ${n} equal parts, one in the period in which it is earned and one in each period after it`,
    onEvent: (event: string, atOnce: string): string =>
      `${atOnce} in the period in which it is earned; the rest of each deal when a transaction of the kind ${quoted(event)} refers to the deal`,
  },
  payout: {
    earnings: 'Concerns',
    allEarnings: 'all earnings',
    theseEarnings: names,
    cap: 'At most',
    capLead: (cap: Phrase): string => `The earnings concerned together pay at most ${inside(cap)} in a period.`,
    excess: 'What exceeds it',
    excesses: { lost: 'is lost', banked: 'is banked, and paid in later periods as soon as there is room' },
    amount: 'Amount',
    drawLead: (pays: 'upTo' | 'onTop', amount: Phrase): string =>
      pays === 'upTo'
        ? `A draw: where the earnings concerned are less, they are paid up to ${inside(amount)} in a period.`
        : `A draw: ${inside(amount)} is paid in each period on top of what was earned.`,
    pays: 'Paid',
    paysValue: { upTo: 'up to the amount', onTop: 'on top of what was earned' },
    runs: 'Runs',
    always: 'always',
    periods: (n: number): string => `for the first ${periods(n)} under the plan`,
    recovery: 'Recovery',
    notRecovered: 'none; what was paid beyond the earnings is kept (a guarantee)',
    recovered: (percent: string, from: number): string =>
      `what was paid beyond the earnings is owed, and ${percent} of what later earnings exceed the untouched amount by is taken for it, from the ${ordinal(from)} period on`,
    floor: 'Untouched by recovery',
    floorUpTo: 'the amount of the draw while it runs, afterwards nothing',
    floorOnTop: 'nothing; recovery begins once the draw no longer runs',
    end: 'What is still owed when the draw ends',
    ends: { forgiven: 'is forgiven', owed: 'stays owed' },
    holdLead: (share: string, n: number): string =>
      `${share} of the earnings concerned is kept back, and paid ${periods(n)} later.`,
    share: 'Share',
    after: 'Paid',
    later: (n: number): string => `${periods(n)} later`,
    carryLead:
      'What a participant owes at the end of a period is not asked back, but taken from the payments of later periods.',
    minimumLead: (amount: Phrase): string =>
      `A payment of less than ${inside(amount)} is not made, but carried to the next period.`,
  },
  clawback: {
    lead: (share: string): string => `Takes back ${share} of what the reversed deal earned per credit.`,
    when: 'Which reversals',
    all: 'all',
    those: (c: Condition): string => `those for which ${c.text}`,
    share: 'Share',
    manner: 'How much of it',
    full: 'all, however much time has passed',
    proRata: (by: 'days' | 'months', term: number): string =>
      `the part of ${by === 'days' ? `${term} days` : `${term} months (full months count)`} that had not passed between the credit dates of the deal and of the reversal; nothing after that`,
    attainment: 'Attainment',
    attainments: {
      reduced: 'the reversal counts for measures, and so reduces attainment',
      kept: 'the reversal counts for no measure, and attainment stays',
    },
  },
  contest: {
    lead: (measure: string, best: 'highest' | 'lowest'): string =>
      `Ranks the participants on ${quoted(measure)}; the ${best} comes first.`,
    measure: 'Ranked on',
    best: 'First',
    bests: { highest: 'the highest figure', lowest: 'the lowest figure' },
    eligible: 'Eligible',
    everybody: 'everybody',
    whoever: (c: Condition): string => `whoever fulfils, at the end of the period, that ${c.text}`,
    ties: 'Ties',
    tie: (ties: Contest['ties'], name: (id: string) => string): string =>
      ties.kind === 'Pooled'
        ? 'the prizes of the tied places are pooled and shared'
        : ties.kind === 'BetterPrize'
          ? 'everybody who is tied gets the better prize'
          : `the higher figure of ${quoted(name(ties.measure))} decides; who is still tied shares the prizes of the tied places`,
    poolTie: (name: string, places: number): string =>
      `the higher figure of ${quoted(name)} decides who is among the best ${places}`,
    prizes: 'Prizes',
    byRank: 'by place',
    place: (n: number): string => `${ordinal(n)} place`,
    forReaching: (mark: string, prize: string, best: 'highest' | 'lowest'): string =>
      `${prize} for everybody whose figure is ${mark} or ${best === 'highest' ? 'more' : 'less'}`,
    poolShare: (pool: string, by: 'measure' | 'equal parts', places: number | undefined): string =>
      `a pool of ${pool} among ${places === undefined ? 'all whose figure is above 0' : `the best ${places} whose figure is above 0 (who ties with the last place shares too)`}, ${
        by === 'measure' ? 'in proportion to their figures' : 'in equal parts'
      }`,
    perUnit: (amount: string): string => `${amount} for each unit of the figure`,
    budget: 'Budget',
    noBudget: 'none',
    budgetValue: (budget: string): string => `${budget}; prizes that together exceed it are cut in proportion`,
    paid: 'Paid',
    everyPeriod: 'in every period',
    once: (last: string): string => `once, in the period of ${last}, the last day that counts`,
  },
  example: {
    lead: (deals: number): string =>
      deals === 0 ? 'Without deals.' : deals === 1 ? 'With 1 deal.' : `With ${deals} deals.`,
    title: 'The participant’s title',
    deal: (n: number, id: string | undefined): string => (id === undefined ? `deal ${n}` : `deal ${n}, ${quoted(id)}`),
    by: { participant: 'made by the participant', report: 'made by somebody who reports to the participant' },
    ofKind: (kind: string): string => `of the kind ${quoted(kind)}`,
    on: (date: string): string => `credited on ${date}`,
    amount: (amount: string): string => `amount ${amount}`,
    quantity: (quantity: string): string => `quantity ${quantity}`,
    role: (role: string): string => `in the role ${quoted(role)}`,
    share: (share: string): string => `with a share of ${share}`,
    product: (product: string): string => `product ${quoted(product)}`,
    account: (account: string): string => `account ${quoted(account)}`,
    reverses: (deal: string): string => `reverses ${quoted(deal)}`,
    field: (id: string, value: string): string => `${quoted(id)} is ${value}`,
    quota: (name: string, first: string, last: string): string => `quota ${quoted(name)} from ${first} to ${last}`,
    parameter: (name: string): string => `parameter ${quoted(name)}`,
    input: (name: string, first: string, last: string): string => `figure ${quoted(name)} from ${first} to ${last}`,
    rate: (rateType: string, from: string, to: string, on: string): string =>
      `rate ${quoted(rateType)} from ${from} to ${to} on ${on}`,
    earned: (name: string, period: string): string => `earned under ${quoted(name)} in ${period}`,
    paid: (period: string): string => `paid in ${period}`,
  },
}

function ordinal(n: number): string {
  const end = n % 100 >= 11 && n % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th')
  return `${n}${end}`
}
