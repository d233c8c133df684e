/** How facts about tasks are said. */
import type * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Tales } from './tale.ts'
import { dateText } from './time.ts'

export type TaskFact =
  | task.TaskDrafted
  | task.DraftRevised
  | task.DraftReturned
  | task.TaskIssued
  | task.SubmissionAccepted
  | task.SubmissionReturned
  | task.AssignmentReassigned
  | task.AssignmentTransferred
  | task.DutiesSucceeded
  | task.AuthoritySucceeded
  | task.DelegateSucceeded
  | task.AssignmentUpheld
  | task.AssignmentSuspended
  | task.AssignmentResumed
  | task.AssignmentWaived
  | task.ExtensionOpinionGiven
  | task.ExtensionGranted
  | task.ExtensionRefused
  | task.CompilerConfirmed
  | task.ClosingProposed
  | task.ClosingReturned
  | task.ClosingCountersigned
  | task.ClosingDissented
  | task.CountersignatureLimitPassed
  | task.DissentRuled
  | task.TaskCommented
  | task.TaskClosed
  | task.TaskReopened
  | task.TaskArchived
  | task.TaskCancelled

const pieces = (count: number): string => `${count} ${count === 1 ? 'piece' : 'pieces'} of evidence`

export const taskTales: Tales<TaskFact> = {
  'qiantou.task.v1.TaskDrafted': ({ content }) => ({
    zh: `拟订任务“${content?.title ?? ''}”`,
    en: `drafted the task “${content?.title ?? ''}”`,
  }),
  'qiantou.task.v1.DraftRevised': ({ content }) => ({
    zh: `修改拟订稿“${content?.title ?? ''}”`,
    en: `revised the draft “${content?.title ?? ''}”`,
  }),
  'qiantou.task.v1.DraftReturned': () => ({ zh: '退回拟订稿', en: 'sent the draft back' }),
  'qiantou.task.v1.TaskIssued': ({ content, bodies, copied }, { names }) => {
    const title = content?.title ?? ''
    const { length } = bodies
    const copies = { zh: `,抄送 ${names(copied)}`, en: `, with copies to ${names(copied)}` }
    return {
      zh: `交办任务“${title}”,涉及 ${length} 个单位${copied.length ? copies.zh : ''}`,
      en: `issued the task “${title}” to ${length} bodies${copied.length ? copies.en : ''}`,
    }
  },

  // ---- About one body's part

  'qiantou.task.v1.SubmissionAccepted': ({ organisation, submission }, { name }) => ({
    zh: `审核通过 ${name(organisation)} 第 ${submission} 次办结`,
    en: `accepted submission ${submission} of ${name(organisation)}`,
  }),
  'qiantou.task.v1.SubmissionReturned': ({ organisation, submission }, { name }) => ({
    zh: `退回 ${name(organisation)} 第 ${submission} 次办结,要求重办`,
    en: `returned submission ${submission} of ${name(organisation)} to be done again`,
  }),
  'qiantou.task.v1.AssignmentReassigned': ({ organisation, successor }, { name }) => ({
    zh: `将 ${name(organisation)} 的交办件改派 ${name(successor?.organisation ?? '')}`,
    en: `moved the part of ${name(organisation)} to ${name(successor?.organisation ?? '')}`,
  }),
  'qiantou.task.v1.AssignmentTransferred': ({ organisation, successor }, { name }) => ({
    zh: `将 ${name(organisation)} 的交办件转办 ${name(successor?.organisation ?? '')}`,
    en: `transferred the part of ${name(organisation)} to ${name(successor?.organisation ?? '')}`,
  }),
  'qiantou.task.v1.AuthoritySucceeded': ({ authority, successor }, { name }) => ({
    zh: `${name(authority)} 已不存在,交办主体改为 ${name(successor)}`,
    en: `made ${name(successor)} the authority in the place of ${name(authority)}, which is no longer there`,
  }),
  'qiantou.task.v1.DelegateSucceeded': ({ delegate, successor }, { name }) => ({
    zh: `${name(delegate)} 已不存在,其代办事项由 ${name(successor)} 承继`,
    en: `noted that what ${name(delegate)}, which is no longer there, did for others is that of ${name(successor)} now`,
  }),
  'qiantou.task.v1.DutiesSucceeded': ({ organisation, successor }, { name }) =>
    successor
      ? {
          zh: `${name(organisation)} 已办结,其余职责由 ${name(successor)} 承继`,
          en: `passed what remains of the role of ${name(organisation)} to ${name(successor)}`,
        }
      : {
          zh: `${name(organisation)} 的职责无承继单位,未办结的由交办主体决定`,
          en: `ended the role of ${name(organisation)}, which nobody succeeds: what is open waits for the authority`,
        },
  'qiantou.task.v1.AssignmentUpheld': ({ organisation }, { name }) => ({
    zh: `维持 ${name(organisation)} 的交办`,
    en: `upheld the part of ${name(organisation)}`,
  }),
  'qiantou.task.v1.AssignmentSuspended': ({ organisation }, { name }) => ({
    zh: `中止 ${name(organisation)} 的交办件,停止计时`,
    en: `suspended the part of ${name(organisation)}: its clock stands still`,
  }),
  'qiantou.task.v1.AssignmentResumed': ({ organisation, workingDays, due }, { name }) => ({
    zh: `恢复 ${name(organisation)} 的交办件,停计 ${workingDays} 个工作日,时限为 ${dateText(due)}`,
    en: `resumed the part of ${name(organisation)} after ${workingDays} working days; it is due on ${dateText(due)}`,
  }),
  'qiantou.task.v1.AssignmentWaived': ({ organisation }, { name }) => ({
    zh: `免办 ${name(organisation)} 的交办件`,
    en: `waived the part of ${name(organisation)}`,
  }),
  'qiantou.task.v1.ExtensionOpinionGiven': ({ organisation, supports }, { name }) => ({
    zh: `${supports ? '支持' : '不支持'} ${name(organisation)} 的延期申请`,
    en: `${supports ? 'supported' : 'opposed'} more time for ${name(organisation)}`,
  }),
  'qiantou.task.v1.ExtensionGranted': ({ organisation, milestone, due }, { name }) => ({
    zh: `同意 ${name(organisation)} 延期${milestone && `(阶段目标 ${milestone})`}至 ${dateText(due)}`,
    en: `granted ${name(organisation)} more time${milestone && ` for milestone ${milestone}`}, until ${dateText(due)}`,
  }),
  'qiantou.task.v1.ExtensionRefused': ({ organisation }, { name }) => ({
    zh: `不同意 ${name(organisation)} 延期`,
    en: `refused ${name(organisation)} more time`,
  }),

  // ---- About the whole

  'qiantou.task.v1.CompilerConfirmed': ({ organisation }, { name }) => ({
    zh: `确认 ${name(organisation)} 为汇总单位`,
    en: `confirmed that ${name(organisation)} compiles`,
  }),
  'qiantou.task.v1.ClosingProposed': ({ evidence, countersignBy }) => {
    const until = dateText(countersignBy)
    return {
      zh: `提出销号,佐证 ${evidence.length} 件${until && `,其他单位 ${until} 前会签`}`,
      en: `proposed closing, with ${pieces(evidence.length)}${until && `; the others answer by ${until}`}`,
    }
  },
  'qiantou.task.v1.ClosingReturned': () => ({ zh: '退回销号申请', en: 'sent the proposal to close back' }),
  'qiantou.task.v1.ClosingCountersigned': () => ({ zh: '会签同意销号', en: 'countersigned the closing' }),
  'qiantou.task.v1.ClosingDissented': () => ({ zh: '对销号提出异议', en: 'dissented from closing' }),
  'qiantou.task.v1.CountersignatureLimitPassed': ({ silent, date }, { names }) => ({
    zh: `${names(silent)} 逾期未会签(期限 ${dateText(date)}),不视为同意`,
    en: `${names(silent)} did not answer by ${dateText(date)}, which is no consent`,
  }),
  'qiantou.task.v1.DissentRuled': ({ closes, minutes, silent }, { names }) => {
    const zh = silent.length ? `,${names(silent)} 未表态` : ''
    const en = silent.length ? `, with ${names(silent)} silent` : ''
    return {
      zh: `依据会议纪要(${minutes})裁定:${closes ? '可以销号' : '暂不销号,须重新提出'}${zh}`,
      en: `ruled, citing the minutes “${minutes}”: ${closes ? 'it may be closed' : 'not yet to be closed, to be proposed anew'}${en}`,
    }
  },
  'qiantou.task.v1.TaskCommented': () => ({ zh: '留言', en: 'commented' }),
  'qiantou.task.v1.TaskClosed': () => ({
    zh: `销号`,
    en: `struck the task off`,
  }),
  'qiantou.task.v1.TaskReopened': ({ organisations, due }, { names }) => ({
    zh: `重新启动任务:${names(organisations)} 继续办理,期限 ${dateText(due)}`,
    en: `opened the task again: ${names(organisations)} to go on until ${dateText(due)}`,
  }),
  'qiantou.task.v1.TaskArchived': () => ({ zh: '归档', en: 'archived the task' }),
  'qiantou.task.v1.TaskCancelled': () => ({ zh: '终止任务', en: 'cancelled the task' }),
}
