import type { Me } from '#lib/api/session.svelte.ts'

const hasOneOf = (me: Me, ...roles: string[]): boolean => me.roles.some((role) => roles.includes(role))

/** Where the navigation leads somebody. What they may really do, the API decides. */
export const seesPlans = (me: Me): boolean => hasOneOf(me, 'administrator', 'analyst', 'approver', 'finance', 'auditor')
export const sharesStatements = (me: Me): boolean => hasOneOf(me, 'analyst', 'participant')
export const seesData = (me: Me): boolean => hasOneOf(me, 'analyst', 'approver', 'finance', 'auditor')
export const bringsData = (me: Me): boolean => hasOneOf(me, 'analyst')
export const handlesExceptions = (me: Me): boolean => hasOneOf(me, 'analyst', 'finance')
