import type { Expression } from '#engine'

/** What a statement page says, in the reader's language. */
export type Words = typeof en

/** A list of texts is shown with what compares it. */
type Kinds = Readonly<Record<Exclude<Expression['kind'], 'TextList'>, string> & Record<string, string>>

const en = {
  locale: 'en',
  statement: 'Statement',
  total: 'Total for the period',
  totalOpen: 'Total for the period, without what could not be calculated',
  version: 'version',
  from: 'from',
  to: 'to',
  andMore: 'and more',
  of: 'on',
  howCalculated: 'How it was calculated',
  deals: 'Deals',
  noDeals: 'No deal was credited in this period.',
  nothing: 'Nothing was earned under any plan in this period.',
  notCalculated: 'not calculated',
  exceptions: 'What could not be calculated',
  proof: 'What makes this repeatable',
  planHash: 'Plan hash',
  engine: 'Engine version',
  inputs: 'Inputs',
  revision: 'configuration revision',
  upTo: 'up to transaction',
  asOf: 'as of',
  yes: 'yes',
  no: 'no',
  open: 'Open the statement',
  openTitle: 'A statement was shared with you',
  openText: 'It shows one person’s pay. Open it only if it is meant for you; the visit is recorded.',
  goneTitle: 'This link no longer opens',
  goneText: 'It has expired, was withdrawn, or was used as often as it allowed. Ask whoever sent it for a new one.',
  unknownTitle: 'There is nothing here',
  unknownText: 'This address opens no statement. Check that it was copied whole.',
  closedText: 'The visit is over. Open the link again.',
  busyTitle: 'Please try again in a moment',
  busyText: 'The statement could not be read just now. Nothing is lost.',
  kinds: {
    Line: 'Line',
    Credit: 'Credit',
    Band: 'Band',
    Number: 'Number',
    Percent: 'Rate',
    Money: 'Amount',
    Field: 'Field',
    Parameter: 'Parameter',
    Recipient: 'Participant’s',
    CreditAmount: 'Credited amount',
    CreditType: 'Credit type',
    Measure: 'Measure',
    Quota: 'Quota',
    Attainment: 'Attainment',
    Earned: 'Earned',
    Add: 'Sum of',
    Multiply: 'Product of',
    Min: 'The smaller of',
    Max: 'The larger of',
    Subtract: 'Difference of',
    Divide: 'Quotient of',
    Negate: 'Negative of',
    Absolute: 'Size of',
    Round: 'Rounded',
    Compare: 'Is',
    And: 'All of',
    Or: 'Any of',
    Not: 'Not',
    If: 'Depending on',
    OneOf: 'Is one of',
    TextMatch: 'Text matches',
    Default: 'Or else',
    IsMissing: 'Is missing',
    ApplyTable: 'Rate table',
    TableCell: 'Rate from the table',
    Text: 'Text',
    YesNo: 'Yes or no',
    Date: 'Date',
  } satisfies Kinds as Kinds,
}

const de: Words = {
  locale: 'de',
  statement: 'Abrechnung',
  total: 'Summe des Zeitraums',
  totalOpen: 'Summe des Zeitraums, ohne das, was nicht berechnet werden konnte',
  version: 'Version',
  from: 'von',
  to: 'bis',
  andMore: 'und mehr',
  of: 'auf',
  howCalculated: 'So wurde gerechnet',
  deals: 'Geschäfte',
  noDeals: 'In diesem Zeitraum wurde kein Geschäft gutgeschrieben.',
  nothing: 'In diesem Zeitraum wurde unter keinem Plan etwas verdient.',
  notCalculated: 'nicht berechnet',
  exceptions: 'Was nicht berechnet werden konnte',
  proof: 'Was dies wiederholbar macht',
  planHash: 'Hash des Plans',
  engine: 'Version der Rechenmaschine',
  inputs: 'Eingaben',
  revision: 'Stand der Konfiguration',
  upTo: 'bis Transaktion',
  asOf: 'Stand',
  yes: 'ja',
  no: 'nein',
  open: 'Abrechnung öffnen',
  openTitle: 'Eine Abrechnung wurde mit Ihnen geteilt',
  openText:
    'Sie zeigt die Vergütung einer Person. Öffnen Sie sie nur, wenn sie für Sie bestimmt ist; der Besuch wird vermerkt.',
  goneTitle: 'Dieser Link öffnet nichts mehr',
  goneText:
    'Er ist abgelaufen, wurde zurückgezogen oder so oft benutzt, wie er erlaubte. Bitten Sie den Absender um einen neuen.',
  unknownTitle: 'Hier ist nichts',
  unknownText: 'Diese Adresse öffnet keine Abrechnung. Prüfen Sie, ob sie vollständig kopiert wurde.',
  closedText: 'Der Besuch ist beendet. Öffnen Sie den Link noch einmal.',
  busyTitle: 'Bitte gleich noch einmal versuchen',
  busyText: 'Die Abrechnung konnte gerade nicht gelesen werden. Nichts ist verloren.',
  kinds: {
    Line: 'Zeile',
    Credit: 'Gutschrift',
    Band: 'Stufe',
    Number: 'Zahl',
    Percent: 'Satz',
    Money: 'Betrag',
    Field: 'Feld',
    Parameter: 'Parameter',
    Recipient: 'Der Person',
    CreditAmount: 'Gutgeschriebener Betrag',
    CreditType: 'Art der Gutschrift',
    Measure: 'Messgröße',
    Quota: 'Quote',
    Attainment: 'Zielerreichung',
    Earned: 'Verdient',
    Add: 'Summe aus',
    Multiply: 'Produkt aus',
    Min: 'Das Kleinere von',
    Max: 'Das Größere von',
    Subtract: 'Differenz aus',
    Divide: 'Quotient aus',
    Negate: 'Negativ von',
    Absolute: 'Größe von',
    Round: 'Gerundet',
    Compare: 'Ist',
    And: 'Alle von',
    Or: 'Eines von',
    Not: 'Nicht',
    If: 'Abhängig von',
    OneOf: 'Ist eines von',
    TextMatch: 'Text passt',
    Default: 'Oder sonst',
    IsMissing: 'Fehlt',
    ApplyTable: 'Satztabelle',
    TableCell: 'Satz aus der Tabelle',
    Text: 'Text',
    YesNo: 'Ja oder nein',
    Date: 'Datum',
  },
}

/** German for readers whose browser asks for it before English, else English. */
export function wordsFor(acceptLanguage: string | undefined): { words: Words; locale: string } {
  for (const part of (acceptLanguage ?? '').split(',')) {
    const tag = part.split(';')[0]?.trim() ?? ''
    const [language] = tag.toLowerCase().split('-')
    if (language === 'de' || language === 'en')
      return { words: language === 'de' ? de : en, locale: localeOf(tag, language) }
  }
  return { words: en, locale: 'en-US' }
}

function localeOf(tag: string, fallback: string): string {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? fallback
  } catch {
    return fallback
  }
}
