import * as Blockly from 'blockly/core'
import { cellText, edgeText, pagesOf, readGrid, sizeOf } from '#lib/blocks/matrix.ts'
import type { BlockTexts } from '#lib/blocks/texts/texts.ts'
import { FieldData } from './data.ts'

const ROW = 18
const PAD = 10
/** Wider than most: what is drawn needs only to be apart. */
const CHARACTER = 7.6
const INK = '#16211f'
const MOST = { rows: 10, columns: 8 }
const { dom, Size } = Blockly.utils

/** The cells of a matrix, drawn as a table on its block; a click opens them for editing. */
export class FieldMatrix extends FieldData {
  readonly #texts: BlockTexts
  #drawing: SVGGElement | null = null

  constructor(value: string, texts: BlockTexts) {
    super('matrix', value, (text) => {
      const grid = readGrid(text)
      return grid ? texts.matrixSummary(grid.axes.map(sizeOf)) : '—'
    })
    this.#texts = texts
  }

  protected override initView(): void {
    this.createBorderRect_()
    this.#drawing = dom.createSvgElement(Blockly.utils.Svg.G, {}, this.fieldGroup_ ?? undefined)
  }

  protected override render_(): void {
    const drawing = this.#drawing
    if (!drawing) return
    drawing.replaceChildren()
    const lines = this.#lines()
    const widths = (lines[0] ?? []).map(
      (_, i) => Math.max(24, ...lines.map((line) => CHARACTER * (line[i] ?? '').length)) + PAD,
    )
    const left = (column: number): number => widths.slice(0, column).reduce((sum, width) => sum + width, PAD / 2)
    const width = left(widths.length) + PAD / 2
    const isHeaded = (lines[0]?.length ?? 0) > 2
    lines.forEach((line, row) => {
      line.forEach((text, column) => {
        const isHead = column === 0 || (row === 0 && isHeaded)
        const place = { x: left(column) + (widths[column] ?? 0) - PAD / 2, y: ROW * row + 14, 'text-anchor': 'end' }
        const element = dom.createSvgElement(Blockly.utils.Svg.TEXT, place, drawing)
        element.textContent = text
        element.setAttribute('class', 'blocklyText')
        // Set here, since Blockly's own rule colours only a field's first text dark.
        element.style.fill = INK
        if (isHead) element.style.fontWeight = '700'
      })
    })
    this.size_ = new Size(width, ROW * lines.length + 4)
    this.positionBorderRect_()
  }

  /** What is drawn, line by line: the edges on top and in front, then the cells of the first page. */
  #lines(): string[][] {
    const grid = readGrid(this.value_ ?? '')
    if (!grid) return [['—']]
    const { pages, rows, columns } = pagesOf(grid)
    if (!rows) return [['—']]
    const [height, width] = [sizeOf(rows), columns ? sizeOf(columns) : 1]
    const shown = { rows: Math.min(height, MOST.rows), columns: Math.min(width, MOST.columns) }
    const more = (text: string): string[] => (width > shown.columns ? [text] : [])
    const across = Array.from({ length: shown.columns }, (_, j) => j)
    const head = columns ? [['', ...across.map((j) => edgeText(columns, j)), ...more('…')]] : []
    const body = Array.from({ length: shown.rows }, (_, i) => [
      edgeText(rows, i),
      ...across.map((j) => cellText(grid.cells[i * width + j])),
      ...more(''),
    ])
    const hidden = height - shown.rows + (pages - 1) * height
    return [...head, ...body, ...(hidden > 0 ? [[this.#texts.moreRows(hidden)]] : [])]
  }
}
