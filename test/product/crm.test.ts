import { beforeAll, describe, expect, test } from 'vitest'
import { type Crm, crmPayouts, type Opportunity, readCrm } from '../oracle/crm.ts'
import { differences, type Payouts, payoutLines } from '../oracle/payouts.ts'
import { paidBy, quotedBy } from '../support/compare-payouts.ts'
import { dataFile, hasDataSets } from '../support/data-sets.ts'
import { earning, is, measure, ownerRule, pct, plan, running, sumOf, table, times } from '../support/plans.ts'
import { createProductOrganisation, type Organisation, ref } from '../support/product-client.ts'
import { Dice } from '../support/random.ts'

const STAGE = { id: 'stage', type: 'choice' } as const
const AGENT = plan({
  title: 'Sales agents',
  explanation: '4 % of the close value of won deals, 6 % on the part above 50,000 in a calendar quarter.',
  fields: [STAGE],
  credits: [ownerRule({ when: is('stage', 'Won') })],
  measures: [sumOf()],
  tables: [
    table('marginal', 'money', [
      ['0', pct('0.04')],
      ['50000', pct('0.06')],
    ]),
  ],
  earnings: [earning(running('slice'), { per: 'credit' })],
})
const MANAGER = plan({
  title: 'Sales managers',
  explanation: '0.5 % of the won deals of the team.',
  fields: [STAGE],
  credits: [
    ownerRule({
      when: is('stage', 'Won'),
      to: { kind: 'Managers', of: { kind: 'Owner' }, fromLevel: 1, toLevel: 1 },
    }),
  ],
  measures: [sumOf()],
  earnings: [earning(times(pct('0.005'), measure('revenue')), { id: 'override', title: 'Override' })],
})

/** The pipeline writes one product otherwise than the catalogue. */
const CATALOGUE_NAMES: Readonly<Record<string, string>> = { GTXPro: 'GTX Pro' }
const START = '2017-01-01'
const QUARTERS = [
  ['2017-Q1', '2017-01-01', '2017-04-01'],
  ['2017-Q2', '2017-04-01', '2017-07-01'],
  ['2017-Q3', '2017-07-01', '2017-10-01'],
  ['2017-Q4', '2017-10-01', '2018-01-01'],
] as const

/** An opportunity as a line of CSV: dated by its close, or by its beginning while it is open. */
const csvLine = ({ id, agent, product, account, stage, engagedOn, closedOn, value }: Opportunity): string =>
  ['crm', id, closedOn || engagedOn, agent, account, CATALOGUE_NAMES[product] ?? product, value, stage]
    .map((cell) => `"${cell}"`)
    .join(',')

async function importCrm(data: Crm): Promise<{ organisation: Organisation; planNames: Map<string, string> }> {
  const organisation = await createProductOrganisation({ today: '2017-12-31' })
  const { analyst, program } = organisation
  const agents = [...data.managers.keys()]
  const managers = [...new Set(data.managers.values())]
  await analyst.put('/transaction-fields', [
    { id: 'stage', title: 'Stage', type: 'choice', choices: ['Prospecting', 'Engaging', 'Won', 'Lost'] },
  ])
  await analyst.put('/calendars', [
    {
      externalId: 'calendar',
      name: 'Calendar quarters',
      periods: QUARTERS.map(([id, from, to]) => ({ id, kind: 'quarter', from, to })),
    },
  ])
  await analyst.put(
    '/participants',
    [...agents, ...managers].map((name) => ({ externalId: name, name })),
  )
  await analyst.put(
    '/reporting-lines',
    agents.map((agent) => ({ participant: ref(agent), manager: ref(data.managers.get(agent) ?? ''), from: START })),
  )
  await analyst.put(
    '/accounts',
    data.accounts.map((name) => ({ externalId: name, name })),
  )
  await analyst.put(
    '/products',
    data.products.map((name) => ({ externalId: name, name })),
  )
  const dated = data.opportunities.filter(({ engagedOn, closedOn }) => closedOn !== '' || engagedOn !== '')
  const header =
    'source,externalId,occurredOn,owner.externalId,account.externalId,product.externalId,amount,fields.stage'
  const { body } = await program.send<{ lines: number; stored: number }>(
    'PUT',
    '/transactions',
    `${[header, ...dated.map(csvLine)].join('\n')}\n`,
    { 'content-type': 'text/csv' },
  )
  expect(body).toMatchObject({ lines: dated.length, stored: dated.length })
  const assign = (people: readonly string[]) => people.map((participant) => ({ participant, from: START }))
  const planNames = new Map([
    [await organisation.publish('agent', AGENT, START, assign(agents)), 'agent'],
    [await organisation.publish('manager', MANAGER, START, assign(managers)), 'manager'],
  ])
  return { organisation, planNames }
}

describe.runIf(hasDataSets)('the CRM pipeline, imported as CSV through the API', () => {
  let data: Crm
  let organisation: Organisation
  let planNames: Map<string, string>

  beforeAll(async () => {
    data = readCrm((name) => dataFile('crm_sales_opportunities', name))
    ;({ organisation, planNames } = await importCrm(data))
  })

  test('every payout of every agent and manager equals the oracle to the cent, and open deals are no exception', async () => {
    expect(data.opportunities).toHaveLength(8_800)
    const paid: Payouts = paidBy(await organisation.earnings(), planNames)
    const expected = payoutLines(crmPayouts(data))
    expect(payoutLines(paid)).toEqual(expected)
    expect(await organisation.analyst.all('/data-exceptions')).toEqual([])
    expect(expected).toHaveLength(164)
  })

  test('a quote is what the oracle pays with the deal, less what it pays without, for 200 deals of any stage', async () => {
    const dice = new Dice(8_800)
    const sample = Array.from({ length: 200 }, () => ({
      agent: dice.oneOf([...data.managers.keys()]),
      closedOn: dice.day('2017-01-01', '2017-12-31'),
      value: dice.amount(30_000),
      stage: dice.oneOf(['Won', 'Won', 'Won', 'Lost', 'Engaging']),
    }))
    const quotes = await organisation.quote(
      sample.map(({ agent, closedOn, value, stage }) => ({
        creditedOn: closedOn,
        owner: ref(agent),
        amount: value,
        currency: 'USD',
        fields: { stage },
      })),
    )
    const without = crmPayouts(data)
    let figures = 0
    for (const [i, deal] of sample.entries()) {
      const opportunity: Opportunity = { id: 'deal', product: '', account: '', engagedOn: '', ...deal }
      const withDeal = crmPayouts({ ...data, opportunities: [...data.opportunities, opportunity] })
      const expected = payoutLines(differences(without, withDeal))
      expect(payoutLines(quotedBy(quotes[i]!)), JSON.stringify(deal)).toEqual(expected)
      figures += expected.length
    }
    expect(figures).toBeGreaterThan(100)
  })
})
