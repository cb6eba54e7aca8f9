import { defineConfig } from 'drizzle-kit'

export default defineConfig({
  dialect: 'turso',
  casing: 'snake_case',
  schema: './worker/db/schema/directory.ts',
  out: './migrations/directory',
})
