import { analysisFigures } from './analysis.ts'
import { benchEngine } from './engine.ts'
import { installAlternatives } from './install-alternatives.ts'
import { quoteInEngine } from './quote-in-engine.ts'
import { quoteOverHttp } from './quote-over-http.ts'
import { report } from './report.ts'
import { startProduct } from './start-product.ts'

/** `npm run bench`: ratios of this run on this machine, kept in docs/bench.json. */
installAlternatives()
await benchEngine()
const engine = quoteInEngine()
const checking = analysisFigures()
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
    check: {
      value: { parseMs: checking.parse, checkMs: checking.check, compileMs: checking.compile },
      must: 'a plan of 200 parts: check < 16 ms, compile < 50 ms',
      stretch: null,
      holds: checking.check < 16 && checking.compile < 50,
    },
    hostile: {
      value: { worstMs: checking.hostile },
      must: 'each refused < 50 ms',
      stretch: null,
      holds: checking.hostile < 50,
    },
    analysis: {
      value: checking.analysis,
      must: 'worst ≤ 20 ms up to two numbers, several ≤ 200 ms',
      stretch: null,
      holds: checking.analysis.worstMs <= 20 && checking.analysis.severalMs <= 200,
    },
    'engine-quote': { value: { cpuMicroseconds: engine }, must: null, stretch: null, holds: true },
  })
} finally {
  await product.stop()
}
