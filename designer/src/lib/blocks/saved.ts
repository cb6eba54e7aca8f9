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
