import type { Page } from 'playwright-core'
import { afterEach, expect, inject, test } from 'vitest'
import type { Plan } from '#engine'
import { blockOf } from './canvas.ts'
import { ask, openPage, signIn, type Watched } from './session.ts'

const origin = inject('productUrl')
const opened: Watched[] = []

afterEach(async () => {
  for (const { browser } of opened.splice(0)) await browser.close()
})

async function open(ast: object): Promise<Watched & { path: string }> {
  const watched = await openPage(origin)
  opened.push(watched)
  await signIn(watched.page, origin, 'analyst@demo.example')
  const { id } = (await ask(watched.page, 'POST', '/plans', { name: 'Whole language', ast })) as { id: string }
  await watched.page.goto(`${origin}/plans/${id}`)
  await blockOf(watched.page, 'plan').waitFor()
  return { ...watched, path: `/plans/${id}` }
}

const usd = (value: string) => ({ kind: 'Money', value, currency: 'USD' }) as const
const rounding = { mode: 'half-up', basis: 'running' } as const
const credit = { kind: 'CreditAmount' } as const
const share = (value: string) => ({ kind: 'Percent', value }) as const

const plan: Plan = {
  language: 'dreizack/1',
  title: 'Whole language',
  currency: 'USD',
  period: 'quarter',
  fields: [],
  parameters: [],
  credits: [
    {
      kind: 'CreditRule',
      id: 'own',
      title: 'Own deals',
      to: { kind: 'Owner' },
      creditType: 'sales',
      amount: { kind: 'Field', field: 'amount' },
      group: 'all',
    },
  ],
  measures: [
    { kind: 'Measure', id: 'revenue', title: 'Revenue', aggregate: 'sum', value: credit, window: { kind: 'Period' } },
  ],
  inputMeasures: [{ kind: 'InputMeasure', id: 'score', title: 'Score', type: 'percent' }],
  tables: [],
  matrices: [
    {
      kind: 'Matrix',
      id: 'grid',
      title: 'Grid',
      axes: [{ kind: 'Bands', axis: 'share', edgeBelongsTo: 'higher', from: ['0', '0.8'] }],
      cells: [share('0.01'), share('0.05')],
    },
  ],
  earnings: [
    {
      kind: 'Earning',
      id: 'bonus',
      title: 'Bonus',
      per: 'period',
      amount: {
        kind: 'Multiply',
        of: [
          { kind: 'Measure', measure: 'revenue' },
          { kind: 'MatrixCell', matrix: 'grid', of: [{ kind: 'Measure', measure: 'score' }] },
        ],
      },
      rounding,
    },
  ],
  payoutRules: [
    { kind: 'CapTogether', id: 'cap', title: 'Cap', cap: usd('400'), excess: 'lost' },
    { kind: 'CarryNegative', id: 'carry', title: 'Carry' },
  ],
  contests: [
    {
      kind: 'Contest',
      id: 'sprint',
      title: 'Sprint',
      measure: 'revenue',
      best: 'highest',
      ties: { kind: 'Pooled' },
      prizes: { kind: 'ByRank', prizes: ['100', '50'] },
      budget: '150',
    },
  ],
  clawbacks: [
    { kind: 'Clawback', id: 'churn', title: 'Churn', share: '1', manner: { kind: 'Full' }, reducesAttainment: true },
  ],
  examples: [
    {
      kind: 'Example',
      id: 'one',
      title: 'One deal',
      deals: [{ creditedOn: '2027-02-10', amount: '10000' }],
      inputs: [{ measure: 'score', from: '2027-01-01', to: '2028-01-01', value: '0.9' }],
      expects: [{ kind: 'Earned', period: '2027-Q1', earning: 'bonus', amount: '600' }],
    },
  ],
}

async function showBlock(page: Page, type: string): Promise<{ x: number; y: number }> {
  const block = blockOf(page, type)
  const canvas = await page.locator('.blocks').boundingBox()
  if (!canvas) throw new Error('There is no canvas.')
  await page.mouse.move(canvas.x + canvas.width - 80, canvas.y + 60)
  for (let turn = 0; turn < 40; turn += 1) {
    const box = await block.boundingBox()
    if (box && box.y > canvas.y + 20 && box.y + 80 < canvas.y + canvas.height) return box
    await page.mouse.wheel(0, box && box.y < canvas.y ? -150 : 250)
    await page.waitForTimeout(60)
  }
  throw new Error(`${type} cannot be brought into view.`)
}

const draftOf = async (page: Page, path: string) =>
  (await ask(page, 'GET', path)) as { ast: Plan; revision: number; layout: unknown }

test('cells and examples are edited in their dialogs, and the rest of the plan stays as it was', async () => {
  const { page, path, faults } = await open(plan)
  await page.getByRole('tab', { name: /Problems/ }).click()
  const failing = page.getByRole('tabpanel').getByText('expects 600 of bonus in 2027-Q1, and the plan gives 500.00')
  await failing.waitFor()

  const matrix = await showBlock(page, 'matrix')
  await page.mouse.click(matrix.x + 30, matrix.y + 45)
  await page
    .getByRole('dialog')
    .getByLabel(/^Cell 80 %/)
    .fill('seven')
  await page.keyboard.press('Tab')
  expect(await page.getByRole('button', { name: 'Done' }).isDisabled()).toBe(true)
  await page
    .getByRole('dialog')
    .getByLabel(/^Cell 80 %/)
    .fill('6 %')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByText('Examples that hold: 1').waitFor()
  expect(await failing.count()).toBe(0)

  const example = await showBlock(page, 'example')
  await page.mouse.click(example.x + 40, example.y + 36)
  await page.getByRole('dialog').getByRole('button', { name: 'Add a deal' }).click()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('tabpanel').getByText('expects 600 of bonus').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Examples that hold: 1').waitFor()

  await page.getByText('Saved', { exact: true }).waitFor()
  const withoutIds = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, child: unknown) => (key === 'at' ? undefined : child)))
  const grid = { ...plan.matrices?.[0], cells: [share('0.01'), share('0.06')] }
  expect(withoutIds((await draftOf(page, path)).ast)).toEqual({ ...plan, matrices: [grid] })

  await page.getByRole('tab', { name: 'Preview' }).click()
  await page.getByLabel('Sold before in the period').fill('0')
  await page.getByLabel('Score (handed in)').fill('90')
  // 6 % of 10,000 and the first prize; the prize is there without the deal too.
  await expect.poll(() => page.getByTestId('preview-pays').textContent()).toBe('US$600.00')
  await expect.poll(() => page.getByTestId('preview-paid').textContent()).toBe('US$300.00')
  expect(faults).toEqual([])
})

test('a plan of a later version of the language is shown, and nothing of it is changed', async () => {
  const later = { ...plan, quests: [{ goal: 3 }] }
  const { page, path, faults } = await open(later)
  await page.getByText('this designer does not know: quests').waitFor()
  expect(await page.getByRole('button', { name: 'Save' }).count()).toBe(0)
  expect(await page.getByRole('treeitem', { name: 'Credits' }).count()).toBe(0)
  await blockOf(page, 'credit_rule').click()
  await page.keyboard.press('Delete')
  await page.keyboard.press('Control+s')
  await page.waitForTimeout(2_500)
  const { ast, revision } = await draftOf(page, path)
  expect([ast, revision]).toEqual([later, 1])
  expect(faults).toEqual([])
})
