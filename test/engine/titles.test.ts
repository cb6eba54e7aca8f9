import { expect, test } from 'vitest'
import { assignCredits, explain, FactIndex, type Step, titledSteps } from '#engine'
import { deal, earning, facts, pct, plan, quota, running, sumOf, table, times } from '../support/plans.ts'
import { programOf } from '../support/run-plan.ts'

test('an explanation names measures, tables, parameters and earnings as their author did', () => {
  const program = programOf(
    plan({
      parameters: [{ kind: 'Parameter', id: 'factor', title: 'Ramp-up factor', type: 'percent', default: '1' }],
      measures: [sumOf({ title: 'Revenue so far' })],
      tables: [table('marginal', 'money', [['0', pct('0.1')]], { title: 'Commission rates' })],
      earnings: [
        earning(times(running('slice'), { kind: 'Parameter', parameter: 'factor' }), {
          per: 'credit',
          title: 'Commission',
        }),
        earning(
          times(
            { kind: 'Earned', earning: 'commission' },
            { kind: 'Attainment', measure: 'revenue', quota: 'revenue' },
          ),
          { id: 'bonus', title: 'Bonus' },
        ),
      ],
    }),
  )
  const index = new FactIndex(facts({ quotas: [quota('1000')] }))
  const { credits } = assignCredits(program.plain, 'plan', index, deal('500'))
  const explained = explain({
    plan: 'plan',
    versions: [{ program, effectiveFrom: '2000-01-01' }],
    facts: index,
    participant: 'ann',
    credits,
    through: '2026-02-01',
    explain: '2026-Q1',
  })
  const steps = titledSteps(program.plan, explained?.derivations ?? [])
  const said: string[] = []
  const collect = (step: Step): void => {
    said.push(`${step.kind} ${step.label}`)
    step.steps.forEach(collect)
  }
  steps.forEach(collect)
  expect(said).toEqual(
    expect.arrayContaining([
      'ApplyTable Commission rates',
      'Parameter Ramp-up factor',
      'Attainment Revenue so far ÷ revenue',
      'Earned Commission',
    ]),
  )
})
