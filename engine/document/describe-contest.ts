import { unreachable } from '../lib/assert.ts'
import type { Contest } from '../plan/contest.ts'
import { addDays } from '../time/calendar-date.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { Sheet } from './sheet.ts'

function prizesText(speaker: Speaker, contest: Contest): string {
  const { contest: w, figures } = speaker.words
  const money = (text: string): string => figures.money(text, speaker.plan.currency)
  const { prizes } = contest
  switch (prizes.kind) {
    case 'ByRank':
      return w.byRank
    case 'ForReaching':
      return w.forReaching(figures.number(prizes.mark), money(prizes.prize), contest.best)
    case 'PoolShare':
      return w.poolShare(money(prizes.pool), prizes.by, prizes.places)
    case 'PerUnit':
      return w.perUnit(money(prizes.amount))
    default:
      return unreachable(prizes)
  }
}

/** What ties do, where they decide something: on places, and on who is among the best of a pool. */
function tieText(speaker: Speaker, { prizes, ties }: Contest): string | undefined {
  const { contest: w } = speaker.words
  const name = (id: string): string => speaker.names.measure(id)
  if (prizes.kind === 'ByRank') return w.tie(ties, name)
  if (prizes.kind !== 'PoolShare' || prizes.places === undefined || ties.kind !== 'DecidedBy') return undefined
  return w.poolTie(name(ties.measure), prizes.places)
}

export function describeContest(speaker: Speaker, contest: Contest, index: number): Described {
  const { contest: w, figures } = speaker.words
  const money = (text: string): string => figures.money(text, speaker.plan.currency)
  const name = (id: string): string => speaker.names.measure(id)
  const sheet = new Sheet('contests', index, contest)
    .add(['measure'], w.measure, speaker.words.quoted(name(contest.measure)), { isInLead: true })
    .add(['best'], w.best, w.bests[contest.best], { isInLead: true })
    .add(['eligible'], w.eligible, contest.eligible ? w.whoever(speaker.condition(contest.eligible)) : w.everybody, {
      node: contest.eligible,
    })
    .add(['prizes'], w.prizes, prizesText(speaker, contest))
  if (contest.prizes.kind === 'ByRank') {
    contest.prizes.prizes.forEach((prize, i) => {
      sheet.add(['prizes', 'prizes', i], w.place(i + 1), money(prize), { isRow: true })
    })
  }
  const tie = tieText(speaker, contest)
  if (tie !== undefined) sheet.add(['ties'], w.ties, tie)
  return sheet
    .add(['budget'], w.budget, contest.budget === undefined ? w.noBudget : w.budgetValue(money(contest.budget)))
    .add(['to'], w.paid, contest.to === undefined ? w.everyPeriod : w.once(figures.date(addDays(contest.to, -1))))
    .done(w.lead(name(contest.measure), contest.best))
}
