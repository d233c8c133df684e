/** What values of supervision and of reports are called, in both languages; others as in words.ts. */
import type { Bilingual, Language } from '../settings.ts'
import { word } from './words.ts'

const words: Readonly<Record<string, Bilingual>> = {
  SUPERVISION_STEP_REMINDER_LETTER: { zh: '提醒函', en: 'reminder letter' },
  SUPERVISION_STEP_SUPERVISION_ORDER: { zh: '督办单', en: 'supervision order' },
  SUPERVISION_STEP_BULLETIN: { zh: '通报', en: 'bulletin' },
  SUPERVISION_STEP_INTERVIEW: { zh: '约谈', en: 'interview' },
  PROPOSAL_REASON_OVERDUE: { zh: '已逾期', en: 'overdue' },
  PROPOSAL_REASON_UNANSWERED: { zh: '逾期未回复', en: 'unanswered' },
  PROPOSAL_REASON_STILL_OVERDUE: { zh: '回复后仍逾期', en: 'overdue still' },
  URGE_MATTER_REVIEW: { zh: '审核', en: 'review' },
  URGE_MATTER_CLOSING: { zh: '销号', en: 'closing' },
  SUPERVISION_STATE_SETTLED: { zh: '无待办', en: 'settled' },
  SUPERVISION_STATE_PROPOSED: { zh: '建议督办', en: 'proposed' },
  SUPERVISION_STATE_OPEN: { zh: '待回复', en: 'open' },
  SUPERVISION_STATE_REPLIED: { zh: '回复待审', en: 'replied' },
  SUPERVISION_STATE_RETURNED: { zh: '回复退回', en: 'returned' },
  SUPERVISION_STATE_LAPSED: { zh: '逾期未回复', en: 'lapsed' },
  SUPERVISION_STATE_ENDED: { zh: '已终止', en: 'ended' },
  STEP_STATE_OPEN: { zh: '待回复', en: 'open' },
  STEP_STATE_REPLIED: { zh: '回复待审', en: 'replied' },
  STEP_STATE_RETURNED: { zh: '回复退回', en: 'returned' },
  STEP_STATE_LAPSED: { zh: '逾期未回复', en: 'lapsed' },
  STEP_STATE_ACCEPTED: { zh: '已办结', en: 'accepted' },
  STEP_STATE_SUPERSEDED: { zh: '已升级', en: 'superseded' },
  STEP_STATE_WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  STEP_STATE_ENDED: { zh: '随交办件终止', en: 'ended with the part' },
  REPORT_KIND_MONTHLY_DISPATCH: { zh: '月调度', en: 'monthly dispatch' },
  REPORT_KIND_QUARTERLY_BULLETIN: { zh: '季通报', en: 'quarterly bulletin' },
  REPORT_STATE_CONFIRMED: { zh: '已审定', en: 'confirmed' },
  REPORT_STATE_WITHDRAWN: { zh: '已撤回', en: 'withdrawn' },
  LIGHT_COLOUR_GREY: { zh: '灰灯', en: 'grey' },
  LIGHT_COLOUR_GREEN: { zh: '绿灯', en: 'green' },
  LIGHT_COLOUR_YELLOW: { zh: '黄灯', en: 'yellow' },
  LIGHT_COLOUR_RED: { zh: '红灯', en: 'red' },
  LIGHT_COLOUR_BLUE: { zh: '蓝灯', en: 'blue' },
}

/** A value in words; itself where there are none. */
export const supervisionWord = (value: string, language: Language): string =>
  words[value]?.[language] ?? word(value, language)

const labels = {
  adjusted: { zh: '人工调整', en: 'adjusted' },
  asOf: { zh: '截至', en: 'as of' },
  assignments: { zh: '交办件数', en: 'assignments' },
  confirmed: { zh: '审定时间', en: 'confirmed' },
  hash: { zh: '校验值', en: 'SHA-256' },
  kind: { zh: '种类', en: 'kind' },
  proposal: { zh: '建议', en: 'proposal' },
  reason: { zh: '理由', en: 'reason' },
  replied: { zh: '回复', en: 'reply' },
  replyBy: { zh: '回复期限', en: 'reply by' },
  provisional: { zh: '暂定', en: 'provisional' },
  report: { zh: '报告', en: 'report' },
  step: { zh: '督办', en: 'step' },
  supervision: { zh: '督办事项', en: 'supervision' },
  urged: { zh: '催办', en: 'urged' },
  withdrawn: { zh: '撤回时间', en: 'withdrawn' },
} as const satisfies Readonly<Record<string, Bilingual>>

export const supervisionLabel = (name: keyof typeof labels, language: Language): string => labels[name][language]
