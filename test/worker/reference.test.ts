import { expect, test } from 'vitest'
import page from '../../docs/plan-language.md?raw'
import { fencesOf, jsonOf } from '../support/reference-page.ts'
import { createTestOrganisation, once } from '../support/worker/organisation.ts'

/** A call as the reference shows it: a line with method and path, headers, an empty line, a body. */
function callOf(text: string) {
  const [head = '', body] = text.split('\n\n')
  const [first = '', ...lines] = head.split('\n')
  const [method = '', path = ''] = first.split(' ')
  const headers = Object.fromEntries(lines.map((line) => line.split(': ')))
  return { method, path, headers, body }
}

test('the calls of the language reference, in their order, answer what it says', async () => {
  const acme = await createTestOrganisation({ now: () => new Date('2026-01-31T12:00:00Z') })
  const [analyst, approver] = [await acme.person(['analyst']), await acme.person(['approver'])]
  const program = await acme.key('transactions:write', 'quotes:participant', 'earnings:read')
  const [plan] = jsonOf(page, 'plan')
  const fences = fencesOf(page)
  let planId = ''
  let calls = 0
  for (const [i, { language, text }] of fences.entries()) {
    if (language !== 'http') continue
    calls++
    const { method, path, headers, body } = callOf(text.replaceAll('{planId}', planId))
    const who = path.endsWith('/versions') ? approver : /transactions|quotes|earnings/.test(path) ? program : analyst
    const answer = await who(path, {
      method,
      headers: { ...(method === 'POST' ? once() : {}), ...headers },
      ...(body === undefined ? {} : { raw: body.replace('"the plan"', JSON.stringify(plan)) }),
    })
    expect([200, 201], `${method} ${path}: ${answer.text}`).toContain(answer.status)
    if (path === '/api/v1/plans') planId = answer.json.id
    const next = fences[i + 1]
    if (next?.is === 'answer') expect(answer.json, `${method} ${path}`).toMatchObject(JSON.parse(next.text))
  }
  expect(calls).toBe(9)
})
