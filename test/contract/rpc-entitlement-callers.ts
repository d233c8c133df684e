/** Who calls, and what many RPCs answer them alike (rpc-people.ts). */
/** `nobody` shows a certificate of the bus that names no caller as it must, `foreign` one of another trust domain. */
export const callers = [
  'office',
  'lead',
  'supporter',
  'former',
  'copied',
  'delegate',
  'holder',
  'duties',
  'outsider',
  'auditor',
  'service',
  'nobody',
  'foreign',
] as const
export type Outcomes = Readonly<Record<Exclude<(typeof callers)[number], 'nobody' | 'foreign'>, string>>

export const notOffice = 'PERMISSION_DENIED NOT_PROGRAMME_OFFICE'
export const notOrganisation = 'PERMISSION_DENIED CALLER_NOT_ORGANISATION'
export const notService = 'PERMISSION_DENIED CALLER_NOT_SERVICE'
export const noProgramme = 'NOT_FOUND PROGRAMME_NOT_FOUND'
export const parties = (none: string): Outcomes => ({
  ...{ office: 'OK', lead: 'OK', supporter: 'OK', copied: 'OK', duties: 'OK', auditor: 'OK', service: 'OK' },
  ...{ former: none, delegate: none, holder: none, outsider: none },
})
/** What is for the office and the lead and the supporter alone, and who reads by role. */
export const apart = (none: string): Outcomes => ({ ...parties(none), copied: none, duties: none })
export const everybody = (outcome = 'OK'): Outcomes => ({
  ...{ office: outcome, lead: outcome, supporter: outcome, former: outcome, copied: outcome, delegate: outcome },
  ...{ holder: outcome, duties: outcome, outsider: outcome, auditor: outcome, service: outcome },
})
