/** What an object of the plan language is, and what each of its properties means. */
export type Meaning = { readonly is: string; readonly properties: Readonly<Record<string, string>> }

/** Properties that mean the same wherever they stand. */
export const COMMON: Readonly<Record<string, string>> = {
  kind: 'What it is.',
  id: 'Its own name within the plan: others refer to it by this. Stable, and not shown to participants.',
  at: 'The id of the block that it came from; decides nothing, and can be left out.',
  title: 'What people call it; decides nothing.',
  explanation: 'What the author says about it; decides nothing.',
}

const mean = (is: string, properties: Readonly<Record<string, string>> = {}): Meaning => ({ is, properties })
const some = 'The ids of the earnings, and of contests, that it concerns; left out: all.'
const bounds = { from: 'The first day.', to: 'The day after the last.' }

/** By the names that name-shapes.ts gives. A test says when an object or a property is missing here. */
export const MEANINGS: Readonly<Record<string, Meaning>> = {
  Plan: mean('A version of a plan: everything that is needed to calculate, but the facts that are handed in.', {
    language: 'The version of the plan language.',
    currency: 'The currency in which it calculates and pays, as an ISO 4217 code.',
    period: 'The kind of period that is calculated and paid. Fixed once a version is published.',
    fields: 'The organisation’s own columns of transactions that it reads.',
    parameters: 'Named values.',
    credits: 'Who is credited with what.',
    measures: 'Figures over credits.',
    tables: 'Rate tables of one axis.',
    earnings: 'What is earned.',
    matrices: 'Tables of one to three axes.',
    compositeMeasures: 'Weighted sums of measures.',
    inputMeasures: 'Figures that are handed in.',
    conversion:
      'How deals in other currencies are converted; left out: they are data exceptions. A deal without a currency is in the plan’s.',
    changes: 'What a change inside a period does.',
    examples: 'Deals with what they earn; they must hold for the plan to be published.',
    payoutRules: 'What is paid of what was earned, in this order.',
    contests: 'Prizes for the best, for reaching a mark, from a pool, or per unit.',
    clawbacks: 'What a reversal takes back; the first that matches decides.',
  }),
  'Plan.fields[]': mean('A column of the organisation’s transactions that the plan reads.', {
    id: 'Its id among the organisation’s transaction fields.',
    type: 'The type that it has there.',
  }),
  'Plan.conversion': mean('How an amount in another currency becomes one of the plan’s.', {
    rateType: 'Which of the organisation’s kinds of exchange rate.',
    date: 'Whose rate: the credit date’s, the day’s on which the deal happened, or the period’s last day’s. The last rate on or before that day counts; no rate at all is a data exception.',
  }),
  'Plan.changes': mean('What a change inside a period does.', {
    plan: 'When this version takes over inside a period: it rules whole periods that begin under it (`period start`, the default), each transaction from its first day on (`transaction date`), or also earnings per period by its share of the days (`prorated`).',
    quota:
      'A quota that changes inside a window: prorated by days (the default), the one of the window’s first day for all of it (`period start`), or the one of each transaction’s day (`transaction date`).',
    assignment:
      'Who is assigned for a part of a window has the quota in proportion to the days of it (the default), to the months on whose last day they are assigned, or the whole quota (`none`).',
  }),
  'Plan.parameters[].Parameter': mean('A named value that can differ by participant, by title, and by date.', {
    type: 'What it is.',
    default: 'Its value where nothing narrower is stated; null: it must be stated.',
  }),

  CreditRule: mean('When a transaction matches, who is credited with what.', {
    when: 'Only transactions and recipients for which this holds; left out: all.',
    to: 'Who is credited.',
    creditType: 'A label by which measures and earnings tell credits apart.',
    amount: 'What is credited in full, before shares.',
    share: 'The share of it that is credited; left out: all.',
    digits:
      'Decimals of a share, 0 to 6; left out: 6. The shares of one amount add up to it (largest remainder; ties in the order of the deal).',
    group: 'A first-match group: of its rules only the first that credits anybody takes the transaction.',
    counts: 'What the credit counts for: measures, earnings per credit, both (the default), or neither.',
    asOf: 'For a transaction that reverses another: owner, team and managers of the original, as of its credit date (`deal`, the default), or of its own (`reversal`).',
    overlap:
      'Each share reaches a person once (the default), and a manager at most the whole deal; or once on `each path`.',
  }),
  Owner: mean('The owner of the transaction.'),
  DealTeam: mean('The deal’s team, each member with their share.', {
    role: 'Only members of this role; null: all members.',
  }),
  TerritoryOwners: mean('The owners of every territory that takes the transaction, each with the whole amount.'),
  Split: mean('Named participants with fixed shares.', { shares: 'Who has which share.' }),
  'Split.shares[]': mean('One participant’s share.', {
    participant: 'The external id of the participant.',
    share: 'The share: 0.3 is 30 %.',
  }),
  OverlayTeam: mean('The members of an overlay team on the day, each with their share.', { team: 'Its name.' }),
  Managers: mean('Managers above those whom a deal would credit.', {
    of: 'Above whom.',
    fromLevel: 'From this level on; 1 is the direct manager.',
    toLevel: 'Up to this level.',
  }),

  'Plan.measures[].Measure': mean('One figure over a participant’s credits in a window.', {
    aggregate: 'How credits become a figure. `average`, `minimum`, `maximum` and `latest` of no credits are missing.',
    value: 'What is taken of each credit; left out for a `count`.',
    when: 'Only credits for which this holds; left out: all.',
    window: 'The stretch of time, always ending with the period that is calculated.',
  }),
  CompositeMeasure: mean('A weighted sum of measures of one window.', { of: 'Which measures.' }),
  'CompositeMeasure.of[]': mean('A measure and its weight.', {
    measure: 'The measure’s id.',
    weight: 'What it is multiplied by.',
  }),
  InputMeasure: mean('A figure that is handed in for a participant and a stretch of time.', { type: 'What it is.' }),
  Period: mean('The period itself.'),
  QuarterToDate: mean('From the quarter’s first day to the end of the period.'),
  HalfYearToDate: mean('From the half-year’s first day to the end of the period.'),
  YearToDate: mean('From the year’s first day to the end of the period.'),
  PlanToDate: mean('From the participant’s first period under the plan to the end of the period.'),
  Trailing: mean('The last periods, the one that is calculated included.', { periods: 'How many.' }),
  Dates: mean('Fixed days, as far as they have come by the end of the period.', bounds),
  Quarter: mean('The whole quarter around the period (quotas only).'),
  HalfYear: mean('The whole half-year around the period (quotas only).'),
  Year: mean('The whole year around the period (quotas only).'),

  RateTable: mean('A table of one axis: what is paid at which height.', {
    mode: 'How it applies; there is no default.',
    axis: 'What the edges are: amounts of money, numbers, or shares of what it is measured against.',
    edgeBelongsTo: 'Whose a figure exactly on an edge is: the band above (`higher`) or below (`lower`).',
    bands: 'Its bands, in rising order.',
  }),
  'RateTable.bands[]': mean('From its edge to the next band’s; the first also takes what lies below it.', {
    from: 'Where it starts. A share of 1 is 100 %.',
    value: 'A rate or an amount; it may read parameters.',
  }),
  Matrix: mean('A table of one to three axes with a cell for each combination.', {
    axes: 'Its axes.',
    cells: 'Rates or amounts; the last axis runs fastest.',
  }),
  Bands: mean('An axis of bands.', {
    axis: 'What the edges are.',
    edgeBelongsTo: 'Whose a figure exactly on an edge is.',
    from: 'Where each band starts, in rising order.',
  }),
  Keys: mean('An axis of texts.', { keys: 'The texts; `*`, in the last place, takes every other.' }),

  Earning: mean('What is earned, for each credit or once in each period.', {
    per: 'For each credit, or once in each period.',
    when: 'Only credits for which this holds (per credit only).',
    amount: 'What is earned.',
    gate: 'Read at the end of the period; where it does not hold, the period earns nothing, not even the floor.',
    floor: 'At least this in the period.',
    cap: 'At most this in the period, after the floor.',
    rounding: 'How it becomes an amount that can be paid.',
    payable: 'When it is paid; left out: in the period in which it is earned.',
  }),
  'Earning.rounding': mean('How amounts are rounded to the currency’s minor unit.', {
    mode: 'Which way.',
    basis:
      '`running`: each credit gets the difference of two rounded totals, so that order and splitting move no cent; `each`: every credit on its own. Without effect on an earning per period.',
  }),
  Instalments: mean('In stated shares that add up to 1.', { parts: 'The shares.' }),
  'Instalments.parts[]': mean('One instalment.', {
    share: 'Its share.',
    afterPeriods: 'How many periods after the one in which it is earned; 0: in that one.',
  }),
  Amortised: mean('In equal parts, one in each period from the one in which it is earned.', {
    periods: 'How many parts.',
  }),
  OnEvent: mean('A share at once; the rest of each deal when something happens to it.', {
    event:
      'The kind of the transaction that refers to the deal (`reverses`) and releases the rest. It is seen only where a credit rule takes it; one that counts for `neither` will do.',
    atOnce: 'The share that is paid at once.',
  }),

  CapTogether: mean('Several earnings together pay at most an amount in a period.', {
    earnings: some,
    cap: 'The amount, rounded half-up to the minor unit. Without a value, the rule is left out of the period and listed as a data exception.',
    excess: 'What exceeds it is lost, or banked and paid when there is room.',
  }),
  Draw: mean('Pays up to an amount, or an amount on top, and may recover it from later earnings.', {
    earnings: some,
    amount:
      'The amount of the draw, rounded half-up to the minor unit. Without a value, the rule is left out of the period and listed as a data exception.',
    pays: '`upTo`: what is missing to the amount; `onTop`: the amount, whatever was earned.',
    periods: 'For how many periods, from the participant’s first under the plan; left out: always.',
    recovery: 'How what was paid beyond the earnings is recovered; left out: never (a guarantee).',
  }),
  'Draw.recovery': mean('How what was paid beyond the earnings is recovered.', {
    percent: 'The share of what exceeds the floor that is taken.',
    from: 'From this period on, counted from the first; left out: 1.',
    floor: 'What recovery leaves untouched; left out: the draw’s amount while it runs, then nothing.',
    forgivenAtEnd: 'Whether what is still owed when the draw ends is forgiven.',
  }),
  Hold: mean('Keeps a share back, and pays it later.', {
    earnings: some,
    share: 'The share that is kept.',
    periods:
      'How many periods later it is paid. What is released passes every cap, draw and hold, wherever they stand; only carrying and a least payment concern it.',
  }),
  CarryNegative: mean('What is owed at the end of a period is taken from later payments.'),
  MinimumPayment: mean('Less than an amount is not paid but carried to the next period.', {
    amount:
      'The amount, rounded half-up to the minor unit. Without a value, the rule is left out of the period and listed as a data exception.',
  }),
  Clawback: mean('What a transaction that reverses another takes back of what that one earned per credit.', {
    when: 'Only reversals for which this holds; left out: all.',
    earnings: 'The earnings per credit that it concerns; left out: all.',
    share: 'The share that is taken back.',
    manner: 'All of it, or the part of a term that had not passed.',
    reducesAttainment: 'Whether the reversal counts for measures.',
  }),
  Full: mean('All of it, however much time has passed.'),
  ProRata: mean('The part of the term that had not passed between the two credit dates.', {
    by: 'Counted in days, or in full months.',
    term: 'How long the term is.',
  }),

  Contest: mean('Ranks the plan’s participants on a measure, and pays prizes as an earning of its own.', {
    measure: 'The measure’s id.',
    best: 'Which figure comes first.',
    eligible:
      'Who takes part, read at the end of the period; left out: everybody who has a figure, be it 0 or below. Who does not takes no place.',
    ties: 'What ties do.',
    prizes: 'What is won.',
    budget: 'Prizes that together exceed it are cut in proportion.',
    to: 'The day after its last: paid once, in the period of that last day. Left out: paid in every period.',
  }),
  Pooled: mean('The prizes of the tied places are pooled and shared.'),
  BetterPrize: mean('All who are tied get the better prize.'),
  DecidedBy: mean('A further measure decides; who is still tied shares.', { measure: 'The measure’s id.' }),
  ByRank: mean('A prize for each place, whatever the figure that reached it.', { prizes: 'From the first place on.' }),
  ForReaching: mean('A prize for everybody at the mark or beyond.', { mark: 'The mark.', prize: 'The prize.' }),
  PoolShare: mean('A pool among the best.', {
    pool: 'How much there is.',
    by: 'In proportion to the measure, or in equal parts.',
    places: 'Among how many; left out: all whose figure is above 0.',
  }),
  PerUnit: mean('An amount for each unit of the measure.', { amount: 'The amount.' }),

  Example: mean('Given these deals and facts, the participant earns exactly this.', {
    participantTitle: 'The participant’s title.',
    deals: 'The deals.',
    quotas: 'The participant’s quotas.',
    parameters: 'Values of parameters.',
    inputs: 'Figures handed in.',
    rates: 'Exchange rates.',
    expects: 'What comes of it.',
  }),
  'Example.deals[]': mean('A deal; what is left out is as in a plain booking of the participant’s own.', {
    id: 'Its name, for `reverses`.',
    creditedOn: 'Its credit date; it also happened on that day.',
    kind: 'The kind of transaction; left out: `booking`.',
    by: 'Who made it: the participant, or somebody who reports to them.',
    role: 'Their role in the deal team; left out: `seller`.',
    share: 'Their share in the deal team; left out: 1.',
    amount: 'Its amount.',
    currency: 'The amount’s currency; left out: the plan’s.',
    quantity: 'Its quantity.',
    product: 'The external id of its product.',
    account: 'The external id of its account.',
    reverses: 'The name of the deal that it reverses or tells something of.',
    fields: 'Values of the organisation’s own fields.',
  }),
  'Example.quotas[]': mean('A quota of the participant.', {
    quota: 'Its name.',
    ...bounds,
    value: 'The quota for that stretch.',
  }),
  'Example.parameters[]': mean('The value of a parameter.', { parameter: 'Its id.', value: 'The value.' }),
  'Example.inputs[]': mean('A figure that is handed in.', {
    measure: 'The measure’s id.',
    ...bounds,
    value: 'The figure.',
  }),
  'Example.rates[]': mean('An exchange rate.', {
    rateType: 'Which kind of rate.',
    from: 'One unit of this currency …',
    to: '… is this many of that one.',
    on: 'Of which day.',
    rate: 'The rate.',
  }),
  'Example.expects[].Earned': mean('What an earning gives in a period.', {
    period: 'The period: 2026, 2026-H1, 2026-Q1 or 2026-01.',
    earning: 'The earning’s id.',
    amount: 'The amount, to the minor unit.',
  }),
  Paid: mean('What is paid in a period.', { period: 'The period.', amount: 'The amount.' }),

  Number: mean('A number.', { value: 'The number, as a decimal.' }),
  Percent: mean('A share, shown as %.', { value: 'The share: 0.05 is 5 %.' }),
  Money: mean('An amount of money.', { value: 'The amount.', currency: 'The plan’s currency.' }),
  Text: mean('A text.', { value: 'The text.' }),
  TextList: mean('A list of texts, for `OneOf`.', { values: 'The texts.' }),
  YesNo: mean('Yes or no.', { value: 'Which.' }),
  Date: mean('A day.', { value: 'The day, as YYYY-MM-DD.' }),
  Field: mean('A field of the transaction.', {
    field:
      'One of the organisation’s fields that the plan declares, or one that every transaction has: amount, quantity, currency, kind, source, externalId, account, product, occurredOn, creditedOn.',
  }),
  Parameter: mean('The value of a parameter for the participant: as of the credit date, or of the period’s last day.', {
    parameter: 'Its id.',
  }),
  Recipient: mean('An attribute of the participant on that day.', { attribute: 'Which.' }),
  CreditAmount: mean('The amount of the credit.'),
  CreditType: mean('The label of the credit.'),
  Measure: mean('The figure of a measure at the end of the period.', { measure: 'Its id.' }),
  Quota: mean('The participant’s quota.', {
    quota: 'Its name.',
    span: 'For which stretch of time.',
    unit: 'Whether it is an amount in the plan’s currency or a number.',
  }),
  Attainment: mean('A measure divided by the quota of its own window.', {
    measure: 'The measure’s id.',
    quota: 'The quota’s name.',
  }),
  Earned: mean('What another earning gives in the period, rounded.', { earning: 'Its id.' }),
  Add: mean('The sum.', { of: 'What is added.' }),
  Multiply: mean('The product; at most one of them is money.', { of: 'What is multiplied.' }),
  Min: mean('The smallest.', { of: 'Of what.' }),
  Max: mean('The largest.', { of: 'Of what.' }),
  Subtract: mean('The difference; of two dates, the days between them.', {
    left: 'From what.',
    right: 'What is taken away.',
  }),
  Divide: mean('The quotient, exact unless digits are stated. A divisor of 0 is a data exception.', {
    left: 'What is divided.',
    right: 'By what.',
    digits: 'Decimals to which it is rounded; left out: not at all.',
    mode: 'Which way it is rounded; left out: half-up.',
  }),
  Negate: mean('With the opposite sign.', { of: 'Of what.' }),
  Absolute: mean('Without its sign.', { of: 'Of what.' }),
  Round: mean('Rounded.', { of: 'What.', digits: 'To how many decimals.', mode: 'Which way.' }),
  Compare: mean('Whether two values stand in a relation. Text and yes/no know only = and <>.', {
    op: 'Which relation.',
    left: 'The one.',
    right: 'The other.',
  }),
  And: mean('Whether all hold; after the first that does not, the rest is not read.', { of: 'Which conditions.' }),
  Or: mean('Whether any holds; after the first that does, the rest is not read.', { of: 'Which conditions.' }),
  Not: mean('Whether it does not hold.', { of: 'What.' }),
  If: mean('One value or another; the other is not read.', {
    when: 'The condition.',
    // biome-ignore lint/suspicious/noThenProperty: the language's own word, and its value is no function
    then: 'Where it holds.',
    otherwise: 'Where it does not.',
  }),
  OneOf: mean('Whether a text is in a list.', { of: 'The text.', list: 'The list.' }),
  TextMatch: mean('Whether a text contains another, or starts with it; capitals count.', {
    how: 'Which.',
    of: 'The text.',
    text: 'The other.',
  }),
  Default: mean('A value, or another where it is missing.', { of: 'The value.', otherwise: 'Where it is missing.' }),
  IsMissing: mean('Whether a value is missing.', { of: 'Which.' }),
  ApplyTable: mean('What a rate table gives for what it reads.', {
    table: 'The table’s id.',
    reads: 'What it reads.',
    per: 'What its shares are shares of, such as a quota (tables of shares only).',
    pays: 'What is paid at the rate; left out: what is read. Units may decide the rate while revenue is paid.',
  }),
  TableCell: mean('The value of the band reached, or the point on the line: a rate to calculate with.', {
    table: 'The table’s id; it is not marginal.',
    reads: 'What it reads.',
    per: 'What its shares are shares of.',
  }),
  Running: mean('The running total of a measure’s window, credit by credit (earnings per credit only).', {
    measure: 'The measure’s id.',
    lookup: 'Where the rate is looked up: over the slice that the credit adds, at the total after it, or before it.',
  }),
  Transaction: mean('Each credit on its own.', { of: 'Which figure of it.' }),
  Window: mean('The whole window at once (earnings per period only).', { of: 'Which figure of it.' }),
  MatrixCell: mean('The cell of a matrix.', {
    matrix: 'The matrix’s id.',
    of: 'A value for each axis, in their order.',
  }),
  Rank: mean('The participant’s place among those under the plan; ties share the better place.', {
    measure: 'The measure’s id.',
    best: 'Which figure comes first.',
  }),
  Percentile: mean('The share of the others whose figure is the same or lower.', { measure: 'The measure’s id.' }),
}
