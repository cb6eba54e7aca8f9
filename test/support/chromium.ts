import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const SYSTEM = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** A real browser: the machine's own Chromium or Chrome, else the one that an npm package ships. */
export async function launchChromium(): Promise<Browser> {
  const system = SYSTEM.find((path) => path !== undefined && existsSync(path))
  if (system !== undefined) return chromium.launch({ executablePath: system, args: QUIET })
  // The package unpacks the libraries that it needs beside the binary only where it believes to be in a cloud function.
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs22.x'
  const { default: sparticuz, setupLambdaEnvironment } = await import('@sparticuz/chromium')
  setupLambdaEnvironment(join(tmpdir(), 'al2023', 'lib'))
  return chromium.launch({ executablePath: await sparticuz.executablePath(), args: [...sparticuz.args, ...QUIET] })
}
