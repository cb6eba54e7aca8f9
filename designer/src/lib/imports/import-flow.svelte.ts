import {
  checkFile,
  type FileCheck,
  type ImportAnswer,
  listMappings,
  type StoredMapping,
  saveMapping,
  sendImport,
} from '#lib/api/imports.ts'
import type { Problem } from '#lib/api/problem.ts'
import { columnsAskedFor, draftOf, idFor, type MappingDraft, mappingOf, TARGETS } from './mapping-draft.ts'

/** A mapping that the form can start from. */
export type Start =
  | { key: string; kind: 'saved'; title: string; stored: StoredMapping }
  | { key: string; kind: 'preset' | 'names'; title: string; suggestion: FileCheck['suggestions'][number] }

type Step = 'file' | 'mapping' | 'checked' | 'done'

/** One file on its way: chosen, mapped, checked, imported. */
export class ImportFlow {
  #step = $state<Step>('file')
  #file = $state.raw<File>()
  #check = $state.raw<FileCheck>()
  #saved = $state.raw<StoredMapping[]>([])
  #answer = $state.raw<ImportAnswer>()
  #problem = $state.raw<Problem>()
  #isBusy = $state(false)
  #sent = $state(0)
  #savedId: string | null = null
  draft = $state<MappingDraft>()
  startKey = $state('')

  get step(): Step {
    return this.#step
  }
  get file(): File | undefined {
    return this.#file
  }
  get columns(): FileCheck['columns'] {
    return this.#check?.columns.filter(({ name }) => name !== '') ?? []
  }
  get answer(): ImportAnswer | undefined {
    return this.#answer
  }
  get problem(): Problem | undefined {
    return this.#problem
  }
  get isBusy(): boolean {
    return this.#isBusy
  }
  /** Share of the file that is sent, 0 to 1. */
  get sent(): number {
    return this.#sent
  }

  /** Saved mappings that fit the file, the latest first; then presets that fit; then the names of the columns. */
  readonly starts: readonly Start[] = $derived.by(() => {
    const names = new Set(this.columns.map(({ name }) => name))
    const fitting = this.#saved.filter(({ mapping }) => columnsAskedFor(mapping).every((column) => names.has(column)))
    const latestFirst = fitting.toSorted((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
    return [
      ...latestFirst.map(
        (stored): Start => ({ key: `saved:${stored.id}`, kind: 'saved', title: stored.mapping.name, stored }),
      ),
      ...(this.#check?.suggestions ?? []).map(
        (suggestion): Start => ({
          key: `suggested:${suggestion.preset ?? ''}`,
          kind: suggestion.preset === null ? 'names' : 'preset',
          title: suggestion.title,
          suggestion,
        }),
      ),
    ]
  })

  /** Looks at a file and starts from what fits it best. */
  async take(file: File): Promise<void> {
    this.#file = file
    await this.#work(async () => {
      const [check, saved] = await Promise.all([checkFile(file), listMappings()])
      if (!check.ok) return check.problem
      this.#check = check.value
      this.#saved = saved.ok ? saved.value : []
      const [first] = this.starts
      if (first !== undefined) this.startFrom(first.key)
      this.#step = 'mapping'
      return undefined
    })
  }

  startFrom(key: string): void {
    const start = this.starts.find((each) => each.key === key)
    if (start === undefined) return
    this.startKey = key
    this.#savedId = start.kind === 'saved' ? start.stored.id : null
    this.draft = draftOf(start.kind === 'saved' ? start.stored.mapping : start.suggestion.mapping, TARGETS)
  }

  /** Saves the mapping and asks what would become of the file. */
  async check(): Promise<void> {
    const mapping = this.draft === undefined ? null : mappingOf(this.draft)
    if (mapping === null) return
    await this.#work(async () => {
      this.#savedId ??= idFor(
        mapping.name,
        this.#saved.map(({ id }) => id),
      )
      const saved = await saveMapping(this.#savedId, mapping)
      if (!saved.ok) return saved.problem
      this.#saved = [...this.#saved.filter(({ id }) => id !== saved.value.id), saved.value]
      this.startKey = `saved:${saved.value.id}`
      return this.#send({ isDryRun: true })
    })
  }

  /** Stores the rows that can be stored. */
  async import(): Promise<void> {
    await this.#work(() => this.#send({ isDryRun: false }))
  }

  back(): void {
    this.#problem = undefined
    this.#step = this.#step === 'checked' ? 'mapping' : 'file'
  }

  async #send({ isDryRun }: { isDryRun: boolean }): Promise<Problem | undefined> {
    const [file, mapping] = [this.#file, this.#savedId]
    if (file === undefined || mapping === null) return undefined
    const answer = await sendImport(file, { mapping, mode: 'good', isDryRun }, (share) => {
      this.#sent = share
    })
    if (!answer.ok) return answer.problem
    this.#answer = answer.value
    this.#step = isDryRun ? 'checked' : 'done'
    return undefined
  }

  async #work(work: () => Promise<Problem | undefined>): Promise<void> {
    this.#isBusy = true
    this.#sent = 0
    this.#problem = undefined
    this.#problem = await work()
    this.#isBusy = false
  }
}
