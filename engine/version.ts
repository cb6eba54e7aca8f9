/** Recorded on every calculation; raised whenever the same plan and inputs could give other figures. See CHANGES.md. */
export const ENGINE_VERSION = '2'
