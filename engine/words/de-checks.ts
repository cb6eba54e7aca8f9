/**
 * What checking a plan says, in German, by its English template. `{0}`, `{1}`… are what is filled in, in the order in which
 * the English names it. A test says when one is missing.
 */
export const deChecks: Readonly<Record<string, string>> = {
  'Nothing that is read can reach band {0} of "{1}".': 'Nichts, was gelesen wird, kann Stufe {0} von „{1}“ erreichen.',
  'Band {0} of "{1}" pays as the line through its neighbours does.':
    'Stufe {0} von „{1}“ zahlt dasselbe wie die Linie durch ihre Nachbarn.',
  'Band {0} of "{1}" pays as band {2} does.': 'Stufe {0} von „{1}“ zahlt dasselbe wie Stufe {2}.',
  'Nothing that is read can reach band {0} of axis {1} of "{2}".':
    'Nichts, was gelesen wird, kann Stufe {0} der {1}. Achse von „{2}“ erreichen.',
  'Band {0} of axis {1} of "{2}" pays as band {3} does.':
    'Stufe {0} der {1}. Achse von „{2}“ zahlt dasselbe wie Stufe {3}.',
  'The plan has more than 1 MiB of text.': 'Der Plan hat mehr als 1 MiB Text.',
  'The JSON is nested too deep.': 'Das JSON ist zu tief geschachtelt.',
  'This is not JSON: {0}.': 'Das ist kein JSON: {0}.',
  'The plan is larger than any plan may be.': 'Der Plan ist größer, als ein Plan sein darf.',
  'A text has more than {0} characters.': 'Ein Text hat mehr als {0} Zeichen.',
  'A text holds control or direction characters that cannot be seen.':
    'Ein Text enthält Steuer- oder Richtungszeichen, die man nicht sieht.',
  'The plan is nested more than {0} deep.': 'Der Plan ist mehr als {0} tief geschachtelt.',
  'The plan has more than {0} blocks.': 'Der Plan hat mehr als {0} Blöcke.',
  'Blocks are nested more than {0} deep.': 'Blöcke sind mehr als {0} tief geschachtelt.',
  'The key "{0}" is not allowed.': 'Der Schlüssel „{0}“ ist nicht erlaubt.',
  '"{0}" counts managers from level {1} down to {2}.': '„{0}“ zählt Führungskräfte von Ebene {1} abwärts bis {2}.',
  'This needs {0}, and it is {1}.': 'Hier wird {0} gebraucht, und es ist {1}.',
  'This needs a yes/no, and it is {0}.': 'Hier wird ein Ja/Nein gebraucht, und es ist {0}.',
  'Two parts have the id "{0}".': 'Zwei Teile haben die Kennung „{0}“.',
  'The field "{0}" is already there.': 'Das Feld „{0}“ gibt es schon.',
  'Nothing is earned under this plan yet.': 'Unter diesem Plan wird noch nichts verdient.',
  'A band gives a rate or money, and this is {0}.': 'Eine Stufe gibt einen Satz oder Geld, und das ist {0}.',
  '"{0}" mixes money and rates.': '„{0}“ mischt Geld und Sätze.',
  'Band {0} of "{1}" starts at {2}, as band {3} does: one of them can never be reached.':
    'Stufe {0} von „{1}“ beginnt bei {2} wie Stufe {3}: Eine davon kann nie erreicht werden.',
  'Band {0} of "{1}" starts at {2}, below band {3}, which starts at {4}. Sort the bands upwards.':
    'Stufe {0} von „{1}“ beginnt bei {2}, unter Stufe {3}, die bei {4} beginnt. Ordnen Sie die Stufen aufsteigend.',
  'A marginal table starts at 0; the first band of "{0}" starts at {1}.':
    'Eine Staffel nach Anteilen beginnt bei 0; die erste Stufe von „{0}“ beginnt bei {1}.',
  'A key stands twice on an axis of "{0}".': 'Ein Schlüssel steht auf einer Achse von „{0}“ zweimal.',
  '"*" takes every other text, so it stands last in "{0}".':
    '„*“ nimmt jeden anderen Text, also steht es in „{0}“ zuletzt.',
  'The bands of "{0}" rise from edge to edge; {1} follows {2}.':
    'Die Stufen von „{0}“ steigen von Grenze zu Grenze; {1} folgt auf {2}.',
  '"{0}" needs {1} cells and has {2}.': '„{0}“ braucht {1} Zellen und hat {2}.',
  'A cell gives a rate or money, and this is {0}.': 'Eine Zelle gibt einen Satz oder Geld, und das ist {0}.',
  '"{0}" is a sum of measures, not of other sums.': '„{0}“ ist eine Summe von Messwerten, nicht von anderen Summen.',
  '"{0}" adds {1} and {2}.': '„{0}“ addiert Verschiedenes: {1} und {2}.',
  'The measures of "{0}" count over different windows.': 'Die Messwerte von „{0}“ zählen über verschiedene Zeiträume.',
  '"{0}" counts credits; it reads no value.': '„{0}“ zählt Gutschriften; es liest keinen Wert.',
  '"{0}" needs a value to take the {1} of.': '„{0}“ braucht einen Wert ({1}).',
  'The {0} needs money or a number, and this is {1}.':
    'Hier wird Geld oder eine Zahl gebraucht ({0}), und das ist {1}.',
  'Only an earning per credit picks credits; use a gate here.':
    'Nur ein Verdienst je Gutschrift wählt Gutschriften aus; nehmen Sie hier eine Schwelle.',
  '"{0}" waits for an event of each deal, so it is earned per credit, without gate, floor or cap.':
    '„{0}“ wartet auf ein Ereignis jedes Deals, wird also je Gutschrift verdient, ohne Schwelle, Mindest- oder Höchstbetrag.',
  '"{0}" has no cap.': '„{0}“ hat keine Obergrenze.',
  'There is no measure "{0}" in this plan.': 'Es gibt in diesem Plan keinen Messwert „{0}“.',
  'In "{0}" a worse place wins more than a better one.':
    'In „{0}“ gewinnt ein schlechterer Platz mehr als ein besserer.',
  'The pool of "{0}" is larger than its budget.': 'Der Topf von „{0}“ ist größer als sein Budget.',
  '"{0}" is forgiven at its end, and it has none. Say for how many periods it runs.':
    '„{0}“ wird an seinem Ende erlassen und hat keines. Sagen Sie, über wie viele Perioden er läuft.',
  'A share lies between 0 and 1; this is {0}.': 'Ein Anteil liegt zwischen 0 und 1; das ist {0}.',
  'The instalments add up to {0}, not to 1.': 'Die Raten ergeben zusammen {0}, nicht 1.',
  'These earnings read each other: {0}.': 'Diese Verdienste lesen einander: {0}.',
  'Nothing uses the {0} "{1}".': 'Nichts benutzt „{1}“ ({0}).',
  '"{0}" credits a share below 0.': '„{0}“ schreibt einen Anteil unter 0 gut.',
  "Running the plan's examples costs {0} steps, and {1} are allowed; {2} of them are spent on this one.":
    'Die Beispiele des Plans durchzurechnen kostet {0} Schritte, und {1} sind erlaubt; {2} davon entfallen auf dieses.',
  'Evaluating the plan costs {0} steps for each {1}, and {2} are allowed; {3} of them are spent here.':
    'Den Plan auszuwerten kostet {0} Schritte je {1}, und {2} sind erlaubt; {3} davon werden hier verbraucht.',
  'This always holds, so that it asks nothing.': 'Das trifft immer zu und fragt also nichts.',
  'This can never hold.': 'Das kann nie zutreffen.',
  'The window of "{0}" ends on {1}, before it begins.': 'Der Zeitraum von „{0}“ endet am {1}, bevor er beginnt.',
  'The window of "{0}" reaches beyond the plan, which holds from {1} to {2}.':
    'Der Zeitraum von „{0}“ reicht über den Plan hinaus, der von {1} bis {2} gilt.',
  'The window of "{0}" takes {1} months, and the plan holds for {2}: it is never full.':
    'Der Zeitraum von „{0}“ braucht {1} Monate, und der Plan gilt {2}: Er ist nie voll.',
  'The shares of "{0}" add up to {1}, more than the whole.':
    'Die Anteile von „{0}“ ergeben zusammen {1}, mehr als das Ganze.',
  '"{0}" credits {1} times the amount, more than the whole.':
    '„{0}“ schreibt das {1}-fache des Betrags gut, mehr als das Ganze.',
  'There is no {0} "{1}" in this plan.': 'Es gibt in diesem Plan nichts namens „{1}“ ({0}).',
  '{0} cannot be read in {1}.': '{0} kann in {1} nicht gelesen werden.',
  'The field "{0}"': 'Das Feld „{0}“',
  'The measure "{0}"': 'Der Messwert „{0}“',
  'The earning "{0}"': 'Der Verdienst „{0}“',
  'The plan pays in {0}; this amount is in {1}.': 'Der Plan zahlt in {0}; dieser Betrag ist in {1}.',
  'Money cannot be multiplied by money.': 'Geld lässt sich nicht mit Geld multiplizieren.',
  'Only money and numbers multiply, and this is {0}.':
    'Nur Geld und Zahlen lassen sich multiplizieren, und das ist {0}.',
  'A number cannot be divided by money.': 'Eine Zahl lässt sich nicht durch Geld teilen.',
  '"{0}" has {1} axes, and {2} values are given.': '„{0}“ hat {1} Achsen, und {2} Werte werden gegeben.',
  'This axis reads {0}, and this is {1}.': 'Auf dieser Achse steht {0}, und das ist {1}.',
  'The edges of "{0}" are {1}, so it is not read per anything.':
    'Die Grenzen von „{0}“ sind {1}, also wird sie nicht im Verhältnis zu etwas gelesen.',
  '"{0}" reads {1}, and this is {2}.': 'Für „{0}“ wird {1} gebraucht, und das ist {2}.',
  '"{0}" is marginal: it has no single rate. Apply it instead, or make it whole.':
    '„{0}“ rechnet jede Scheibe zu ihrem Satz und hat keinen einzelnen. Wenden Sie sie an, oder lassen Sie den erreichten Satz für alles gelten.',
  'The rate of "{0}" holds back to the first unit, and what was paid before on another basis is not known here: read the whole window in an earning per period.':
    'Der Satz von „{0}“ gilt zurück bis zur ersten Einheit, und was zuvor auf anderer Grundlage gezahlt wurde, ist hier nicht bekannt: Lesen Sie das ganze Fenster in einem Verdienst je Periode.',
  '"{0}" gives its figure as it is, not a rate on something: take away what it should be paid on.':
    '„{0}“ gibt ihren Wert, wie er ist, keinen Satz auf etwas: Nehmen Sie weg, worauf er gezahlt werden soll.',
  'The table gives money for money: rates would multiply two amounts.':
    'Die Tabelle gibt Geld für Geld: Sätze würden zwei Beträge multiplizieren.',
  'A running total is read credit by credit, in an earning per credit.':
    'Eine laufende Summe wird Gutschrift für Gutschrift gelesen, in einem Verdienst je Gutschrift.',
  'Only a sum or a count is cut into slices.': 'Nur eine Summe oder eine Anzahl wird in Scheiben geschnitten.',
  'A transaction on its own is read in an earning per credit.':
    'Eine einzelne Transaktion wird in einem Verdienst je Gutschrift gelesen.',
  'The whole window at once is read in an earning per period.':
    'Der ganze Zeitraum auf einmal wird in einem Verdienst je Periode gelesen.',
  '"{0}" expects {1} of {2} in {3}, and the plan gives {4}.':
    '„{0}“ erwartet {1} von {2} in {3}, und der Plan gibt {4}.',
}

/** Words that sentences are filled in with. */
export const deWords: Readonly<Record<string, string>> = {
  'a yes/no': 'ein Ja/Nein',
  'money or a number': 'Geld oder eine Zahl',
  'a percent': 'ein Prozentsatz',
  'an amount of money': 'ein Geldbetrag',
  money: 'Geld',
  'a number': 'eine Zahl',
  'a quantity': 'eine Menge',
  'a text': 'ein Text',
  text: 'Text',
  'a choice': 'eine Auswahl',
  'a date': 'ein Datum',
  'a list of texts': 'eine Liste von Texten',
  'a text list': 'eine Liste von Texten',
  'an amount': 'ein Betrag',
  amounts: 'Beträge',
  numbers: 'Zahlen',
  'a share, or an amount per quota': 'ein Anteil, oder ein Betrag im Verhältnis zu einer Quote',
  credit: 'Gutschrift',
  'participant and period': 'Person und Periode',
  field: 'Feld',
  parameter: 'Parameter',
  measure: 'Messwert',
  earning: 'Verdienst',
  table: 'Tabelle',
  matrix: 'Matrix',
  'input measure': 'eingereichter Messwert',
  'composite measure': 'zusammengesetzter Messwert',
  'no figure': 'keinen Wert',
  sum: 'Summe',
  count: 'Anzahl',
  distinctCount: 'Anzahl verschiedener',
  average: 'Durchschnitt',
  minimum: 'Minimum',
  maximum: 'Maximum',
  latest: 'letzter Wert',
  'a decimal as text, such as "0.05"': 'eine Dezimalzahl als Text wie „0.05“',
  'an ISO 4217 code, such as "EUR"': 'ein Kürzel nach ISO 4217 wie „EUR“',
  'a credit rule': 'einer Gutschriftregel',
  'a measure': 'einem Messwert',
  'an earning per credit': 'einem Verdienst je Gutschrift',
  'an earning per period, a gate, a floor or a cap':
    'einem Verdienst je Periode, einer Schwelle, einem Mindest- oder Höchstbetrag',
  'a band of a table': 'einer Stufe einer Tabelle',
  'The recipient': 'Die Empfängerin oder der Empfänger',
  'The credit': 'Die Gutschrift',
  'The credit type': 'Die Art der Gutschrift',
  'A quota': 'Eine Quote',
  'An attainment': 'Eine Zielerreichung',
  'A ranking': 'Eine Rangfolge',
}
