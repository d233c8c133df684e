import { Assessment } from '#proto/qiantou/application/v1/application.ts'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import * as pool from '#proto/qiantou/pool/v1/pool_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { czt, fgw, gxt, type Line, office, programme, reason } from './line.ts'

const poolName = `${programme}/pools/vouchers`
const measure = `${programme}/measures/vouchers`
const until = { year: 2026, month: 7, day: 20 }
const content = {
  ...{ measure, title: '智算中心算力支出补贴', project: 'xj-2026' },
  applicant: { code: '91440300708461136T', name: '湘江智算', applicantClass: 'small' },
  bills: [{ invoice: 'A-1', date: { year: 2026, month: 6, day: 30 }, fen: 1_234_567_891n }],
}

export const reservation = (holder: string, number: number, fen: bigint) =>
  Reservation.fromPartial({
    ...{ holder, number, measure, stackingGroup: 'ai', project: 'xj-2026', pool: poolName, year: 2026, fen },
    applicant: `${programme}/applicants/91440300708461136t`,
  })

export const assessment = Assessment.fromPartial({
  ...{ measureVersion: 1, share: { $case: 'basisPoints', value: 3_000 }, roundingFen: 1n, basisFen: 1_234_567_891n },
  ceilings: [{ scope: 'CEILING_SCOPE_APPLICANT_YEAR', fen: 1_000_000_000n, beforeFen: 0n }],
  ...{ othersFen: 5n, poolLeftFen: 10_000_000_000n, fen: 370_370_362n },
})

const pools: readonly Line[] = [
  [office, pool.PoolOpened.create({ title: '算力券资金池', finance: czt, carriesOver: true })] as const,
  [czt, pool.BudgetSet.create({ year: 2026, fen: 10_000_000_000n, document: '湘财预〔2026〕12号' })] as const,
  [czt, pool.YearClosed.create({ year: 2025, carriedFen: 100n })] as const,
].map(([actor, fact], i) => ({ subject: poolName, actor, fact, ...(i === 0 ? { admits: [czt] } : {}) }))

const submitted = application.ApplicationSubmitted.fromPartial({
  ...{ content, recommenders: [gxt], measureVersion: 1, handler: gxt, pool: poolName, finance: czt, year: 2026 },
  procedure: [
    ...(['PROCEDURE_STEP_RECOMMENDATION', 'PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_CREDIT_CHECK'] as const),
    ...(['PROCEDURE_STEP_EXPERT_REVIEW', 'PROCEDURE_STEP_FINANCE_REVIEW'] as const),
    ...(['PROCEDURE_STEP_COLLECTIVE_DECISION', 'PROCEDURE_STEP_PUBLIC_NOTICE', 'PROCEDURE_STEP_APPROVAL'] as const),
  ],
})

/** What becomes of one application, in order; who hands it in is admitted with everybody else. */
function story(
  id: string,
  facts: (name: string) => readonly (readonly [actor: string, fact: Fact])[],
): readonly Line[] {
  const subject = `${programme}/applications/${id}`
  return [
    { subject, actor: fgw, fact: submitted, admits: [fgw, gxt, czt] },
    ...facts(subject).map(([actor, fact]) => ({ subject, actor, fact })),
  ]
}

/** A pool, an application that is approved, one that is refused, one that is taken back, one that lapses. */
export const applications: readonly Line[] = [
  ...pools,
  ...story('a1', (name) => [
    [gxt, application.ApplicationRecommended.create({ text: reason(81) })],
    [gxt, application.SupplementRequested.create({ text: reason(82), until, provisional: true })],
    [fgw, application.ApplicationSupplemented.fromPartial({ content })],
    [gxt, application.ApplicationAdmitted.create()],
    [gxt, application.CreditChecked.create({ engine: 'file', asOf: until })],
    [
      gxt,
      application.InvestmentApproved.create({
        ...{ investmentFen: 1_234_567_891n, experts: ['x-1', 'x-2'], text: reason(83), assessment },
        reserved: reservation(name, 1, 370_370_362n),
      }),
    ],
    [czt, application.FinanceReviewed.create({ text: reason(84) })],
    [gxt, application.ApplicationDecided.create({ minutes: '党组会议纪要〔2026〕3号' })],
    [gxt, application.NoticeOpened.create({ until, provisional: true })],
    [office, application.ObjectionRaised.create({ text: reason(85) })],
    [gxt, application.ObjectionSettled.create({ text: reason(86) })],
    [gxt, application.ApplicationApproved.create({ fen: 370_370_362n })],
  ]),
  ...story('a2', (name) => [
    [gxt, application.ApplicationAdmitted.create({ assessment, reserved: reservation(name, 1, 7n) })],
    [gxt, application.ApplicationRefused.create({ text: reason(87), released: reservation(name, 1, 7n) })],
  ]),
  ...story('a3', (name) => [
    [gxt, application.ApplicationAdmitted.create({ assessment, reserved: reservation(name, 1, 9n) })],
    [fgw, application.ApplicationWithdrawn.create({ text: reason(88), released: reservation(name, 1, 9n) })],
  ]),
  ...story('a4', () => [
    [gxt, application.SupplementRequested.create({ text: reason(89), until })],
    ['services/finance', application.ApplicationLapsed.create()],
  ]),
]

/** One that waits to be admitted: for longer than it should, and again once what was missing was brought. */
export const awaitedAdmissions: readonly Line[] = story('a9', () => [
  [gxt, application.ApplicationRecommended.fromPartial({ text: reason(91), admitUntil: until, provisional: true })],
  ['services/finance', application.AdmissionOverdue.fromPartial({ until })],
  [gxt, application.SupplementRequested.create({ text: reason(92), until })],
  [fgw, application.ApplicationSupplemented.fromPartial({ content, admitUntil: until })],
])
