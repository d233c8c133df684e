/** How facts about a body's part are said. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { Bilingual } from '../settings.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'
import { word } from './words.ts'

export type AssignmentFact =
  | assignment.AssignmentAcknowledged
  | assignment.ProgressReported
  | assignment.AssignmentSubmitted
  | assignment.ReassignmentRequested
  | assignment.ExtensionRequested
  | assignment.AssignmentDelegated
  | assignment.DelegationRevoked
  | assignment.AssignmentPersonNamed
  | assignment.DeadlineReached
  | assignment.AssignmentSubassigned
  | assignment.SubassignmentAcknowledged
  | assignment.SubassignmentReported
  | assignment.SubassignmentSubmitted
  | assignment.SubassignmentAccepted
  | assignment.SubassignmentReturned
  | assignment.SubassignmentWithdrawn
  | assignment.SubassignmentEnded

/** What it means that a limit has passed, or that the day of a reminder has come. */
function deadline({ deadline, milestone, date }: assignment.DeadlineReached): Bilingual {
  const day = dateText(date)
  switch (deadline) {
    case 'DEADLINE_ACKNOWLEDGE':
      return { zh: `签收期限已过(${day})`, en: `not acknowledged by ${day}` }
    case 'DEADLINE_WARNING':
      // It may be told late, when the day has passed.
      return { zh: `临期提醒(${day} 到期)`, en: `reminder: it is due on ${day}` }
    case 'DEADLINE_MILESTONE':
      return { zh: `阶段目标 ${milestone} 逾期(${day})`, en: `milestone ${milestone} not reached by ${day}` }
    case 'DEADLINE_DUE':
      return { zh: `任务到期未办结(${day})`, en: `overdue, it was due on ${day}` }
    case 'DEADLINE_REVIEW':
      return { zh: `审核超期(${day})`, en: `not reviewed by ${day}` }
    case 'DEADLINE_REPORT_REMINDER':
      return { zh: `月报提醒(${day} 前报送)`, en: `reminder: the monthly report is due on ${day}` }
    case 'DEADLINE_REPORT':
      return { zh: `月报逾期(${day})`, en: `no monthly report by ${day}` }
    default:
      return { zh: `期限已过(${day})`, en: `a limit passed on ${day}` }
  }
}

const aboutMilestone = (milestone: string): Bilingual =>
  milestone ? { zh: `(阶段目标 ${milestone})`, en: ` on milestone ${milestone}` } : { zh: '', en: '' }

export const assignmentTales: Tales<AssignmentFact> = {
  'qiantou.assignment.v1.AssignmentAcknowledged': () => ({ zh: '签收', en: 'acknowledged' }),
  'qiantou.assignment.v1.ProgressReported': ({ percent, corrects, milestone }) => {
    const about = aboutMilestone(milestone)
    return corrects
      ? {
          zh: `更正第 ${corrects} 次报告${about.zh}:${percent}%`,
          en: `corrected report ${corrects}${about.en}: ${percent}%`,
        }
      : { zh: `报告进展${about.zh} ${percent}%`, en: `reported progress${about.en}: ${percent}%` }
  },
  'qiantou.assignment.v1.AssignmentSubmitted': ({ submission }) => ({
    zh: `提交办结(第 ${submission} 次)`,
    en: `submitted its part (${submission})`,
  }),
  'qiantou.assignment.v1.ReassignmentRequested': () => ({ zh: '申请退办', en: 'asked to be released' }),
  'qiantou.assignment.v1.ExtensionRequested': ({ due, milestone }) => {
    const about = aboutMilestone(milestone)
    return {
      zh: `申请延期${about.zh}至 ${dateText(due)}`,
      en: `asked for more time${about.en}, until ${dateText(due)}`,
    }
  },
  'qiantou.assignment.v1.AssignmentDelegated': ({ organisation, from, until }, { name }) => ({
    zh: `委托 ${name(organisation)} 代为办理(${dateText(from)} 至 ${dateText(until)})`,
    en: `let ${name(organisation)} act for it from ${dateText(from)} to ${dateText(until)}`,
  }),
  'qiantou.assignment.v1.DelegationRevoked': ({ organisation }, { name }) => ({
    zh: `撤销对 ${name(organisation)} 的委托`,
    en: `ended the delegation to ${name(organisation)}`,
  }),
  'qiantou.assignment.v1.AssignmentPersonNamed': ({ role, person, from }) => ({
    zh: person
      ? `明确${word(role, 'zh')}(自 ${dateText(from)} 起)`
      : `${word(role, 'zh')}空缺(自 ${dateText(from)} 起)`,
    en: person
      ? `named its ${word(role, 'en')}, from ${dateText(from)}`
      : `has no ${word(role, 'en')} any longer, from ${dateText(from)}`,
  }),
  'qiantou.assignment.v1.AssignmentSubassigned': ({ subassignment, organisation, due }, { name }) => ({
    zh: `分办 ${name(organisation)}(第 ${subassignment} 项${due ? `,${dateText(due)} 前` : ''})`,
    en: `gave piece ${subassignment} to ${name(organisation)}${due ? `, by ${dateText(due)}` : ''}`,
  }),
  'qiantou.assignment.v1.SubassignmentAcknowledged': ({ subassignment }) => ({
    zh: `签收分办事项(第 ${subassignment} 项)`,
    en: `acknowledged piece ${subassignment}`,
  }),
  'qiantou.assignment.v1.SubassignmentReported': ({ subassignment, percent }) => ({
    zh: `报告分办事项进展(第 ${subassignment} 项)${percent}%`,
    en: `reported on piece ${subassignment}: ${percent}%`,
  }),
  'qiantou.assignment.v1.SubassignmentSubmitted': ({ subassignment }) => ({
    zh: `分办事项办结(第 ${subassignment} 项)`,
    en: `says that piece ${subassignment} is done`,
  }),
  'qiantou.assignment.v1.SubassignmentAccepted': ({ subassignment }) => ({
    zh: `核准分办事项(第 ${subassignment} 项)`,
    en: `accepted piece ${subassignment}`,
  }),
  'qiantou.assignment.v1.SubassignmentReturned': ({ subassignment }) => ({
    zh: `退回分办事项(第 ${subassignment} 项)`,
    en: `returned piece ${subassignment}`,
  }),
  'qiantou.assignment.v1.SubassignmentWithdrawn': ({ subassignment, organisation }, { name }) => ({
    zh: `收回 ${name(organisation)} 的分办事项(第 ${subassignment} 项)`,
    en: `took piece ${subassignment} back from ${name(organisation)}`,
  }),
  'qiantou.assignment.v1.SubassignmentEnded': ({ subassignment, organisation }, { name }) => ({
    zh: `交办件终结,${name(organisation)} 的分办(第 ${subassignment} 项)随之结束`,
    en: `the assignment is over, and with it what ${name(organisation)} had of it (piece ${subassignment})`,
  }),
  'qiantou.assignment.v1.DeadlineReached': deadline,
}
