import type { AnalysisOptions, Finding, Loophole } from '../../analyse/finding.ts'
import { BASE, short } from './entry.ts'

const { bonus, commission, credit, eur, measure, percent, revenue, table, whole } = short

/** What a code of the analysis means, with a plan that has it, and the same plan put right. */
export type FindingEntry = {
  readonly code: Loophole | 'not-excluded'
  readonly severity: Finding['severity']
  readonly title: string
  readonly what: string
  readonly fix: string
  /** Properties to put into the plan `BASE`: these raise the code, and those in their place do not. */
  readonly example: Readonly<Record<string, unknown>>
  readonly instead: Readonly<Record<string, unknown>>
  /** With what the analysis is asked, beyond the plan. */
  readonly options?: AnalysisOptions
}

const sold = measure('revenue')
const compare = (op: string, left: unknown, right: unknown) => ({ kind: 'Compare', op, left, right })
const choose = (when: unknown, then: unknown, otherwise: unknown) => ({ kind: 'If', when, then, otherwise })
const add = (...of: unknown[]) => ({ kind: 'Add', of })
const times = (...of: unknown[]) => ({ kind: 'Multiply', of })
const least = (...of: unknown[]) => ({ kind: 'Min', of })
const above = (edge: string) => ({ kind: 'Max', of: [eur('0'), { kind: 'Subtract', left: sold, right: eur(edge) }] })
/** Without a cap, which would be a loophole of its own in places. */
const uncapped = ({ cap: _, ...earning }: Readonly<Record<string, unknown>>) => earning
const perPeriod = (amount: unknown) => ({ measures: [revenue()], earnings: [uncapped(bonus(amount))] })
const perDeal = (amount: unknown) => ({ earnings: [uncapped(commission(amount))] })
const banded = (...rates: readonly (readonly [string, string])[]) => ({
  measures: [revenue()],
  tables: [table({ mode: 'marginal', bands: rates.map(([from, value]) => ({ from, value: percent(value) })) })],
  earnings: [uncapped(bonus(whole()))],
})
const reachesTarget = compare('>=', sold, eur('10000'))

/** Every code that the analysis can report. */
export const FINDINGS: readonly FindingEntry[] = [
  {
    code: 'cliff',
    severity: 'warning',
    title: 'What is paid jumps',
    what: 'One cent more of a deal pays at once so much more that it is worth bending for: pulling deals in, rounding up, holding back. A table that pays the reached rate on everything says so itself; its jumps are information.',
    fix: 'Pay the higher rate on what exceeds the edge alone, or let the amount grow towards it.',
    example: perPeriod(choose(reachesTarget, eur('500'), eur('0'))),
    instead: perPeriod(add(times(percent('0.01'), sold), times(percent('0.05'), above('10000')))),
  },
  {
    code: 'non-monotone',
    severity: 'warning',
    title: 'More pays less',
    what: 'Somebody who sells more is paid less. They will sell less, or later.',
    fix: 'Let the lower rate concern what exceeds the edge alone.',
    example: perPeriod(choose(reachesTarget, times(percent('0.04'), sold), times(percent('0.05'), sold))),
    instead: perPeriod(add(times(percent('0.05'), least(sold, eur('10000'))), times(percent('0.04'), above('10000')))),
  },
  {
    code: 'marginal-rate',
    severity: 'warning',
    title: 'A large share of what is added is paid out',
    what: 'Of the next euro sold, more than the stated share (half of it, unless asked otherwise) goes to one participant.',
    fix: 'Lower the rate, or set a cap.',
    example: perDeal(times(percent('0.6'), credit)),
    instead: perDeal(times(percent('0.4'), credit)),
  },
  {
    code: 'dead-band',
    severity: 'warning',
    title: 'A band decides nothing',
    what: 'Nothing that is read reaches the band, or it pays as its neighbour does. The plan looks richer than it is.',
    fix: 'Remove the band, or correct its edge or its rate.',
    example: banded(['0', '0.05'], ['1000', '0.05'], ['5000', '0.08']),
    instead: banded(['0', '0.05'], ['5000', '0.08']),
  },
  {
    code: 'flat-zone',
    severity: 'warning',
    title: 'Nothing more is paid over a stretch',
    what: 'From some point on selling more pays nothing more, and no cap says so. A cap or a floor that the earning states is no finding.',
    fix: 'State it as a cap, so that everybody reads it, or pay a lower rate there.',
    example: perPeriod(times(percent('0.05'), least(sold, eur('20000')))),
    instead: { measures: [revenue()], earnings: [bonus(times(percent('0.05'), sold), { cap: eur('1000') })] },
  },
  {
    code: 'timing-gain',
    severity: 'warning',
    title: 'A deal is worth more on another day',
    what: 'The same deal pays more when it is credited a day later or earlier, across the end of a period or a date that the plan names. What the plan’s own rates, caps and whole tables explain is information.',
    fix: 'Measure over a longer window, or let the rate follow the deal and not its day.',
    example: perDeal(
      times(
        choose(
          compare('>=', { kind: 'Field', field: 'creditedOn' }, { kind: 'Date', value: '2026-07-01' }),
          percent('0.1'),
          percent('0.05'),
        ),
        credit,
      ),
    ),
    instead: perDeal(times(percent('0.05'), credit)),
  },
  {
    code: 'splitting-gain',
    severity: 'warning',
    title: 'A deal is worth more in parts, or parts more as one',
    what: 'Entering one deal as two, or two as one, changes what is paid. It costs nobody anything, so it will be done.',
    fix: 'Put minimums, steps and rates on the sum of the period in place of each deal.',
    example: perDeal(least(times(percent('0.05'), credit), eur('400'))),
    instead: perDeal(times(percent('0.05'), credit)),
  },
  {
    code: 'double-pay',
    severity: 'info',
    title: 'One deal is paid twice',
    what: 'Two plans that the same people are under both pay one deal: a warning, since nobody may have meant it. Or two earnings of one plan pay a share of it, or two of its rules credit it to one person: information, since a plan says so on purpose more often than not, as with a SPIFF on top of a commission.',
    fix: 'Let one of them pay, or put the rules into one group of which the first match alone counts.',
    example: {
      measures: [revenue()],
      earnings: [uncapped(commission(times(percent('0.05'), credit))), uncapped(bonus(times(percent('0.02'), sold)))],
    },
    instead: perDeal(times(percent('0.07'), credit)),
  },
  {
    code: 'exposure',
    severity: 'info',
    title: 'What the plan costs where much is sold',
    what: 'What a participant is paid at the 95th and 99th percentile of attainment, against the median; given for an attainment that whoever asks states.',
    fix: 'Compare it with the budget. A cap, or a lower rate far above the quota, bounds it.',
    example: banded(['0', '0.05'], ['5000', '0.08']),
    instead: banded(['0', '0.05'], ['5000', '0.08']),
    options: {
      attainment: {
        quota: 'revenue',
        quantiles: [
          { probability: '0.5', attainment: '0.9' },
          { probability: '1', attainment: '1.5' },
        ],
      },
    },
  },
  {
    code: 'not-excluded',
    severity: 'info',
    title: 'It could neither be shown nor excluded',
    what: 'No situation was found that shows a loophole of the class named by `of`, and there is no proof that none exists; the message says why. It is never a finding.',
    fix: 'Look at it yourself, or ask again with quotas and parameters of your own.',
    example: perPeriod(times(eur('100'), { kind: 'Rank', measure: 'revenue', best: 'highest' })),
    instead: perDeal(times(percent('0.05'), credit)),
  },
]

/** A plan of an entry: the one that raises the code, or the one put right. */
export const planOfFinding = (parts: FindingEntry['example']): unknown => ({ ...BASE, ...parts })
