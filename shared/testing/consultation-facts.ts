/** Facts of consultations, for stories: a lead asks three bodies until 2026-03-09, and whatever comes of it. */
import * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { ConsultationKind } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import { type Told, told } from './story.ts'
import { office, outsider, secondLead, successor, supporter, text } from './task-facts.ts'

export const consultationName = 'programmes/hunan/consultations/measures'
/** Who is asked, in order. */
export const asked: readonly [OrganisationName, OrganisationName, OrganisationName] = [supporter, secondLead, successor]
/** Five working days from Monday the 2nd. */
export const limit: Day = '2026-03-09'

const first = { caseNumber: 1 }
export const reason = text('因工作需要')
const whole = { text: text('文稿'), limit: toDate(limit), provisional: false }

export const opened = (
  kind: ConsultationKind = 'CONSULTATION_KIND_COUNTERSIGN',
  changes: Partial<consultation.ConsultationOpened> = {},
): consultation.ConsultationOpened =>
  consultation.ConsultationOpened.create({
    ...{ kind, title: '实施办法', office, organisations: [...asked], ...whole },
    ...changes,
  })

/** Opinions, of which the letter said that silence counts as consent. */
export const openedWithSilence = () => opened('CONSULTATION_KIND_OPINION', { silenceConsents: true })

export const openedStanding = (): consultation.ConsultationOpened =>
  consultation.ConsultationOpened.create({
    ...{ kind: 'CONSULTATION_KIND_JOINT_REVIEW', title: '备案联审', office, organisations: [...asked], standing: true },
  })

export const caseOpened = (caseNumber: number, organisations: readonly string[] = asked): consultation.CaseOpened =>
  consultation.CaseOpened.create({ caseNumber, title: '一件', organisations: [...organisations], ...whole })

type Kind = 'AGREE' | 'AGREE_WITH_COMMENTS' | 'DISAGREE'
export const answerFact = (kind: Kind, version = 1, caseNumber = 1): consultation.ConsultationAnswered => ({
  $type: 'qiantou.consultation.v1.ConsultationAnswered',
  ...{ caseNumber, version, answer: `ANSWER_KIND_${kind}` },
  text: kind === 'AGREE' ? undefined : text(kind),
})
export const answered = (
  organisation: OrganisationName,
  kind: Kind = 'AGREE',
  version = 1,
  caseNumber = 1,
): Told<consultation.ConsultationAnswered> => told(answerFact(kind, version, caseNumber), { actor: organisation })

export const revised = (version: number, affected: readonly string[], until?: Day): consultation.TextRevised => ({
  $type: 'qiantou.consultation.v1.TextRevised',
  ...{ ...first, version, text: text('修改稿'), reason, affected: [...affected], provisional: false },
  limit: until === undefined ? undefined : toDate(until),
})
export const renewed = (until: Day): consultation.TimeLimitRenewed =>
  consultation.TimeLimitRenewed.create({ ...first, limit: toDate(until), reason })
export const bodyAdded = (organisation: OrganisationName, caseNumber = 1): consultation.BodyAdded =>
  consultation.BodyAdded.create({ caseNumber, organisation, reason })
export const bodyRemoved = (organisation: OrganisationName, caseNumber = 1): consultation.BodyRemoved =>
  consultation.BodyRemoved.create({ caseNumber, organisation, reason })
export const limitPassed = (
  silent: readonly string[],
  silenceConsents = false,
  caseNumber = 1,
): consultation.TimeLimitPassed =>
  consultation.TimeLimitPassed.create({ caseNumber, limit: toDate(limit), silent: [...silent], silenceConsents })
export const referred = (referee = outsider): consultation.ConsultationReferred =>
  consultation.ConsultationReferred.create({ ...first, referee, statement: text('意见不一') })
export const ruled = (approves = true): consultation.ConsultationRuled =>
  consultation.ConsultationRuled.create({ ...first, approves, ruling: text('按原稿'), minutes: '〔2026〕8号会议纪要' })
export const withdrawn = (caseNumber = 1): consultation.ConsultationWithdrawn =>
  consultation.ConsultationWithdrawn.create({ caseNumber, reason })
