import { expect, test } from 'vitest'
import { assignCredits, calculate, creditsOfDeal, FactIndex, quoteByReplay } from '#engine'
import { deal, earning, facts, measure, onWindow, pct, plan, quota, sumOf, table } from '../support/plans.ts'
import { programOf } from '../support/run-plan.ts'

test('a late quote leaves out a later period that is open with the deal and without it', () => {
  const per = { per: { kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' } }
  const program = programOf(
    plan({
      measures: [sumOf()],
      tables: [
        table('whole', 'share', [
          ['0', pct('0')],
          ['0.6', pct('0.1')],
        ]),
      ],
      earnings: [earning(onWindow(measure('revenue'), per))],
    }),
  )
  const versions = [{ program, effectiveFrom: '2026-01-01' }]
  const index = new FactIndex(facts({ quotas: [quota('100000')] as never }))
  const history = assignCredits(program.plain, 'plan', index, deal('59999')).credits
  const input = { plan: 'plan', versions, facts: index, through: '2026-12-31', deal: deal('1', { externalId: 'LATE' }) }
  const added = creditsOfDeal(input).credits.get('ann') ?? []
  expect(calculate({ ...input, participant: 'ann', credits: history }).periods[1]?.earnings[0]?.minor).toBeNull()
  expect(quoteByReplay(input, 'ann', added, history)?.earnings).toMatchObject([{ before: 0n, after: 600_000n }])
})
