import { expect, test } from 'vitest'
import { Expression, expressionText } from '#engine'
import { expressionKinds } from '../support/schema-kinds.ts'
import { WHOLE_PLAN } from '../support/whole-plan.ts'

const eur = (value: string): Expression => ({ kind: 'Money', value, currency: 'EUR' })
const num = (value: string): Expression => ({ kind: 'Number', value })
const pct = (value: string): Expression => ({ kind: 'Percent', value })
const text = (value: string): Expression => ({ kind: 'Text', value })
const field = (name: string): Expression => ({ kind: 'Field', field: name })
const credit: Expression = { kind: 'CreditAmount' }
const revenue: Expression = { kind: 'Measure', measure: 'revenue' }
const big: Expression = { kind: 'Compare', op: '>', left: credit, right: eur('1000') }
const isNew = field('isNew')
const quota = (span: object): Expression => Expression.parse({ kind: 'Quota', quota: 'revenue', span, unit: 'money' })
const compare = (op: string, left: Expression, right: Expression): Expression =>
  Expression.parse({ kind: 'Compare', op, left, right })
const divide = (more: object): Expression =>
  Expression.parse({ kind: 'Divide', left: credit, right: num('3'), ...more })
const reading = (kind: 'ApplyTable' | 'TableCell', reads: object, more: object = {}): Expression =>
  Expression.parse({ kind, table: 'rates', reads, ...more })
const running = (lookup: string): object => ({ kind: 'Running', measure: 'revenue', lookup })

/** What each kind says, in English and in German. */
const SAID: readonly (readonly [Expression, string, string])[] = [
  [num('-1234567.50'), '-1,234,567.5', '-1.234.567,5'],
  [pct('0.050'), '5 %', '5 %'],
  [pct('0.0125'), '1.25 %', '1,25 %'],
  [eur('1500'), '1,500.00 EUR', '1.500,00 EUR'],
  [eur('0.0005'), '0.0005 EUR', '0,0005 EUR'],
  [{ kind: 'Money', value: '1500', currency: 'JPY' }, '1,500 JPY', '1.500 JPY'],
  [text('new'), '“new”', '„new“'],
  [{ kind: 'TextList', values: ['a', 'b', 'c'] }, '“a”, “b” or “c”', '„a“, „b“ oder „c“'],
  [{ kind: 'TextList', values: [] }, 'nothing', 'nichts'],
  [{ kind: 'YesNo', value: true }, 'yes', 'ja'],
  [{ kind: 'Date', value: '2026-03-01' }, '1 March 2026', 'der 1. März 2026'],
  [field('amount'), 'the amount of the deal', 'der Betrag des Deals'],
  [field('constructor'), 'the deal’s “constructor”', 'das Feld „constructor“ des Deals'],
  [{ kind: 'Parameter', parameter: 'rate' }, 'the parameter “Rate”', 'der Parameter „Rate“'],
  [{ kind: 'Parameter', parameter: 'gone' }, 'the parameter “gone”', 'der Parameter „gone“'],
  [{ kind: 'Recipient', attribute: 'title' }, 'the participant’s title', 'der Titel der Person'],
  [{ kind: 'Recipient', attribute: 'territory' }, 'the participant’s territory', 'das Gebiet der Person'],
  [credit, 'the credited amount', 'der gutgeschriebene Betrag'],
  [{ kind: 'CreditType' }, 'the credit type', 'die Art der Gutschrift'],
  [revenue, 'the measure “Revenue”', 'der Messwert „Revenue“'],
  [
    quota({ kind: 'Period' }),
    'the quota “revenue” for the period (in EUR)',
    'die Quote „revenue“ für die Periode (in EUR)',
  ],
  [
    quota({ kind: 'Trailing', periods: 3 }),
    'the quota “revenue” for the last 3 periods (in EUR)',
    'die Quote „revenue“ für die letzten 3 Perioden (in EUR)',
  ],
  [
    quota({ kind: 'Year' }),
    'the quota “revenue” for the whole year (in EUR)',
    'die Quote „revenue“ für das ganze Jahr (in EUR)',
  ],
  [
    { kind: 'Quota', quota: 'deals', span: { kind: 'Quarter' }, unit: 'number' },
    'the quota “deals” for the whole quarter (a number)',
    'die Quote „deals“ für das ganze Quartal (eine Zahl)',
  ],
  [
    { kind: 'Attainment', measure: 'revenue', quota: 'revenue' },
    'the attainment of the quota “revenue” by “Revenue”',
    'die Erreichung der Quote „revenue“ durch „Revenue“',
  ],
  [{ kind: 'Earned', earning: 'bonus' }, 'the earning “Bonus”', 'der Verdienst „Bonus“'],
  [
    { kind: 'Add', of: [credit, eur('5')] },
    'the credited amount plus 5.00 EUR',
    'der gutgeschriebene Betrag plus 5,00 EUR',
  ],
  [{ kind: 'Multiply', of: [credit, pct('0.06')] }, '6 % of the credited amount', '6 % des gutgeschriebenen Betrags'],
  [
    { kind: 'Multiply', of: [pct('0.06'), { kind: 'Add', of: [credit, eur('5')] }] },
    '6 % of (the credited amount plus 5.00 EUR)',
    '6 % von (dem gutgeschriebenen Betrag plus 5,00 EUR)',
  ],
  [
    { kind: 'Add', of: [{ kind: 'Multiply', of: [pct('0.333'), eur('10')] }, credit] },
    '(33.3 % of 10.00 EUR) plus the credited amount',
    '(33,3 % von 10,00 EUR) plus der gutgeschriebene Betrag',
  ],
  [
    { kind: 'Multiply', of: [pct('0.1'), { kind: 'Max', of: [credit, eur('5')] }] },
    '10 % of (the larger of the credited amount and 5.00 EUR)',
    '10 % von (dem größeren Wert aus dem gutgeschriebenen Betrag und 5,00 EUR)',
  ],
  [
    { kind: 'Divide', left: credit, right: { kind: 'Min', of: [credit, eur('5')] } },
    'the credited amount divided by (the smaller of the credited amount and 5.00 EUR)',
    'der gutgeschriebene Betrag geteilt durch (den kleineren Wert aus dem gutgeschriebenen Betrag und 5,00 EUR)',
  ],
  [
    { kind: 'Absolute', of: { kind: 'Negate', of: credit } },
    '(the credited amount with the opposite sign) without its sign',
    'der Absolutbetrag von (dem gutgeschriebenen Betrag mit umgekehrtem Vorzeichen)',
  ],
  [
    { kind: 'Negate', of: { kind: 'Absolute', of: credit } },
    '(the credited amount without its sign) with the opposite sign',
    '(der Absolutbetrag des gutgeschriebenen Betrags) mit umgekehrtem Vorzeichen',
  ],
  [
    { kind: 'Multiply', of: [credit, { kind: 'Parameter', parameter: 'rate' }] },
    'the credited amount times the parameter “Rate”',
    'der gutgeschriebene Betrag mal der Parameter „Rate“',
  ],
  [
    { kind: 'Min', of: [credit, eur('5')] },
    'the smaller of the credited amount and 5.00 EUR',
    'der kleinere Wert aus dem gutgeschriebenen Betrag und 5,00 EUR',
  ],
  [
    { kind: 'Max', of: [credit, eur('5'), eur('7')] },
    'the largest of the credited amount, 5.00 EUR and 7.00 EUR',
    'der größte Wert aus dem gutgeschriebenen Betrag, 5,00 EUR und 7,00 EUR',
  ],
  [
    { kind: 'Subtract', left: credit, right: eur('5') },
    'the credited amount minus 5.00 EUR',
    'der gutgeschriebene Betrag minus 5,00 EUR',
  ],
  [
    { kind: 'Subtract', left: field('creditedOn'), right: field('startsOn') },
    'the days from the deal’s “startsOn” to the credit date of the deal',
    'die Zahl der Tage zwischen dem Feld „startsOn“ des Deals und dem Gutschriftdatum des Deals',
  ],
  [divide({}), 'the credited amount divided by 3', 'der gutgeschriebene Betrag geteilt durch 3'],
  [
    divide({ digits: 4, mode: 'half-even' }),
    '(the credited amount divided by 3), rounded to 4 decimals, halves to the even digit',
    '(der gutgeschriebene Betrag geteilt durch 3), gerundet auf 4 Nachkommastellen, Hälften zur geraden Ziffer',
  ],
  [
    { kind: 'Negate', of: credit },
    'the credited amount with the opposite sign',
    'der gutgeschriebene Betrag mit umgekehrtem Vorzeichen',
  ],
  [
    { kind: 'Absolute', of: credit },
    'the credited amount without its sign',
    'der Absolutbetrag des gutgeschriebenen Betrags',
  ],
  [
    { kind: 'Round', of: credit, digits: 0, mode: 'floor' },
    'the credited amount, rounded to a whole number, always down',
    'der gutgeschriebene Betrag, gerundet auf eine ganze Zahl, immer nach unten',
  ],
  [
    big,
    'whether the credited amount is more than 1,000.00 EUR',
    'ob der gutgeschriebene Betrag größer als 1.000,00 EUR ist',
  ],
  [
    compare('<=', credit, { kind: 'Multiply', of: [pct('0.1'), revenue] }),
    'whether the credited amount is at most 10 % of the measure “Revenue”',
    'ob der gutgeschriebene Betrag höchstens 10 % des Messwerts „Revenue“ ist',
  ],
  [
    compare('<', field('startsOn'), { kind: 'Date', value: '2026-03-01' }),
    'whether the deal’s “startsOn” is before 1 March 2026',
    'ob das Feld „startsOn“ des Deals vor dem 1. März 2026 liegt',
  ],
  [
    { kind: 'And', of: [isNew, { kind: 'Or', of: [big, compare('=', field('kind'), text('x'))] }] },
    'whether the deal’s “isNew” is yes and (the credited amount is more than 1,000.00 EUR or the kind of transaction is “x”)',
    'ob das Feld „isNew“ des Deals „ja“ lautet und (der gutgeschriebene Betrag größer als 1.000,00 EUR ist oder die Art der Transaktion gleich „x“ ist)',
  ],
  [{ kind: 'Or', of: [isNew] }, 'whether the deal’s “isNew” is yes', 'ob das Feld „isNew“ des Deals „ja“ lautet'],
  [
    { kind: 'Not', of: big },
    'whether the credited amount is at most 1,000.00 EUR',
    'ob der gutgeschriebene Betrag höchstens 1.000,00 EUR ist',
  ],
  [
    { kind: 'Not', of: { kind: 'And', of: [isNew, big] } },
    'whether it is not so that (the deal’s “isNew” is yes and the credited amount is more than 1,000.00 EUR)',
    'ob nicht gilt, dass (das Feld „isNew“ des Deals „ja“ lautet und der gutgeschriebene Betrag größer als 1.000,00 EUR ist)',
  ],
  [
    { kind: 'Not', of: { kind: 'IsMissing', of: field('profit') } },
    'whether the deal’s “profit” is not missing',
    'ob das Feld „profit“ des Deals nicht fehlt',
  ],
  [
    // biome-ignore lint/suspicious/noThenProperty: `then` is the language's own word, and its value is no function.
    { kind: 'If', when: big, then: eur('5'), otherwise: eur('0') },
    '5.00 EUR if the credited amount is more than 1,000.00 EUR, otherwise 0.00 EUR',
    '5,00 EUR, falls der gutgeschriebene Betrag größer als 1.000,00 EUR ist, sonst 0,00 EUR',
  ],
  [
    { kind: 'OneOf', of: field('product'), list: { kind: 'TextList', values: ['a', 'b'] } },
    'whether the product of the deal is one of “a” or “b”',
    'ob das Produkt des Deals eines von „a“ oder „b“ ist',
  ],
  [
    { kind: 'TextMatch', how: 'contains', of: field('product'), text: text('Cloud') },
    'whether the product of the deal contains “Cloud”',
    'ob das Produkt des Deals „Cloud“ enthält',
  ],
  [
    { kind: 'TextMatch', how: 'startsWith', of: field('product'), text: { kind: 'CreditType' } },
    'whether the product of the deal starts with the credit type',
    'ob das Produkt des Deals mit der Art der Gutschrift beginnt',
  ],
  [
    { kind: 'Default', of: field('profit'), otherwise: eur('0') },
    'the deal’s “profit”, or 0.00 EUR where that is missing',
    'das Feld „profit“ des Deals, oder 0,00 EUR, wo das fehlt',
  ],
  [
    { kind: 'IsMissing', of: field('profit') },
    'whether the deal’s “profit” is missing',
    'ob das Feld „profit“ des Deals fehlt',
  ],
  [
    reading('ApplyTable', running('slice'), { per: quota({ kind: 'Period' }) }),
    'what the table “Rates” gives for what the credit adds to the running total of “Revenue” (over the slice from the total before it to the total after it), measured against the quota “revenue” for the period (in EUR)',
    'das Ergebnis der Tabelle „Rates“ für das, was die Gutschrift zur laufenden Summe von „Revenue“ beiträgt (über die Scheibe vom Stand davor bis zum Stand danach), gemessen an der Quote „revenue“ für die Periode (in EUR)',
  ],
  [
    reading('ApplyTable', running('after'), { pays: credit }),
    'what the table “Rates” gives for what the credit adds to the running total of “Revenue” (at the band reached after it), paid on the credited amount',
    'das Ergebnis der Tabelle „Rates“ für das, was die Gutschrift zur laufenden Summe von „Revenue“ beiträgt (im Band, das danach erreicht ist), gezahlt auf den gutgeschriebenen Betrag',
  ],
  [
    reading('ApplyTable', running('before')),
    'what the table “Rates” gives for what the credit adds to the running total of “Revenue” (at the band reached before it)',
    'das Ergebnis der Tabelle „Rates“ für das, was die Gutschrift zur laufenden Summe von „Revenue“ beiträgt (im Band, das davor erreicht war)',
  ],
  [
    reading('ApplyTable', { kind: 'Transaction', of: credit }),
    'what the table “Rates” gives for the credited amount (each transaction on its own)',
    'das Ergebnis der Tabelle „Rates“ für den gutgeschriebenen Betrag (jede Transaktion für sich)',
  ],
  [
    reading('ApplyTable', { kind: 'Window', of: revenue }),
    'what the table “Rates” gives for the measure “Revenue” (the whole window at once)',
    'das Ergebnis der Tabelle „Rates“ für den Messwert „Revenue“ (das ganze Zeitfenster auf einmal)',
  ],
  [
    reading('TableCell', running('before')),
    'the rate that the table “Rates” shows at the running total of “Revenue” before the credit',
    'der Satz der Tabelle „Rates“ für die laufende Summe von „Revenue“ vor der Gutschrift',
  ],
  [
    { kind: 'MatrixCell', matrix: 'grid', of: [credit, field('product')] },
    'the cell of the matrix “Grid” for the credited amount and the product of the deal',
    'die Zelle der Matrix „Grid“ für den gutgeschriebenen Betrag und das Produkt des Deals',
  ],
  [
    { kind: 'Rank', measure: 'revenue', best: 'lowest' },
    'the participant’s rank on “Revenue” (the lowest comes first; ties share the better place)',
    'der Rang der Person nach „Revenue“ (der niedrigste Wert ist der erste; Gleiche teilen den besseren Platz)',
  ],
  [
    { kind: 'Percentile', measure: 'revenue' },
    'the participant’s percentile on “Revenue” (the share of the others at or below)',
    'das Perzentil der Person nach „Revenue“ (der Anteil der anderen, die gleichauf oder darunter liegen)',
  ],
]

const spaces = (said: string): string => said.replaceAll('\u00a0', ' ')

test.each(SAID.map((row, i) => [`${row[0].kind} (${i})`, ...row] as const))('%s', (_, e, en, de) => {
  expect(spaces(expressionText(WHOLE_PLAN, e, 'en'))).toBe(en)
  expect(spaces(expressionText(WHOLE_PLAN, e, 'de'))).toBe(de)
})

test('every kind of expression is said here', () => {
  const said = new Set<string>(SAID.map(([e]) => e.kind))
  expect(expressionKinds(Expression).filter((kind) => !said.has(kind))).toEqual([])
})
