import * as Blockly from 'blockly/core'
import * as De from 'blockly/msg/de'
import * as En from 'blockly/msg/en'
import './renderer.ts'
import type { Referent } from '#lib/blocks/definitions/spec.ts'
import { type DataRequest, onDataRequest } from '#lib/blocks/fields/data.ts'
import { keepPartIdsApart } from '#lib/blocks/part-ids.ts'
import { registerBlocks } from '#lib/blocks/register.ts'
import type { SavedWorkspace } from '#lib/blocks/saved.ts'
import { de } from '#lib/blocks/texts/de.ts'
import { en } from '#lib/blocks/texts/en.ts'
import { dark, light } from '#lib/blocks/theme.ts'
import { registerCategories, toolbox } from '#lib/blocks/toolbox.ts'
import { partsIn } from '#lib/blocks/workspace-parts.ts'
import type { CarriedRequest } from '#lib/carried/request.ts'

export type Mark = { readonly block: string | undefined; readonly severity: string; readonly message: string }

/** What the rest of the application can do with the canvas. */
export type Canvas = {
  load(saved: SavedWorkspace): void
  mark(marks: readonly Mark[]): void
  goTo(block: string): void
  undo(): void
  redo(): void
  setDark(isDark: boolean): void
  dispose(): void
}

type Options = {
  readonly locale: 'en' | 'de'
  readonly isDark: boolean
  readonly saved: SavedWorkspace
  /** Only to look at: no toolbox, and nothing can be changed. */
  readonly readOnly: boolean
  /** A person wants to edit what a block carries as data. */
  readonly oncarried: (request: CarriedRequest) => void
  readonly onchange: (saved: SavedWorkspace, history: { undo: boolean; redo: boolean }) => void
}

/** The one place that touches Blockly's DOM. */
export function openCanvas(element: HTMLElement, options: Options): Canvas {
  const texts = options.locale === 'de' ? de : en
  Blockly.setLocale((options.locale === 'de' ? De : En) as unknown as Record<string, string>)
  registerBlocks(texts)
  const workspace = Blockly.inject(element, {
    readOnly: options.readOnly,
    ...(options.readOnly ? {} : { toolbox: toolbox(texts) }),
    media: '/blockly-media/',
    renderer: 'dreizack',
    theme: options.isDark ? dark : light,
    plugins: { [Blockly.registry.Type.CONNECTION_CHECKER.toString()]: 'families' },
    comments: true,
    collapse: true,
    // On a phone the blocks need the width.
    horizontalLayout: element.clientWidth < 600,
    disable: false,
    sounds: false,
    trashcan: false,
    zoom: { controls: true, wheel: false, pinch: true, startScale: 0.9, minScale: 0.4, maxScale: 2 },
    move: { scrollbars: true, drag: true, wheel: true },
  })
  if (!options.readOnly) {
    registerCategories(workspace, texts)
    keepPartIdsApart(workspace)
  }
  onDataRequest(workspace, (request) => options.oncarried(carried(workspace, request)))

  const load = (saved: SavedWorkspace): void => {
    Blockly.Events.disable()
    try {
      Blockly.serialization.workspaces.load(saved, workspace)
    } finally {
      Blockly.Events.enable()
    }
    workspace.clearUndo()
  }
  load(options.saved)

  let scheduled = false
  const tell = (): void => {
    scheduled = false
    const saved = Blockly.serialization.workspaces.save(workspace) as SavedWorkspace
    const history = { undo: workspace.getUndoStack().length > 0, redo: workspace.getRedoStack().length > 0 }
    options.onchange(saved, history)
  }
  workspace.addChangeListener((event) => {
    if (event.isUiEvent || event.type === Blockly.Events.FINISHED_LOADING || scheduled) return
    scheduled = true
    requestAnimationFrame(tell)
  })

  const resize = new ResizeObserver(() => Blockly.svgResize(workspace))
  resize.observe(element)

  return {
    load,
    mark: (marks) => markBlocks(workspace, marks),
    goTo: (id) => {
      const block = workspace.getBlockById(id)
      if (!block) return
      workspace.centerOnBlock(id)
      Blockly.getFocusManager().focusNode(block)
    },
    undo: () => workspace.undo(false),
    redo: () => workspace.undo(true),
    setDark: (isDark) => workspace.setTheme(isDark ? dark : light),
    dispose: () => {
      resize.disconnect()
      workspace.dispose()
    },
  }
}

function carried(workspace: Blockly.Workspace, { kind, block, value, set }: DataRequest): CarriedRequest {
  const named = (referent: Referent) =>
    partsIn(workspace, referent).map((part) => {
      const id = String(part.getFieldValue('ID'))
      return { value: id, label: String(part.getFieldValue('TITLE') ?? '') || id }
    })
  const fields = partsIn(workspace, 'fields').map((part) => {
    return { id: String(part.getFieldValue('ID')), type: String(part.getFieldValue('TYPE')) }
  })
  return {
    kind,
    title: String(block.getFieldValue('TITLE') ?? ''),
    value,
    currency: String(workspace.getBlocksByType('plan')[0]?.getFieldValue('CURRENCY') ?? ''),
    parameters: named('parameters'),
    measures: named('measures'),
    earnings: named('paid'),
    fields,
    set,
  }
}

/** Puts errors and warnings on their blocks. A shadow cannot carry an icon: the block around it does. */
function markBlocks(workspace: Blockly.WorkspaceSvg, marks: readonly Mark[]): void {
  const messages = new Map<Blockly.BlockSvg, string[]>()
  for (const { block: id, severity, message } of marks) {
    if (severity === 'info' || id === undefined) continue
    let block = workspace.getBlockById(id)
    while (block?.isShadow()) block = block.getParent()
    if (block) messages.set(block, [...(messages.get(block) ?? []), message])
  }
  for (const block of workspace.getAllBlocks(false)) block.setWarningText(messages.get(block)?.join('\n') ?? null)
}
