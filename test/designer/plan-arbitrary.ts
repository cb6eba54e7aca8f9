import fc from 'fast-check'
import { Plan } from '#engine'

/**
 * Random plans that satisfy the schema and nothing more: ill-typed, with unknown references, with hostile texts, with and
 * without every optional property. For whatever must hold for every plan that parses.
 */
const awkward = fc.constantFrom(
  '',
  ' ',
  '__proto__',
  'constructor',
  '%{BKY_ADD_COMMENT}',
  '%1',
  '<script>alert(1)</script>',
  '"\'`\\',
  '\u0000',
  '\n\t',
  '\u202Eabc',
  '🧾',
  '{"at":null}',
  'null',
  'undefined',
  'NaN',
  '}{[',
  '&lt;',
  '￿',
  'a'.repeat(60),
)
const textUpTo = (maxLength: number, minLength = 0) =>
  fc
    .oneof(fc.string({ unit: 'grapheme', maxLength: 20 }), awkward)
    .map((text) => text.slice(0, maxLength))
    .filter((text) => text.length >= minLength)

const at = textUpTo(60, 1)
const partId = fc.stringMatching(/^[a-z][a-zA-Z0-9_-]{0,10}$/)
const decimal = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '0.0',
    '0.050',
    '1',
    '-12.3400',
    '99999999999999999999999999999999',
    '0.0000000000000000000000000000001',
  ),
  fc
    .tuple(fc.integer({ min: -999_999, max: 999_999 }), fc.stringMatching(/^(\.\d{1,8})?$/))
    .map(([whole, rest]) => whole + rest),
)
const rounding = fc.constantFrom('half-up', 'half-even', 'half-down', 'up', 'down', 'ceiling', 'floor')
const windowKinds = ['Period', 'QuarterToDate', 'HalfYearToDate', 'YearToDate', 'PlanToDate'] as const
const trailing = fc.record({ kind: fc.constant('Trailing'), periods: fc.integer({ min: 1, max: 36 }) })
const plain = (...kinds: readonly string[]) => fc.constantFrom(...kinds).map((kind) => ({ kind }))
const date = fc.constantFrom('2024-02-29', '2027-01-01', '1999-12-31', '0001-01-01', '9999-12-31')
const dates = fc.record({ kind: fc.constant('Dates'), from: date, to: date })
const span = fc.oneof(plain(...windowKinds), trailing, dates)
const quotaSpan = fc.oneof(plain(...windowKinds, 'Quarter', 'HalfYear', 'Year'), trailing, dates)
const currency = fc.constantFrom('EUR', 'USD', 'JPY', 'XXX')
const title = textUpTo(120, 1)

/** A record of which the named keys may be absent, never undefined. */
function node(required: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>> = {}) {
  return loose(required, { ...optional, at })
}
/** The same without an id of its own. */
function loose(required: Record<string, fc.Arbitrary<unknown>>, optional: Record<string, fc.Arbitrary<unknown>>) {
  const model: Record<string, fc.Arbitrary<unknown>> = { ...required, ...optional }
  return fc.record(model, { requiredKeys: Object.keys(required) })
}
const kind = (name: string) => fc.constant(name)

const leaf = fc.oneof(
  node({ kind: kind('Number'), value: decimal }),
  node({ kind: kind('Percent'), value: decimal }),
  node({ kind: kind('Money'), value: decimal, currency }),
  node({ kind: kind('Text'), value: textUpTo(500) }),
  node({ kind: kind('TextList'), values: fc.array(textUpTo(500), { maxLength: 4 }) }),
  node({ kind: kind('YesNo'), value: fc.boolean() }),
  node({ kind: kind('Date'), value: date }),
  node({ kind: kind('Field'), field: textUpTo(60, 1) }),
  node({ kind: kind('Parameter'), parameter: partId }),
  node({ kind: kind('Recipient'), attribute: fc.constantFrom('title', 'territory') }),
  node({ kind: kind('CreditAmount') }),
  node({ kind: kind('CreditType') }),
  node({ kind: kind('Measure'), measure: partId }),
  node({ kind: kind('Quota'), quota: textUpTo(60, 1), span: quotaSpan, unit: fc.constantFrom('money', 'number') }),
  node({ kind: kind('Attainment'), measure: partId, quota: textUpTo(60, 1) }),
  node({ kind: kind('Earned'), earning: partId }),
  node({ kind: kind('Rank'), measure: partId, best: fc.constantFrom('highest', 'lowest') }),
  node({ kind: kind('Percentile'), measure: partId }),
)

const { expression } = fc.letrec<{ expression: unknown }>((tie) => {
  const inner = tie('expression')
  const list = fc.array(inner, { minLength: 1, maxLength: 4 })
  const digits = fc.integer({ min: 0, max: 12 })
  const reads = fc.oneof(
    fc.record({ kind: kind('Running'), measure: partId, lookup: fc.constantFrom('slice', 'after', 'before') }),
    fc.record({ kind: fc.constantFrom('Transaction', 'Window'), of: inner }),
  )
  const branch = fc.oneof(
    node({ kind: fc.constantFrom('Add', 'Multiply', 'Min', 'Max', 'And', 'Or'), of: list }),
    node({ kind: kind('Subtract'), left: inner, right: inner }),
    node({ kind: kind('Divide'), left: inner, right: inner }, { digits, mode: rounding }),
    node({ kind: fc.constantFrom('Negate', 'Absolute', 'Not', 'IsMissing'), of: inner }),
    node({ kind: kind('Round'), of: inner, digits, mode: rounding }),
    node({ kind: kind('Compare'), op: fc.constantFrom('=', '<>', '<', '<=', '>', '>='), left: inner, right: inner }),
    // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word, and its value is no function.
    node({ kind: kind('If'), when: inner, then: inner, otherwise: inner }),
    node({ kind: kind('OneOf'), of: inner, list: inner }),
    node({ kind: kind('TextMatch'), how: fc.constantFrom('contains', 'startsWith'), of: inner, text: inner }),
    node({ kind: kind('Default'), of: inner, otherwise: inner }),
    node({ kind: kind('ApplyTable'), table: partId, reads }, { per: inner, pays: inner }),
    node({ kind: kind('TableCell'), table: partId, reads }, { per: inner }),
    node({ kind: kind('MatrixCell'), matrix: partId, of: fc.array(inner, { minLength: 1, maxLength: 3 }) }),
  )
  return { expression: fc.oneof({ maxDepth: 4, depthSize: 'small' }, leaf, branch) }
})

const part = (name: string, required: Record<string, fc.Arbitrary<unknown>>, optional = {}) =>
  node({ kind: kind(name), id: partId, title, ...required }, { explanation: textUpTo(500), ...optional })

const role = fc.option(textUpTo(60, 1), { nil: null })
const some = <T>(arbitrary: fc.Arbitrary<T>, minLength = 0) => fc.array(arbitrary, { minLength, maxLength: 3 })
const name = textUpTo(60, 1)
const whom = fc.oneof(
  plain('Owner', 'TerritoryOwners'),
  fc.record({ kind: kind('DealTeam'), role }),
  fc.record({ kind: kind('OverlayTeam'), team: name }),
  fc.record({ kind: kind('Split'), shares: some(fc.record({ participant: textUpTo(200, 1), share: decimal }), 1) }),
)
const level = fc.integer({ min: 1, max: 20 })
const recipients = fc.oneof(whom, fc.record({ kind: kind('Managers'), of: whom, fromLevel: level, toLevel: level }))

const periods = fc.oneof(fc.constantFrom(1, 120), fc.integer({ min: 1, max: 120 }))
const payable = fc.oneof(
  fc.record({
    kind: kind('Instalments'),
    parts: some(fc.record({ share: decimal, afterPeriods: fc.integer({ min: 0, max: 120 }) }), 1),
  }),
  fc.record({ kind: kind('Amortised'), periods }),
  fc.record({ kind: kind('OnEvent'), event: name, atOnce: decimal }),
)
const edge = fc.constantFrom('higher', 'lower')
const axis = fc.oneof(
  fc.record({
    kind: kind('Bands'),
    axis: fc.constantFrom('money', 'number', 'share'),
    edgeBelongsTo: edge,
    from: some(decimal, 1),
  }),
  fc.record({ kind: kind('Keys'), keys: some(textUpTo(120, 1), 1) }),
)

const concerned = { earnings: some(partId, 1) }
const recovery = loose({ percent: decimal, forgivenAtEnd: fc.boolean() }, { from: periods, floor: expression })
const payoutRule = fc.oneof(
  part('CapTogether', { cap: expression, excess: fc.constantFrom('lost', 'banked') }, concerned),
  part('Draw', { amount: expression, pays: fc.constantFrom('upTo', 'onTop') }, { ...concerned, periods, recovery }),
  part('Hold', { share: decimal, periods }, concerned),
  part('CarryNegative', {}),
  part('MinimumPayment', { amount: expression }),
)
const term = fc.oneof(fc.constantFrom(1, 36_500), fc.integer({ min: 1, max: 36_500 }))
const clawback = part(
  'Clawback',
  {
    share: decimal,
    manner: fc.oneof(plain('Full'), fc.record({ kind: kind('ProRata'), by: fc.constantFrom('days', 'months'), term })),
    reducesAttainment: fc.boolean(),
  },
  { ...concerned, when: expression },
)
const prizes = fc.oneof(
  fc.record({ kind: kind('ByRank'), prizes: some(decimal, 1) }),
  fc.record({ kind: kind('ForReaching'), mark: decimal, prize: decimal }),
  loose(
    { kind: kind('PoolShare'), pool: decimal, by: fc.constantFrom('measure', 'equal parts') },
    { places: fc.integer({ min: 1, max: 1_000 }) },
  ),
  fc.record({ kind: kind('PerUnit'), amount: decimal }),
)
const contest = part(
  'Contest',
  {
    measure: partId,
    best: fc.constantFrom('highest', 'lowest'),
    ties: fc.oneof(plain('Pooled', 'BetterPrize'), fc.record({ kind: kind('DecidedBy'), measure: partId })),
    prizes,
  },
  { eligible: expression, budget: decimal, to: date },
)

const ownFields = fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,10}$/), fc.oneof(textUpTo(500), fc.boolean()), {
  maxKeys: 3,
})
const deal = loose(
  { creditedOn: date },
  {
    id: name,
    kind: name,
    by: fc.constantFrom('participant', 'report'),
    role: name,
    share: decimal,
    amount: decimal,
    currency,
    quantity: decimal,
    product: name,
    account: name,
    reverses: name,
    fields: ownFields,
  },
)
const example = part(
  'Example',
  {
    deals: some(deal),
    expects: some(
      fc.oneof(
        fc.record({ kind: kind('Earned'), period: name, earning: partId, amount: decimal }),
        fc.record({ kind: kind('Paid'), period: name, amount: decimal }),
      ),
      1,
    ),
  },
  {
    participantTitle: name,
    quotas: some(fc.record({ quota: name, from: date, to: date, value: decimal })),
    parameters: some(fc.record({ parameter: partId, value: decimal })),
    inputs: some(fc.record({ measure: partId, from: date, to: date, value: decimal })),
    rates: some(fc.record({ rateType: name, from: currency, to: currency, on: date, rate: decimal })),
  },
)

const unparsed = fc.record(
  {
    matrices: some(part('Matrix', { axes: some(axis, 1), cells: some(expression, 1) })),
    compositeMeasures: some(part('CompositeMeasure', { of: some(fc.record({ measure: partId, weight: decimal }), 1) })),
    inputMeasures: some(part('InputMeasure', { type: fc.constantFrom('money', 'number', 'percent', 'quantity') })),
    conversion: fc.record({
      rateType: name,
      date: fc.constantFrom('creditedOn', 'occurredOn', 'periodEnd'),
    }),
    changes: loose(
      {},
      {
        plan: fc.constantFrom('period start', 'transaction date', 'prorated'),
        quota: fc.constantFrom('prorated', 'period start', 'transaction date'),
        assignment: fc.constantFrom('days', 'months', 'none'),
      },
    ),
    examples: some(example),
    payoutRules: some(payoutRule),
    contests: some(contest),
    clawbacks: some(clawback),
    language: kind('dreizack/1'),
    title,
    explanation: textUpTo(500),
    currency,
    period: fc.constantFrom('month', 'quarter', 'half-year', 'year'),
    fields: some(
      fc.record({
        id: fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,10}$/),
        type: fc.constantFrom('money', 'number', 'percent', 'quantity', 'text', 'choice', 'yes/no', 'date'),
      }),
    ),
    parameters: some(
      part('Parameter', {
        type: fc.constantFrom('money', 'number', 'percent'),
        default: fc.option(decimal, { nil: null }),
      }),
    ),
    credits: some(
      part(
        'CreditRule',
        { to: recipients, creditType: textUpTo(60, 1), amount: expression },
        {
          when: expression,
          share: expression,
          digits: fc.integer({ min: 0, max: 6 }),
          group: name,
          counts: fc.constantFrom('attainment and pay', 'attainment only', 'pay only', 'neither'),
          asOf: fc.constantFrom('deal', 'reversal'),
          overlap: fc.constantFrom('once', 'each path'),
        },
      ),
    ),
    measures: some(
      part(
        'Measure',
        {
          aggregate: fc.constantFrom('sum', 'count', 'distinctCount', 'average', 'minimum', 'maximum', 'latest'),
          window: span,
        },
        { value: expression, when: expression },
      ),
    ),
    tables: some(
      part('RateTable', {
        mode: fc.constantFrom('whole', 'marginal', 'step', 'interpolated'),
        axis: fc.constantFrom('money', 'number', 'share'),
        edgeBelongsTo: edge,
        bands: some(node({ from: decimal, value: expression }), 1),
      }),
    ),
    earnings: some(
      part(
        'Earning',
        {
          per: fc.constantFrom('credit', 'period'),
          amount: expression,
          rounding: fc.record({ mode: rounding, basis: fc.constantFrom('running', 'each') }),
        },
        { when: expression, gate: expression, floor: expression, cap: expression, payable },
      ),
    ),
  },
  {
    requiredKeys: [
      'language',
      'title',
      'currency',
      'period',
      'fields',
      'parameters',
      'credits',
      'measures',
      'tables',
      'earnings',
    ],
  },
)

/** Every plan is passed through the schema, so that this file cannot drift from it unnoticed. */
export const anyPlan: fc.Arbitrary<Plan> = unparsed.map((plan) => Plan.parse(plan))
