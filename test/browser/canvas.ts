import type { Locator, Page } from 'playwright-core'

type Point = { x: number; y: number }

/** A block of this type on the canvas; not those in the toolbox. */
export const blockOf = (page: Page, type: string, index = 0): Locator =>
  page.locator(`.blocklySvg g.${type}`).nth(index)

/** Where the block takes others, from the top: the slots first, the stack below it last. */
async function connectionsOf(block: Locator): Promise<Point[]> {
  const points = await block.evaluate((element) => {
    const block = element.getBoundingClientRect()
    const own = `${element.getAttribute('data-id')}_connection_`
    const paths = [...document.querySelectorAll('.blocklySvg [id*="_connection_"]')].filter((each) =>
      each.id.startsWith(own),
    )
    const all = paths.map((each) => {
      const { left, top } = each.getBoundingClientRect()
      return { x: left, y: top }
    })
    // By its own top it hangs on others.
    return all.filter((each) => each.y - block.top > 6)
  })
  return points.sort((a, b) => a.y - b.y || a.x - b.x)
}

/** Drags a block out of the toolbox into a slot of a block, as a hand does. */
export async function drag(page: Page, category: string, type: string, into: Locator, slot: number): Promise<void> {
  await page.getByRole('treeitem', { name: category, exact: true }).click()
  const lying = page.locator(`.blocklyFlyout g.${type}:not(.blocklyShadow) > path`).first()
  await lying.waitFor()
  const from = await lying.boundingBox()
  const to = (await connectionsOf(into))[slot]
  if (!from || !to) throw new Error(`There is no ${type} in ${category}, or no slot ${slot} for it.`)
  const grip = { x: 12, y: 3 }
  await page.mouse.move(from.x + grip.x, from.y + grip.y)
  await page.mouse.down()
  await page.mouse.move(from.x + grip.x + 40, from.y + grip.y + 20, { steps: 4 })
  await page.mouse.move(to.x + grip.x + 3, to.y + grip.y + 3, { steps: 12 })
  await page.mouse.up()
  // What it pushes aside finds its place.
  await page.waitForTimeout(200)
}

async function clickField(field: Locator): Promise<void> {
  const box = await field.boundingBox()
  if (!box) throw new Error('The field is not on the screen.')
  await field.page().mouse.click(box.x + box.width / 2, box.y + box.height / 2)
}

/** A field of the block itself, by the text that it shows. */
const fieldOf = (block: Locator, shows: string): Locator =>
  block.locator('> g.blocklyEditableField').filter({ hasText: shows }).first()

export async function typeInto(block: Locator, shows: string, text: string): Promise<void> {
  await clickField(fieldOf(block, shows))
  const input = block.page().locator('.blocklyHtmlInput')
  await input.fill(text)
  await input.press('Enter')
}

export async function choose(block: Locator, shows: string, option: string): Promise<void> {
  await clickField(fieldOf(block, shows))
  await block.page().getByRole('option', { name: option, exact: true }).click()
}

/** Presses keys one by one, letting Blockly follow. */
export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key)
    await page.waitForTimeout(120)
  }
}
