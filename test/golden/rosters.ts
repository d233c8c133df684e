import * as application from '#proto/qiantou/application/v1/application_events.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import * as roster from '#proto/qiantou/roster/v1/roster_events.ts'
import { assessment, reservation } from './applications.ts'
import { czt, fgw, gxt, type Line, programme, reason } from './line.ts'

const name = `${programme}/rosters/r1`
const matchedName = `${programme}/applications/r1-1`
const measure = `${programme}/measures/vouchers`
const listed = {
  applicant: { code: '91440300708461136T', name: '湘江智算', applicantClass: 'small' },
  ...{ title: '智算中心算力支出补贴', project: 'xj-2026', othersFen: 5n },
  bills: [{ invoice: 'A-1', date: { year: 2026, month: 6, day: 30 }, fen: 1_234_567_891n }],
}
const judged = {
  ...{ measureVersion: 1, handler: gxt, pool: `${programme}/pools/vouchers`, finance: czt, year: 2026 },
  procedure: [...(['PROCEDURE_STEP_CREDIT_CHECK', 'PROCEDURE_STEP_JOINT_REVIEW', 'PROCEDURE_STEP_APPROVAL'] as const)],
}

/** A roster of which one row is matched and another dropped; the application of the former is reviewed jointly. */
export const rosters: readonly Line[] = [
  {
    ...{ subject: name, actor: gxt, admits: [gxt, czt] },
    fact: roster.RosterImported.create({
      ...judged,
      content: RosterContent.fromPartial({
        ...{ measure, source: fgw, register: '算力服务平台结算名册', call: '2026-1' },
        ...{ asOf: { year: 2026, month: 7, day: 1 }, rows: [listed, { ...listed, project: '', investmentFen: 1n }] },
      }),
    }),
  },
  {
    ...{ subject: matchedName, actor: gxt, admits: [gxt, czt] },
    fact: application.ApplicationMatched.fromPartial({
      ...{ ...judged, content: { ...listed, measure, call: '2026-1' }, roster: name, row: 1, assessment },
      reserved: reservation(matchedName, 1, 370_370_362n),
    }),
  },
  {
    ...{ subject: name, actor: gxt },
    fact: roster.RosterWithdrawn.fromPartial({
      dropped: [{ row: 2, applicant: `${programme}/applicants/91440300708461136t` }],
    }),
  },
  {
    ...{ subject: matchedName, actor: gxt },
    fact: application.ApplicationJointlyReviewed.create({
      ...{ consultation: `${programme}/consultations/joint-1`, agreed: [czt], dissented: [fgw], silent: [] },
      ...{ minutes: '专题会议纪要〔2026〕7号', text: reason(96) },
    }),
  },
]
