import { locale } from '#lib/i18n/locale.svelte.ts'

const EN: Record<string, string> = {
  administrator: 'administrator',
  analyst: 'compensation analyst',
  approver: 'approver',
  finance: 'finance',
  manager: 'manager',
  participant: 'participant',
  auditor: 'auditor',
}
const DE: Record<string, string> = {
  administrator: 'Verwaltung',
  analyst: 'Vergütungsanalyse',
  approver: 'Freigabe',
  finance: 'Finanzen',
  manager: 'Führung',
  participant: 'Teilnehmer',
  auditor: 'Prüfung',
}

export const roleWords = (role: string): string => (locale.current === 'de' ? DE : EN)[role] ?? role
