import { describe, expect, test } from 'vitest'
import { type Expression, exactToText, type Plan } from '#engine'
import {
  credit,
  deal,
  earning,
  facts,
  field,
  measure,
  onWindow,
  ownerRule,
  pct,
  plan,
  quota,
  sumOf,
  table,
  times,
  usd,
} from '../support/plans.ts'
import { earned } from '../support/run-plan.ts'

const matrixCell = (...of: Expression[]): Expression => ({ kind: 'MatrixCell', matrix: 'grid', of })

describe('tables', () => {
  test('an interpolated table pays along straight lines between its points (WE-04, WE-41)', () => {
    const p = plan({
      measures: [sumOf()],
      tables: [
        table('interpolated', 'share', [
          ['0', usd('0')],
          ['0.25', usd('1000')],
          ['0.5', usd('3000')],
          ['1', usd('8000')],
        ]),
      ],
      earnings: [earning(onWindow({ kind: 'Attainment', measure: 'revenue', quota: 'revenue' }))],
    })
    const at = (amount: string) => earned(p, facts({ quotas: [quota('100')] as never }), [deal(amount)]).of('2026-Q1')
    expect([at('12'), at('40'), at('100'), at('250'), at('-5')]).toEqual([
      '480.00',
      '2200.00',
      '8000.00',
      '8000.00',
      '0.00',
    ])
    const rating = plan({
      inputMeasures: [{ kind: 'InputMeasure', id: 'rating', title: 'Rating', type: 'number' }],
      tables: [
        table('interpolated', 'number', [
          ['2', pct('0.7')],
          ['3', pct('1')],
          ['4', pct('1.3')],
        ]),
      ],
      earnings: [
        earning(
          times(usd('1313'), { kind: 'TableCell', table: 'rates', reads: { kind: 'Window', of: measure('rating') } }),
        ),
      ],
    })
    const inputs = [{ measure: 'rating', participant: 'ann', from: '2026-01-01', to: '2026-04-01', value: '2.8' }]
    const run = earned(rating, facts({ inputs }), [])
    expect(run.of('2026-Q1')).toBe('1234.22')
    expect(run.of('2026-Q2')).toBeNull()
    expect(run.result.periods[1]?.exceptions[0]).toMatchObject({
      code: 'missing-value',
      path: '/earnings/0/amount/of/1/reads/of',
    })
  })

  test('a matrix of a band axis and a key axis gives the cell where they meet', () => {
    const p = plan({
      fields: [{ id: 'segment', type: 'text' }],
      matrices: [
        {
          kind: 'Matrix',
          id: 'grid',
          title: 'Grid',
          axes: [
            { kind: 'Bands', axis: 'money', edgeBelongsTo: 'higher', from: ['0', '1000'] },
            { kind: 'Keys', keys: ['new', 'renewal', '*'] },
          ],
          cells: ['0.05', '0.02', '0.01', '0.08', '0.03', '0.015'].map(pct),
        },
      ],
      earnings: [earning(times(credit, matrixCell(credit, field('segment'))), { per: 'credit' })],
    })
    const run = earned(p, facts(), [
      deal('999.99', { fields: { segment: 'new' } }),
      deal('1000', { fields: { segment: 'renewal' } }),
      deal('1000', { fields: { segment: 'upsell' } }),
    ])
    expect(run.lines('2026-Q1')).toEqual(['50.00', '30.00', '15.00'])
  })

  test('a key that no row takes is a data exception of that deal alone', () => {
    const grid = {
      kind: 'Matrix' as const,
      id: 'grid',
      title: 'Grid',
      axes: [{ kind: 'Keys' as const, keys: ['a'] }],
      cells: [pct('0.5')],
    }
    const p = plan({
      fields: [{ id: 'segment', type: 'text' }],
      matrices: [grid],
      earnings: [earning(times(credit, matrixCell(field('segment'))), { per: 'credit' })],
    })
    const run = earned(p, facts(), [deal('10', { fields: { segment: 'b' } }), deal('10', { fields: { segment: 'a' } })])
    expect(run.of('2026-Q1')).toBe('5.00')
    expect(run.result.periods[0]?.exceptions.map((x) => x.code)).toEqual(['missing-value'])
  })
})

describe('measures', () => {
  test('a composite measure is a weighted sum (WE-44 in its linear form)', () => {
    const p = plan({
      credits: [
        ownerRule({ creditType: 'a', when: kindIs('booking') }),
        ownerRule({ id: 'b', creditType: 'b', when: kindIs('renewal') }),
      ],
      measures: [sumOf({ id: 'a', when: typeIs('a') }), sumOf({ id: 'b', when: typeIs('b') })],
      compositeMeasures: [
        {
          kind: 'CompositeMeasure',
          id: 'mix',
          title: 'Mix',
          of: [
            { measure: 'a', weight: '0.6' },
            { measure: 'b', weight: '0.4' },
          ],
        },
      ],
      earnings: [earning(times(usd('10000'), { kind: 'Attainment', measure: 'mix', quota: 'mix' }))],
    })
    const run = earned(p, facts({ quotas: [quota('100', { quota: 'mix' })] as never }), [
      deal('110'),
      deal('80', { kind: 'renewal' }),
    ])
    expect(run.of('2026-Q1')).toBe('9800.00')
  })
})

const kindIs = (kind: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: field('kind'),
  right: { kind: 'Text', value: kind },
})
const typeIs = (type: string): Expression => ({
  kind: 'Compare',
  op: '=',
  left: { kind: 'CreditType' },
  right: { kind: 'Text', value: type },
})

describe('crediting', () => {
  const everybody = {
    assignments: ['ann', 'bob', 'cy', 'dee'].map((participant) => ({
      plan: 'plan',
      participant,
      from: '2026-01-01',
      to: null,
    })),
  }
  const credited = (over: Partial<Plan>, given: Parameters<typeof facts>[0], list: ReturnType<typeof deal>[]) => {
    const p = plan({ earnings: [earning(times(pct('1'), credit), { per: 'credit' })], ...over })
    return ['ann', 'bob', 'cy', 'dee'].flatMap((who) =>
      earned(p, facts({ ...everybody, ...given }), list, who).credits.map((c) => [
        c.participant,
        c.rule,
        exactToText(c.amount),
      ]),
    )
  }

  test('an explicit split conserves the amount, and names participants by external id', () => {
    const to = {
      kind: 'Split' as const,
      shares: [
        { participant: 'E-1', share: '0.3333' },
        { participant: 'bob', share: '0.6667' },
      ],
    }
    expect(
      credited({ credits: [ownerRule({ to, digits: 2 })] }, { participantIds: { 'E-1': 'ann' } }, [deal('0.01')]),
    ).toEqual([
      ['ann', 'owner', '0'],
      ['bob', 'owner', '0.01'],
    ])
  })

  test('an overlay team is credited as its dated members stand, beside the owner', () => {
    const teams = [
      { team: 'specialists', participant: 'bob', share: '0.2', from: '2026-01-01', to: '2026-02-01' },
      { team: 'specialists', participant: 'cy', share: '0.2', from: '2026-02-01', to: null },
    ]
    const rules = [
      ownerRule(),
      ownerRule({ id: 'overlay', to: { kind: 'OverlayTeam', team: 'specialists' }, creditType: 'overlay' }),
    ]
    expect(credited({ credits: rules }, { teams }, [deal('100', { creditedOn: '2026-02-01' })])).toEqual([
      ['ann', 'owner', '100'],
      ['cy', 'overlay', '20'],
    ])
  })

  test('in a first-match group only the first rule that credits anybody takes the deal', () => {
    const rules = [
      ownerRule({
        id: 'big',
        group: 'size',
        when: { kind: 'Compare', op: '>=', left: field('amount'), right: usd('1000') },
      }),
      ownerRule({ id: 'any', group: 'size' }),
      ownerRule({ id: 'never', group: 'size' }),
    ]
    expect(credited({ credits: rules }, {}, [deal('1000'), deal('999')])).toEqual([
      ['ann', 'big', '1000'],
      ['ann', 'any', '999'],
    ])
  })

  test('a reversal goes to those who held the positions at the sale, or at the reversal, as the rule says (WE-47)', () => {
    const reportingLines = [
      { participant: 'ann', manager: 'bob', from: '2026-01-01', to: '2026-03-01' },
      { participant: 'ann', manager: 'cy', from: '2026-03-01', to: null },
    ]
    const rule = (asOf: 'deal' | 'reversal') =>
      ownerRule({ to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 1 }, asOf })
    const reversal = deal('-100', {
      creditedOn: '2026-04-05',
      reversed: { creditedOn: '2026-02-05', owner: 'ann', team: [] },
    })
    expect(credited({ credits: [rule('deal')] }, { reportingLines }, [reversal])).toEqual([['bob', 'owner', '-100']])
    expect(credited({ credits: [rule('reversal')] }, { reportingLines }, [reversal])).toEqual([['cy', 'owner', '-100']])
  })

  test('a credit can count for attainment and pay nothing, or the reverse', () => {
    const p = plan({
      credits: [
        ownerRule({ counts: 'attainment only', when: kindIs('booking') }),
        ownerRule({ id: 'cash', counts: 'pay only', when: kindIs('payment') }),
      ],
      measures: [sumOf()],
      earnings: [
        earning(times(pct('0.1'), credit), { per: 'credit' }),
        earning(times(pct('1'), measure('revenue')), { id: 'seen' }),
      ],
    })
    const run = earned(p, facts(), [deal('100'), deal('70', { kind: 'payment' })])
    expect([run.of('2026-Q1'), run.of('2026-Q1', 'seen')]).toEqual(['7.00', '100.00'])
  })

  test('a manager of several members is credited at most with the deal, unless each path counts', () => {
    const reportingLines = ['bob', 'cy'].map((participant) => ({
      participant,
      manager: 'ann',
      from: '2026-01-01',
      to: null,
    }))
    const team = [
      { role: 'a', participant: 'bob', share: '0.8' },
      { role: 'b', participant: 'cy', share: '0.8' },
    ]
    const rule = (overlap: 'once' | 'each path') =>
      ownerRule({ to: { kind: 'Managers', of: { kind: 'DealTeam', role: null }, fromLevel: 1, toLevel: 1 }, overlap })
    expect(credited({ credits: [rule('once')] }, { reportingLines }, [deal('100', { owner: null, team })])).toEqual([
      ['ann', 'owner', '100'],
    ])
    expect(
      credited({ credits: [rule('each path')] }, { reportingLines }, [deal('100', { owner: null, team })]),
    ).toEqual([['ann', 'owner', '160']])
  })
})

describe('currencies', () => {
  const rates = [
    { rateType: 'daily', from: 'EUR', to: 'USD', on: '2026-01-02', rate: '1.10' },
    { rateType: 'daily', from: 'EUR', to: 'USD', on: '2026-01-20', rate: '1.2345' },
    { rateType: 'daily', from: 'GBP', to: 'USD', on: '2026-01-31', rate: '1.22' },
  ]
  const inUsd = (date: 'creditedOn' | 'periodEnd', list: ReturnType<typeof deal>[]) =>
    earned(
      plan({
        conversion: { rateType: 'daily', date },
        earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })],
      }),
      facts({ rates }),
      list,
    )

  test('an amount is converted at the dated rate that the plan names', () => {
    const list = [
      deal('1000', { currency: 'EUR', creditedOn: '2026-01-19' }),
      deal('1000', { currency: 'EUR', creditedOn: '2026-01-20' }),
      deal('1000'),
    ]
    expect(inUsd('creditedOn', list).lines('2026-Q1')).toEqual(['100.00', '110.00', '123.45'])
    expect(inUsd('periodEnd', list).lines('2026-Q1')).toEqual(['100.00', '123.45', '123.45'])
  })

  test('a missing rate credits nothing and is never 1; a rate is never turned round', () => {
    expect(inUsd('creditedOn', [deal('1000', { currency: 'GBP', creditedOn: '2026-01-30' })]).credits).toEqual([])
    expect(inUsd('creditedOn', [deal('1000', { currency: 'JPY' })]).credits).toEqual([])
  })
})
