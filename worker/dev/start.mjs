// `npm start`: from a fresh clone to a running product.
import { run } from './run.mjs'
import { setUp } from './setup.mjs'

setUp()
process.exit(await run('node', ['worker/dev/dev.ts', ...process.argv.slice(2)]))
