import { parseData } from './definitions/aspects.ts'
import type { BlockTexts } from './texts/texts.ts'

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0)

/** What an example says, in as many words as a block has room for. */
export function summaryOfExample(text: string, texts: BlockTexts): string {
  const { deals, expects } = parseData(text)
  const first: unknown = Array.isArray(expects) ? expects[0] : undefined
  const { period, amount } = (typeof first === 'object' && first !== null ? first : {}) as Record<string, unknown>
  return texts.exampleSummary(lengthOf(deals), String(period ?? '—'), String(amount ?? '—'), lengthOf(expects) - 1)
}
