import { BASE, type CatalogueEntry, short } from './entry.ts'

const { bonus, commission, credit, eur, field, measure, number, percent, revenue, rule, text } = short
const error = { stage: 'checking', severity: 'error' } as const
const warning = { stage: 'checking', severity: 'warning' } as const
const manyBands = Array.from({ length: 1_000 }, (_, i) => ({ from: String(i), value: percent(`0.${1_000 + i}`) }))

/** Codes about names, types, places, and what the parts of a plan say of themselves. */
export const PARTS: readonly CatalogueEntry[] = [
  {
    ...error,
    code: 'duplicate-id',
    title: 'Two parts have one id',
    what: 'Parts refer to each other by id, so an id is used once among the parts of one kind. A field may not have the name of a field that every transaction has.',
    fix: 'Give one of them another id, and change what refers to it.',
    example: { parts: { credits: [rule({}), rule({ title: 'Again' })] } },
  },
  {
    ...error,
    code: 'unknown-reference',
    title: 'What is referred to is not there',
    what: 'A block names a parameter, field, measure, table, matrix or earning that the plan does not have.',
    fix: 'Correct the id, or add the part. Where an id is nearly the same, the fix puts it in.',
    example: { parts: { earnings: [bonus(measure('revenue'))] } },
  },
  {
    ...error,
    code: 'type-mismatch',
    title: 'Values of these types do not go together',
    what: 'Money is added to money and multiplied by numbers; money times money, text in arithmetic, or a number where money is due have no meaning. The block that has the wrong type is marked.',
    fix: 'Put a value of the type that the message asks for.',
    example: { parts: { earnings: [commission({ kind: 'Multiply', of: [credit, credit] })] } },
  },
  {
    ...error,
    code: 'currency-mismatch',
    title: 'An amount is in another currency than the plan',
    what: 'A plan calculates in one currency; amounts that it states are in that currency. (Deals in other currencies are converted, if the plan says how.)',
    fix: 'State the amount in the plan’s currency.',
    example: { parts: { earnings: [bonus({ kind: 'Money', value: '100', currency: 'USD' })] } },
  },
  {
    ...error,
    code: 'out-of-place',
    title: 'This cannot be read here',
    what: 'Data flows from transactions over credits and measures to earnings. A credit can be read while it is measured or earned on, but not once the period is closed; a measure has its figure only then.',
    fix: 'Read it in an earning of the other kind, or in a gate, floor or cap, which are read at the end of the period.',
    example: { parts: { earnings: [bonus(credit)] } },
  },
  {
    ...error,
    code: 'plan-cycle',
    title: 'Earnings read each other in a circle',
    what: 'An earning that needs its own figure has none.',
    fix: 'Break the circle: let one of them read measures in place of the other earning.',
    example: { parts: { earnings: [bonus({ kind: 'Earned', earning: 'bonus' })] } },
  },
  {
    ...error,
    code: 'plan-too-expensive',
    title: 'Evaluating the plan costs too much',
    what: 'What a plan costs is known before it runs: 2,000 steps for each credit and 20,000 for each participant and period are allowed, and 1,000,000 for all examples together, which are run at each check. A node is a step, and so is each band that a table may look at; an example costs them for each of its deals, and for each period of the calendar years that it touches.',
    fix: 'Shorten the expression that is marked, or give its table fewer bands. Where an example is marked, let it span fewer years, or write fewer examples.',
    example: {
      words: 'A marginal table of 1,000 bands, read for each credit.',
      make: () => ({
        ...BASE,
        measures: [revenue()],
        tables: [short.table({ mode: 'marginal', bands: manyBands })],
        earnings: [
          commission({
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
          }),
        ],
      }),
    },
  },
  {
    ...error,
    code: 'levels-reversed',
    title: 'Manager levels stand the wrong way round',
    what: '`fromLevel` is above `toLevel`. Levels count upwards: 1 is the direct manager.',
    fix: 'Exchange them.',
    example: {
      parts: { credits: [rule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 2, toLevel: 1 } })] },
    },
  },
  {
    ...error,
    code: 'value-missing',
    title: 'A measure needs a value',
    what: 'All aggregates but `count` take a value of each credit.',
    fix: 'State `value`, such as `{"kind":"CreditAmount"}`, or make it a `count`.',
    example: {
      parts: {
        measures: [{ kind: 'Measure', id: 'revenue', title: 'Revenue', aggregate: 'sum', window: { kind: 'Period' } }],
        contests: [contest({})],
      },
    },
  },
  {
    ...error,
    code: 'count-value',
    title: 'A count reads no value',
    what: 'It counts credits; a value beside it would suggest that it counts something else.',
    fix: 'Remove the value, or use `distinctCount` to count different values.',
    example: { parts: { measures: [revenue({ aggregate: 'count' })], contests: [contest({})] } },
  },
  {
    ...error,
    code: 'composite-of-composite',
    title: 'A composite measure is made of composites',
    what: 'Composite measures are weighted sums of measures, and not of other sums.',
    fix: 'List the measures of the inner one here, with their weights multiplied.',
    example: {
      parts: {
        measures: [revenue()],
        compositeMeasures: [composite('a', 'revenue'), composite('b', 'a')],
        contests: [contest({ measure: 'b' })],
      },
    },
  },
  {
    ...error,
    code: 'composite-windows',
    title: 'A composite measure mixes windows',
    what: 'Its measures count over different stretches of time, so their sum would be of none.',
    fix: 'Give all of them the same window.',
    example: {
      parts: {
        measures: [revenue(), revenue({ id: 'year', title: 'Year', window: { kind: 'YearToDate' } })],
        compositeMeasures: [
          {
            ...composite('mix', 'revenue'),
            of: [
              { measure: 'revenue', weight: '0.5' },
              { measure: 'year', weight: '0.5' },
            ],
          },
        ],
        contests: [contest({ measure: 'mix' })],
      },
    },
  },
  {
    ...error,
    code: 'window-empty',
    title: 'A window ends before it begins',
    what: '`to` is exclusive, so a window of dates has at least one day only if `from` lies before `to`.',
    fix: 'Exchange the dates.',
    example: {
      parts: {
        measures: [revenue({ window: { kind: 'Dates', from: '2026-07-01', to: '2026-01-01' } })],
        contests: [contest({})],
      },
    },
  },
  {
    ...warning,
    code: 'window-longer-than-plan',
    title: 'A window is longer than the plan',
    what: 'A measure looks back over more time than the plan holds (a year, unless it is published for another stretch), so the window is never full.',
    fix: 'Shorten the window.',
    example: {
      parts: { measures: [revenue({ window: { kind: 'Trailing', periods: 13 } })], contests: [contest({})] },
    },
  },
  {
    ...warning,
    code: 'shares-over-whole',
    title: 'More than the whole is credited',
    what: 'The shares of a split add up to more than 1, or a rule credits more than the amount. That may be meant (double crediting), but it should be seen.',
    fix: 'Lower the shares, or leave it if it is meant.',
    example: {
      parts: {
        credits: [
          rule({
            to: {
              kind: 'Split',
              shares: [
                { participant: 'E-1', share: '0.7' },
                { participant: 'E-2', share: '0.5' },
              ],
            },
          }),
        ],
      },
    },
  },
  {
    ...warning,
    code: 'condition-never',
    title: 'A condition can never hold',
    what: 'Whatever is read, this does not hold, so what depends on it never happens.',
    fix: 'Correct the condition, or remove what depends on it.',
    example: {
      parts: { credits: [rule({ when: { kind: 'Compare', op: '>', left: number('1'), right: number('2') } })] },
    },
  },
  {
    ...warning,
    code: 'condition-always',
    title: 'A condition always holds',
    what: 'Whatever is read, this holds, so it asks nothing.',
    fix: 'Remove the condition, or correct it.',
    example: { parts: { credits: [rule({ when: { kind: 'Compare', op: '=', left: text('x'), right: text('x') } })] } },
  },
  {
    ...warning,
    code: 'unused',
    title: 'Nothing uses a part',
    what: 'A parameter, measure, table, matrix or field is not read by anything.',
    fix: 'Remove it, or use it.',
    example: { parts: { measures: [revenue()] } },
  },
  {
    ...warning,
    code: 'no-earnings',
    title: 'Nothing is earned yet',
    what: 'The plan has no earning, and so pays nothing.',
    fix: 'Add an earning.',
    example: { parts: { earnings: [] } },
  },
  {
    stage: 'checking',
    severity: 'info',
    code: 'no-cap',
    title: 'An earning has no cap',
    what: 'That is usual, and it is said because what a plan can cost depends on it.',
    fix: 'Nothing needs to be done. State `cap` to bound it.',
    example: { parts: { earnings: [uncapped(commission({ kind: 'Multiply', of: [percent('0.05'), credit] }))] } },
  },
  {
    ...error,
    code: 'event-needs-lines',
    title: 'Waiting for an event needs lines of deals',
    what: 'What waits for an event of each deal must be known deal by deal: it is earned per credit, without a gate, floor or cap, which bound the period as a whole.',
    fix: 'Make it an earning per credit, and put caps into a payout rule.',
    example: {
      parts: {
        earnings: [bonus(eur('100'), { payable: { kind: 'OnEvent', event: 'payment', atOnce: '0.5' } })],
      },
    },
  },
  {
    ...error,
    code: 'instalments-sum',
    title: 'Instalments do not add up to the whole',
    what: 'The shares of instalments add up to exactly 1, so that nothing earned is lost or paid twice.',
    fix: 'Correct the shares.',
    example: {
      parts: {
        earnings: [bonus(eur('100'), { payable: { kind: 'Instalments', parts: [{ share: '0.5', afterPeriods: 0 }] } })],
      },
    },
  },
  {
    ...error,
    code: 'share-out-of-range',
    title: 'A share is not between 0 and 1',
    what: 'Shares are parts of a whole: 0.15 is 15 %.',
    fix: 'Write it as a part of 1. The fix does so where 15 was written for 15 %.',
    example: { parts: { payoutRules: [{ kind: 'Hold', id: 'hold', title: 'Hold', share: '15', periods: 1 }] } },
  },
  {
    ...error,
    code: 'draw-without-end',
    title: 'A draw is forgiven at an end that it does not have',
    what: '`forgivenAtEnd` needs to know when the draw ends.',
    fix: 'State `periods`, or let what is owed stay owed.',
    example: {
      parts: {
        payoutRules: [
          {
            kind: 'Draw',
            id: 'draw',
            title: 'Draw',
            amount: eur('1000'),
            pays: 'upTo',
            recovery: { percent: '1', forgivenAtEnd: true },
          },
        ],
      },
    },
  },
  {
    ...warning,
    code: 'prizes-rise',
    title: 'A worse place wins more than a better one',
    what: 'Prizes are listed from the first place on.',
    fix: 'Sort the prizes downwards.',
    example: {
      parts: { measures: [revenue()], contests: [contest({ prizes: { kind: 'ByRank', prizes: ['100', '200'] } })] },
    },
  },
  {
    ...error,
    code: 'pool-over-budget',
    title: 'A pool is larger than its budget',
    what: 'It could never be paid out in full.',
    fix: 'Raise the budget, or lower the pool.',
    example: {
      parts: {
        measures: [revenue()],
        contests: [contest({ prizes: { kind: 'PoolShare', pool: '500', by: 'measure' }, budget: '400' })],
      },
    },
  },
  {
    stage: 'examples',
    severity: 'error',
    code: 'example-fails',
    title: 'An example does not hold',
    what: 'The plan pays something else than one of its examples expects. Such a plan is not published.',
    fix: 'Correct the plan, or the example: both figures are in the message.',
    example: {
      parts: {
        examples: [
          {
            kind: 'Example',
            id: 'one',
            title: 'One deal',
            deals: [{ creditedOn: '2026-01-15', amount: '1000' }],
            expects: [{ kind: 'Earned', period: '2026-01', earning: 'commission', amount: '60' }],
          },
        ],
      },
    },
  },
  {
    stage: 'organisation',
    severity: 'error',
    code: 'unknown-field',
    title: 'The organisation has no such field',
    what: 'A plan may only read fields that the organisation’s transactions have, with the type that they have.',
    fix: 'Add the field to the transaction fields (`PUT /api/v1/transaction-fields`), or declare the type that it has.',
    example: {
      parts: {
        fields: [{ id: 'profit', type: 'money' }],
        credits: [rule({ amount: field('profit') })],
      },
    },
  },
  {
    ...warning,
    code: 'band-repeated',
    title: 'A band pays as the one before it does',
    what: 'The table would pay the same without it.',
    fix: 'Remove the band, or correct its value.',
    example: {
      parts: {
        measures: [revenue()],
        tables: [
          short.table({
            mode: 'marginal',
            bands: [
              { from: '0', value: percent('0.05') },
              { from: '1000', value: percent('0.05') },
            ],
          }),
        ],
        earnings: [bonus(short.whole())],
      },
    },
  },
  {
    ...warning,
    code: 'band-unreachable',
    title: 'A band can never be reached',
    what: 'Wherever the table is used, what it reads stays below the band.',
    fix: 'Remove the band, or correct its edge or what the table reads.',
    example: {
      parts: {
        measures: [revenue()],
        tables: [
          short.table({
            mode: 'step',
            bands: [
              { from: '0', value: eur('10') },
              { from: '1000', value: eur('20') },
            ],
          }),
        ],
        earnings: [
          bonus(short.whole({ reads: { kind: 'Window', of: { kind: 'Min', of: [measure('revenue'), eur('500')] } } })),
        ],
      },
    },
  },
]

function contest(over: Readonly<Record<string, unknown>>) {
  return {
    kind: 'Contest',
    id: 'contest',
    title: 'Contest',
    measure: 'revenue',
    best: 'highest',
    ties: { kind: 'Pooled' },
    prizes: { kind: 'ByRank', prizes: ['200', '100'] },
    ...over,
  }
}

function composite(id: string, measure: string) {
  return { kind: 'CompositeMeasure', id, title: id, of: [{ measure, weight: '1' }] }
}

function uncapped({ cap, ...earning }: ReturnType<typeof commission>) {
  return earning
}
