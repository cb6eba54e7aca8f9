import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'turso',
  casing: 'snake_case',
  schema: [
    './worker/db/schema/organisation.ts',
    './worker/db/schema/calculation.ts',
    './worker/db/schema/periods.ts',
    './worker/db/schema/imports.ts',
  ],
  out: './migrations/organisation',
})
