/** Blockly's own saved form, as far as a plan uses it. Everything else in it (positions, collapsing) is layout. */
export type SavedBlock = {
  type: string
  id?: string
  x?: number
  y?: number
  data?: string
  deletable?: false
  extraState?: { items: number }
  icons?: { comment?: { text?: string; pinned?: boolean; height?: number; width?: number } }
  fields?: Record<string, string>
  inputs?: Record<string, SavedConnection>
  next?: SavedConnection
}

export type SavedConnection = { block?: SavedBlock; shadow?: SavedBlock }

export type SavedWorkspace = { blocks: { languageVersion: 0; blocks: SavedBlock[] } }

/** What a block says about its node beside its fields (as `data`), where the plain way would not keep it. */
export type Remark = {
  at?: string | null
  explanation?: string
  /** Properties that are there and empty, where a block without them would leave them out. */
  empty?: string[]
}
