import type { Fault } from './problem.ts'

/** What zod says of one fault. */
export type Issue = {
  code?: string | undefined
  path: PropertyKey[]
  message: string
  keys?: string[]
  errors?: Issue[][]
}

function pointerTo(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** zod's findings in our words; of a union, those of the branch that came furthest. */
export function faultsOf(issues: readonly Issue[], prefix: readonly PropertyKey[] = []): Fault[] {
  return issues.flatMap((issue): Fault[] => {
    const path = [...prefix, ...issue.path]
    if (issue.code === 'unrecognized_keys') {
      return (issue.keys ?? []).map((key) => ({
        pointer: pointerTo([...path, key]),
        code: 'unknown-field',
        detail: `There is no field "${key}" here.`,
      }))
    }
    if (issue.code === 'invalid_union') {
      const nested = (issue.errors ?? [])
        .flat()
        .filter((inner) => inner.path.length > 0 || inner.code === 'unrecognized_keys')
      if (nested.length > 0) return faultsOf(nested, path)
    }
    const isMissing = /^invalid_(type|value)$/.test(issue.code ?? '') && issue.message.endsWith('received undefined')
    return [
      {
        pointer: pointerTo(path),
        code: isMissing ? 'missing' : (issue.code ?? 'invalid').replaceAll('_', '-'),
        detail: isMissing ? 'This field is missing.' : issue.message,
      },
    ]
  })
}
