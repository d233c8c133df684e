/** How facts of consultations are said. */
import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { Bilingual } from '../settings.ts'
import { consultationWord } from './consultation.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'

type ConsultationFact =
  | consultation.ConsultationOpened
  | consultation.CaseOpened
  | consultation.ConsultationAnswered
  | consultation.TextRevised
  | consultation.TimeLimitRenewed
  | consultation.BodyAdded
  | consultation.BodyRemoved
  | consultation.TimeLimitPassed
  | consultation.ConsultationReferred
  | consultation.ConsultationRuled
  | consultation.ConsultationWithdrawn
  | consultation.BodySucceeded
  | consultation.OfficeSucceeded

/** `, until 2026-12-31`, where the limit is told. */
const untilOf = (limit: consultation.CaseOpened['limit']): Bilingual =>
  limit ? { zh: `,${dateText(limit)} 前答复`, en: `, until ${dateText(limit)}` } : { zh: '', en: '' }

function opened(fact: consultation.ConsultationOpened): Bilingual {
  const until = untilOf(fact.limit)
  const { title, kind } = fact
  const { length } = fact.organisations
  return {
    zh: `就“${title}”向 ${length} 个单位${consultationWord(kind, 'zh')}${until.zh}`,
    en: `opened “${title}” to ${length} bodies: ${consultationWord(kind, 'en')}${until.en}`,
  }
}

function passed({ caseNumber, silent, silenceConsents }: consultation.TimeLimitPassed, names: string): Bilingual {
  const counts = silenceConsents ? { zh: ',视为同意', en: ', which counts as consent' } : { zh: '', en: '' }
  return silent.length
    ? {
        zh: `第 ${caseNumber} 件时限已过,${names} 未答复${counts.zh}`,
        en: `case ${caseNumber}: the limit passed; silent: ${names}${counts.en}`,
      }
    : { zh: `第 ${caseNumber} 件时限已过`, en: `case ${caseNumber}: the limit passed` }
}

/** Which one it is, the record says beside it. */
export const consultationTales: Tales<ConsultationFact> = {
  'qiantou.consultation.v1.ConsultationOpened': (fact) => opened(fact),
  'qiantou.consultation.v1.CaseOpened': (fact) => {
    const until = untilOf(fact.limit)
    const { caseNumber, title } = fact
    return {
      zh: `开第 ${caseNumber} 件“${title}”${until.zh}`,
      en: `opened case ${caseNumber}, “${title}”${until.en}`,
    }
  },
  'qiantou.consultation.v1.ConsultationAnswered': (fact) => {
    const [zh, en] = [consultationWord(fact.answer, 'zh'), consultationWord(fact.answer, 'en')]
    return {
      zh: `答复第 ${fact.version} 稿:${zh}`,
      en: `${en} (version ${fact.version})`,
    }
  },
  'qiantou.consultation.v1.TextRevised': (fact) => {
    const again = fact.affected.length
    return {
      zh: `修改为第 ${fact.version} 稿,${again} 个单位须重新答复`,
      en: `revised the text to version ${fact.version}; ${again} asked again`,
    }
  },
  'qiantou.consultation.v1.TimeLimitRenewed': (fact) => ({
    zh: `时限延至 ${dateText(fact.limit)}`,
    en: `renewed the limit until ${dateText(fact.limit)}`,
  }),
  'qiantou.consultation.v1.BodyAdded': (fact, { name }) => ({
    zh: `增加 ${name(fact.organisation)}`,
    en: `added ${name(fact.organisation)}`,
  }),
  'qiantou.consultation.v1.BodySucceeded': ({ organisation, successor }, { name }) =>
    successor
      ? {
          zh: `${name(organisation)} 已不存在,由 ${name(successor)} 承继`,
          en: `put ${name(successor)} in the place of ${name(organisation)}, which is no longer there`,
        }
      : {
          zh: `${name(organisation)} 已不存在且无承继单位,不再等候其答复,其应决事项由主管机构办理`,
          en: `waits no longer for ${name(organisation)}, which is no longer there and nobody succeeds: the office decides in its place`,
        },
  'qiantou.consultation.v1.OfficeSucceeded': ({ office, successor }, { name }) => ({
    zh: `${name(office)} 已不存在,主管机构改为 ${name(successor)}`,
    en: `made ${name(successor)} the office in the place of ${name(office)}, which is no longer there`,
  }),
  'qiantou.consultation.v1.BodyRemoved': (fact, { name }) => ({
    zh: `移出 ${name(fact.organisation)}`,
    en: `removed ${name(fact.organisation)}`,
  }),
  'qiantou.consultation.v1.TimeLimitPassed': (fact, { names }) => passed(fact, names(fact.silent)),
  'qiantou.consultation.v1.ConsultationReferred': (fact, { name }) => ({
    zh: `报请 ${name(fact.referee)} 裁定`,
    en: `referred it to ${name(fact.referee)} for a ruling`,
  }),
  'qiantou.consultation.v1.ConsultationRuled': (fact) => {
    const [zh, en] = ['zh', 'en'].map((language) =>
      consultationWord(fact.approves ? 'approves' : 'refuses', language as 'zh' | 'en'),
    )
    return {
      zh: `裁定:${zh}(${fact.minutes})`,
      en: `ruled: ${en} (${fact.minutes})`,
    }
  },
  'qiantou.consultation.v1.ConsultationWithdrawn': (fact) => ({
    zh: `撤回第 ${fact.caseNumber} 件`,
    en: `withdrew case ${fact.caseNumber}`,
  }),
}
