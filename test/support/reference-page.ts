/** A fenced block of the language reference: its language, what it is ("example", "frame", …), and its text. */
export type Fence = { readonly language: string; readonly is: string; readonly text: string }

/** All fenced blocks of a Markdown page, in order. */
export const fencesOf = (page: string): Fence[] =>
  [...page.matchAll(/^```(\w+) ?(\w*)\n([\s\S]*?)\n```$/gm)].map(([, language = '', is = '', text = '']) => ({
    language,
    is,
    text,
  }))

/** The JSON of the blocks of one sort. */
export const jsonOf = (page: string, is: string): Record<string, unknown>[] =>
  fencesOf(page).flatMap((fence) => (fence.language === 'json' && fence.is === is ? [JSON.parse(fence.text)] : []))
