import { describe, expect, test } from 'vitest'
import { exactToText, FactIndex, type Facts } from '#engine'
import { deal, facts } from '../../support/plans.ts'

const index = (given: Partial<Facts>) => new FactIndex(facts(given))
const during = (from: string, to: string | null = null) => ({ from, to })
const text = (value: Parameters<typeof exactToText>[0] | undefined) => value && exactToText(value)

describe('titles and managers', () => {
  const titles = [
    { participant: 'ann', title: 'rep', ...during('2026-01-01', '2026-02-01') },
    { participant: 'ann', title: 'lead', ...during('2026-03-01') },
  ]
  const reports = (participant: string, manager: string, from = '2026-01-01', to: string | null = null) => ({
    participant,
    manager,
    from,
    to,
  })

  test('are those of the day, or none', () => {
    const on = (date: string) => index({ titles }).titleOf('ann', date)
    expect([on('2025-12-31'), on('2026-01-01'), on('2026-01-31'), on('2026-02-01'), on('2026-03-01')]).toEqual([
      undefined,
      'rep',
      'rep',
      undefined,
      'lead',
    ])
    expect(index({ titles }).titleOf('bob', '2026-01-01')).toBeUndefined()
    const lines = [reports('ann', 'bob', '2026-01-01', '2026-02-01')]
    expect(index({ reportingLines: lines }).managerOf('ann', '2026-01-15')).toBe('bob')
    expect(index({ reportingLines: lines }).managerOf('ann', '2026-02-01')).toBeUndefined()
  })

  test('upwards, as many as there are, up to the level that is asked for', () => {
    const chain = index({ reportingLines: [reports('ann', 'bob'), reports('bob', 'cy'), reports('cy', 'dee')] })
    const levels = (n: number) => chain.managersOf('ann', '2026-01-15', n)
    expect([levels(0), levels(1), levels(2), levels(9)]).toEqual([[], ['bob'], ['bob', 'cy'], ['bob', 'cy', 'dee']])
    expect(chain.managersOf('dee', '2026-01-15', 3)).toEqual([])
  })

  test('a circle in the data ends where it closes', () => {
    const of = (...lines: Facts['reportingLines']) =>
      index({ reportingLines: lines }).managersOf('ann', '2026-01-15', 9)
    expect(of(reports('ann', 'bob'), reports('bob', 'ann'))).toEqual(['bob'])
    expect(of(reports('ann', 'ann'))).toEqual([])
    expect(of(reports('ann', 'bob'), reports('bob', 'cy'), reports('cy', 'bob'))).toEqual(['bob', 'cy'])
  })
})

describe('assignments, names and teams', () => {
  test('a plan is assigned to a participant for its days', () => {
    const given = index({ assignments: [{ plan: 'plan', participant: 'ann', ...during('2026-01-10', '2026-02-01') }] })
    const on = (date: string, plan = 'plan', who = 'ann') => given.isAssigned(plan, who, date)
    expect([on('2026-01-09'), on('2026-01-10'), on('2026-01-31'), on('2026-02-01')]).toEqual([false, true, true, false])
    expect([on('2026-01-15', 'other'), on('2026-01-15', 'plan', 'bob')]).toEqual([false, false])
    expect(given.assignmentsOf('plan', 'bob')).toEqual([])
  })

  test('a name that is none of another system is our own id', () => {
    const given = index({ participantIds: { 'E-1': 'ann' } })
    expect([given.participantNamed('E-1'), given.participantNamed('bob'), index({}).participantNamed('E-1')]).toEqual([
      'ann',
      'bob',
      'E-1',
    ])
  })

  test('a team has its members of the day, in the order in which they are stated', () => {
    const member = (participant: string, from: string, to: string | null = null) => ({
      team: 'overlay',
      participant,
      share: '1',
      from,
      to,
    })
    const given = index({
      teams: [member('cy', '2026-01-01'), member('ann', '2026-01-01', '2026-02-01'), member('bob', '2026-02-01')],
    })
    const on = (date: string, team = 'overlay') => given.teamOn(team, date).map((m) => m.participant)
    expect([on('2026-01-15'), on('2026-02-01'), on('2026-01-15', 'other')]).toEqual([['cy', 'ann'], ['cy', 'bob'], []])
    expect(index({}).teamOn('overlay', '2026-01-15')).toEqual([])
  })
})

describe('territories', () => {
  const owner = (participant: string, from = '2026-01-01', to: string | null = null) => ({ participant, from, to })
  const territory = (
    id: string,
    when: Facts['territories'][number]['when'],
    ...owners: ReturnType<typeof owner>[]
  ) => ({
    id,
    when,
    owners,
  })
  const taken = (when: Facts['territories'][number]['when'], over: Parameters<typeof deal>[1]) =>
    index({ territories: [territory('t', when)] }).territoriesFor(deal('1', over)).length === 1

  test('take a transaction for which every condition holds', () => {
    const when = [
      { field: 'product', oneOf: ['crm', 'erp'] },
      { field: 'account', oneOf: ['acme'] },
    ]
    expect(taken(when, { product: 'erp', account: 'acme' })).toBe(true)
    expect(taken(when, { product: 'erp', account: 'umbrella' })).toBe(false)
    expect(taken([], {})).toBe(true)
  })

  test.each([
    ['kind', { kind: 'x' }],
    ['source', { source: 'x' }],
    ['externalId', { externalId: 'x' }],
    ['account', { account: 'x' }],
    ['product', { product: 'x' }],
    ['currency', { currency: 'x' }],
    ['segment', { fields: { segment: 'x' } }],
  ])('read %s', (field, over) => {
    expect([taken([{ field, oneOf: ['x'] }], over), taken([{ field, oneOf: ['y'] }], over)]).toEqual([true, false])
  })

  test('a text that is missing, or is no text, is none of those that are asked for', () => {
    const empty = ['', 'undefined', 'null', 'true']
    expect(taken([{ field: 'product', oneOf: empty }], { product: null })).toBe(false)
    expect(taken([{ field: 'segment', oneOf: empty }], {})).toBe(false)
    expect(taken([{ field: 'segment', oneOf: empty }], { fields: { segment: true } })).toBe(false)
    expect(taken([{ field: 'constructor', oneOf: empty }], {})).toBe(false)
  })

  test('are walked by id, with their owners on the day', () => {
    const given = index({
      territories: [
        territory('t2', [], owner('bob'), owner('cy', '2026-02-01')),
        territory('t1', [], owner('bob', '2026-01-01', '2026-02-01')),
        territory('t3', [], owner('bob')),
      ],
    })
    const t = deal('1', { creditedOn: '2026-02-01' })
    expect(given.territoriesFor(t)).toEqual([
      { id: 't1', owners: [] },
      { id: 't2', owners: ['bob', 'cy'] },
      { id: 't3', owners: ['bob'] },
    ])
    expect(given.territoriesFor(t, '2026-01-31').map((x) => x.owners)).toEqual([['bob'], ['bob'], ['bob']])
    expect([given.territoryOf('bob', '2026-01-31'), given.territoryOf('bob', '2026-02-01')]).toEqual(['t1', 't2'])
    expect([given.territoryOf('cy', '2026-01-31'), given.territoryOf('dee', '2026-01-31')]).toEqual([
      undefined,
      undefined,
    ])
  })
})

describe('figures that are handed in, rates and parameters', () => {
  test('a figure holds for what lies within its dates', () => {
    const given = index({
      inputs: [{ measure: 'nps', participant: 'ann', value: '61', ...during('2026-01-01', '2026-04-01') } as never],
    })
    const over = (from: string, to: string, who = 'ann') => text(given.input('nps', who, { from, to }))
    expect([over('2026-01-01', '2026-04-01'), over('2026-02-01', '2026-03-01')]).toEqual(['61', '61'])
    expect([
      over('2025-12-31', '2026-04-01'),
      over('2026-01-01', '2026-04-02'),
      over('2026-01-01', '2026-04-01', 'bob'),
    ]).toEqual([undefined, undefined, undefined])
    expect(index({}).input('nps', 'ann', { from: '2026-01-01', to: '2026-02-01' })).toBeUndefined()
  })

  test('a rate is that of the day or of the last before it, whatever the order in which they are stated', () => {
    const rate = (on: string, of: string) => ({ rateType: 'daily', from: 'EUR', to: 'USD', on, rate: of })
    const given = index({ rates: [rate('2026-01-20', '1.2'), rate('2026-01-02', '1.1'), rate('2026-01-30', '1.3')] })
    const on = (date: string, from = 'EUR', to = 'USD', type = 'daily') => given.rate(type, from, to, date)?.rate
    expect([on('2026-01-01'), on('2026-01-02'), on('2026-01-19'), on('2026-01-20'), on('2026-12-31')]).toEqual([
      undefined,
      '1.1',
      '1.1',
      '1.2',
      '1.3',
    ])
    expect([on('2026-01-30', 'USD', 'EUR'), on('2026-01-30', 'EUR', 'USD', 'monthly')]).toEqual([undefined, undefined])
  })

  test('a parameter is the participant’s own, else their title’s, else everybody’s', () => {
    const all = { parameter: 'rate', scope: 'all' as const, value: '1', ...during('2026-01-01') }
    const lead = { parameter: 'rate', scope: 'title' as const, title: 'lead', value: '2', ...during('2026-01-01') }
    const own = {
      parameter: 'rate',
      scope: 'participant' as const,
      participant: 'ann',
      value: '3',
      ...during('2026-02-01', '2026-03-01'),
    }
    const titles = ['ann', 'bob'].map((participant) => ({ participant, title: 'lead', ...during('2026-01-01') }))
    const given = index({ titles, parameters: [own, lead, all] })
    const of = (who: string, on: string) => text(given.parameter('rate', who, on))
    expect([of('ann', '2026-01-31'), of('ann', '2026-02-01'), of('ann', '2026-03-01')]).toEqual(['2', '3', '2'])
    expect([of('bob', '2026-02-01'), of('cy', '2026-02-01'), of('cy', '2025-12-31')]).toEqual(['2', '1', undefined])
    expect(given.parameter('other', 'ann', '2026-02-01')).toBeUndefined()
    expect(text(index({ titles, parameters: [own] }).parameter('rate', 'bob', '2026-02-01'))).toBeUndefined()
    const rep = { ...lead, title: 'rep' }
    expect(text(index({ titles, parameters: [rep] }).parameter('rate', 'ann', '2026-01-31'))).toBeUndefined()
  })
})

describe('a quota', () => {
  const own = (value: string, from: string, to: string) => ({
    quota: 'revenue',
    participant: 'ann',
    title: null,
    value,
    from,
    to,
  })
  const ofTitle = (title: string, value: string, from: string, to: string) => ({
    quota: 'revenue',
    participant: null,
    title,
    value,
    from,
    to,
  })
  const over = (given: Partial<Facts>, from: string, to: string, like: string | null = null) =>
    text(index(given).quota('revenue', 'ann', { from, to }, like))

  test('counts every day with the quota of that day', () => {
    const quotas = [own('90', '2026-01-01', '2026-04-01'), own('182', '2026-04-01', '2026-07-01')]
    expect(over({ quotas }, '2026-01-01', '2026-04-01')).toBe('90')
    expect(over({ quotas }, '2026-01-01', '2026-07-01')).toBe('272')
    expect(over({ quotas }, '2026-03-31', '2026-04-03')).toBe('5')
    expect(over({ quotas }, '2026-01-31', '2026-02-01')).toBe('1')
  })

  test('that lacks a day, or has none, is none', () => {
    const quotas = [own('31', '2026-01-01', '2026-02-01'), own('31', '2026-03-01', '2026-04-01')]
    expect(over({ quotas }, '2026-01-15', '2026-02-02')).toBeUndefined()
    expect(over({ quotas }, '2025-12-31', '2026-01-15')).toBeUndefined()
    expect(over({ quotas }, '2026-01-15', '2026-03-15')).toBeUndefined()
    expect(over({ quotas }, '2026-01-15', '2026-01-15')).toBeUndefined()
    expect(over({ quotas }, '2026-01-15', '2026-01-15', '2026-01-15')).toBeUndefined()
    expect(over({}, '2026-01-01', '2026-02-01')).toBeUndefined()
    expect(index({ quotas }).quota('units', 'ann', { from: '2026-01-01', to: '2026-02-01' }, null)).toBeUndefined()
  })

  test('like that of one day counts for the whole span at its rate by the day', () => {
    const quotas = [own('90', '2026-01-01', '2026-04-01'), own('182', '2026-04-01', '2026-07-01')]
    expect(over({ quotas }, '2026-01-01', '2026-07-01', '2026-01-01')).toBe('181')
    expect(over({ quotas }, '2026-01-01', '2026-07-01', '2026-06-30')).toBe('362')
    expect(over({ quotas }, '2026-01-01', '2026-07-01', '2026-07-01')).toBeUndefined()
  })

  test('is asked again and again with one answer', () => {
    const given = index({ quotas: [own('31', '2026-01-01', '2026-02-01')] })
    const january = { from: '2026-01-01', to: '2026-02-01' }
    const ask = (who: string) => text(given.quota('revenue', who, january, null))
    expect([ask('ann'), ask('bob'), ask('ann'), ask('bob')]).toEqual(['31', undefined, '31', undefined])
  })

  test('is the participant’s own, else that of their title on the day', () => {
    const titles = [
      { participant: 'ann', title: 'rep', ...during('2026-01-01', '2026-01-11') },
      { participant: 'ann', title: 'lead', ...during('2026-01-11', '2026-02-01') },
    ]
    const quotas = [
      ofTitle('rep', '365', '2026-01-01', '2027-01-01'),
      ofTitle('lead', '730', '2026-01-01', '2027-01-01'),
    ]
    // Ten days at 1 a day, twenty-one at 2.
    expect(over({ titles, quotas }, '2026-01-01', '2026-02-01')).toBe('52')
    expect(over({ titles, quotas }, '2026-01-01', '2026-02-02')).toBeUndefined()
    // The 6th to the 8th and the 20th at 10 a day of one's own.
    const mine = [own('30', '2026-01-06', '2026-01-09'), own('10', '2026-01-20', '2026-01-21')]
    for (const all of [
      [...mine, ...quotas],
      [...quotas, ...mine.toReversed()],
    ])
      expect(over({ titles, quotas: all }, '2026-01-01', '2026-02-01')).toBe('87')
    expect(over({ quotas }, '2026-01-01', '2026-02-01')).toBeUndefined()
  })

  test('of a title ends with the title’s days and with its own', () => {
    const titles = [{ participant: 'ann', title: 'rep', ...during('2026-01-01') }]
    const quotas = [ofTitle('rep', '10', '2026-01-01', '2026-01-11'), ofTitle('rep', '42', '2026-01-11', '2026-02-01')]
    expect(over({ titles, quotas }, '2026-01-01', '2026-02-01')).toBe('52')
    expect(over({ titles, quotas: quotas.toReversed() }, '2026-01-01', '2026-02-01')).toBe('52')
    expect(
      over({ titles, quotas: [ofTitle('lead', '10', '2026-01-01', '2026-02-01')] }, '2026-01-01', '2026-02-01'),
    ).toBeUndefined()
  })
})
