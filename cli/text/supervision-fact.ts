/** How facts of supervision and of reports are said. */
import type * as report from '#proto/qiantou/supervision/v1/report_events.ts'
import type * as supervision from '#proto/qiantou/supervision/v1/supervision_events.ts'
import type { Bilingual } from '../settings.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'
import { supervisionWord } from './words-supervision.ts'

type SupervisionFact =
  | supervision.AssignmentUrged
  | supervision.StepProposed
  | supervision.StepIssued
  | supervision.ReadersChanged
  | supervision.ReplyLimitPassed
  | supervision.ReplyLimitMoved
  | supervision.StepReplied
  | supervision.ReplyAccepted
  | supervision.ReplyReturned
  | supervision.StepWithdrawn
  | report.ReportConfirmed
  | report.ReportWithdrawn

const inWords = (value: string): Bilingual => ({ zh: supervisionWord(value, 'zh'), en: supervisionWord(value, 'en') })

const withArticle = (noun: string): string => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`

/** Whose part it is about, the record says beside it. */
export const supervisionTales: Tales<SupervisionFact> = {
  'qiantou.supervision.v1.AssignmentUrged': ({ matter }) => {
    if (matter === 'URGE_MATTER_REVIEW') return { zh: '催办审核', en: 'urged to review' }
    if (matter === 'URGE_MATTER_CLOSING') return { zh: '催办销号事宜', en: 'urged to bring the closing on' }
    return { zh: '催办', en: 'urged' }
  },
  'qiantou.supervision.v1.StepProposed': (fact) => {
    const [step, reason] = [inWords(fact.step), inWords(fact.reason)]
    return { zh: `建议发出${step.zh}(${reason.zh})`, en: `proposed ${withArticle(step.en)} (${reason.en})` }
  },
  'qiantou.supervision.v1.StepIssued': (fact) => {
    const [step, day] = [inWords(fact.step), dateText(fact.replyBy)]
    const cited = fact.instruction
      ? { zh: `,依据 ${fact.instruction}`, en: `, citing ${fact.instruction}` }
      : { zh: '', en: '' }
    return {
      zh: `发出${step.zh}(第 ${fact.number} 步),${day} 前回复${cited.zh}`,
      en: `issued ${withArticle(step.en)} (${fact.number}), to be replied to by ${day}${cited.en}`,
    }
  },
  'qiantou.supervision.v1.ReadersChanged': ({ leads }, { names }) =>
    leads.length
      ? {
          zh: `任务改由 ${names(leads)} 牵头并阅看`,
          en: `opened to the new ${leads.length > 1 ? 'leads' : 'lead'} ${names(leads)}`,
        }
      : { zh: '任务已无牵头单位,不再由牵头单位阅看', en: 'closed to leads: nobody leads the task any more' },
  'qiantou.supervision.v1.ReplyLimitPassed': (fact) => ({
    zh: `第 ${fact.number} 步逾期未回复`,
    en: `step ${fact.number} was not replied to in time`,
  }),
  'qiantou.supervision.v1.ReplyLimitMoved': (fact) => ({
    zh: `交办件恢复,第 ${fact.number} 步改为 ${dateText(fact.replyBy)} 前回复`,
    en: `moved the reply to step ${fact.number} to ${dateText(fact.replyBy)}: the part has gone on`,
  }),
  'qiantou.supervision.v1.StepReplied': (fact) => ({
    zh: `回复第 ${fact.number} 步`,
    en: `replied to step ${fact.number}`,
  }),
  'qiantou.supervision.v1.ReplyAccepted': (fact) => ({
    zh: `认可第 ${fact.number} 步的回复`,
    en: `accepted the reply to step ${fact.number}`,
  }),
  'qiantou.supervision.v1.ReplyReturned': (fact) => ({
    zh: `退回第 ${fact.number} 步的回复`,
    en: `returned the reply to step ${fact.number}`,
  }),
  'qiantou.supervision.v1.StepWithdrawn': (fact) => ({
    zh: `撤回第 ${fact.number} 步`,
    en: `withdrew step ${fact.number}`,
  }),
  'qiantou.supervision.v1.ReportConfirmed': (fact) => {
    const [kind, day] = [inWords(fact.kind), dateText(fact.asOf)]
    return {
      zh: `审定${kind.zh}:截至 ${day},交办件 ${fact.assignments} 件`,
      en: `confirmed the ${kind.en} as of ${day}: ${fact.assignments} assignments`,
    }
  },
  'qiantou.supervision.v1.ReportWithdrawn': () => ({ zh: '撤回报告', en: 'withdrew the report' }),
}
