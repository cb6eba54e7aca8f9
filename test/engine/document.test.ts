import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Clause, type Contest, expressionText, LANGUAGES, Plan, planDocument } from '#engine'
import { shapesOf } from '#worker/docs/name-shapes'
import { planSchema } from '#worker/docs/plan-schema'
import { anyPlan } from '../designer/plan-arbitrary.ts'
import { allClauses, linesOf } from '../support/clauses.ts'
import { schemaChoices } from '../support/schema-kinds.ts'
import { WHOLE_PLAN } from '../support/whole-plan.ts'

/** Clauses of every part and of every choice, in both languages. */
const SAID: readonly (readonly [path: string, en: string, de: string])[] = [
  [
    '',
    'Everything: Calculated for each month and paid in EUR. A transaction counts in the period of its credit date.',
    'Everything: Berechnet für jeden Monat und gezahlt in EUR. Eine Transaktion zählt in der Periode ihres Gutschriftdatums.',
  ],
  [
    '/conversion',
    'Other currencies: Converted to EUR at the rate “daily” of the credit date, or of the last day before it that has one; a missing rate is a data exception, and never 1.',
    'Andere Währungen: Umgerechnet in EUR zum Kurs „daily“ des Gutschriftdatums oder des letzten Tages davor, der einen hat; ein fehlender Kurs ist eine Datenausnahme und nie 1.',
  ],
  [
    '/changes/plan',
    'A new version inside a period: This version rules each transaction from its first day on; what is earned per period is prorated by the days of each version.',
    'Eine neue Version innerhalb einer Periode: Diese Version gilt ab ihrem ersten Tag für jede Transaktion; was je Periode verdient wird, zählt anteilig nach den Tagen jeder Version.',
  ],
  [
    '/changes/quota',
    'A quota that changes inside a window: The quota of the window’s first day counts for all of it.',
    'Eine Quote, die sich innerhalb eines Zeitfensters ändert: Die Quote des ersten Tages des Zeitfensters gilt für das ganze.',
  ],
  [
    '/changes/assignment',
    'Who is assigned for a part of a window: Has the quota in proportion to the months on whose last day they are assigned.',
    'Wer nur für einen Teil eines Zeitfensters zugeordnet ist: Hat die Quote im Verhältnis der Monate, an deren letztem Tag die Zuordnung gilt.',
  ],
  ['/fields/0', 'Field “profit”: An amount of money.', 'Feld „profit“: Ein Geldbetrag.'],
  ['/parameters/0/default', 'Value where nothing else is stated: 5 %.', 'Wert, wo nichts anderes genannt ist: 5 %.'],
  [
    '/parameters/1/default',
    'Value where nothing else is stated: None; it must be set, otherwise what reads it is a data exception.',
    'Wert, wo nichts anderes genannt ist: Keiner; er muss gesetzt sein, sonst ist alles, was ihn liest, eine Datenausnahme.',
  ],
  [
    '/credits/0',
    'Own deals: Credited to the owner of the deal: the amount of the deal.',
    'Own deals: Gutgeschrieben an den Eigentümer des Deals: der Betrag des Deals.',
  ],
  [
    '/credits/0/when',
    'When: Only if the kind of transaction is “booking” and (the deal’s “isNew” is yes or the deal’s “isNew” is no).',
    'Wann: Nur wenn die Art der Transaktion gleich „booking“ ist und (das Feld „isNew“ des Deals „ja“ lautet oder das Feld „isNew“ des Deals „nein“ lautet).',
  ],
  ['/credits/0/share', 'Share: 50 % of the amount.', 'Anteil: 50 % des Betrags.'],
  [
    '/credits/0/counts',
    'Counts for: Measures only, and pays nothing by itself.',
    'Zählt für: Nur Messwerte und zahlt selbst nichts.',
  ],
  [
    '/credits/0/group',
    'First match: Of the rules in the group “first”, only the first that credits anybody takes the transaction.',
    'Nur die erste passende: Von den Regeln der Gruppe „first“ nimmt nur die erste, die jemandem gutschreibt, die Transaktion.',
  ],
  [
    '/credits/0/digits',
    'Decimals of a share: Shares of one amount are cut to 2 decimals and add up to it (largest remainder; ties in the order in which the shares stand in the deal).',
    'Nachkommastellen eines Anteils: Anteile eines Betrags werden auf 2 Nachkommastellen geschnitten und ergeben zusammen den Betrag (größter Rest; bei Gleichstand in der Reihenfolge, in der die Anteile im Deal stehen).',
  ],
  [
    '/credits/0/asOf',
    'Owners and managers of a reversal: Those of the credit date of the reversal.',
    'Eigentümer und Vorgesetzte bei einer Rückabwicklung: Die vom Gutschriftdatum der Rückabwicklung.',
  ],
  [
    '/credits/0/overlap',
    'Several paths to one person: Each share reaches a person once on every path that leads there.',
    'Mehrere Wege zu einer Person: Jeder Anteil erreicht eine Person auf jedem Weg einmal, der zu ihr führt.',
  ],
  [
    '/credits/1',
    'Team: Credited to everybody in the deal team (each with their share): the amount of the deal.',
    'Team: Gutgeschrieben an alle im Deal-Team (jede Person mit ihrem Anteil): der Betrag des Deals.',
  ],
  [
    '/credits/3',
    'Land: Credited to the owners of the territories that take the deal (each owner with all of it): the deal’s “profit”.',
    'Land: Gutgeschrieben an die Eigentümer der Gebiete, die den Deal nehmen (jeder Eigentümer mit dem ganzen): das Feld „profit“ des Deals.',
  ],
  [
    '/credits/4',
    'Split: Credited to the people of a fixed split (70 % to “E-1”, 30 % to “E-2”): the amount of the deal.',
    'Split: Gutgeschrieben an die Personen einer festen Aufteilung (70 % an „E-1“, 30 % an „E-2“): der Betrag des Deals.',
  ],
  [
    '/credits/5',
    'Overlay: Credited to the overlay team “cloud” (each member with their share): the amount of the deal.',
    'Overlay: Gutgeschrieben an das Overlay-Team „cloud“ (jedes Mitglied mit seinem Anteil): der Betrag des Deals.',
  ],
  [
    '/credits/6',
    'Managers: Credited to the managers from level 1 to level 2 above the owner of the deal: the amount of the deal.',
    'Managers: Gutgeschrieben an die Vorgesetzten von Stufe 1 bis Stufe 2 über dem Eigentümer des Deals: der Betrag des Deals.',
  ],
  [
    '/measures/0',
    'Revenue: The sum of the credited amount over the credits.',
    'Revenue: Die Summe des gutgeschriebenen Betrags über die Gutschriften.',
  ],
  ['/measures/1', 'Deals: The number of credits.', 'Deals: Die Anzahl der Gutschriften.'],
  ['/measures/1/window', 'Window: The last 3 periods.', 'Zeitfenster: Die letzten 3 Perioden.'],
  [
    '/measures/2/window',
    'Window: The days from 1 January 2026 to 30 June 2026, both included.',
    'Zeitfenster: Die Tage vom 1. Januar 2026 bis zum 30. Juni 2026, beide eingeschlossen.',
  ],
  [
    '/measures/3/when',
    'Which credits: Those for which the product of the deal contains “Cloud”.',
    'Welche Gutschriften: Jene, für die gilt, dass das Produkt des Deals „Cloud“ enthält.',
  ],
  ['/compositeMeasures/0/of/0', 'Weight of “Revenue”: 0.6.', 'Gewicht von „Revenue“: 0,6.'],
  [
    '/inputMeasures/0',
    'Score: Is a percentage. A figure holds for the periods that lie within its dates; without one it is missing.',
    'Score: Ist ein Prozentsatz. Eine Zahl gilt für die Perioden, die innerhalb ihrer Tage liegen; ohne eine fehlt der Wert.',
  ],
  [
    '/tables/0',
    'Rates: Each slice counts with the value of its own band.',
    'Rates: Jede Scheibe zählt mit dem Wert ihres eigenen Bands.',
  ],
  [
    '/tables/0/edgeBelongsTo',
    'A figure exactly on an edge: Belongs to the higher band.',
    'Eine Zahl genau auf einer Grenze: Gehört zum höheren Band.',
  ],
  ['/tables/0/bands/0/value', 'From 0 % of the quota and below: 4 %.', 'Ab 0 % der Quote und darunter: 4 %.'],
  [
    '/tables/0/bands/1/value',
    'From 100 % of the quota: The parameter “Rate”.',
    'Ab 100 % der Quote: Der Parameter „Rate“.',
  ],
  [
    '/tables/1',
    'Line: Each edge is a point, straight lines join the points, and beyond the first and the last the value stays level.',
    'Line: Jede Grenze ist ein Punkt, gerade Linien verbinden die Punkte, und jenseits des ersten und des letzten bleibt der Wert gleich.',
  ],
  ['/tables/1/bands/0/value', 'At 1: 50 %.', 'Bei 1: 50 %.'],
  [
    '/matrices/0/cells/3',
    'Above 1,000.00 EUR × every other text: 40 %.',
    'Über 1.000,00 EUR × jeder andere Text: 40 %.',
  ],
  [
    '/earnings/0/gate',
    'Gate: Only if, at the end of the period, the attainment of the quota “revenue” by “Revenue” is at least 80 %; otherwise the period earns nothing, not even the floor.',
    'Schwelle: Nur wenn am Ende der Periode die Erreichung der Quote „revenue“ durch „Revenue“ mindestens 80 % ist; sonst bringt die Periode nichts, auch nicht die Untergrenze.',
  ],
  ['/earnings/0/floor', 'Floor: At least 0.00 EUR in the period.', 'Untergrenze: In der Periode mindestens 0,00 EUR.'],
  [
    '/earnings/0/cap',
    'Cap: At most 5,000.00 EUR in the period, after the floor; what exceeds it is lost.',
    'Obergrenze: In der Periode höchstens 5.000,00 EUR, nach der Untergrenze; was darüber liegt, verfällt.',
  ],
  [
    '/earnings/0/rounding',
    'Rounding: To 0.01 EUR, halves to the even digit; on the running total, so that each credit gets the difference of two rounded totals, and neither order nor splitting moves the sum.',
    'Rundung: Auf 0,01 EUR, Hälften zur geraden Ziffer; auf der laufenden Summe, so dass jede Gutschrift den Unterschied zweier gerundeter Summen bringt und weder Reihenfolge noch Aufteilung die Summe verschiebt.',
  ],
  [
    '/earnings/0/payable',
    'Payable: In instalments that add up to what was earned: 50 % in the period in which it is earned, 50 % after 2 periods.',
    'Fällig: In Raten, die zusammen das Verdiente ergeben: 50 % in der Periode, in der es verdient ist, 50 % nach 2 Perioden.',
  ],
  [
    '/earnings/1/rounding',
    'Rounding: To 0.01 EUR, halves away from zero; each credit on its own.',
    'Rundung: Auf 0,01 EUR, Hälften von der Null weg; jede Gutschrift für sich.',
  ],
  [
    '/earnings/1/payable',
    'Payable: 25 % in the period in which it is earned; the rest of each deal when a transaction of the kind “payment” refers to the deal.',
    'Fällig: 25 % in der Periode, in der es verdient ist; der Rest jedes Deals, wenn eine Transaktion der Art „payment“ sich auf den Deal bezieht.',
  ],
  [
    '/earnings/2/payable',
    'Payable: In 3 equal parts, one in the period in which it is earned and one in each period after it.',
    'Fällig: In 3 gleichen Teilen, einem in der Periode, in der es verdient ist, und einem in jeder danach.',
  ],
  [
    '/contests/0',
    'Race: Ranks the participants on “Revenue”; the highest comes first.',
    'Race: Ordnet die Personen nach „Revenue“; der höchste Wert ist der erste.',
  ],
  ['/contests/0/prizes/prizes/1', '2nd place: 500.00 EUR.', '2. Platz: 500,00 EUR.'],
  [
    '/contests/0/ties',
    'Ties: The higher figure of “Deals” decides; who is still tied shares the prizes of the tied places.',
    'Gleichstand: Der höhere Wert von „Deals“ entscheidet; wer auch dann gleich ist, teilt die Preise der gleichen Plätze.',
  ],
  [
    '/contests/0/budget',
    'Budget: 1,500.00 EUR; prizes that together exceed it are cut in proportion.',
    'Budget: 1.500,00 EUR; Preise, die es zusammen übersteigen, werden im Verhältnis gekürzt.',
  ],
  [
    '/contests/0/to',
    'Paid: Once, in the period of 30 June 2026, the last day that counts.',
    'Gezahlt: Einmal, in der Periode des letzten Tages, der zählt, des 30. Juni 2026.',
  ],
  [
    '/contests/1/prizes',
    'Prizes: 100.00 EUR for everybody whose figure is 10 or less.',
    'Preise: 100,00 EUR für alle, deren Wert 10 oder weniger beträgt.',
  ],
  [
    '/contests/2/prizes',
    'Prizes: A pool of 900.00 EUR among the best 3 whose figure is above 0 (who ties with the last place shares too), in proportion to their figures.',
    'Preise: Ein Topf von 900,00 EUR unter den besten 3, deren Wert über 0 liegt (wer mit dem letzten Platz gleichauf liegt, erhält auch einen Teil), im Verhältnis ihrer Werte.',
  ],
  [
    '/contests/3/prizes',
    'Prizes: 25.00 EUR for each unit of the figure.',
    'Preise: 25,00 EUR für jede Einheit des Werts.',
  ],
  [
    '/clawbacks/0',
    'Churn: Takes back 50 % of what the reversed deal earned per credit.',
    'Churn: Nimmt 50 % dessen zurück, was der rückgängig gemachte Deal je Gutschrift verdient hat.',
  ],
  [
    '/clawbacks/0/manner',
    'How much of it: The part of 12 months (full months count) that had not passed between the credit dates of the deal and of the reversal; nothing after that.',
    'Wie viel davon: Der Teil von 12 Monaten (volle Monate zählen), der zwischen den Gutschriftdaten des Deals und der Rückabwicklung noch nicht vergangen war; danach nichts.',
  ],
  [
    '/clawbacks/1/reducesAttainment',
    'Attainment: The reversal counts for no measure, and attainment stays.',
    'Zielerreichung: Die Rückabwicklung zählt für keinen Messwert, und die Zielerreichung bleibt.',
  ],
  [
    '/payoutRules/0',
    'Cap: The earnings concerned together pay at most 9,000.00 EUR in a period.',
    'Cap: Die betroffenen Verdienste zahlen zusammen in einer Periode höchstens 9.000,00 EUR.',
  ],
  [
    '/payoutRules/0/excess',
    'What exceeds it: Is banked, and paid in later periods as soon as there is room.',
    'Was darüber liegt: Wird zurückgelegt und in späteren Perioden gezahlt, sobald Platz ist.',
  ],
  [
    '/payoutRules/1',
    'Draw: A draw: where the earnings concerned are less, they are paid up to the parameter “Target” in a period.',
    'Draw: Ein Vorschuss: Wo die betroffenen Verdienste geringer sind, werden sie in einer Periode aufgefüllt bis auf den Parameter „Target“.',
  ],
  [
    '/payoutRules/1/recovery',
    'Recovery: What was paid beyond the earnings is owed, and 50 % of what later earnings exceed the untouched amount by is taken for it, from the 3rd period on.',
    'Verrechnung: Was über das Verdiente hinaus gezahlt wurde, wird geschuldet und aus späteren Verdiensten gedeckt: mit 50 % dessen, was den unberührten Betrag übersteigt, ab der 3. Periode.',
  ],
  [
    '/payoutRules/1/recovery/forgivenAtEnd',
    'What is still owed when the draw ends: Is forgiven.',
    'Was am Ende des Vorschusses noch geschuldet ist: Wird erlassen.',
  ],
  [
    '/payoutRules/2',
    'Hold: 30 % of the earnings concerned is kept back, and paid 2 periods later.',
    'Hold: Einbehalten und 2 Perioden später gezahlt: 30 % der betroffenen Verdienste.',
  ],
  [
    '/payoutRules/3',
    'Carry: What a participant owes at the end of a period is not asked back, but taken from the payments of later periods.',
    'Carry: Was eine Person am Ende einer Periode schuldet, wird nicht zurückverlangt, sondern von den Zahlungen späterer Perioden abgezogen.',
  ],
  [
    '/payoutRules/4',
    'Least: A payment of less than 50.00 EUR is not made, but carried to the next period.',
    'Least: Eine Zahlung unterhalb des folgenden Betrags wird nicht geleistet, sondern auf die nächste Periode übertragen: 50,00 EUR.',
  ],
  [
    '/examples/0/expects/0',
    'Earned under “Commission” in 2026-01: 12.50 EUR.',
    'Verdient durch „Commission“ in 2026-01: 12,50 EUR.',
  ],
]

const english = linesOf(WHOLE_PLAN, 'en')
const german = linesOf(WHOLE_PLAN, 'de')

test.each(SAID)('%s', (path, en, de) => {
  expect(english.get(path)).toBe(en)
  expect(german.get(path)).toBe(de)
})

test('a band whose edge belongs to the one below begins above it, in tables as in matrices', () => {
  const [first] = WHOLE_PLAN.tables
  const lower = { ...WHOLE_PLAN, tables: [{ ...first!, mode: 'whole' as const, edgeBelongsTo: 'lower' as const }] }
  const higher = { ...WHOLE_PLAN, tables: [{ ...first!, mode: 'whole' as const, edgeBelongsTo: 'higher' as const }] }
  const starts = (p: Plan, language: 'en' | 'de') =>
    [0, 1].map((i) => linesOf(p, language).get(`/tables/0/bands/${i}/value`)?.split(' ')[0])
  expect([starts(lower, 'en'), starts(lower, 'de')]).toEqual([
    ['From', 'Above'],
    ['Ab', 'Über'],
  ])
  expect([starts(higher, 'en'), starts(higher, 'de')]).toEqual([
    ['From', 'From'],
    ['Ab', 'Ab'],
  ])
})

test('ties are said where they decide something', () => {
  const [race, mark, pool, spiff] = WHOLE_PLAN.contests!
  const decided = { ties: { kind: 'DecidedBy' as const, measure: 'deals' } }
  const { places: _, ...all } = { places: 3, ...pool!.prizes }
  const said = (contest: Contest) => linesOf({ ...WHOLE_PLAN, contests: [contest] }, 'en').get('/contests/0/ties')
  expect([said(mark!), said(spiff!), said(pool!), said({ ...mark!, ...decided })]).toEqual(Array(4).fill(undefined))
  expect(said({ ...pool!, ...decided, prizes: all as Contest['prizes'] })).toBeUndefined()
  expect(said({ ...pool!, ...decided })).toBe('Ties: The higher figure of “Deals” decides who is among the best 3.')
  expect(said({ ...race!, ties: { kind: 'Pooled' } })).toBe(
    'Ties: The prizes of the tied places are pooled and shared.',
  )
})

test('both languages have the same clauses, each at its node', () => {
  expect([...german.keys()]).toEqual([...english.keys()])
  const marked = { ...WHOLE_PLAN, tables: [{ ...WHOLE_PLAN.tables[0]!, at: 'block-7' }] }
  const clauses = allClauses(planDocument(marked, 'en'))
  expect(clauses.find((c) => c.path === '/tables/0/bands/1/value')?.at).toBe('block-7')
})

test('the author’s explanation stands beside a part as a note', () => {
  expect(allClauses(planDocument(WHOLE_PLAN, 'de')).find((c) => c.path === '/credits/0')?.note).toBe(
    'What one sells oneself.',
  )
})

test('two parts of one title are told apart by their ids', () => {
  const [first] = WHOLE_PLAN.measures
  const twice = { ...WHOLE_PLAN, measures: [first!, { ...first!, id: 'other' }] }
  expect(expressionText(twice, { kind: 'Measure', measure: 'other' }, 'en')).toBe('the measure “Revenue (other)”')
})

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
/** What a person sees and what names a node: it states nothing. */
const SILENT = new Set(['at', 'title', 'explanation', 'kind', 'id', 'language', 'basis'])

const CHOICES = schemaChoices()
const OTHERS = ['0.123', '2026-05-17', 'USD', 'sth', '2026-09']

/** Every value of the plan, with what else could stand there. */
function variants(node: Json, put: (value: Json) => Json, path: string): { path: string; plan: Json }[] {
  if (Array.isArray(node))
    return node.flatMap((item, i) => variants(item, (v) => put(node.map((x, j) => (i === j ? v : x))), `${path}/${i}`))
  if (typeof node === 'object' && node !== null)
    return Object.entries(node).flatMap(([key, value]) =>
      SILENT.has(key) ? [] : variants(value, (v) => put({ ...node, [key]: v }), `${path}/${key}`),
    )
  const others: Json[] =
    typeof node === 'boolean'
      ? [!node]
      : typeof node === 'number'
        ? [node + 1]
        : CHOICES.includes(String(node))
          ? CHOICES
          : OTHERS
  return others.filter((other) => other !== node).map((other) => ({ path, plan: put(other) }))
}

describe('nothing that a plan states is left unsaid', () => {
  const text = (plan: Plan, language: 'en' | 'de') => JSON.stringify([...linesOf(plan, language)])
  const before = { en: text(WHOLE_PLAN, 'en'), de: text(WHOLE_PLAN, 'de') }

  test.each(LANGUAGES)('%s', { timeout: 60_000 }, (language) => {
    const unsaid: string[] = []
    let tried = 0
    for (const { path, plan } of variants(WHOLE_PLAN as unknown as Json, (v) => v, '')) {
      const parsed = Plan.safeParse(plan)
      if (!parsed.success) continue
      tried++
      if (text(parsed.data, language) === before[language]) unsaid.push(path)
    }
    expect(unsaid).toEqual([])
    expect(tried).toBeGreaterThan(300)
  })
})

test('the plan of this test has every kind and every property of the language', () => {
  const [words, keys] = [new Set<unknown>(), new Set<string>()]
  const collect = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) {
      words.add(node)
      return
    }
    for (const [key, value] of Object.entries(node)) {
      keys.add(key)
      collect(value)
    }
  }
  collect(WHOLE_PLAN)
  const shapes = shapesOf(planSchema())
  const properties = new Set(shapes.flatMap((shape) => Object.keys(shape.properties)))
  expect([...properties].filter((key) => !keys.has(key) && key !== 'at')).toEqual([])
  const kinds = shapes.flatMap(({ properties: p }) => (p.kind?.const ? [p.kind.const] : []))
  const spans = ['Period', 'HalfYear', 'Quarter', 'Year', 'Transaction']
  expect(kinds.filter((kind) => !words.has(kind) && !spans.includes(String(kind)))).toEqual([])
})

const numRuns = process.env.DREIZACK_FULL === '1' ? 5_000 : 200
const isSaid = (text: string): boolean => text.trim() !== '' && !/undefined|\[object|=>|NaN/.test(text)

/** Hostile texts may hold any word, so what we say is looked at without what is quoted. */
const unquoted = (text: string): string => text.replaceAll(/[“„][\s\S]*?[”“]/g, '“”')

test('every clause of a random plan says something, in both languages', () => {
  fc.assert(
    fc.property(anyPlan, fc.constantFrom(...LANGUAGES), (plan, language) => {
      const clauses: Clause[] = allClauses(planDocument(plan, language))
      for (const { text, path } of clauses) expect(isSaid(unquoted(text)), `${path}: ${text}`).toBe(true)
    }),
    { numRuns },
  )
})

test('every expression of a random plan says something, in both languages', () => {
  const expressions = (node: unknown): object[] =>
    typeof node !== 'object' || node === null
      ? []
      : [...('kind' in node ? [node] : []), ...Object.values(node).flatMap(expressions)]
  fc.assert(
    fc.property(anyPlan, fc.constantFrom(...LANGUAGES), (plan, language) => {
      for (const earning of plan.earnings) {
        for (const e of expressions(earning.amount)) {
          const kind = (e as { kind: string }).kind
          if (['Running', 'Transaction', 'Window'].includes(kind) || kind in { Period: 1, Trailing: 1 }) continue
          if (/^(Quarter|HalfYear|Year|Plan|Dates)/.test(kind)) continue
          expect(isSaid(unquoted(expressionText(plan, e as never, language)))).toBe(true)
        }
      }
    }),
    { numRuns },
  )
})
