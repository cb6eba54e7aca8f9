import { fileURLToPath } from 'node:url'
import { launchChromium } from '../../support/chromium.ts'
import { bundled } from '../bundle.ts'
import { median } from '../measure.ts'

export type InBrowser = { firstMs: number; checkMs: number; compileMs: number }

/** What checking and compiling a plan of 200 parts takes on the main thread of a real browser: the very first, and medians. */
export async function checkInBrowser(): Promise<InBrowser> {
  const script = await bundled({ entry: fileURLToPath(new URL('page.ts', import.meta.url)) })
  const browser = await launchChromium()
  try {
    const page = await browser.newPage()
    await page.addScriptTag({ type: 'module', content: new TextDecoder().decode(script) })
    await page.waitForFunction('typeof measure === "function"')
    const found = (await page.evaluate('measure()')) as { first: number; check: number[]; compile: number[] }
    return { firstMs: found.first, checkMs: median(found.check), compileMs: median(found.compile) }
  } finally {
    await browser.close()
  }
}

if (import.meta.main) console.log(await checkInBrowser())
