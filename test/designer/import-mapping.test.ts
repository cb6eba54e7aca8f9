import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ImportMapping, SuggestedMapping } from '../../designer/src/lib/api/imports.ts'
import {
  columnsAskedFor,
  draftOf,
  idFor,
  isComplete,
  mappingOf,
  missingIn,
  TARGETS,
} from '../../designer/src/lib/imports/mapping-draft.ts'

const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}( [A-Za-z0-9]{1,6})?$/)
const column = fc.record({ column: word, optional: fc.boolean() })
const own = word.map((name) => ({ column: name, optional: false }))
const mapping: fc.Arbitrary<ImportMapping> = fc.record({
  name: word,
  source: fc.stringMatching(/^[a-z]{1,8}$/),
  columns: fc
    .record(
      {
        externalId: own,
        occurredOn: own,
        amount: column,
        owner: column,
        kind: word.map((value) => ({ value })),
        'fields.segment': fc.oneof(
          column,
          word.map((value) => ({ value })),
        ),
      },
      { requiredKeys: ['externalId', 'occurredOn'] },
    )
    .map((columns) => columns as ImportMapping['columns']),
  team: fc.array(
    fc.record({
      role: word,
      column: word,
      share: fc.oneof(
        fc.record({ column: word, isPercent: fc.boolean() }),
        fc.constantFrom('0.5', '1').map((value) => ({ value })),
      ),
    }),
    { maxLength: 3 },
  ),
  values: fc.dictionary(
    fc.constantFrom('kind', 'voided'),
    fc.dictionary(fc.oneof(word, fc.constant('')), word, { minKeys: 1, noNullPrototype: true }),
    {
      noNullPrototype: true,
    },
  ),
  only: fc.array(
    fc.record({
      column: word,
      in: fc.array(fc.oneof(word, fc.constant('won, signed')), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 2 },
  ),
  dates: fc.constantFrom('iso' as const, 'dd.MM.yyyy' as const, 'MM/dd/yyyy' as const),
  decimals: fc.constantFrom('.' as const, ',' as const),
})

test('a mapping that is opened in the form and saved again is the same mapping', () => {
  fc.assert(
    fc.property(mapping, (before) => {
      expect(mappingOf(draftOf(before, TARGETS))).toEqual(before)
    }),
  )
})

test('a suggestion that leaves something open is no mapping before a person has said it', () => {
  const open: SuggestedMapping = {
    name: 'File',
    source: 'import',
    columns: { externalId: { column: 'Id', optional: false } },
    team: [],
    values: {},
    only: [],
    dates: null,
    decimals: '.',
  }
  const draft = draftOf(open, TARGETS)
  expect([isComplete(draft), missingIn(draft), mappingOf(draft)]).toEqual([false, ['occurredOn'], null])
  draft.origins.occurredOn = { from: 'column', column: 'Day', value: '', optional: true }
  expect(mappingOf(draft)).toBeNull()
  draft.dates = 'iso'
  expect(mappingOf(draft)?.columns.occurredOn).toEqual({ column: 'Day', optional: false })
})

test('lines that are not filled in say nothing', () => {
  const draft = draftOf(fc.sample(mapping, { numRuns: 1, seed: 7 })[0]!, TARGETS)
  const before = mappingOf(draft)
  draft.only.push({ id: 90, column: 'Stage', texts: ' , ' }, { id: 91, column: '', texts: 'Won' })
  draft.translations.push({ id: 90, target: '', from: 'a', to: 'b' })
  draft.team.push({ id: 90, role: 'se', column: 'SE', shareColumn: '', share: ' ', isPercent: false })
  expect(mappingOf(draft)).toEqual(before)
})

test('the columns that a mapping asks for are those without which a file does not fit it', () => {
  const asked = columnsAskedFor({
    name: 'x',
    source: 'x',
    columns: {
      externalId: { column: 'Id', optional: false },
      owner: { column: 'Owner', optional: true },
      kind: { value: 'booking' },
    },
    team: [{ role: 'se', column: 'SE', share: { column: 'Share', isPercent: true } }],
    values: {},
    only: [{ column: 'Stage', in: ['Won'] }],
    dates: 'iso',
    decimals: '.',
  })
  expect(asked).toEqual(['Id', 'SE', 'Share', 'Stage'])
})

test('a mapping is called by a short name that is not taken', () => {
  expect(idFor('Müller & Söhne: Rechnungen 2024', [])).toBe('muller-sohne-rechnungen-2024')
  expect(idFor('2024', [])).toBe('mapping')
  expect(idFor('CRM', ['crm', 'crm-2'])).toBe('crm-3')
})
