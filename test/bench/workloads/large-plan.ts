import type { Expression, Plan } from '#engine'
import { quotePlan } from './plans.ts'

const money = (value: string): Expression => ({ kind: 'Money', value, currency: 'USD' })
const times = (...of: Expression[]): Expression => ({ kind: 'Multiply', of })
const minus = (left: Expression, right: Expression): Expression => ({ kind: 'Subtract', left, right })

/** W1's table written out in arithmetic: three slices, each bounded below and above, and the factors around it. */
function writtenOut(k: number): Expression {
  const credit: Expression = { kind: 'CreditAmount' }
  const slices = ['0.5', '1.0', '1.5'].flatMap((edge, i): Expression[] => {
    const at = times(money(`${100_000 + 1_000 * k}`), { kind: 'Number', value: edge })
    const above: Expression = { kind: 'Max', of: [minus(credit, at), money('0')] }
    const bounded: Expression = { kind: 'Min', of: [above, times(money('50000'), { kind: 'Number', value: '1.5' })] }
    return [times(bounded, { kind: 'Percent', value: ['0.02', '0.03', '0.02'][i] as string })]
  })
  const sum: Expression = { kind: 'Add', of: [times(credit, { kind: 'Percent', value: '0.03' }), ...slices] }
  const weighted = times(
    sum,
    {
      kind: 'If',
      when: {
        kind: 'Compare',
        op: '=',
        left: { kind: 'Field', field: 'product' },
        right: { kind: 'Text', value: 'core' },
      },
      // biome-ignore lint/suspicious/noThenProperty: the language's own word
      then: { kind: 'Number', value: '1.25' },
      otherwise: { kind: 'Number', value: '0.80' },
    },
    {
      kind: 'If',
      when: {
        kind: 'Compare',
        op: '<',
        left: { kind: 'Field', field: 'margin' },
        right: { kind: 'Percent', value: '0.20' },
      },
      // biome-ignore lint/suspicious/noThenProperty: the language's own word
      then: { kind: 'Number', value: '0.5' },
      otherwise: { kind: 'Number', value: '1' },
    },
  )
  return { kind: 'Min', of: [{ kind: 'Round', of: weighted, digits: 2, mode: 'half-up' }, money('50000')] }
}

export function nodesIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const own = typeof (value as { kind?: unknown }).kind === 'string' ? 1 : 0
  return Object.values(value).reduce((sum: number, v) => sum + nodesIn(v), own)
}

/** A plan of at least 1,001 blocks: as many earnings as it takes. */
export function largePlan(): Plan {
  const base = quotePlan()
  const earnings: Plan['earnings'] = []
  for (let k = 0; nodesIn({ ...base, earnings }) < 1_001; k++) {
    earnings.push({
      kind: 'Earning',
      id: `part${k}`,
      title: `Part ${k}`,
      per: 'credit',
      amount: writtenOut(k),
      rounding: { mode: 'half-up', basis: 'each' },
    })
  }
  return { ...base, tables: [], matrices: [], measures: [], earnings }
}
