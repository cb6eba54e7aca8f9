import { type CatalogueEntry, short } from './entry.ts'

const { bonus, commission, credit, eur, percent, revenue, table, text, whole } = short
const error = { stage: 'checking', severity: 'error' } as const
const withTable = (over: Readonly<Record<string, unknown>>, amount: unknown = whole()) => ({
  measures: [revenue()],
  tables: [table(over)],
  earnings: [bonus(amount)],
})
const grid = (cells: readonly unknown[]) => ({
  kind: 'Matrix',
  id: 'grid',
  title: 'Grid',
  axes: [{ kind: 'Keys', keys: ['new', '*'] }],
  cells,
})
const inGrid = (...of: unknown[]) =>
  commission({ kind: 'Multiply', of: [credit, { kind: 'MatrixCell', matrix: 'grid', of }] })

/** Codes about rate tables and matrices. */
export const TABLES: readonly CatalogueEntry[] = [
  {
    ...error,
    code: 'table-order',
    title: 'Bands do not rise',
    what: 'Each band reaches to the start of the next, so they stand in rising order. On an axis of keys, `*` takes every other text and stands last.',
    fix: 'Sort the bands upwards.',
    example: {
      parts: withTable({
        bands: [
          { from: '1000', value: percent('0.05') },
          { from: '0', value: percent('0.1') },
        ],
      }),
    },
  },
  {
    ...error,
    code: 'table-duplicate',
    title: 'Two bands start at one edge, or two keys are the same',
    what: 'One of them could never be reached.',
    fix: 'Remove one, or correct its edge or key.',
    example: {
      parts: withTable({
        bands: [
          { from: '0', value: percent('0.05') },
          { from: '0', value: percent('0.1') },
        ],
      }),
    },
  },
  {
    ...error,
    code: 'table-start',
    title: 'A marginal table does not start at 0',
    what: 'Marginal slices are counted from 0, so the first band starts there.',
    fix: 'Let the first band start at 0; state a rate of 0 for what should pay nothing.',
    example: { parts: withTable({ mode: 'marginal', bands: [{ from: '500', value: percent('0.05') }] }) },
  },
  {
    ...error,
    code: 'table-cells',
    title: 'A table mixes money and rates',
    what: 'All bands or cells give money, or all give rates: otherwise the same block would be one or the other.',
    fix: 'Make two tables of it.',
    example: {
      parts: withTable({
        mode: 'step',
        bands: [
          { from: '0', value: eur('10') },
          { from: '1000', value: percent('0.1') },
        ],
      }),
    },
  },
  {
    ...error,
    code: 'table-axis',
    title: 'A table reads something that its edges are not',
    what: 'Edges of money are compared with money, numbers with numbers, shares with a share or with an amount `per` something. Only a table of shares is measured against something.',
    fix: 'Change the axis, what is read, or `per`.',
    example: { parts: withTable({}, whole({ per: eur('5000') })) },
  },
  {
    ...error,
    code: 'table-mode',
    title: 'A marginal table has no single rate',
    what: '`TableCell` asks for the rate at a figure; a marginal table has one rate for each slice.',
    fix: 'Apply the table (`ApplyTable`), or make it `whole`.',
    example: {
      parts: withTable(
        { mode: 'marginal' },
        { kind: 'Multiply', of: [eur('1'), { kind: 'TableCell', table: 'rates', reads: whole().reads }] },
      ),
    },
  },
  {
    ...error,
    code: 'table-pays',
    title: 'A step or a line pays on nothing',
    what: 'A `step` or `interpolated` table gives its figure as it is; only the rates of a `whole` or `marginal` table are paid on something.',
    fix: 'Take `pays` away, or let the table be `whole` or `marginal`.',
    example: {
      parts: withTable({ mode: 'step', bands: [{ from: '0', value: eur('100') }] }, { ...whole(), pays: eur('5000') }),
    },
  },
  {
    ...error,
    code: 'table-pays-slice',
    title: 'A retroactive rate on another basis, deal by deal',
    what: 'The rate that a `whole` table reaches holds for everything up to it. Read slice by slice, it has to make good what was paid before at a lower rate, and where `pays` is another basis than what is read, nothing says how much of that basis came before.',
    fix: 'Read the whole window in an earning per period, or take `pays` away, or let the table be `marginal`.',
    example: {
      parts: {
        measures: [revenue()],
        tables: [table({ mode: 'whole' })],
        earnings: [
          commission({
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
            pays: credit,
          }),
        ],
      },
    },
  },
  {
    ...error,
    code: 'table-reading',
    title: 'Only a sum or a count is cut into slices',
    what: 'A credit adds a slice to a running sum; to an average, a minimum or a maximum it adds none.',
    fix: 'Look the rate up `after` or `before`, or let the measure be a sum.',
    example: {
      parts: {
        measures: [revenue({ aggregate: 'maximum' })],
        tables: [table({})],
        earnings: [
          commission({
            kind: 'ApplyTable',
            table: 'rates',
            reads: { kind: 'Running', measure: 'revenue', lookup: 'slice' },
          }),
        ],
      },
    },
  },
  {
    ...error,
    code: 'matrix-cells',
    title: 'A matrix has too few or too many cells',
    what: 'There is one cell for each combination: the product of the axes’ sizes, the last axis running fastest.',
    fix: 'Add or remove cells.',
    example: { parts: { matrices: [grid([percent('0.1')])], earnings: [inGrid(text('new'))] } },
  },
  {
    ...error,
    code: 'matrix-axes',
    title: 'A matrix is read with too few or too many values',
    what: '`MatrixCell` gives one value for each axis, in their order.',
    fix: 'Give as many values as there are axes.',
    example: {
      parts: { matrices: [grid([percent('0.1'), percent('0.2')])], earnings: [inGrid(text('new'), text('new'))] },
    },
  },
]
