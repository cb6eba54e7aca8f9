import { describe, expect, test } from 'vitest'
import {
  assignCredits,
  type CreditRule,
  exactToText,
  FactIndex,
  type Facts,
  type Plan,
  type Transaction,
} from '#engine'
import { partsOf } from '#engine/credit/assign-credits'
import { deal, facts, field, is, num, ownerRule, pct, plan, times, usd } from '../../support/plans.ts'
import { programOf } from '../../support/run-plan.ts'

const EVERYBODY = ['ann', 'bob', 'cy', 'dee', 'eve']
const always = { from: '2026-01-01', to: null }
const assigned = EVERYBODY.map((participant) => ({ plan: 'plan', participant, ...always }))
const reports = (participant: string, manager: string, over = {}) => ({ participant, manager, ...always, ...over })
const member = (participant: string, share: string, role = 'seller') => ({ participant, share, role })
/** bob and cy report to ann, she to dee. */
const HIERARCHY = [reports('bob', 'ann'), reports('cy', 'ann'), reports('ann', 'dee')]

type Given = { readonly rules: readonly CreditRule[]; readonly deal: Transaction; readonly facts?: Partial<Facts> }
const assign = ({ rules, deal: t, facts: given }: Given, over: Partial<Plan> = {}) =>
  assignCredits(
    programOf(plan({ credits: [...rules], ...over })).plain,
    'plan',
    new FactIndex(facts({ assignments: assigned, reportingLines: HIERARCHY, ...given })),
    t,
  )
/** Who is credited with how much, in order. */
const credited = (given: Given) =>
  assign(given).credits.map(({ participant, amount }) => `${participant} ${exactToText(amount)}`)
const ofTeam = (amount: string, ...team: ReturnType<typeof member>[]) => deal(amount, { owner: null, team })
const managers = (of: CreditRule['to'], over: Partial<CreditRule> = {}, levels: [number, number] = [1, 1]) =>
  ownerRule({ to: { kind: 'Managers', of, fromLevel: levels[0], toLevel: levels[1] } as never, ...over })
const sellers = { kind: 'DealTeam', role: 'seller' } as const
const anybody = { kind: 'DealTeam', role: null } as const

describe('whom a rule credits', () => {
  test('the owner, where there is one', () => {
    expect(credited({ rules: [ownerRule()], deal: deal('100') })).toEqual(['ann 100'])
    expect(credited({ rules: [ownerRule()], deal: deal('100', { owner: null }) })).toEqual([])
  })

  test('only those to whom the plan is assigned on the credit date', () => {
    const assignments = [{ plan: 'plan', participant: 'ann', from: '2026-02-01', to: '2026-03-01' }]
    const on = (creditedOn: string) =>
      credited({ rules: [ownerRule()], deal: deal('100', { creditedOn }), facts: { assignments } })
    expect(['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'].map((d) => on(d).length)).toEqual([0, 1, 1, 0])
    const other = [{ plan: 'another', participant: 'ann', ...always }]
    expect(credited({ rules: [ownerRule()], deal: deal('100'), facts: { assignments: other } })).toEqual([])
  })

  test('the members of the deal team in the role, or in any', () => {
    const t = ofTeam('100', member('bob', '0.5'), member('cy', '0.5', 'engineer'))
    expect(credited({ rules: [ownerRule({ to: sellers })], deal: t })).toEqual(['bob 50'])
    expect(credited({ rules: [ownerRule({ to: anybody })], deal: t })).toEqual(['bob 50', 'cy 50'])
  })

  test('the owners of the territories that take the deal, once each, through the first of them', () => {
    const territory = (id: string, product: string, ...owners: string[]) => ({
      id,
      when: [{ field: 'product', oneOf: [product] }],
      owners: owners.map((participant) => ({ participant, ...always })),
    })
    const territories = [
      territory('t2', 'crm', 'bob', 'cy'),
      territory('t1', 'crm', 'bob'),
      territory('t3', 'erp', 'dee'),
    ]
    const { credits } = assign({
      rules: [ownerRule({ to: { kind: 'TerritoryOwners' } })],
      deal: deal('100', { product: 'crm' }),
      facts: { territories },
    })
    expect(credits.map((c) => [c.participant, exactToText(c.amount), c.territory])).toEqual([
      ['bob', '100', 't1'],
      ['cy', '100', 't2'],
    ])
  })

  test('whoever is credited otherwise carries the territory that is theirs', () => {
    const territories = [{ id: 't1', when: [], owners: [{ participant: 'ann', ...always }] }]
    const of = (given: Partial<Facts>) => assign({ rules: [ownerRule()], deal: deal('1'), facts: given }).credits[0]
    expect([of({ territories })?.territory, of({})?.territory]).toEqual(['t1', null])
  })

  test('the shares of a split that the plan states, by external id', () => {
    const shares = [
      { participant: 'E-2', share: '0.6' },
      { participant: 'ann', share: '0.4' },
    ]
    expect(
      credited({
        rules: [ownerRule({ to: { kind: 'Split', shares } })],
        deal: deal('10'),
        facts: { participantIds: { 'E-2': 'bob' } },
      }),
    ).toEqual(['bob 6', 'ann 4'])
  })

  test('the members of an overlay team on the day', () => {
    const teams = [
      { team: 'overlay', participant: 'bob', share: '0.25', from: '2026-01-01', to: '2026-02-01' },
      { team: 'overlay', participant: 'cy', share: '0.5', from: '2026-02-01', to: null },
      { team: 'others', participant: 'dee', share: '1', ...always },
    ]
    const rules = [ownerRule({ to: { kind: 'OverlayTeam', team: 'overlay' } })]
    expect(credited({ rules, deal: deal('100', { creditedOn: '2026-01-31' }), facts: { teams } })).toEqual(['bob 25'])
    expect(credited({ rules, deal: deal('100', { creditedOn: '2026-02-01' }), facts: { teams } })).toEqual(['cy 50'])
  })

  test('a credit says which rule and type made it, and of which deal', () => {
    const t = deal('100')
    const [made] = assign({ rules: [ownerRule({ id: 'booked', creditType: 'bookings' })], deal: t }).credits
    expect([made?.rule, made?.creditType, made?.transaction]).toEqual(['booked', 'bookings', t])
  })
})

describe('managers', () => {
  test('of the levels that the rule states, from the direct one', () => {
    const t = deal('100', { owner: 'bob' })
    const levels = (from: number, to: number) =>
      credited({ rules: [managers({ kind: 'Owner' }, {}, [from, to])], deal: t })
    expect([levels(1, 1), levels(1, 2), levels(2, 2), levels(3, 5)]).toEqual([
      ['ann 100'],
      ['ann 100', 'dee 100'],
      ['dee 100'],
      [],
    ])
  })

  test('shares of several subordinates add up', () => {
    const t = ofTeam('100', member('bob', '0.25'), member('cy', '0.5'), member('eve', '0.25'))
    expect(credited({ rules: [managers(sellers)], deal: t })).toEqual(['ann 75'])
  })

  test('together to at most the deal, also a negative one, unless each path counts', () => {
    const team = [member('bob', '0.8'), member('cy', '0.7')]
    for (const [amount, once, each] of [
      ['100', 'ann 100', 'ann 150'],
      ['-100', 'ann -100', 'ann -150'],
    ] as const) {
      const t = ofTeam(amount, ...team)
      expect(credited({ rules: [managers(sellers)], deal: t })).toEqual([once])
      expect(credited({ rules: [managers(sellers, { overlap: 'once' })], deal: t })).toEqual([once])
      expect(credited({ rules: [managers(sellers, { overlap: 'each path' })], deal: t })).toEqual([each])
    }
  })

  test('a deal that is cut down to the whole keeps to the rule’s digits', () => {
    const t = ofTeam('100.005', member('bob', '0.8'), member('cy', '0.7'))
    expect(credited({ rules: [managers(sellers, { digits: 2 })], deal: t })).toEqual(['ann 100.01'])
  })

  test('only managers are bounded by the deal: a person’s own shares are what they are', () => {
    const t = ofTeam('100', member('bob', '0.8'), member('bob', '0.7'))
    expect(credited({ rules: [ownerRule({ to: sellers })], deal: t })).toEqual(['bob 150'])
  })

  test('a share reaches a manager once however many paths lead there, or once on each', () => {
    const t = ofTeam('100', member('bob', '0.5'), member('ann', '0.25'))
    const rule = (overlap: 'once' | 'each path') => managers(sellers, { overlap }, [1, 2])
    expect(credited({ rules: [rule('once')], deal: t })).toEqual(['ann 50', 'dee 75'])
    const owners = {
      kind: 'TerritoryOwners',
    } as const
    const territories = ['t1', 't2'].map((id) => ({ id, when: [], owners: [{ participant: 'bob', ...always }] }))
    const twice = (overlap: 'once' | 'each path') =>
      credited({ rules: [managers(owners, { overlap })], deal: deal('100'), facts: { territories } })
    expect([twice('once'), twice('each path')]).toEqual([['ann 100'], ['ann 200']])
  })
})

describe('shares', () => {
  test('of one amount add up to it, cut to the rule’s digits by largest remainder', () => {
    const thirds = [member('ann', '0.333333'), member('bob', '0.333333'), member('cy', '0.333334')]
    const rule = (digits?: number) => ownerRule({ to: sellers, ...(digits === undefined ? {} : { digits }) })
    expect(credited({ rules: [rule(0)], deal: ofTeam('100', ...thirds) })).toEqual(['ann 33', 'bob 33', 'cy 34'])
    expect(credited({ rules: [rule(2)], deal: ofTeam('100', ...thirds) })).toEqual([
      'ann 33.33',
      'bob 33.33',
      'cy 33.34',
    ])
  })

  test('keep six decimals where the rule says nothing', () => {
    const halves = [member('ann', '0.5'), member('bob', '0.5')]
    expect(credited({ rules: [ownerRule({ to: sellers })], deal: ofTeam('0.000001', ...halves) })).toEqual([
      'ann 0.000001',
      'bob 0',
    ])
  })

  test('the rule’s own share and condition are read for each recipient', () => {
    const when = {
      kind: 'Compare',
      op: '=',
      left: { kind: 'Recipient', attribute: 'title' },
      right: { kind: 'Text', value: 'lead' },
    }
    const titles = [
      { participant: 'bob', title: 'lead', ...always },
      { participant: 'cy', title: 'rep', ...always },
    ]
    const t = ofTeam('100', member('bob', '0.5'), member('cy', '0.5'))
    const rule = ownerRule({ to: sellers, when: when as never, share: pct('0.1') })
    expect(credited({ rules: [rule], deal: t, facts: { titles } })).toEqual(['bob 5'])
  })
})

describe('rules side by side', () => {
  test('all that match fire', () => {
    const rules = [ownerRule(), ownerRule({ id: 'again' }), ownerRule({ id: 'other', when: is('kind', 'renewal') })]
    expect(assign({ rules, deal: deal('100') }).credits.map((c) => c.rule)).toEqual(['owner', 'again'])
  })

  test('of a group the first that credits anybody takes the deal; other groups and rules go on', () => {
    const rules = [
      ownerRule({ id: 'nobody', group: 'one', when: is('kind', 'renewal') }),
      ownerRule({ id: 'first', group: 'one' }),
      ownerRule({ id: 'second', group: 'one' }),
      ownerRule({ id: 'elsewhere', group: 'two' }),
      ownerRule({ id: 'alone' }),
      ownerRule({ id: 'alone-too' }),
    ]
    expect(assign({ rules, deal: deal('100') }).credits.map((c) => c.rule)).toEqual([
      'first',
      'elsewhere',
      'alone',
      'alone-too',
    ])
  })
})

describe('the day on which hierarchy and owners are read', () => {
  const reportingLines = [reports('bob', 'ann', { to: '2026-03-01' }), reports('bob', 'dee', { from: '2026-03-01' })]
  const reversal = deal('-100', {
    owner: 'bob',
    creditedOn: '2026-04-05',
    reversed: { creditedOn: '2026-02-05', owner: 'bob', team: [] },
  })
  const of = (t: Transaction, asOf?: 'deal' | 'reversal') => ({
    rules: [managers({ kind: 'Owner' }, asOf ? { asOf } : {})],
    deal: t,
    facts: { reportingLines },
  })

  test('is that of the deal which is reversed, unless the rule says that of the reversal', () => {
    expect([credited(of(reversal)), credited(of(reversal, 'deal')), credited(of(reversal, 'reversal'))]).toEqual([
      ['ann -100'],
      ['ann -100'],
      ['dee -100'],
    ])
    const plain = deal('100', { owner: 'bob', creditedOn: '2026-04-05' })
    expect([credited(of(plain)), credited(of(plain, 'reversal'))]).toEqual([['dee 100'], ['dee 100']])
  })

  test('is so too for whoever reasons about all amounts at once', () => {
    const parts = (asOf?: 'deal' | 'reversal') => {
      const { rules, facts: given } = of(reversal, asOf)
      return partsOf(rules[0]!, new FactIndex(facts(given)), reversal).map((p) => p.participant)
    }
    expect([parts(), parts('deal'), parts('reversal')]).toEqual([['ann'], ['ann'], ['dee']])
  })
})

describe('the parts of a deal, before amounts are cut', () => {
  const parts = (rule: CreditRule, t: Transaction, given: Partial<Facts> = {}) =>
    partsOf(rule, new FactIndex(facts({ reportingLines: HIERARCHY, ...given })), t).map(
      ({ participant, territory, part }) => `${participant} ${territory} ${exactToText(part)}`,
    )

  test('are the shares that reach each', () => {
    expect(parts(ownerRule(), deal('1'))).toEqual(['ann null 1'])
    expect(parts(ownerRule(), deal('1', { owner: null }))).toEqual([])
    expect(parts(ownerRule({ to: sellers }), ofTeam('1', member('bob', '0.3'), member('bob', '0.9')))).toEqual([
      'bob null 1.2',
    ])
    const territories = [{ id: 't1', when: [], owners: [{ participant: 'bob', ...always }] }]
    expect(parts(ownerRule({ to: { kind: 'TerritoryOwners' } }), deal('1'), { territories })).toEqual(['bob t1 1'])
  })

  test('a kind of recipient that is none is a bug of the caller', () => {
    expect(() => parts(ownerRule({ to: { kind: 'Nobody' } as never }), deal('1'))).toThrow('Nobody')
  })

  test('of a manager are at most the whole, unless each path counts', () => {
    const t = ofTeam('1', member('bob', '0.8'), member('cy', '0.7'))
    expect(parts(managers(sellers), t)).toEqual(['ann null 1'])
    expect(parts(managers(sellers, { overlap: 'each path' }), t)).toEqual(['ann null 1.5'])
    expect(parts(managers(sellers), ofTeam('1', member('bob', '0.3'), member('cy', '0.4')))).toEqual(['ann null 0.7'])
  })
})

describe('what has no value', () => {
  const missing = ownerRule({ amount: { ...field('amount'), at: 'block-7' } as never })

  test('is listed with the deal and the recipient, and stops neither the others nor other rules', () => {
    const { credits, exceptions } = assign({
      rules: [missing, ownerRule({ id: 'flat', amount: usd('5') })],
      deal: deal(null, { id: 'txn_9' }),
    })
    expect(credits.map((c) => [c.rule, exactToText(c.amount)])).toEqual([['flat', '5']])
    expect(exceptions).toMatchObject([
      {
        code: 'missing-value',
        at: 'block-7',
        path: '/credits/0/amount',
        participant: 'ann',
        transaction: 'txn_9',
        period: null,
      },
    ])
  })

  test('a group goes on to its next rule where one has no value', () => {
    const rules = [
      ownerRule({ id: 'first', group: 'one' }),
      ownerRule({ id: 'second', group: 'one', amount: usd('5') }),
    ]
    expect(assign({ rules, deal: deal(null) }).credits.map((c) => c.rule)).toEqual(['second'])
  })

  test('a credit too large to be stored is named at its amount’s block, else at its rule’s', () => {
    const huge = (over: object, at?: string) =>
      assign({
        rules: [
          ownerRule({ amount: { ...times(field('amount'), num('2')), ...(at ? { at } : {}) } as never, ...over }),
        ],
        deal: deal('9007199254740991'),
      }).exceptions
    expect(huge({ at: 'rule-1' }, 'block-2')).toMatchObject([
      {
        code: 'number-overflow',
        at: 'block-2',
        path: '/credits/0/amount',
        message: 'A credit holds at most 15 digits, its decimals among them.',
      },
    ])
    expect([huge({ at: 'rule-1' })[0]?.at, huge({})[0]?.at]).toEqual(['rule-1', null])
  })
})
