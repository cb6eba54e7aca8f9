/** The texts that a plan and its columns know, each with a small number, so that comparing them is comparing numbers. */
export class Texts {
  readonly #codes = new Map<string, number>()
  readonly #texts: string[] = []

  /** The text's code; a new text gets the next one. */
  code(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const code = this.#texts.length
    this.#codes.set(text, code)
    this.#texts.push(text)
    return code
  }

  text(code: number): string {
    return this.#texts[code] ?? ''
  }
}
