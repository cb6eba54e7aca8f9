import { compilePlan, type Plan, type Program } from '#engine'
import type { Answer } from '#lib/api/client.ts'
import type { DraftInput, PlanDraft } from '#lib/api/plans.ts'
import type { SavedWorkspace } from '#lib/blocks/saved.ts'
import { readBlocks } from '#lib/blocks/to-ast.ts'
import type { Canvas } from '#lib/canvas/canvas.ts'
import { locale } from '#lib/i18n/locale.svelte.ts'
import { dropBackup, readBackup, writeBackup } from './backup.ts'
import { type BlockDiagnostic, checkBlocks, shownOnly } from './block-diagnostics.ts'
import { blockNear } from './pointer.ts'
import type { ShownPlan } from './shown-blocks.ts'

export type SaveState = 'saved' | 'unsaved' | 'saving' | 'conflict' | 'failed'
type Save = (draft: DraftInput, revision: number) => Promise<Answer<PlanDraft>>

const AUTOSAVE_MS = 1_500
const NO_HISTORY = { undo: false, redo: false }

/** A plan being edited: its blocks, what they mean, and whether they are safe on the server. */
export class PlanEditor {
  readonly planId: string
  readonly restored: boolean
  /** Why the plan is only shown; undefined where it can be edited. */
  readonly unknown: string | undefined
  readonly #save: Save
  readonly #name: string
  #canvas: Canvas | undefined
  #theirs: SavedWorkspace
  #timer: ReturnType<typeof setTimeout> | undefined
  #revision = $state(0)
  #saved = $state.raw<SavedWorkspace>({ blocks: { languageVersion: 0, blocks: [] } })
  #state = $state<SaveState>('saved')
  #history = $state.raw(NO_HISTORY)
  /** What only the server knows, such as which fields the organisation has; about `of`. */
  #fromServer = $state.raw<{ of: SavedWorkspace; diagnostics: PlanDraft['diagnostics'] }>()
  readonly #read = $derived(readBlocks(this.#saved))
  readonly #checked = $derived(
    this.readOnly
      ? shownOnly(this.#read, this.#fromServer?.diagnostics ?? [])
      : checkBlocks(
          this.#read,
          this.#fromServer?.of === this.#saved ? this.#fromServer.diagnostics : [],
          locale.current,
        ),
  )
  readonly #program = $derived.by((): Program | undefined => {
    const { plan } = this.#checked
    const compiled = plan && compilePlan(plan)
    return compiled?.ok ? compiled.value : undefined
  })

  constructor(draft: PlanDraft, { blocks, unknown }: ShownPlan, save: Save) {
    this.planId = draft.id
    this.unknown = unknown
    this.#name = draft.name
    this.#save = save
    this.#revision = draft.revision
    this.#theirs = blocks
    // What is only shown is never saved, and what is kept in the browser stays there.
    const backup = unknown === undefined ? readBackup(draft.id) : undefined
    this.restored = backup !== undefined
    this.#saved = backup?.saved ?? blocks
    this.#fromServer = { of: blocks, diagnostics: draft.diagnostics }
    if (backup) this.#state = backup.revision === draft.revision ? 'unsaved' : 'conflict'
  }

  get readOnly(): boolean {
    return this.unknown !== undefined
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
  /** How many of the plan's examples hold. */
  get holding(): number {
    return this.#checked.holding
  }
  get loose(): readonly string[] {
    return this.#read.loose
  }
  get hasErrors(): boolean {
    return this.#checked.diagnostics.some((each) => each.severity === 'error')
  }
  get revision(): number {
    return this.#revision
  }
  /** The title on the plan block, or what the plan was called before it had one. */
  get title(): string {
    const { plan } = this.#read
    const title = typeof plan === 'object' && plan !== null && 'title' in plan ? plan.title : undefined
    return typeof title === 'string' && title.trim() !== '' ? title : this.#name
  }

  /** The block on which something is said, or the nearest around it. */
  blockOf({ path, at }: { readonly path: string; readonly at: string | null }): string | undefined {
    return blockNear(path, this.#read.blockAt) ?? at ?? undefined
  }

  attach(canvas: Canvas): () => void {
    this.#canvas = canvas
    return () => {
      this.#canvas = undefined
    }
  }

  changed(saved: SavedWorkspace, history: { undo: boolean; redo: boolean }): void {
    if (this.readOnly) return
    this.#saved = saved
    this.#history = history
    writeBackup(this.planId, { revision: this.#revision, saved })
    if (this.#state === 'conflict') return
    if (this.#state !== 'saving') this.#state = 'unsaved'
    this.#saveSoon()
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
    if (this.readOnly || this.#state === 'saving' || this.#state === 'conflict') return
    const sent = this.#saved
    this.#state = 'saving'
    const answer = await this.#save({ name: this.title, ast: this.#read.plan, layout: sent }, this.#revision)
    if (!answer.ok) {
      this.#state = answer.problem.status === 412 ? 'conflict' : 'failed'
      return
    }
    this.#revision = answer.value.revision
    this.#theirs = sent
    this.#fromServer = { of: sent, diagnostics: answer.value.diagnostics }
    if (this.#saved === sent) {
      this.#state = 'saved'
      dropBackup(this.planId)
      return
    }
    this.#state = 'unsaved'
    writeBackup(this.planId, { revision: this.#revision, saved: this.#saved })
    this.#saveSoon()
  }

  /** After a conflict: what somebody else saved is replaced, knowingly. */
  async overwrite(revision: number): Promise<void> {
    this.#revision = revision
    this.#state = 'unsaved'
    await this.save()
  }

  /** After a conflict: what is only here is given up, knowingly. */
  take(draft: PlanDraft, blocks: SavedWorkspace): void {
    this.#revision = draft.revision
    this.#theirs = blocks
    this.#fromServer = { of: blocks, diagnostics: draft.diagnostics }
    this.discard()
  }

  discard(): void {
    clearTimeout(this.#timer)
    dropBackup(this.planId)
    this.#saved = this.#theirs
    this.#canvas?.load(this.#theirs)
    this.#history = NO_HISTORY
    this.#state = 'saved'
  }

  /** Leaving the page sends what waits; what cannot be sent is still in the browser. */
  close(): void {
    clearTimeout(this.#timer)
    if (this.#state === 'unsaved') void this.save()
  }

  #saveSoon(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.save(), AUTOSAVE_MS)
  }
}
