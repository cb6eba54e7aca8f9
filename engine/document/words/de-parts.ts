import type { PeriodKind } from '../../plan/ast.ts'
import { inside, listed, plain } from '../phrase.ts'
import { nounOf } from './de-nouns.ts'
import type { enParts } from './en-parts.ts'

const quoted = (text: string): string => `„${text}“`
const names = (of: readonly string[]): string => listed(of.map(quoted), 'und')
const periods = (n: number): string => (n === 1 ? '1 Periode' : `${n} Perioden`)
const EACH: Readonly<Record<PeriodKind, string>> = {
  month: 'jeden Monat',
  quarter: 'jedes Quartal',
  'half-year': 'jedes Halbjahr',
  year: 'jedes Jahr',
}

const people = (nominative: string, dative: string, rest: string): [string, string, string] => [
  `${nominative} ${rest}`,
  `${nominative} ${rest}`,
  `${dative} ${rest}`,
]

/** How German says the parts of a plan and their choices. */
export const deParts: typeof enParts = {
  sections: {
    parameters: [
      'Parameter',
      'Benannte Werte, jeweils zu einem Tag. Der engste gilt: der eigene Wert der Person, sonst der ihres Titels, sonst der für alle, sonst der hier genannte.',
    ],
    credits: [
      'Gutschriften',
      'Jede Regel, die passt, schreibt gut, außer in einer Gruppe, in der nur die erste gilt. Niemandem wird gutgeschrieben, dem der Plan am Gutschriftdatum nicht zugewiesen ist. Ein Deal, dem Angaben fehlen, wird als Datenausnahme aufgeführt und unter dieser Regel nicht gutgeschrieben.',
    ],
    measures: ['Messwerte', 'Zahlen über die Gutschriften einer Person.'],
    compositeMeasures: ['Zusammengesetzte Messwerte', 'Gewichtete Summen von Messwerten.'],
    inputMeasures: ['Eingereichte Messwerte', 'Zahlen, die für jede Person und Periode eingetragen werden.'],
    tables: ['Satztabellen', 'Was eine Tabelle liest und woran es gemessen wird, steht dort, wo sie benutzt wird.'],
    matrices: ['Matrizen', 'Eine Zelle für jede Verbindung ihrer Achsen.'],
    earnings: ['Verdienste', 'Was verdient wird; eine fehlende Zahl ist eine Datenausnahme und zählt nie als 0.'],
    contests: [
      'Wettbewerbe',
      'Alle nehmen teil, denen der Plan zugewiesen ist. Wer nicht berechtigt ist oder keine Zahl hat, nimmt keinen Platz ein.',
    ],
    payoutRules: ['Auszahlungsregeln', 'Was vom Verdienten ausgezahlt wird. Die Regeln gelten in dieser Reihenfolge.'],
    clawbacks: [
      'Rückforderungen',
      'Für eine Transaktion, die eine andere rückgängig macht: Die erste Regel, die passt, entscheidet, an Stelle dessen, was der Verdienst selbst ergäbe. Nie wird mehr zurückgenommen, als vom Verdienst des Deals noch übrig ist.',
    ],
    examples: ['Beispiele', 'Der Plan wird nur veröffentlicht, wenn er genau dies zahlt.'],
  },
  none: 'keine',
  insteadOf: (now, before) => `${now} statt bisher ${before}`,
  diff: {
    added: (section, title) => `${section}: ${quoted(title)} ist neu`,
    removed: (section, title) => `${section}: ${quoted(title)} entfällt`,
    renamed: (before, now) => `${quoted(before)} heißt jetzt ${quoted(now)}`,
    explained: (title) => `${title}: Die Erläuterung ist anders formuliert`,
    changed: (title, label, change) => `${title}: ${label}: ${change}`,
    rowChanged: (title, label, change) => `${title}: ${label} ${change}`,
    rowAdded: (title, label, value) => `${title}: neu: ${label} ${value}`,
    rowRemoved: (title, label, value) => `${title}: nicht mehr: ${label} ${value}`,
    moved: (section, now, before) => `${section}: in der Reihenfolge ${names(now)} statt bisher ${names(before)}`,
    rewritten: (title) => `${title}: anders geschrieben, mit derselben Bedeutung`,
  },
  plan: {
    lead: (period, currency) =>
      `Berechnet für ${EACH[period]} und gezahlt in ${currency}. Eine Transaktion zählt in der Periode ihres Gutschriftdatums.`,
    period: 'Periode',
    periodValue: (period) => `${EACH[period]} für sich`,
    currency: 'Währung',
    field: 'Feld',
    fieldLabel: (id) => `Feld ${quoted(id)}`,
    types: {
      money: 'ein Geldbetrag',
      number: 'eine Zahl',
      percent: 'ein Prozentsatz',
      quantity: 'eine Menge',
      text: 'ein Text',
      choice: 'eine Auswahl',
      'yes/no': 'ein Ja oder Nein',
      date: 'ein Datum',
    },
    conversion: 'Andere Währungen',
    noConversion: (currency) =>
      `ein Betrag in einer anderen Währung als ${currency} ist eine Datenausnahme, aus der nichts berechnet wird`,
    converts: (currency, rateType, date) =>
      `umgerechnet in ${currency} zum Kurs ${quoted(rateType)} ${
        {
          creditedOn: 'des Gutschriftdatums',
          occurredOn: 'des Tages, an dem der Deal geschah,',
          periodEnd: 'des letzten Tages der Periode',
        }[date]
      } oder des letzten Tages davor, der einen hat; ein fehlender Kurs ist eine Datenausnahme und nie 1`,
    planChange: 'Eine neue Version innerhalb einer Periode',
    planChanges: {
      'period start': 'diese Version gilt für ganze Perioden, die unter ihr beginnen',
      'transaction date':
        'diese Version gilt ab ihrem ersten Tag für jede Transaktion; was je Periode verdient wird, folgt der letzten Version',
      prorated:
        'diese Version gilt ab ihrem ersten Tag für jede Transaktion; was je Periode verdient wird, zählt anteilig nach den Tagen jeder Version',
    },
    quotaChange: 'Eine Quote, die sich innerhalb eines Zeitfensters ändert',
    quotaChanges: {
      prorated: 'anteilig nach Tagen',
      'period start': 'die Quote des ersten Tages des Zeitfensters gilt für das ganze',
      'transaction date': 'die Quote des Tages jeder Transaktion gilt für das ganze',
    },
    assignmentChange: 'Wer nur für einen Teil eines Zeitfensters zugeordnet ist',
    assignmentChanges: {
      days: 'hat die Quote im Verhältnis der Tage der Zuordnung',
      months: 'hat die Quote im Verhältnis der Monate, an deren letztem Tag die Zuordnung gilt',
      none: 'hat die ganze Quote',
    },
  },
  parameter: {
    lead: (type) => `Ist ${type}.`,
    type: 'Typ',
    default: 'Wert, wo nichts anderes genannt ist',
    noDefault: 'keiner; er muss gesetzt sein, sonst ist alles, was ihn liest, eine Datenausnahme',
  },
  credit: {
    lead: (to, amount) => `Gutgeschrieben an ${to}: ${amount}.`,
    to: 'Gutgeschrieben an',
    amount: 'Betrag',
    when: 'Wann',
    always: 'immer',
    whenHolds: (c) => `nur wenn ${c.text}`,
    share: 'Anteil',
    whole: 'der ganze Betrag',
    shareOf: (share) => `${share} des Betrags`,
    type: 'Art der Gutschrift',
    digits: 'Nachkommastellen eines Anteils',
    digitsValue: (digits) =>
      `Anteile eines Betrags werden auf ${digits} Nachkommastellen geschnitten und ergeben zusammen den Betrag (größter Rest; bei Gleichstand in der Reihenfolge, in der die Anteile im Deal stehen)`,
    group: 'Nur die erste passende',
    noGroup: 'nein, die Regel schreibt gut, was auch immer andere Regeln tun',
    groupValue: (group) =>
      `von den Regeln der Gruppe ${quoted(group)} nimmt nur die erste, die jemandem gutschreibt, die Transaktion`,
    counts: 'Zählt für',
    countsValue: {
      'attainment and pay': 'Messwerte und Verdienste je Gutschrift',
      'attainment only': 'nur Messwerte und zahlt selbst nichts',
      'pay only': 'nur Verdienste je Gutschrift und keinen Messwert',
      neither: 'keines von beiden: sie sagt nur, dass mit einem Deal etwas geschehen ist',
    },
    asOf: 'Eigentümer und Vorgesetzte bei einer Rückabwicklung',
    asOfValue: {
      deal: 'die vom Gutschriftdatum des rückgängig gemachten Deals',
      reversal: 'die vom Gutschriftdatum der Rückabwicklung',
    },
    overlap: 'Mehrere Wege zu einer Person',
    overlapValue: {
      once: 'jeder Anteil erreicht eine Person einmal, wie viele Wege auch zu ihr führen, und Vorgesetzte höchstens der ganze Deal',
      'each path': 'jeder Anteil erreicht eine Person auf jedem Weg einmal, der zu ihr führt',
    },
    recipients: {
      Owner: nounOf('der Eigentümer des Deals', 'den Eigentümer des Deals', 'dem Eigentümer des Deals'),
      everybody: nounOf(...people('alle', 'allen', 'im Deal-Team (jede Person mit ihrem Anteil)')),
      role: (role) =>
        nounOf(
          ...people(
            'die Personen',
            'den Personen',
            `mit der Rolle ${quoted(role)} im Deal-Team (jede mit ihrem Anteil)`,
          ),
        ),
      TerritoryOwners: nounOf(
        ...people(
          'die Eigentümer',
          'den Eigentümern',
          'der Gebiete, die den Deal nehmen (jeder Eigentümer mit dem ganzen)',
        ),
      ),
      split: (shares) =>
        nounOf(
          ...people(
            'die Personen',
            'den Personen',
            `einer festen Aufteilung (${shares.map(([who, share]) => `${share} an ${quoted(who)}`).join(', ')})`,
          ),
        ),
      team: (team) =>
        nounOf(...people('das', 'dem', `Overlay-Team ${quoted(team)} (jedes Mitglied mit seinem Anteil)`)),
      managers: (of, from, to) => {
        const levels =
          from === to
            ? from === 1
              ? 'die direkten Vorgesetzten (Stufe 1)'
              : `die Vorgesetzten auf Stufe ${from}`
            : `die Vorgesetzten von Stufe ${from} bis Stufe ${to}`
        return `${levels} über ${of.say('dative')}`
      },
    },
  },
  measure: {
    aggregates: {
      sum: (value) => `die Summe ${value.say('genitive')} über die Gutschriften`,
      count: () => 'die Anzahl der Gutschriften',
      distinctCount: (value) => `die Anzahl verschiedener Werte ${value.say('genitive')} unter den Gutschriften`,
      average: (value) => `der Durchschnitt ${value.say('genitive')} über die Gutschriften; er fehlt, wo es keine gibt`,
      minimum: (value) =>
        `der kleinste Wert ${value.say('genitive')} unter den Gutschriften; er fehlt, wo es keine gibt`,
      maximum: (value) => `der größte Wert ${value.say('genitive')} unter den Gutschriften; er fehlt, wo es keine gibt`,
      latest: (value) => `der Wert ${value.say('genitive')} aus der letzten Gutschrift; er fehlt, wo es keine gibt`,
    },
    noValue: plain('von keinem Wert'),
    figure: 'Zahl',
    window: 'Zeitfenster',
    when: 'Welche Gutschriften',
    all: 'alle, die für Messwerte zählen',
    those: (c) => `jene, für die gilt, dass ${c.text}`,
    composite: (of) => `Die gewichtete Summe aus ${names(of)}.`,
    weight: (name) => `Gewicht von ${quoted(name)}`,
    input: (type) =>
      `Ist ${type}. Eine Zahl gilt für die Perioden, die innerhalb ihrer Tage liegen; ohne eine fehlt der Wert.`,
  },
  table: {
    mode: 'Wie sie gilt',
    modes: {
      whole:
        'der Wert des erreichten Bands gilt für alles, zurück bis zur ersten Einheit, so dass das Ergebnis an den Grenzen springt',
      marginal: 'jede Scheibe zählt mit dem Wert ihres eigenen Bands',
      step: 'der Wert des erreichten Bands ist das Ergebnis, so wie er dasteht',
      interpolated:
        'jede Grenze ist ein Punkt, gerade Linien verbinden die Punkte, und jenseits des ersten und des letzten bleibt der Wert gleich',
    },
    edge: 'Eine Zahl genau auf einer Grenze',
    edges: { higher: 'gehört zum höheren Band', lower: 'gehört zum niedrigeren Band' },
    axis: 'Grenzen',
    axes: {
      money: (currency) => `Beträge in ${currency}`,
      number: () => 'Zahlen',
      share: () => 'Anteile an dem, woran die Tabelle gemessen wird',
    },
    lead: (mode) => mode,
    from: (edge) => `ab ${edge}`,
    above: (edge) => `über ${edge}`,
    fromFirst: (edge) => `ab ${edge} und darunter`,
    at: (edge) => `bei ${edge}`,
    ofQuota: (edge) => `${edge} der Quote`,
    matrixLead: (axes) => (axes === 1 ? 'Eine Tabelle mit einer Achse.' : `Eine Tabelle mit ${axes} Achsen.`),
    matrixAxis: (n) => `Achse ${n}`,
    bandsAxis: (axis, edge) => `Bänder, Grenzen: ${axis}; eine Zahl genau auf einer Grenze ${edge}`,
    keysAxis: 'Texte; ein Text, den kein Schlüssel nimmt, ist eine Datenausnahme',
    keysAxisElse: 'Texte; der letzte nimmt jeden anderen Text',
    otherText: 'jeder andere Text',
    axisValues: (axis, values) => `${axis}: ${values.join('; ')}`,
  },
  earning: {
    lead: (per, amount) =>
      per === 'credit' ? `Verdient wird je Gutschrift: ${amount}.` : `Verdient wird einmal je Periode: ${amount}.`,
    per: 'Verdient',
    pers: { credit: 'je Gutschrift', period: 'einmal je Periode' },
    amount: 'Betrag',
    when: 'Welche Gutschriften',
    all: 'alle, die für die Bezahlung zählen',
    those: (c) => `jene, für die gilt, dass ${c.text}`,
    gate: 'Schwelle',
    noGate: 'keine',
    gateValue: (c) =>
      `nur wenn am Ende der Periode ${c.text}; sonst bringt die Periode nichts, auch nicht die Untergrenze`,
    floor: 'Untergrenze',
    floorValue: (e) => `in der Periode mindestens ${e}`,
    cap: 'Obergrenze',
    capValue: (e) => `in der Periode höchstens ${e}, nach der Untergrenze; was darüber liegt, verfällt`,
    rounding: 'Rundung',
    roundingValue: (unit, mode, basis) =>
      `auf ${unit}, ${mode}${
        basis === null
          ? ''
          : basis === 'running'
            ? '; auf der laufenden Summe, so dass jede Gutschrift den Unterschied zweier gerundeter Summen bringt und weder Reihenfolge noch Aufteilung die Summe verschiebt'
            : '; jede Gutschrift für sich'
      }`,
    payable: 'Fällig',
    atOnce: 'ganz in der Periode, in der es verdient ist',
    instalments: (parts) =>
      `in Raten, die zusammen das Verdiente ergeben: ${parts
        .map(
          ([share, after]) =>
            `${share} ${after === 0 ? 'in der Periode, in der es verdient ist' : `nach ${periods(after)}`}`,
        )
        .join(', ')}`,
    amortised: (n) =>
      n === 1
        ? 'in 1 Teil, in der Periode, in der es verdient ist'
        : `in ${n} gleichen Teilen, einem in der Periode, in der es verdient ist, und einem in jeder danach`,
    onEvent: (event, atOnce) =>
      `${atOnce} in der Periode, in der es verdient ist; der Rest jedes Deals, wenn eine Transaktion der Art ${quoted(event)} sich auf den Deal bezieht`,
  },
  payout: {
    earnings: 'Betrifft',
    allEarnings: 'alle Verdienste',
    theseEarnings: names,
    cap: 'Höchstens',
    capLead: (cap) =>
      `Die betroffenen Verdienste zahlen zusammen in einer Periode höchstens ${inside(cap, 'accusative')}.`,
    excess: 'Was darüber liegt',
    excesses: { lost: 'verfällt', banked: 'wird zurückgelegt und in späteren Perioden gezahlt, sobald Platz ist' },
    amount: 'Betrag',
    drawLead: (pays, amount) =>
      pays === 'upTo'
        ? `Ein Vorschuss: Wo die betroffenen Verdienste geringer sind, werden sie in einer Periode aufgefüllt bis auf ${inside(amount, 'accusative')}.`
        : `Ein Vorschuss: In jeder Periode wird zusätzlich zum Verdienten gezahlt: ${inside(amount)}.`,
    pays: 'Gezahlt',
    paysValue: { upTo: 'bis auf den Betrag', onTop: 'zusätzlich zum Verdienten' },
    runs: 'Läuft',
    always: 'immer',
    periods: (n) => (n === 1 ? 'in der ersten Periode unter dem Plan' : `in den ersten ${n} Perioden unter dem Plan`),
    recovery: 'Verrechnung',
    notRecovered: 'keine; was über das Verdiente hinaus gezahlt wurde, bleibt (eine Garantie)',
    recovered: (percent, from) =>
      `was über das Verdiente hinaus gezahlt wurde, wird geschuldet und aus späteren Verdiensten gedeckt: mit ${percent} dessen, was den unberührten Betrag übersteigt, ab der ${from}. Periode`,
    floor: 'Von der Verrechnung unberührt',
    floorUpTo: 'der Betrag des Vorschusses, solange er läuft, danach nichts',
    floorOnTop: 'nichts; die Verrechnung beginnt, wenn der Vorschuss nicht mehr läuft',
    end: 'Was am Ende des Vorschusses noch geschuldet ist',
    ends: { forgiven: 'wird erlassen', owed: 'bleibt geschuldet' },
    holdLead: (share, n) => `Einbehalten und ${periods(n)} später gezahlt: ${share} der betroffenen Verdienste.`,
    share: 'Anteil',
    after: 'Gezahlt',
    later: (n) => `${periods(n)} später`,
    carryLead:
      'Was eine Person am Ende einer Periode schuldet, wird nicht zurückverlangt, sondern von den Zahlungen späterer Perioden abgezogen.',
    minimumLead: (amount) =>
      `Eine Zahlung unterhalb des folgenden Betrags wird nicht geleistet, sondern auf die nächste Periode übertragen: ${inside(amount)}.`,
  },
  clawback: {
    lead: (share) => `Nimmt ${share} dessen zurück, was der rückgängig gemachte Deal je Gutschrift verdient hat.`,
    when: 'Welche Rückabwicklungen',
    all: 'alle',
    those: (c) => `jene, für die gilt, dass ${c.text}`,
    share: 'Anteil',
    manner: 'Wie viel davon',
    full: 'alles, wie viel Zeit auch vergangen ist',
    proRata: (by, term) =>
      `der Teil von ${by === 'days' ? `${term} Tagen` : `${term} Monaten (volle Monate zählen)`}, der zwischen den Gutschriftdaten des Deals und der Rückabwicklung noch nicht vergangen war; danach nichts`,
    attainment: 'Zielerreichung',
    attainments: {
      reduced: 'die Rückabwicklung zählt für Messwerte und senkt so die Zielerreichung',
      kept: 'die Rückabwicklung zählt für keinen Messwert, und die Zielerreichung bleibt',
    },
  },
  contest: {
    lead: (measure, best) =>
      `Ordnet die Personen nach ${quoted(measure)}; der ${best === 'highest' ? 'höchste' : 'niedrigste'} Wert ist der erste.`,
    measure: 'Geordnet nach',
    best: 'Erster',
    bests: { highest: 'der höchste Wert', lowest: 'der niedrigste Wert' },
    eligible: 'Berechtigt',
    everybody: 'alle',
    whoever: (c) => `wer am Ende der Periode erfüllt, dass ${c.text}`,
    ties: 'Gleichstand',
    tie: (ties, name) =>
      ties.kind === 'Pooled'
        ? 'die Preise der gleichen Plätze werden zusammengelegt und geteilt'
        : ties.kind === 'BetterPrize'
          ? 'alle Gleichen erhalten den besseren Preis'
          : `der höhere Wert von ${quoted(name(ties.measure))} entscheidet; wer auch dann gleich ist, teilt die Preise der gleichen Plätze`,
    poolTie: (name, places) => `der höhere Wert von ${quoted(name)} entscheidet, wer zu den besten ${places} gehört`,
    prizes: 'Preise',
    byRank: 'nach Platz',
    place: (n) => `${n}. Platz`,
    forReaching: (mark, prize, best) =>
      `${prize} für alle, deren Wert ${mark} oder ${best === 'highest' ? 'mehr' : 'weniger'} beträgt`,
    poolShare: (pool, by, places) =>
      `ein Topf von ${pool} unter ${places === undefined ? 'allen, deren Wert über 0 liegt' : `den besten ${places}, deren Wert über 0 liegt (wer mit dem letzten Platz gleichauf liegt, erhält auch einen Teil)`}, ${
        by === 'measure' ? 'im Verhältnis ihrer Werte' : 'zu gleichen Teilen'
      }`,
    perUnit: (amount) => `${amount} für jede Einheit des Werts`,
    budget: 'Budget',
    noBudget: 'keines',
    budgetValue: (budget) => `${budget}; Preise, die es zusammen übersteigen, werden im Verhältnis gekürzt`,
    paid: 'Gezahlt',
    everyPeriod: 'in jeder Periode',
    once: (last) => `einmal, in der Periode des letzten Tages, der zählt, des ${last}`,
  },
  example: {
    lead: (deals) => (deals === 0 ? 'Ohne Deals.' : deals === 1 ? 'Mit 1 Deal.' : `Mit ${deals} Deals.`),
    title: 'Titel der Person',
    deal: (n, id) => (id === undefined ? `Deal ${n}` : `Deal ${n}, ${quoted(id)}`),
    by: { participant: 'von der Person selbst', report: 'von jemandem, der an die Person berichtet' },
    ofKind: (kind) => `von der Art ${quoted(kind)}`,
    on: (date) => `gutgeschrieben am ${date}`,
    amount: (amount) => `Betrag ${amount}`,
    quantity: (quantity) => `Menge ${quantity}`,
    role: (role) => `in der Rolle ${quoted(role)}`,
    share: (share) => `mit einem Anteil von ${share}`,
    product: (product) => `Produkt ${quoted(product)}`,
    account: (account) => `Kunde ${quoted(account)}`,
    reverses: (deal) => `macht ${quoted(deal)} rückgängig`,
    field: (id, value) => `${quoted(id)} ist ${value}`,
    quota: (name, first, last) => `Quote ${quoted(name)} vom ${first} bis zum ${last}`,
    parameter: (name) => `Parameter ${quoted(name)}`,
    input: (name, first, last) => `Messwert ${quoted(name)} vom ${first} bis zum ${last}`,
    rate: (rateType, from, to, on) => `Kurs ${quoted(rateType)} von ${from} nach ${to} am ${on}`,
    earned: (name, period) => `verdient durch ${quoted(name)} in ${period}`,
    paid: (period) => `gezahlt in ${period}`,
  },
}
