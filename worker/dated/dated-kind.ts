import { z } from '@hono/zod-openapi'
import { addDays } from '#engine'
import { CalendarDate, Currency, DecimalText, Identifier, isSpan, Reference, spanShape } from '../values.ts'

/** What a reference points at, by its table. */
export type ReferencedTable = 'participants' | 'titles' | 'territories' | 'plans'

/** One line as the caller says it, flattened to columns: references are still open. */
export type OpenFact = {
  from: string
  to: string | null
  removed: boolean
  /** Column, what it refers to, and how the caller named it (with the pointer of the name inside the line). */
  references: { column: string; table: ReferencedTable; reference: Reference; pointer: string }[]
  /** Columns that hold plain values. */
  values: Record<string, string | null>
}

/** A kind of dated fact: its address, its table, what is its subject, and how it is said. */
export type DatedKind<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = {
  path: string
  table: string
  name: string
  /** Columns that say what the fact is about; facts of one subject never overlap. */
  subject: readonly string[]
  /** The other columns. */
  rest: readonly string[]
  /** Whether a later fact cuts an earlier one back; otherwise a fact holds for exactly its stretch. */
  onOverlap: 'cut' | 'refuse'
  input: I
  shown: O
  open(line: z.output<I>): OpenFact
  show(row: Readonly<Record<string, string | null>>): z.input<O>
}

/** `removed: true` takes away what stands for this subject in the stretch. */
const removedShape = { removed: z.boolean().default(false) }

const checkSpan = { path: ['to'], message: 'It ends after it begins; `to` is exclusive.' }
const shownSpan = { from: z.string(), to: z.string().nullable() }
const span = (row: Readonly<Record<string, string | null>>) => ({
  from: row.effective_from ?? '',
  to: row.effective_to ?? null,
})
const text = (value: string | null | undefined): string => value ?? ''

function define<I extends z.ZodType, O extends z.ZodType>(kind: DatedKind<I, O>): DatedKind<I, O> {
  return kind
}

export const participantTitleKind = define({
  path: 'participant-titles',
  table: 'participant_titles',
  name: 'ParticipantTitle',
  subject: ['participant_id'],
  rest: ['title_id'],
  onOverlap: 'cut',
  input: z
    .strictObject({ participant: Reference, title: Reference, ...spanShape, ...removedShape })
    .refine(isSpan, checkSpan),
  shown: z.object({ participantId: z.string(), titleId: z.string(), ...shownSpan }),
  open: ({ participant, title, from, to, removed }) => ({
    from,
    to,
    removed,
    values: {},
    references: [
      { column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' },
      { column: 'title_id', table: 'titles', reference: title, pointer: '/title' },
    ],
  }),
  show: (row) => ({ participantId: text(row.participant_id), titleId: text(row.title_id), ...span(row) }),
})

export const reportingLineKind = define({
  path: 'reporting-lines',
  table: 'reporting_lines',
  name: 'ReportingLine',
  subject: ['participant_id'],
  rest: ['manager_id'],
  onOverlap: 'cut',
  input: z
    .strictObject({ participant: Reference, manager: Reference, ...spanShape, ...removedShape })
    .refine(isSpan, checkSpan),
  shown: z.object({ participantId: z.string(), managerId: z.string(), ...shownSpan }),
  open: ({ participant, manager, from, to, removed }) => ({
    from,
    to,
    removed,
    values: {},
    references: [
      { column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' },
      { column: 'manager_id', table: 'participants', reference: manager, pointer: '/manager' },
    ],
  }),
  show: (row) => ({ participantId: text(row.participant_id), managerId: text(row.manager_id), ...span(row) }),
})

export const territoryOwnerKind = define({
  path: 'territory-owners',
  table: 'territory_owners',
  name: 'TerritoryOwner',
  subject: ['territory_id', 'participant_id'],
  rest: [],
  onOverlap: 'cut',
  input: z
    .strictObject({ territory: Reference, participant: Reference, ...spanShape, ...removedShape })
    .refine(isSpan, checkSpan),
  shown: z.object({ territoryId: z.string(), participantId: z.string(), ...shownSpan }),
  open: ({ territory, participant, from, to, removed }) => ({
    from,
    to,
    removed,
    values: {},
    references: [
      { column: 'territory_id', table: 'territories', reference: territory, pointer: '/territory' },
      { column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' },
    ],
  }),
  show: (row) => ({ territoryId: text(row.territory_id), participantId: text(row.participant_id), ...span(row) }),
})

export const planAssignmentKind = define({
  path: 'plan-assignments',
  table: 'plan_assignments',
  name: 'PlanAssignment',
  subject: ['plan_id', 'participant_id'],
  rest: [],
  onOverlap: 'cut',
  input: z
    .strictObject({ plan: Reference, participant: Reference, ...spanShape, ...removedShape })
    .refine(isSpan, checkSpan),
  shown: z.object({ planId: z.string(), participantId: z.string(), ...shownSpan }),
  open: ({ plan, participant, from, to, removed }) => ({
    from,
    to,
    removed,
    values: {},
    references: [
      { column: 'plan_id', table: 'plans', reference: plan, pointer: '/plan' },
      { column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' },
    ],
  }),
  show: (row) => ({ planId: text(row.plan_id), participantId: text(row.participant_id), ...span(row) }),
})

type Subject = { participant?: Reference | undefined; title?: Reference | undefined }

function subjectReference({ participant, title }: Subject): OpenFact['references'] {
  if (participant !== undefined)
    return [{ column: 'subject_id', table: 'participants', reference: participant, pointer: '/participant' }]
  if (title !== undefined) return [{ column: 'subject_id', table: 'titles', reference: title, pointer: '/title' }]
  return []
}

const scopeOf = ({ participant, title }: Subject): string =>
  participant !== undefined ? 'participant' : title !== undefined ? 'title' : 'all'

const subjectShape = { participant: Reference.optional(), title: Reference.optional() }
const shownSubject = { participantId: z.string().nullable(), titleId: z.string().nullable() }
const showSubject = (row: Readonly<Record<string, string | null>>) => ({
  participantId: row.scope === 'participant' ? text(row.subject_id) : null,
  titleId: row.scope === 'title' ? text(row.subject_id) : null,
})
const isOne = ({ participant, title }: Subject) => (participant === undefined) !== (title === undefined)
const isAtMostOne = ({ participant, title }: Subject) => participant === undefined || title === undefined

export const quotaKind = define({
  path: 'quotas',
  table: 'quotas',
  name: 'Quota',
  subject: ['scope', 'subject_id', 'name'],
  rest: ['value', 'currency'],
  onOverlap: 'refuse',
  input: z
    .strictObject({
      ...subjectShape,
      name: Identifier,
      from: CalendarDate,
      to: CalendarDate,
      value: DecimalText,
      currency: Currency.nullable().default(null),
      ...removedShape,
    })
    .refine(isSpan, checkSpan)
    .refine(isOne, { path: ['participant'], message: 'A quota is of one participant or of one title.' }),
  shown: z.object({
    ...shownSubject,
    name: z.string(),
    from: z.string(),
    to: z.string(),
    value: z.string(),
    currency: z.string().nullable(),
  }),
  open: (line) => ({
    from: line.from,
    to: line.to,
    removed: line.removed,
    references: subjectReference(line),
    values: { scope: scopeOf(line), name: line.name, value: line.value, currency: line.currency },
  }),
  show: (row) => ({
    ...showSubject(row),
    name: text(row.name),
    from: text(row.effective_from),
    to: text(row.effective_to),
    value: text(row.value),
    currency: row.currency ?? null,
  }),
})

export const parameterKind = define({
  path: 'parameters',
  table: 'parameters',
  name: 'Parameter',
  subject: ['scope', 'subject_id', 'name'],
  rest: ['value'],
  onOverlap: 'cut',
  input: z
    .strictObject({ ...subjectShape, name: Identifier, ...spanShape, value: DecimalText, ...removedShape })
    .refine(isSpan, checkSpan)
    .refine(isAtMostOne, { path: ['title'], message: 'A parameter is for everybody, one title, or one participant.' }),
  shown: z.object({
    scope: z.enum(['all', 'title', 'participant']),
    ...shownSubject,
    name: z.string(),
    ...shownSpan,
    value: z.string(),
  }),
  open: (line) => ({
    from: line.from,
    to: line.to,
    removed: line.removed,
    references: subjectReference(line),
    values: {
      scope: scopeOf(line),
      name: line.name,
      value: line.value,
      ...(scopeOf(line) === 'all' ? { subject_id: '' } : {}),
    },
  }),
  show: (row) => ({
    scope: z.enum(['all', 'title', 'participant']).parse(row.scope),
    ...showSubject(row),
    name: text(row.name),
    ...span(row),
    value: text(row.value),
  }),
})

export const overlayTeamMemberKind = define({
  path: 'overlay-team-members',
  table: 'overlay_team_members',
  name: 'OverlayTeamMember',
  subject: ['team', 'participant_id'],
  rest: ['share'],
  onOverlap: 'cut',
  input: z
    .strictObject({
      team: Identifier,
      participant: Reference,
      share: DecimalText.openapi({ description: 'Part of what the team is credited with; 0.5 is half.' }),
      ...spanShape,
      ...removedShape,
    })
    .refine(isSpan, checkSpan),
  shown: z.object({ team: z.string(), participantId: z.string(), share: z.string(), ...shownSpan }),
  open: ({ team, participant, share, from, to, removed }) => ({
    from,
    to,
    removed,
    values: { team, share },
    references: [{ column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' }],
  }),
  show: (row) => ({
    team: text(row.team),
    participantId: text(row.participant_id),
    share: text(row.share),
    ...span(row),
  }),
})

export const inputFigureKind = define({
  path: 'input-figures',
  table: 'input_figures',
  name: 'InputFigure',
  subject: ['name', 'participant_id'],
  rest: ['value'],
  onOverlap: 'refuse',
  input: z
    .strictObject({
      name: Identifier,
      participant: Reference,
      from: CalendarDate,
      to: CalendarDate,
      value: DecimalText,
      ...removedShape,
    })
    .refine(isSpan, checkSpan),
  shown: z.object({
    name: z.string(),
    participantId: z.string(),
    from: z.string(),
    to: z.string(),
    value: z.string(),
  }),
  open: ({ name, participant, from, to, value, removed }) => ({
    from,
    to,
    removed,
    values: { name, value },
    references: [{ column: 'participant_id', table: 'participants', reference: participant, pointer: '/participant' }],
  }),
  show: (row) => ({
    name: text(row.name),
    participantId: text(row.participant_id),
    from: text(row.effective_from),
    to: text(row.effective_to),
    value: text(row.value),
  }),
})

/** A rate is of one day; a day without one takes the last before it, as banks publish them. */
export const exchangeRateKind = define({
  path: 'exchange-rates',
  table: 'exchange_rates',
  name: 'ExchangeRate',
  subject: ['rate_type', 'from_currency', 'to_currency'],
  rest: ['rate'],
  onOverlap: 'refuse',
  input: z.strictObject({
    rateType: Identifier,
    from: Currency,
    to: Currency,
    on: CalendarDate,
    rate: DecimalText.refine((value) => !/^-|^0(\.0+)?$/.test(value), 'A rate is above 0.'),
    ...removedShape,
  }),
  shown: z.object({
    rateType: z.string(),
    from: z.string(),
    to: z.string(),
    on: z.string(),
    rate: z.string(),
  }),
  open: ({ rateType, from, to, on, rate, removed }) => ({
    from: on,
    to: addDays(on, 1),
    removed,
    references: [],
    values: { rate_type: rateType, from_currency: from, to_currency: to, rate },
  }),
  show: (row) => ({
    rateType: text(row.rate_type),
    from: text(row.from_currency),
    to: text(row.to_currency),
    on: text(row.effective_from),
    rate: text(row.rate),
  }),
})
