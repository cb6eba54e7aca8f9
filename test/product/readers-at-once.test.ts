import { describe, expect, test } from 'vitest'
import { moneyText } from '../oracle/fraction.ts'
import { credit, earning, pct, plan, times } from '../support/plans.ts'
import { createProductOrganisation, ref } from '../support/product-client.ts'

const PLANS = 12
const YEAR = { id: '2026', kind: 'year', from: '2026-01-01', to: '2027-01-01' }

describe('figures that several people ask for at once, right after a deal was recorded', () => {
  test('are brought up to date plan by plan, and everybody reads the same', async () => {
    const organisation = await createProductOrganisation({ today: '2026-12-31' })
    const { analyst, program } = organisation
    await analyst.put('/calendars', [{ externalId: 'calendar', name: 'Calendar', periods: [YEAR] }])
    await analyst.put('/participants', [{ externalId: 'ann', name: 'Ann' }])
    const tenth = plan({ period: 'year', earnings: [earning(times(pct('0.1'), credit), { per: 'credit' })] })
    for (let i = 0; i < PLANS; i += 1)
      await organisation.publish(`plan-${i}`, tenth, '2026-01-01', [{ participant: 'ann', from: '2026-01-01' }])
    for (const deals of [1, 2, 3]) {
      const name = { source: 'crm', externalId: `deal-${deals}` }
      await program.put('/transactions', [{ ...name, occurredOn: '2026-05-01', owner: ref('ann'), amount: '100' }])
      const readings = await Promise.all(Array.from({ length: 4 }, () => organisation.earnings()))
      for (const rows of readings)
        expect(rows.map(({ amount }) => amount?.amount)).toEqual(Array(PLANS).fill(moneyText(BigInt(deals) * 1_000n)))
    }
  })
})
