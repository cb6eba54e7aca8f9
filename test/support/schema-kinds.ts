import * as z from 'zod'
import { Plan } from '#engine'

/** Every word that the schema lets a person choose. */
export function schemaChoices(): string[] {
  const words = new Set<string>()
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item)
    else if (typeof node === 'object' && node !== null) {
      const { enum: choices } = node as { enum?: unknown }
      if (Array.isArray(choices)) for (const word of choices) words.add(String(word))
      Object.values(node).forEach(walk)
    }
  }
  walk(z.toJSONSchema(Plan, { target: 'draft-2020-12', unrepresentable: 'any' }))
  return [...words]
}

/** The kinds of expressions, out of the schema itself. */
export function expressionKinds(expression: unknown): string[] {
  const union = expression as { options: { shape: { kind: { value: string } } }[] }
  return union.options.map((option) => option.shape.kind.value)
}
