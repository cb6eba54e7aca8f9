import type { Example, ExampleDeal } from '../plan/example.ts'
import { addDays } from '../time/calendar-date.ts'
import type { Described } from './clause.ts'
import type { Speaker } from './describe-expression.ts'
import { Sheet } from './sheet.ts'

function dealText({ words, plan }: Speaker, deal: ExampleDeal): string {
  const { example: w, figures } = words
  const said = <T>(value: T | undefined, say: (value: T) => string): string[] =>
    value === undefined ? [] : [say(value)]
  return [
    ...said(deal.amount, (a) => w.amount(figures.money(a, deal.currency ?? plan.currency))),
    ...said(deal.amount === undefined ? deal.currency : undefined, (c) => c),
    ...said(deal.quantity, (q) => w.quantity(figures.number(q))),
    w.on(figures.date(deal.creditedOn)),
    w.by[deal.by ?? 'participant'],
    w.ofKind(deal.kind ?? 'booking'),
    ...said(deal.role, w.role),
    ...said(deal.share, (s) => w.share(figures.percent(s))),
    ...said(deal.product, w.product),
    ...said(deal.account, w.account),
    ...said(deal.reverses, w.reverses),
    ...Object.entries(deal.fields ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, value]) =>
        w.field(id, typeof value === 'string' ? words.quoted(value) : words.yesNo(value).say('nominative')),
      ),
  ].join(', ')
}

export function describeExample(speaker: Speaker, example: Example, index: number): Described {
  const { words, names, plan } = speaker
  const { example: w, figures } = words
  const last = (to: string): string => figures.date(addDays(to, -1))
  const sheet = new Sheet('examples', index, example)
  if (example.participantTitle !== undefined)
    sheet.add(['participantTitle'], w.title, words.quoted(example.participantTitle))
  example.deals.forEach((deal, i) => {
    sheet.add(['deals', i], w.deal(i + 1, deal.id), dealText(speaker, deal), { isRow: true })
  })
  example.quotas?.forEach((q, i) => {
    sheet.add(['quotas', i], w.quota(q.quota, figures.date(q.from), last(q.to)), figures.number(q.value), {
      isRow: true,
    })
  })
  example.parameters?.forEach((p, i) => {
    sheet.add(['parameters', i], w.parameter(names.parameter(p.parameter)), figures.number(p.value), { isRow: true })
  })
  example.inputs?.forEach((f, i) => {
    const label = w.input(names.measure(f.measure), figures.date(f.from), last(f.to))
    sheet.add(['inputs', i], label, figures.number(f.value), { isRow: true })
  })
  example.rates?.forEach((r, i) => {
    sheet.add(['rates', i], w.rate(r.rateType, r.from, r.to, figures.date(r.on)), figures.number(r.rate), {
      isRow: true,
    })
  })
  example.expects.forEach((expected, i) => {
    const label =
      expected.kind === 'Paid' ? w.paid(expected.period) : w.earned(names.earning(expected.earning), expected.period)
    sheet.add(['expects', i], label, figures.money(expected.amount, plan.currency), { isRow: true })
  })
  return sheet.done(w.lead(example.deals.length))
}
