import type { ComparisonOperator, RoundingMode } from '../../plan/expression.ts'
import { Figures } from '../figures.ts'
import {
  beside,
  type Case,
  type Condition,
  inside,
  listed,
  type Phrase,
  plain as same,
  share,
  compound as together,
} from '../phrase.ts'
import { feminine, masculine, neuter, nounOf, of as von } from './de-nouns.ts'
import type { enValues } from './en-values.ts'

const MONTHS = 'Januar,Februar,März,April,Mai,Juni,Juli,August,September,Oktober,November,Dezember'.split(',')

const quoted = (text: string): string => `„${text}“`
const plain = (text: string): Phrase => same(text, von)
const compound = (text: (c: Case) => string): Phrase => together(text, von)
const infix = (of: readonly Phrase[], word: string): Phrase => compound((c) => of.map((p) => inside(p, c)).join(word))

const dative = (of: readonly Phrase[]): string =>
  listed(
    of.map((p) => inside(p, 'dative')),
    'und',
  )

const FIELDS: ReadonlyMap<string, Phrase> = new Map([
  ['amount', masculine('Betrag', 'Betrags', ' des Deals')],
  ['quantity', feminine('Menge des Deals')],
  ['currency', feminine('Währung des Deals')],
  ['kind', feminine('Art der Transaktion')],
  ['source', feminine('Quelle der Transaktion')],
  ['externalId', feminine('externe Nummer der Transaktion')],
  ['account', nounOf('der Kunde des Deals', 'den Kunden des Deals', 'dem Kunden des Deals', 'des Kunden des Deals')],
  ['product', neuter('Produkt', 'Produkts', ' des Deals')],
  ['occurredOn', masculine('Tag', 'Tags', ', an dem der Deal geschah')],
  ['creditedOn', neuter('Gutschriftdatum', 'Gutschriftdatums', ' des Deals')],
])

const ROUNDING: Readonly<Record<RoundingMode, string>> = {
  'half-up': 'Hälften von der Null weg',
  'half-even': 'Hälften zur geraden Ziffer',
  'half-down': 'Hälften zur Null hin',
  up: 'immer von der Null weg',
  down: 'immer zur Null hin',
  ceiling: 'immer nach oben',
  floor: 'immer nach unten',
}

const COMPARED: Readonly<Record<ComparisonOperator, readonly [value: string, date: string]>> = {
  '=': ['gleich', 'gleich'],
  '<>': ['ungleich', 'ungleich'],
  '<': ['kleiner als', 'vor'],
  '<=': ['höchstens', 'nicht nach'],
  '>': ['größer als', 'nach'],
  '>=': ['mindestens', 'nicht vor'],
}

/** The article of a masculine noun, and nouns with theirs, as heads of a phrase in brackets. */
const ARTICLE: Readonly<Record<Case, string>> = { nominative: 'der', accusative: 'den', dative: 'dem', genitive: 'des' }
const value = (adjective: string, c: Case): string => `${ARTICLE[c]} ${adjective}${c === 'nominative' ? '' : 'n'} Wert`
const ABSOLUTE: Readonly<Record<Case, string>> = {
  nominative: 'der Absolutbetrag',
  accusative: 'den Absolutbetrag',
  dative: 'dem Absolutbetrag',
  genitive: 'des Absolutbetrags',
}

const bracket = (c: Condition, joint: 'and' | 'or'): string =>
  c.joint !== null && c.joint !== joint ? `(${c.text})` : c.text
const say = (text: string): Condition => ({ joint: null, text })

/** How German says values and conditions. Conditions end in their verb, since they follow "wenn", "falls" or "ob". */
export const deValues: typeof enValues = {
  figures: new Figures({ point: ',', group: '.', months: MONTHS }, (day, month, year) => `${day}. ${month} ${year}`),
  quoted,
  and: (items) => listed(items, 'und'),
  rounding: (digits, mode) =>
    `gerundet auf ${digits === 0 ? 'eine ganze Zahl' : digits === 1 ? '1 Nachkommastelle' : `${digits} Nachkommastellen`}, ${ROUNDING[mode ?? 'half-up']}`,
  roundingModes: ROUNDING,
  spans: {
    Period: 'die Periode',
    QuarterToDate: 'das Quartal bis zum Ende der Periode',
    HalfYearToDate: 'das Halbjahr bis zum Ende der Periode',
    YearToDate: 'das Jahr bis zum Ende der Periode',
    PlanToDate: 'die ganze Zeit unter dem Plan bis zum Ende der Periode',
    Quarter: 'das ganze Quartal',
    HalfYear: 'das ganze Halbjahr',
    Year: 'das ganze Jahr',
  },
  trailing: (periods) => (periods === 1 ? 'die letzte Periode' : `die letzten ${periods} Perioden`),
  dates: (first, last) => `die Tage vom ${first} bis zum ${last}, beide eingeschlossen`,

  literal: plain,
  texts: (values) => plain(values.length === 0 ? 'nichts' : listed(values.map(quoted), 'oder')),
  date: (text) => nounOf(`der ${text}`, `den ${text}`, `dem ${text}`, `des ${text}`),
  yesNo: (value) => plain(value ? 'ja' : 'nein'),
  field: (id) => FIELDS.get(id) ?? neuter('Feld', 'Felds', ` ${quoted(id)} des Deals`),
  parameterValue: (name) => masculine('Parameter', 'Parameters', ` ${quoted(name)}`),
  recipient: (attribute) =>
    attribute === 'title' ? masculine('Titel', 'Titels', ' der Person') : neuter('Gebiet', 'Gebiets', ' der Person'),
  creditAmount: nounOf(
    'der gutgeschriebene Betrag',
    'den gutgeschriebenen Betrag',
    'dem gutgeschriebenen Betrag',
    'des gutgeschriebenen Betrags',
  ),
  creditType: feminine('Art der Gutschrift'),
  measureValue: (name) => masculine('Messwert', 'Messwerts', ` ${quoted(name)}`),
  quota: (name, span, unit) => feminine(`Quote ${quoted(name)} für ${span} (${unit})`),
  quotaUnits: { money: (currency) => `in ${currency}`, number: 'eine Zahl' },
  attainment: (measure, quota) => feminine(`Erreichung der Quote ${quoted(quota)} durch ${quoted(measure)}`),
  earned: (name) => masculine('Verdienst', 'Verdiensts', ` ${quoted(name)}`),
  sum: (of) => infix(of, ' plus '),
  product: (of) => infix(of, ' mal '),
  shareOf: (percent, of) => share(() => `${percent} ${of.say('genitive')}`, von),
  smallest: (of) => compound((c) => `${value(of.length === 2 ? 'kleinere' : 'kleinste', c)} aus ${dative(of)}`),
  largest: (of) => compound((c) => `${value(of.length === 2 ? 'größere' : 'größte', c)} aus ${dative(of)}`),
  difference: (left, right) => infix([left, right], ' minus '),
  days: (left, right) =>
    compound(
      (c) =>
        `${c === 'dative' ? 'der' : 'die'} Zahl der Tage zwischen ${inside(right, 'dative')} und ${inside(left, 'dative')}`,
    ),
  quotient: (left, right) => compound((c) => `${inside(left, c)} geteilt durch ${inside(right, 'accusative')}`),
  rounded: (of, how) => compound((c) => `${inside(of, c)}, ${how}`),
  opposite: (of) => share((c) => `${inside(of, c)} mit umgekehrtem Vorzeichen`, von),
  unsigned: (of) => share((c) => `${ABSOLUTE[c]} ${of.say('genitive')}`, von),
  either: (when, yes, no) => compound((c) => `${inside(yes, c)}, falls ${when.text}, sonst ${inside(no, c)}`),
  orElse: (of, otherwise) => compound((c) => `${inside(of, c)}, oder ${inside(otherwise, c)}, wo das fehlt`),
  whether: (c) => compound(() => `ob ${c.text}`),
  tableResult: (table, reading, per, pays) =>
    compound(
      (c) =>
        `${c === 'dative' ? 'dem' : 'das'} Ergebnis der Tabelle ${quoted(table)} für ${reading}${per ? `, gemessen an ${inside(per, 'dative')}` : ''}${pays ? `, gezahlt auf ${inside(pays, 'accusative')}` : ''}`,
    ),
  tableCell: (table, reading, per) =>
    compound(
      (c) =>
        `${ARTICLE[c]} Satz der Tabelle ${quoted(table)} für ${reading}${per ? `, gemessen an ${inside(per, 'dative')}` : ''}`,
    ),
  runningResult: {
    slice: (measure) =>
      `das, was die Gutschrift zur laufenden Summe von ${quoted(measure)} beiträgt (über die Scheibe vom Stand davor bis zum Stand danach)`,
    after: (measure) =>
      `das, was die Gutschrift zur laufenden Summe von ${quoted(measure)} beiträgt (im Band, das danach erreicht ist)`,
    before: (measure) =>
      `das, was die Gutschrift zur laufenden Summe von ${quoted(measure)} beiträgt (im Band, das davor erreicht war)`,
  },
  runningCell: {
    slice: (measure) => `die laufende Summe von ${quoted(measure)} am Ende der Scheibe dieser Gutschrift`,
    after: (measure) => `die laufende Summe von ${quoted(measure)} nach der Gutschrift`,
    before: (measure) => `die laufende Summe von ${quoted(measure)} vor der Gutschrift`,
  },
  ofTransaction: (of) => `${inside(of, 'accusative')} (jede Transaktion für sich)`,
  ofWindow: (of) => `${inside(of, 'accusative')} (das ganze Zeitfenster auf einmal)`,
  matrixCell: (matrix, of) =>
    compound(
      (c) =>
        `${c === 'dative' ? 'der' : 'die'} Zelle der Matrix ${quoted(matrix)} für ${listed(
          of.map((p) => inside(p, 'accusative')),
          'und',
        )}`,
    ),
  rank: (measure, best) =>
    masculine(
      'Rang',
      'Rangs',
      ` der Person nach ${quoted(measure)} (der ${best === 'highest' ? 'höchste' : 'niedrigste'} Wert ist der erste; Gleiche teilen den besseren Platz)`,
    ),
  percentile: (measure) =>
    neuter(
      'Perzentil',
      'Perzentils',
      ` der Person nach ${quoted(measure)} (der Anteil der anderen, die gleichauf oder darunter liegen)`,
    ),

  compared: (op, left, right, areDates) =>
    say(
      areDates && op !== '=' && op !== '<>'
        ? `${beside(left)} ${COMPARED[op][1]} ${inside(right, 'dative')} liegt`
        : `${beside(left)} ${COMPARED[op][0]} ${beside(right)} ist`,
    ),
  allOf: (of) => ({
    joint: of.length > 1 ? 'and' : (of[0]?.joint ?? null),
    text: of.length > 1 ? of.map((c) => bracket(c, 'and')).join(' und ') : (of[0]?.text ?? ''),
  }),
  anyOf: (of) => ({
    joint: of.length > 1 ? 'or' : (of[0]?.joint ?? null),
    text: of.length > 1 ? of.map((c) => bracket(c, 'or')).join(' oder ') : (of[0]?.text ?? ''),
  }),
  not: (c) => say(`nicht gilt, dass ${c.joint ? `(${c.text})` : c.text}`),
  oneOf: (of, list, isOne) => say(`${inside(of)} ${isOne ? 'eines' : 'keines'} von ${list.say('dative')} ist`),
  contains: (of, text) => say(`${inside(of)} ${inside(text, 'accusative')} enthält`),
  startsWith: (of, text) => say(`${inside(of)} mit ${inside(text, 'dative')} beginnt`),
  missing: (of) => say(`${inside(of)} fehlt`),
  present: (of) => say(`${inside(of)} nicht fehlt`),
  constant: (isYes) => say(isYes ? 'es in jedem Fall so ist' : 'es in keinem Fall so ist'),
  holds: (of, isYes) => say(`${inside(of)} „${isYes ? 'ja' : 'nein'}“ lautet`),
}
