import { describe, expect, test } from 'vitest'
import { credit, earning, pct, plan, times } from '../support/plans.ts'
import { createProductOrganisation, type Organisation } from '../support/product-client.ts'

const paying = (rate: string) => plan({ earnings: [earning(times(pct(rate), credit), { per: 'credit' })] })

async function publishedOnce(): Promise<{ organisation: Organisation; id: string }> {
  const organisation = await createProductOrganisation({ today: '2026-12-31' })
  return { organisation, id: await organisation.publish('plan', paying('0.1'), '2026-01-01', []) }
}

describe('an organisation of one who writes plans and one who publishes them', () => {
  test('publishes one version after another', async () => {
    const { organisation, id } = await publishedOnce()
    await organisation.publishNext(id, paying('0.2'), '2026-04-01')
    await organisation.publishNext(id, paying('0.3'), '2026-07-01')
    const { data } = await organisation.analyst.get<{ data: { version: number }[] }>(`/plans/${id}/versions`)
    expect(data.map(({ version }) => version)).toEqual([1, 2, 3])
  })

  test('does not publish the same draft for another day by the same person', async () => {
    const { organisation, id } = await publishedOnce()
    await expect(organisation.publishDraft(id, '2026-04-01')).rejects.toThrow('own-work')
    await expect(organisation.publishNext(id, paying('0.1'), '2026-04-01')).rejects.toThrow('own-work')
  })
})
