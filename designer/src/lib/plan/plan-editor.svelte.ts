import { compilePlan, type Plan, type Program } from '#engine'
import type { Answer } from '#lib/api/client.ts'
import type { OpenedPlan, SavedDraft } from '#lib/api/plans.ts'
import { planToBlocks } from '#lib/blocks/from-ast.ts'
import { withOwnIds } from '#lib/blocks/own-ids.ts'
import type { SavedWorkspace } from '#lib/blocks/saved.ts'
import { blocksToPlan, readBlocks } from '#lib/blocks/to-ast.ts'
import type { Canvas } from '#lib/canvas/canvas.ts'
import { dropBackup, readBackup, writeBackup } from './backup.ts'
import { type BlockDiagnostic, checkBlocks } from './block-diagnostics.ts'

export type SaveState = 'saved' | 'unsaved' | 'incomplete' | 'saving' | 'conflict' | 'failed'
type Save = (draft: { ast: Plan; layout: SavedWorkspace }, etag: string) => Promise<Answer<SavedDraft>>

const AUTOSAVE_MS = 1_500

/** The layout if it still shows the plan; a plan written by somebody else's program has none that does. */
function blocksOf(plan: Plan, layout: unknown): SavedWorkspace {
  if (typeof layout === 'object' && layout !== null && 'blocks' in layout) {
    const saved = layout as SavedWorkspace
    if (sameJson(blocksToPlan(saved), plan)) return saved
  }
  return planToBlocks(withOwnIds(plan))
}

const sameJson = (a: unknown, b: unknown): boolean => JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== 'at')
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, child]) => [key, sorted(child)]),
  )
}

/** A plan being edited: its blocks, what they mean, and whether they are safe on the server. */
export class PlanEditor {
  readonly planId: string
  readonly restored: boolean
  readonly #save: Save
  #canvas: Canvas | undefined
  #etag: string
  #theirs: SavedWorkspace
  #timer: ReturnType<typeof setTimeout> | undefined
  #saved = $state.raw<SavedWorkspace>({ blocks: { languageVersion: 0, blocks: [] } })
  #state = $state<SaveState>('saved')
  #history = $state.raw({ undo: false, redo: false })
  readonly #read = $derived(readBlocks(this.#saved))
  readonly #checked = $derived(checkBlocks(this.#read))
  readonly #program = $derived.by((): Program | undefined => {
    const { plan } = this.#checked
    const compiled = plan && compilePlan(plan)
    return compiled?.ok ? compiled.value : undefined
  })

  constructor(opened: OpenedPlan, save: Save) {
    this.planId = opened.id
    this.#save = save
    this.#etag = opened.etag
    this.#theirs = blocksOf(opened.ast, opened.layout)
    const backup = readBackup(opened.id)
    this.restored = backup !== undefined
    this.#saved = backup?.saved ?? this.#theirs
    if (backup) this.#state = backup.etag === opened.etag ? 'unsaved' : 'conflict'
  }

  get saved(): SavedWorkspace {
    return this.#saved
  }
  get state(): SaveState {
    return this.#state
  }
  get canUndo(): boolean {
    return this.#history.undo
  }
  get canRedo(): boolean {
    return this.#history.redo
  }
  get plan(): Plan | undefined {
    return this.#checked.plan
  }
  get program(): Program | undefined {
    return this.#program
  }
  get diagnostics(): readonly BlockDiagnostic[] {
    return this.#checked.diagnostics
  }
  get loose(): readonly string[] {
    return this.#read.loose
  }
  get hasErrors(): boolean {
    return this.#checked.diagnostics.some((each) => each.severity === 'error')
  }
  get etag(): string {
    return this.#etag
  }

  attach(canvas: Canvas): () => void {
    this.#canvas = canvas
    return () => {
      this.#canvas = undefined
    }
  }

  changed(saved: SavedWorkspace, history: { undo: boolean; redo: boolean }): void {
    this.#saved = saved
    this.#history = history
    if (this.#state !== 'conflict') this.#state = 'unsaved'
    writeBackup(this.planId, { etag: this.#etag, saved })
    clearTimeout(this.#timer)
    if (this.#state !== 'conflict') this.#timer = setTimeout(() => void this.save(), AUTOSAVE_MS)
  }

  undo(): void {
    this.#canvas?.undo()
  }
  redo(): void {
    this.#canvas?.redo()
  }
  goTo(block: string): void {
    this.#canvas?.goTo(block)
  }

  async save(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#state === 'saving' || this.#state === 'conflict') return
    const ast = this.plan
    if (!ast) {
      this.#state = 'incomplete'
      return
    }
    const sent = this.#saved
    this.#state = 'saving'
    const answer = await this.#save({ ast, layout: sent }, this.#etag)
    if (answer.ok) {
      this.#etag = answer.value.etag
      this.#theirs = sent
      if (this.#saved === sent) {
        this.#state = 'saved'
        dropBackup(this.planId)
      } else {
        writeBackup(this.planId, { etag: this.#etag, saved: this.#saved })
        this.#state = 'unsaved'
        this.#timer = setTimeout(() => void this.save(), AUTOSAVE_MS)
      }
    } else this.#state = [409, 412].includes(answer.problem.status) ? 'conflict' : 'failed'
  }

  /** After a conflict: what somebody else saved is replaced, knowingly. */
  async overwrite(etag: string): Promise<void> {
    this.#etag = etag
    this.#state = 'unsaved'
    await this.save()
  }

  /** Gives up what is only here. */
  take(opened: OpenedPlan): void {
    this.#etag = opened.etag
    this.#theirs = blocksOf(opened.ast, opened.layout)
    this.discard()
  }

  discard(): void {
    clearTimeout(this.#timer)
    dropBackup(this.planId)
    this.#saved = this.#theirs
    this.#canvas?.load(this.#theirs)
    this.#history = { undo: false, redo: false }
    this.#state = 'saved'
  }

  /** Leaving the page sends what waits. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#state === 'unsaved') void this.save()
  }
}
