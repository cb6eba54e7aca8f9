/** The tables whose history triggers keep: their columns, the first of them the key. */
export const CONFIGURATION_TABLES: Readonly<Record<string, { key: readonly string[]; rest: readonly string[] }>> = {
  accounts: { key: ['id'], rest: ['external_id', 'name', 'attributes'] },
  calendars: { key: ['id'], rest: ['external_id', 'name', 'periods'] },
  exchange_rates: {
    key: ['rate_type', 'from_currency', 'to_currency', 'effective_from'],
    rest: ['effective_to', 'rate'],
  },
  input_figures: { key: ['name', 'participant_id', 'effective_from'], rest: ['effective_to', 'value'] },
  overlay_team_members: { key: ['team', 'participant_id', 'effective_from'], rest: ['effective_to', 'share'] },
  parameters: { key: ['scope', 'subject_id', 'name', 'effective_from'], rest: ['effective_to', 'value'] },
  participant_titles: { key: ['participant_id', 'effective_from'], rest: ['title_id', 'effective_to'] },
  participants: { key: ['id'], rest: ['external_id', 'name', 'email'] },
  plan_assignments: { key: ['plan_id', 'participant_id', 'effective_from'], rest: ['effective_to'] },
  products: { key: ['id'], rest: ['external_id', 'name', 'attributes'] },
  quotas: {
    key: ['scope', 'subject_id', 'name', 'effective_from'],
    rest: ['effective_to', 'value', 'currency'],
  },
  reporting_lines: { key: ['participant_id', 'effective_from'], rest: ['manager_id', 'effective_to'] },
  settings: { key: ['id'], rest: ['name', 'currency', 'time_zone', 'four_eyes', 'today'] },
  territories: { key: ['id'], rest: ['external_id', 'name', 'rule'] },
  territory_owners: { key: ['territory_id', 'participant_id', 'effective_from'], rest: ['effective_to'] },
  titles: { key: ['id'], rest: ['external_id', 'name'] },
  transaction_fields: { key: ['id'], rest: ['title', 'type', 'scale', 'choices'] },
}
