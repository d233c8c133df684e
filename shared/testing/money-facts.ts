/** Facts of pools and applications, for stories: one pool, measures that are paid out of it, and one application. */
import { ApplicationContent, Assessment } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { MeasureContent, type ProcedureStep } from '#proto/qiantou/measure/v1/measure.ts'
import { MeasureAmended, MeasureEntered } from '#proto/qiantou/measure/v1/measure_events.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { SignOff } from '#proto/qiantou/record/v1/record.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import { withCheckCharacter } from '#shared/domain/credit-code.ts'
import type { Term } from '#shared/domain/organisation-state.ts'
import { fixedContent } from './measure-facts.ts'
import { told } from './story.ts'
import { text } from './task-facts.ts'

const programme = 'programmes/hunan'
export const poolName = `${programme}/pools/ai`
export const applicationName = `${programme}/applications/a1`
export const [office, handler, sponsor, finance, city] = [
  ...(['organisations/hn-office', 'organisations/hn-kjt', 'organisations/hn-fgw'] as const),
  ...(['organisations/hn-czt', 'organisations/cs-kjj'] as const),
]
/** A measure by its id. */
export const measureNamed = (id: string): string => `${programme}/measures/${id}`

/** The credit code of an enterprise by a number, and the name of what it was granted. */
export const codeOf = (number: number): string => withCheckCharacter(`914301${`${number}`.padStart(11, '0')}`)
export const applicantOf = (number: number): string => `${programme}/applicants/${codeOf(number).toLowerCase()}`

/** `12 345.67` yuan in fen. */
export const yuan = (amount: string): bigint => {
  const [whole = '', rest = ''] = amount.replaceAll(' ', '').split('.')
  return BigInt(whole + rest.padEnd(2, '0'))
}

/** Who signs what: never one person for two duties. */
export const signedBy = (...persons: readonly string[]): readonly SignOff[] =>
  persons.map((person) => SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person }))
export const [handling, reviewing, approving] = [signedBy('p-71'), signedBy('p-72'), signedBy('p-73')] as const

/** A person who has a role of money since the year began, up to so many yuan alone. */
export const roleTerm = (person: string, role: 'HANDLER' | 'REVIEWER' | 'APPROVER' | 'PAYER', limit: string): Term => ({
  ...{ person, role: `TERM_ROLE_${role}`, from: '2026-01-01', limitFen: `${yuan(limit)}` },
  displayName: { sha256: '', sizeBytes: 1 },
})

// ---- Measures, at the ceilings of the Hunan plan's annex 5, which are what is paid here

const inPool = { poolId: 'ai', roundingFen: 1n }
/** Measure 1: 30% of a year's spending, 10 000 000 yuan an applicant and year; stacks with everything. */
export const vouchers = (changes: Partial<MeasureContent> = {}): MeasureContent => ({
  ...fixedContent(`${programme}/clauses/vouchers`),
  ...inPool,
  ...changes,
})

const ofInvestment = (id: string, scope: 'APPLICATION' | 'PROJECT', most: string): MeasureContent =>
  MeasureContent.fromPartial({
    ...{ ...vouchers(), clause: `${programme}/clauses/${id}`, title: id, basis: 'BASIS_APPROVED_INVESTMENT' },
    terms: [
      {
        rate: { basisPoints: 2_000, kind: 'FIGURE_KIND_FIXED' },
        ceilings: [{ scope: `CEILING_SCOPE_${scope}`, fen: yuan(most) }],
      },
    ],
    ...{ stacking: 'STACKING_HIGHEST', stackingGroup: 'ai' },
  })
/** Measure 4: 20% of approved investment, 1 000 000 yuan; the highest of its group applies. */
export const models = ofInvestment('models', 'APPLICATION', '1 000 000')
/** Measure 6: 20% of the project's approved investment, 2 000 000 yuan a project; the highest of its group applies. */
export const scenarios = ofInvestment('scenarios', 'PROJECT', '2 000 000')
/** Measure 5: once, 1 000 000 yuan; the highest of its group applies. */
export const champions = MeasureContent.fromPartial({
  ...{ ...models, clause: `${programme}/clauses/champions`, title: 'champions', basis: 'BASIS_SUM', once: true },
  terms: [{ sum: { fen: yuan('1 000 000'), kind: 'FIGURE_KIND_FIXED' } }],
})

export const entered = (content: MeasureContent) => MeasureEntered.create({ content })
export const amended = (content: MeasureContent, from: Day) =>
  MeasureAmended.create({ content, effectiveFrom: toDate(from) })

// ---- Pools

export const opened = pool.PoolOpened.create({ title: '人工智能资金池', finance })
export const openedCarrying = pool.PoolOpened.create({ ...opened, carriesOver: true })
export const budgetSet = (year: number, amount: string, former = '0') =>
  pool.BudgetSet.create({ year, fen: yuan(amount), formerFen: yuan(former), document: '湘财预〔2026〕12号' })
export const yearClosed = (year: number, { lapsed = '0', carried = '0' }) =>
  pool.YearClosed.create({ year, lapsedFen: yuan(lapsed), carriedFen: yuan(carried) })

export const reservation = (changes: Partial<Reservation> = {}): Reservation =>
  Reservation.create({
    ...{ holder: applicationName, number: 1, applicant: applicantOf(1), measure: measureNamed('vouchers') },
    ...{ pool: poolName, year: 2026, fen: yuan('300') },
    ...changes,
  })

// ---- Applications

export const bill = (invoice: string, amount: string) => ({
  ...{ $type: 'qiantou.application.v1.Bill' as const, invoice, date: toDate('2025-01-31'), fen: yuan(amount) },
})
/** For vouchers, of one bill of 1 000 yuan. */
export const asked = (changes: Partial<ApplicationContent> = {}): ApplicationContent => ({
  ...ApplicationContent.fromPartial({
    ...{ measure: measureNamed('vouchers'), title: '算力支出补贴' },
    applicant: { code: codeOf(1), name: '湘江智算' },
    bills: [bill('INV-1', '1 000')],
  }),
  ...changes,
})
/** The same for what is worked out from an investment, of a project. */
export const askedOfInvestment = (measure: string, project = ''): ApplicationContent =>
  asked({ measure: measureNamed(measure), bills: [], investmentFen: yuan('1'), project })

export const wholeProcedure: ProcedureStep[] = [
  ...(['PROCEDURE_STEP_RECOMMENDATION', 'PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_CREDIT_CHECK'] as const),
  ...(['PROCEDURE_STEP_FINANCE_REVIEW', 'PROCEDURE_STEP_COLLECTIVE_DECISION'] as const),
  ...(['PROCEDURE_STEP_PUBLIC_NOTICE', 'PROCEDURE_STEP_APPROVAL'] as const),
]
export const submitted = (changes: Partial<application.ApplicationSubmitted> = {}) =>
  application.ApplicationSubmitted.create({
    ...{ content: asked(), recommenders: [city, sponsor], measureVersion: 1, handler, pool: poolName, finance },
    ...{ year: 2026, procedure: wholeProcedure },
    ...changes,
  })

/** What the award of 300 yuan of the application above was worked out from. */
export const assessment = Assessment.fromPartial({
  ...{ measureVersion: 1, share: { $case: 'basisPoints', value: 3_000 }, roundingFen: 1n, basisFen: yuan('1 000') },
  ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: yuan('10 000 000'), beforeFen: 0n }],
  ...{ poolLeftFen: yuan('100 000 000'), fen: yuan('300') },
})
export const reason = text('理由')
export const recommended = application.ApplicationRecommended.create({ text: reason })
export const admitted = application.ApplicationAdmitted.create({ assessment, reserved: reservation() })
export const creditChecked = application.CreditChecked.create({ engine: 'file', asOf: toDate('2026-03-02') })
export const financeReviewed = application.FinanceReviewed.create({ text: reason })
export const decided = application.ApplicationDecided.create({ minutes: '党组会议纪要〔2026〕3号' })
export const noticed = (until: Day) => application.NoticeOpened.create({ until: toDate(until) })
export const approved = application.ApplicationApproved.create({ fen: yuan('300') })

/** What led to each step of the whole procedure, signed by whose duty it was; the notice is over on 1 March. */
const walk = {
  recommend: [told(submitted(), { actor: sponsor })],
  admit: [told(recommended, { actor: city }), told(recommended, { actor: sponsor })],
  checkCredit: [told(admitted, { actor: handler, signOff: handling })],
  reviewFinance: [told(creditChecked, { actor: handler, signOff: handling })],
  decide: [told(financeReviewed, { actor: finance, signOff: reviewing })],
  openNotice: [told(decided, { actor: handler })],
  approve: [told(noticed('2026-03-01'), { actor: handler })],
  pay: [told(approved, { actor: handler, signOff: approving })],
}

type Scene = (typeof walk)[keyof typeof walk][number]

/** All that happened before a step of the whole procedure. */
export function until(step: keyof typeof walk): readonly Scene[] {
  const steps = Object.keys(walk) as (keyof typeof walk)[]
  return steps.slice(0, steps.indexOf(step) + 1).flatMap((one): readonly Scene[] => walk[one])
}
