import type { enFindings } from './en-findings.ts'

/** What the analysis says, in German. */
export const deFindings: Readonly<Record<keyof typeof enFindings, string>> = {
  'jump-up':
    'Bei {what} von {x} springt die Auszahlung von {before} auf {after}: Die Schwelle zu überschreiten bringt {gain}.',
  'jump-declared':
    'Bei {what} von {x} springt die Auszahlung von {before} auf {after}: Die Schwelle zu überschreiten bringt {gain}. Die Tabelle sagt es selbst: Sie zahlt den erreichten Satz auf alles.',
  'jump-up-besides':
    'Bei {what} von {x} springt die Auszahlung von {before} auf {after}: Die Schwelle zu überschreiten bringt {gain}, neben {own}, die der Schritt selbst verdient.',
  'jump-declared-besides':
    'Bei {what} von {x} springt die Auszahlung von {before} auf {after}: Die Schwelle zu überschreiten bringt {gain}, neben {own}, die der Schritt selbst verdient. Die Tabelle sagt es selbst: Sie zahlt den erreichten Satz auf alles.',
  'more-pays-less': 'Mehr zahlt weniger: Bei {what} von {high} werden {before} gezahlt, bei {low} dagegen {after}.',
  'rises-too-fast':
    'Bei {what} zwischen {low} und {high} werden {rate} dessen gezahlt, was hinzukommt ({gain}); die Grenze liegt bei {limit}.',
  'stands-still': 'Bei {what} zwischen {low} und {high} wird nicht mehr gezahlt als {before}.',
  'stands-still-without-end': 'Bei {what} ab {low} wird nicht mehr gezahlt als {before}.',
  'worth-moving': 'Ein Deal von {x}, gutgeschrieben am {is} statt am {was}, zahlt {gain} mehr.',
  'worth-moving-explained':
    'Ein Deal von {x}, gutgeschrieben am {is} statt am {was}, zahlt {gain} mehr. Die Sätze, Obergrenzen und Tabellen des Plans erklären das.',
  'worth-splitting': 'Ein Deal von {x} zahlt {before}; in zwei geteilt zahlt er {after}: Ihn zu teilen bringt {gain}.',
  'worth-joining':
    'Zwei Deals von zusammen {x} zahlen {before}; in einem zahlen sie {after}: Sie zusammenzulegen bringt {gain}.',
  'paid-twice': 'Ein Deal von {x} wird von „{first}“ und von „{second}“ bezahlt: {before} und dazu {gain}.',
  'credited-twice':
    'Ein Deal von {x} wird einer Person von „{first}“ und von „{second}“ gutgeschrieben; zusammen werden {gain} gezahlt.',
  'cost-at-percentile':
    'Beim {percentile}. Perzentil der Zielerreichung ({attainment}) erhält eine Person {after}, {gain} mehr als beim Median.',
  'cost-at-percentile-together':
    'Beim {percentile}. Perzentil der Zielerreichung ({attainment}) erhält eine Person {after}, {gain} mehr als beim Median; {people} solche Personen kosten {total}.',
  'reversed-later':
    'Ein Deal von {x}, der am {is} statt am {was} rückgängig gemacht wird, hinterlässt {gain} mehr: Die Rückforderung nimmt zurück, was der Deal selbst verdient hat.',

  'open-unknown': 'Ein Teil der Auszahlung hängt von mehr ab, als diese Untersuchung verfolgt.',
  'open-between':
    'Mehrere Zahlen entscheiden gemeinsam: Schranken schließen es nicht aus, und keine Situation zeigt es.',
  'open-too-many': 'Mehr Zahlen wirken zusammen, als verfolgt werden.',
  'open-stairs': 'Eine Rundung innerhalb des Plans macht Stufen, die nicht alle angesehen wurden.',
  'open-rounded-parts': 'Eine Rundung innerhalb des Plans kann Teile anders bezahlen.',
  'open-settings':
    'Der Plan unterscheidet mehr Arten von Deals, als angesehen wurden: jeden Wert, aber nicht jede Verbindung.',
  'open-one-by-one': 'Jeder Deal wird für sich nachgeschlagen, nach denen vor ihm: Ihre Anzahl wurde nicht verändert.',
  'open-ranks': 'Preise und Ränge hängen davon ab, was andere verkaufen: Ein Verkauf mehr kann einen Platz ändern.',
  'open-draw-later': 'Ein Vorschuss, der sich nach einigen Perioden ändert, wurde in seinen ersten angesehen.',
  'open-reversals': 'Rückgängige Deals wurden an solchen angesehen, die für andere stehen, nicht an allen.',
  'open-clawback-partly':
    'Eine Rückforderung nimmt weniger zurück, je später ein Deal rückgängig wird, oder nur einen Teil: Was das wert ist, wurde nicht angesehen.',
  'open-too-large': 'Der Plan ist zu groß, um jede Situation anzusehen.',
  'open-too-large-to-replay': 'Der Plan ist zu groß, um jede Situation nachzurechnen.',
  'open-not-borne-out': 'Eine Situation, die es zeigen könnte, hat die Berechnung nicht bestätigt.',
  'open-more-places': 'Es gibt mehr solche Stellen, als aufgeführt sind.',
  'open-histories': 'Es wurde nach Vorgeschichten angesehen, die für andere stehen, nicht nach allen; keine zeigt es.',
}
