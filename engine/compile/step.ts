import type { StaticType } from '../check/types.ts'
import { type Exact, exactToText } from '../money/exact.ts'

export type StepValue = { readonly type: StaticType; readonly text: string }

/**
 * One step of a derivation: a block, the value that it had, and the steps that made it. `text` is exact ("185/6" where a
 * quotient does not terminate); whoever shows it rounds it for the eye only.
 */
export type Step = {
  readonly kind: string
  readonly path: string
  readonly at: string | null
  /** The title or name of what is read: a part, a field, a parameter, a quota. */
  readonly label: string | null
  readonly value: StepValue | null
  readonly steps: readonly Step[]
  /** Of a table's piece: the band, the part of the input that lies in it, and the rate on it. */
  readonly band?: {
    readonly from: string
    readonly to: string | null
    readonly slice: string
    readonly rate: string
    readonly rateType: 'money' | 'percent'
  }
  readonly transaction?: {
    readonly id: string
    readonly source: string
    readonly externalId: string
    readonly creditedOn: string
  }
}

export type Value = Exact | string | boolean | readonly string[]

export function showValue(type: StaticType, value: Value): StepValue {
  if (typeof value === 'string') return { type, text: value }
  if (typeof value === 'boolean') return { type, text: value ? 'yes' : 'no' }
  return { type, text: 'n' in value ? exactToText(value) : value.join(', ') }
}
