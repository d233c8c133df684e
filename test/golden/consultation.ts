import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { Actor } from '#shared/domain/decider.ts'
import { czt, fgw, gxt, kjt, type Line, office, programme, reason } from './line.ts'

const opinions = `${programme}/consultations/measures`
const review = `${programme}/consultations/filings`
const self = 'services/coordination-office'
const on = (month: number, day: number) => ({ year: 2026, month, day })
const first = { caseNumber: 1 }

const of =
  (subject: string) =>
  (actor: Actor, fact: Line['fact'], parties: Pick<Line, 'admits' | 'releases'> = {}): Line => ({
    ...{ subject, actor, fact },
    ...parties,
  })
const inOpinions = of(opinions)
const inReview = of(review)

/** Opinions that divide and are ruled on, and a standing joint review with a case that is taken back. */
export const consultations: readonly Line[] = [
  inOpinions(
    kjt,
    consultation.ConsultationOpened.fromPartial({
      ...{ kind: 'CONSULTATION_KIND_OPINION', title: '若干措施', office, organisations: [gxt, fgw, czt] },
      ...{ task: `${programme}/tasks/2026-2-1`, silenceConsents: true, text: reason(21), limit: on(1, 8) },
    }),
    { admits: [kjt, gxt, fgw, czt] },
  ),
  inOpinions(gxt, consultation.ConsultationAnswered.fromPartial({ ...first, version: 1, answer: 'ANSWER_KIND_AGREE' })),
  inOpinions(
    kjt,
    consultation.TextRevised.fromPartial({
      ...{ ...first, version: 2, text: reason(22), reason: reason(23), affected: [fgw] },
      ...{ limit: on(1, 12), provisional: true },
    }),
  ),
  inOpinions(
    kjt,
    consultation.BodyAdded.fromPartial({ ...first, organisation: 'organisations/hn-sjj', reason: reason(24) }),
    { admits: ['organisations/hn-sjj'] },
  ),
  inOpinions(
    kjt,
    consultation.BodyRemoved.fromPartial({ ...first, organisation: 'organisations/hn-sjj', reason: reason(25) }),
    { releases: ['organisations/hn-sjj'] },
  ),
  inOpinions(kjt, consultation.TimeLimitRenewed.fromPartial({ ...first, limit: on(1, 15), reason: reason(26) })),
  inOpinions(
    fgw,
    consultation.ConsultationAnswered.fromPartial({
      ...{ ...first, version: 2, answer: 'ANSWER_KIND_DISAGREE', text: reason(27) },
    }),
  ),
  inOpinions(
    self,
    consultation.TimeLimitPassed.fromPartial({
      ...{ ...first, limit: on(1, 15), silent: [czt], silenceConsents: true },
    }),
  ),
  inOpinions(kjt, consultation.ConsultationReferred.fromPartial({ ...first, referee: office, statement: reason(28) }), {
    admits: [office],
  }),
  inOpinions(
    office,
    consultation.ConsultationRuled.fromPartial({
      ...{ ...first, approves: true, ruling: reason(29), minutes: '〔2026〕8号会议纪要' },
    }),
  ),
  inReview(
    kjt,
    consultation.ConsultationOpened.fromPartial({
      ...{
        kind: 'CONSULTATION_KIND_JOINT_REVIEW',
        title: '备案联审',
        office,
        organisations: [gxt, fgw],
        standing: true,
      },
    }),
    { admits: [kjt, gxt, fgw] },
  ),
  inReview(
    kjt,
    consultation.CaseOpened.fromPartial({
      ...{ ...first, title: '第一件', text: reason(30), organisations: [gxt, fgw], limit: on(2, 2) },
    }),
  ),
  inReview(kjt, consultation.ConsultationWithdrawn.fromPartial({ ...first, reason: reason(31) })),
]
