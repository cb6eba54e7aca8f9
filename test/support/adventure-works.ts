import type { Expression, Plan } from '#engine'
import { type AdventureWorks, endOf, peopleOf } from '../oracle/adventure-works.ts'
import {
  atLeast,
  credit,
  earning,
  measure,
  num,
  onWindow,
  ownerRule,
  pct,
  plan,
  running,
  sumOf,
  table,
  times,
} from './plans.ts'
import { createProductOrganisation, type Organisation, ref } from './product-client.ts'

const parameter = (id: string): Expression => ({ kind: 'Parameter', parameter: id })
const quota: Expression = { kind: 'Quota', quota: 'sales', span: { kind: 'Period' }, unit: 'money' }
const rate = {
  kind: 'Parameter',
  id: 'pct',
  title: 'Commission percent',
  type: 'percent',
  default: null,
} as const
const bonus = { kind: 'Parameter', id: 'bonus', title: 'Bonus', type: 'money', default: null } as const
const bands = (['1', '1.5', '2'] as const).map((factor) => times(parameter('pct'), num(factor)))
const tiers = (mode: 'marginal' | 'whole', edgeBelongsTo: 'higher' | 'lower') =>
  table(
    mode,
    'share',
    [
      ['0', bands[0]!],
      ['1', bands[1]!],
      ['1.25', bands[2]!],
    ],
    { edgeBelongsTo },
  )

const P1 = plan({
  title: 'P1: commission and bonus',
  explanation: 'Commission percent × credited sales, and the bonus if credited sales reach the quota.',
  parameters: [rate, bonus],
  measures: [sumOf()],
  earnings: [
    earning(times(parameter('pct'), credit), { per: 'credit' }),
    earning(parameter('bonus'), { id: 'bonus', title: 'Bonus', gate: atLeast(measure('revenue'), quota) }),
  ],
})
const P2 = plan({
  title: 'P2: marginal tiers',
  explanation: 'pct × 1.0 on sales up to 100 % of quota, × 1.5 on the part from 100 to 125 %, × 2.0 above.',
  parameters: [rate],
  measures: [sumOf()],
  tables: [tiers('marginal', 'higher')],
  earnings: [earning(running('slice', { per: quota }), { per: 'credit' })],
})
const P3 = plan({
  title: 'P3: tiers on the whole amount',
  explanation: 'All sales at × 1.0 if attainment is at most 1.00, × 1.5 if at most 1.25, else × 2.0.',
  parameters: [rate],
  measures: [sumOf()],
  tables: [tiers('whole', 'lower')],
  earnings: [earning(onWindow(measure('revenue'), { per: quota }))],
})
const ROLL_UP = plan({
  title: 'Roll-up',
  explanation: '1 % of own orders and of all orders of everyone below.',
  credits: [
    ownerRule(),
    ownerRule({
      id: 'below',
      title: 'Everyone below',
      to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 20 },
    }),
  ],
  measures: [sumOf()],
  earnings: [earning(times(pct('0.01'), measure('revenue')), { id: 'share', title: 'Share of the roll-up' })],
})
/** The territory whose owner the seller is on the day of the order; without one, NONE. */
const territory: Expression = {
  kind: 'Default',
  of: { kind: 'Recipient', attribute: 'territory' },
  otherwise: { kind: 'Text', value: 'NONE' },
}
const territoryPlan = (territories: readonly string[]) =>
  plan({
    title: 'Territory credit',
    explanation: 'Orders are credited in the territory that the seller holds that day; 1 % of those in a territory.',
    credits: [...territories, 'NONE'].map((name) =>
      ownerRule({
        id: `in-${name}`,
        title: `Territory ${name}`,
        creditType: name,
        when: { kind: 'Compare', op: '=', left: territory, right: { kind: 'Text', value: name } },
      }),
    ),
    earnings: [
      earning(times(pct('0.01'), credit), {
        id: 'share',
        title: 'Share of the territory',
        per: 'credit',
        when: { kind: 'Compare', op: '<>', left: { kind: 'CreditType' }, right: { kind: 'Text', value: 'NONE' } },
      }),
    ],
  })

const START = '2011-01-01'
const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10)

/** Brings people, hierarchy, territories, quotas, rates, orders and plans into an organisation, through the API alone. */
export async function importAdventureWorks(
  data: AdventureWorks,
): Promise<{ organisation: Organisation; planNames: Map<string, string> }> {
  const organisation = await createProductOrganisation({ today: '2014-05-31' })
  const { analyst, program } = organisation
  const people = peopleOf(data)
  await analyst.put('/calendars', [
    {
      externalId: 'quota-quarters',
      name: 'From one quota date to the next',
      periods: data.quotaDates.map((from) => ({ id: from, kind: 'quarter', from, to: endOf(data, from) })),
    },
  ])
  await analyst.put(
    '/participants',
    people.map((id) => ({ externalId: id, name: `Employee ${id}` })),
  )
  await analyst.put(
    '/reporting-lines',
    people.flatMap((id) => {
      const manager = data.managers.get(id) ?? ''
      return manager === '' ? [] : [{ participant: ref(id), manager: ref(manager), from: START }]
    }),
  )
  const territories = [...new Set(data.history.map(({ territory }) => territory))]
  await analyst.put(
    '/territories',
    territories.map((id) => ({ externalId: id, name: `Territory ${id}`, rule: [] })),
  )
  await analyst.put(
    '/territory-owners',
    data.history.map(({ person, territory, from, to }) => ({
      territory: ref(territory),
      participant: ref(person),
      from,
      to: to === '' ? null : dayAfter(to),
    })),
  )
  await analyst.put(
    '/quotas',
    data.quotas.map(({ person, date, value }) => ({
      participant: ref(person),
      name: 'sales',
      from: date,
      to: endOf(data, date),
      value,
      currency: 'USD',
    })),
  )
  await analyst.put(
    '/parameters',
    data.salespeople.flatMap(({ id, pct: rateOfPerson, bonus: bonusOfPerson }) => [
      { participant: ref(id), name: 'pct', from: START, value: rateOfPerson },
      { participant: ref(id), name: 'bonus', from: START, value: bonusOfPerson },
    ]),
  )
  const lines = data.orders.map(({ id, date, person, subTotal }) =>
    JSON.stringify({
      source: 'adventureworks',
      externalId: id,
      kind: 'invoice',
      occurredOn: date,
      owner: ref(person),
      amount: subTotal,
      currency: 'USD',
    }),
  )
  const { body } = await program.send<string>('PUT', '/transactions', `${lines.join('\n')}\n`, {
    'content-type': 'application/x-ndjson',
  })
  const refused = body.split('\n').filter((line) => line !== '' && !line.includes('"status":"stored"'))
  if (refused.length > 0) throw new Error(`Orders were not stored: ${refused.slice(0, 3).join(' ')}`)

  const planNames = new Map<string, string>()
  const plans: readonly [string, Plan][] = [
    ['p1', P1],
    ['p2', P2],
    ['p3', P3],
    ['roll-up', ROLL_UP],
    ['territory', territoryPlan(territories)],
  ]
  for (const [name, ast] of plans) {
    const assigned =
      name === 'roll-up'
        ? people.map((participant) => ({ participant, from: data.quotaDates[0]! }))
        : data.salespeople.map(({ id }) => ({
            participant: id,
            from: data.quotas
              .filter(({ person }) => person === id)
              .map(({ date }) => date)
              .sort()[0]!,
          }))
    planNames.set(await organisation.publish(name, ast, data.quotaDates[0]!, assigned), name)
  }
  return { organisation, planNames }
}
