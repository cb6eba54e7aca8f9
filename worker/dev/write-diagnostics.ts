import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import {
  type CatalogueEntry,
  DIAGNOSTICS,
  EXAMPLE_BASE,
  EXCEPTIONS,
  FINDINGS,
  type FindingEntry,
} from '../../engine/index.ts'
import { jsonLines } from './json-lines.ts'

// Writes docs/diagnostics.md from the engine's catalogue, so that no code can be documented otherwise than it is.

const STAGES = {
  reading: ['Reading a plan', 'Refused before anything of the plan is understood. The first of these stops the rest.'],
  checking: [
    'Checking a plan',
    'A plan with an error does not compile. Warnings and information do not stop it; look at them before you publish.',
  ],
  examples: ['Running its examples', 'A plan whose examples fail is not published.'],
  organisation: ['Within an organisation', 'What only shows beside the organisation’s own transaction fields.'],
} as const

const block = (value: unknown): string => `\`\`\`json\n${jsonLines(value)}\n\`\`\``

function entryText({ code, severity, title, what, fix, example }: CatalogueEntry): string {
  const raisedBy = 'words' in example ? `Raised by: ${example.words}` : `Raised by:\n\n${block(example.parts)}`
  return [`### ${code}`, `**${title}.** (${severity}) ${what}`, `What to do: ${fix}`, raisedBy].join('\n\n')
}

function findingText({ code, severity, title, what, fix, example, instead, options }: FindingEntry): string {
  const asked = options
    ? [`Asked with:\n\n${block(options)}`, `of:\n\n${block(example)}`]
    : [`Raised by:\n\n${block(example)}`]
  const without = options ? 'Without being asked, it says nothing.' : `Not by:\n\n${block(instead)}`
  return [`### ${code}`, `**${title}.** (${severity}) ${what}`, `What to do: ${fix}`, ...asked, without].join('\n\n')
}

/** The text that docs/diagnostics.md must have. */
export function diagnosticsPage(): string {
  const stages = (Object.keys(STAGES) as (keyof typeof STAGES)[]).map((stage) => {
    const [heading, intro] = STAGES[stage]
    return [`## ${heading}`, intro, ...DIAGNOSTICS.filter((d) => d.stage === stage).map(entryText)].join('\n\n')
  })
  const exceptions = EXCEPTIONS.map((e) => `### ${e.code}\n\n**${e.title}.** ${e.what}\n\nWhat to do: ${e.fix}`)
  return `${[
    '# Diagnostics',
    '<!-- Written by `npm run docs:diagnostics` from engine/check/catalogue; a test says when it is out of step. -->',
    'What checking a plan can say, one code after the other. Codes are stable. A diagnostic is `{ code, severity, at, path, message, fix? }`: `path` is the JSON pointer (RFC 6901) of the mistake, `at` the id of the block to mark, and `fix`, where there is one, a list of edits that puts it right.',
    'Each example raises its code and no other. Examples show what is put into this plan, which raises nothing:',
    block(EXAMPLE_BASE),
    ...stages,
    '## Analysing: loopholes',
    'Nothing of this is a mistake, and nothing of it stops a plan: it is what a plan can be gamed by, or costs. Each finding is `{ code, severity, at, path, message, sentence, witness, replay }`. `witness` holds two situations, `replay` what the engine pays in each; whoever doubts it runs the engine on both. What it looks at and what it proves is written in engine/decisions/0010-what-an-analysis-proves.md. Ask with `POST /api/v1/plans/analysis`, or look at the problems beside the blocks.',
    ...FINDINGS.map(findingText),
    '## Calculating: data exceptions',
    'Not mistakes of a plan: something that it reads is not there, or cannot be. An exception is tied to its transaction and block; it stops only what needs the value, everything else is calculated, and the period cannot be locked while it is open.',
    ...exceptions,
  ].join('\n\n')}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(new URL('../../docs/diagnostics.md', import.meta.url), diagnosticsPage())
