import { benchEngine } from './engine.ts'
import { quoteInEngine } from './quote-in-engine.ts'
import { quoteOverHttp } from './quote-over-http.ts'
import { report } from './report.ts'
import { startProduct } from './start-product.ts'

/** `npm run bench`: ratios of this run on this machine, kept in docs/bench.json. */
await benchEngine()
const engine = quoteInEngine()
const product = await startProduct()
try {
  const { bare, quote, ratio } = await quoteOverHttp(product)
  report({
    G14: {
      value: { ratio, quotesPerSecond: quote, barePerSecond: bare },
      must: 'ratio ≥ 0.6',
      stretch: 'ratio ≥ 0.8',
      holds: ratio >= 0.6,
    },
    'engine-quote': { value: { cpuMicroseconds: engine }, must: null, stretch: null, holds: true },
  })
} finally {
  await product.stop()
}
