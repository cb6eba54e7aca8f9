import { describe, expect, test } from 'vitest'
import { earning, facts, plan, quota } from '../support/plans.ts'
import { earned } from '../support/run-plan.ts'

/** What random plans have found, cut down to the smallest case that showed it. */

describe('a quota of a day is the participant’s own, else that of their title on that day', () => {
  const p = plan({ earnings: [earning({ kind: 'Quota', quota: 'revenue', span: { kind: 'Period' }, unit: 'money' })] })
  const of = (title: string, value: string) => ({ ...quota(value), participant: null, title })
  const title = (name: string, from: string, to: string | null) => ({ participant: 'ann', title: name, from, to })
  const quotas = [of('rep', '90'), of('lead', '900')]

  test('days before one’s own quota begins count with the title’s', () => {
    const own = quota('59', { from: '2026-02-01', to: '2026-04-01' })
    const given = facts({ titles: [title('rep', '2026-01-01', null)], quotas: [...quotas, own] as never })
    expect(earned(p, given, []).of('2026-Q1')).toBe('90.00')
  })

  test('a new title brings its quota from its day on', () => {
    const titles = [title('rep', '2026-01-01', '2026-02-01'), title('lead', '2026-02-01', null)]
    expect(earned(p, facts({ titles, quotas: quotas as never }), []).of('2026-Q1')).toBe('621.00')
  })

  test('a day without either leaves no quota', () => {
    const given = facts({ titles: [title('rep', '2026-01-02', null)], quotas: quotas as never })
    expect(earned(p, given, []).of('2026-Q1')).toBeNull()
  })
})
