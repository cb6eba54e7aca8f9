// `npm test`: sets itself up, then runs every check and every test, the browser's too.
import { run } from './run.mjs'
import { setUp } from './setup.mjs'

setUp()
process.exit(await run('node', ['worker/dev/test.ts', ...process.argv.slice(2)]))
