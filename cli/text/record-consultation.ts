/** What the facts of consultations tell, in a few words. */
import type * as consultation from '#proto/qiantou/consultation/v1/consultation_events.ts'
// Facts are opened by their type's name: this module makes the types known.
import '#proto/qiantou/consultation/v1/consultation_events.ts'
import type { Bilingual } from '../settings.ts'
import { consultationWord } from './consultation.ts'
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

export const isOfConsultation = (fact: { readonly $type: string }): fact is ConsultationFact =>
  fact.$type.startsWith('qiantou.consultation.')

type NameOf = (organisation: string) => string

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

/** What happened in a consultation; which one it is, the record says beside it. */
export function consulted(fact: ConsultationFact, name: NameOf): Bilingual {
  switch (fact.$type) {
    case 'qiantou.consultation.v1.ConsultationOpened':
      return opened(fact)
    case 'qiantou.consultation.v1.CaseOpened': {
      const until = untilOf(fact.limit)
      const { caseNumber, title } = fact
      return {
        zh: `开第 ${caseNumber} 件“${title}”${until.zh}`,
        en: `opened case ${caseNumber}, “${title}”${until.en}`,
      }
    }
    case 'qiantou.consultation.v1.ConsultationAnswered': {
      const [zh, en] = [consultationWord(fact.answer, 'zh'), consultationWord(fact.answer, 'en')]
      return { zh: `答复第 ${fact.version} 稿:${zh}`, en: `${en} (version ${fact.version})` }
    }
    case 'qiantou.consultation.v1.TextRevised': {
      const again = fact.affected.length
      return {
        zh: `修改为第 ${fact.version} 稿,${again} 个单位须重新答复`,
        en: `revised the text to version ${fact.version}; ${again} asked again`,
      }
    }
    case 'qiantou.consultation.v1.TimeLimitRenewed':
      return { zh: `时限延至 ${dateText(fact.limit)}`, en: `renewed the limit until ${dateText(fact.limit)}` }
    case 'qiantou.consultation.v1.BodyAdded':
      return { zh: `增加 ${name(fact.organisation)}`, en: `added ${name(fact.organisation)}` }
    case 'qiantou.consultation.v1.BodyRemoved':
      return { zh: `移出 ${name(fact.organisation)}`, en: `removed ${name(fact.organisation)}` }
    case 'qiantou.consultation.v1.TimeLimitPassed':
      return passed(fact, fact.silent.map(name).join(', '))
    case 'qiantou.consultation.v1.ConsultationReferred':
      return { zh: `报请 ${name(fact.referee)} 裁定`, en: `referred it to ${name(fact.referee)} for a ruling` }
    case 'qiantou.consultation.v1.ConsultationRuled': {
      const [zh, en] = ['zh', 'en'].map((language) =>
        consultationWord(fact.approves ? 'approves' : 'refuses', language as 'zh' | 'en'),
      )
      return { zh: `裁定:${zh}(${fact.minutes})`, en: `ruled: ${en} (${fact.minutes})` }
    }
    case 'qiantou.consultation.v1.ConsultationWithdrawn':
      return { zh: `撤回第 ${fact.caseNumber} 件`, en: `withdrew case ${fact.caseNumber}` }
  }
}
