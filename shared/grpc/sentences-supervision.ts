import type { Sentences } from './sentences.ts'

/** What reasons about supervision, reports and the burden mean. */
export const supervisionSentences: Sentences = {
  SUPERVISION_NOT_FOUND: { en: 'There is no such supervision', zh: '无此督办事项' },
  NOT_URGER: { en: 'Only the issuing authority or a lead of the task may urge', zh: '仅交办主体或牵头单位可催办' },
  URGES_ITSELF: { en: '{organisation} cannot urge itself', zh: '{organisation} 不得催办自身' },
  NOT_THEIR_TURN: {
    en: 'It is not the turn of {organisation}, and nothing is late: there is nothing to urge',
    zh: '当前并非由 {organisation} 办理,且未逾期,无需催办',
  },
  URGED_ALREADY: {
    en: '{organisation} was urged on {date} already; once a working day is enough',
    zh: '{organisation} 已于 {date} 被催办,每个工作日至多一次',
  },
  URGED_LATELY: {
    en: '{organisation} was urged on {date} already; here once in {days} working days is enough',
    zh: '{organisation} 已于 {date} 被催办,本方案每 {days} 个工作日至多一次',
  },
  ASSIGNMENT_STANDS: {
    en: 'The assignment of {organisation} has been suspended since {date}; its clock stands still',
    zh: '{organisation} 的交办件自 {date} 起中止,期限停止计算',
  },
  STEP_OUT_OF_TURN: {
    en: '{step} is not the next step, that is {next}; another one needs an instruction to cite',
    zh: '{step} 并非下一步,应为 {next};越级须引述批示',
  },
  STEP_UNUSED: {
    en: '{step} is no step of the ladder in this programme',
    zh: '本方案的督办不设 {step}',
  },
  STEP_OPEN: {
    en: 'Step {number} waits for its reply until {replyBy}, or its reply waits for you',
    zh: '第 {number} 步的回复期限为 {replyBy},或其回复待审',
  },
  LADDER_AT_TOP: { en: 'Nothing stands above {step}, the last step', zh: '{step} 已是最后一步' },
  REPORT_NOT_FOUND: { en: 'There is no such report', zh: '无此报告' },
  REPORT_CONFIRMED: {
    en: 'The report was confirmed as of {date}; withdraw it first',
    zh: '该报告已按 {date} 审定,请先撤回',
  },
  REPORT_WITHDRAWN: { en: 'The report was withdrawn already', zh: '该报告已撤回' },
  AS_OF_OUTSIDE: {
    en: '{date} is not in the period of the report, {from} to {to}',
    zh: '{date} 不在报告期间 {from} 至 {to} 之内',
  },
  NO_TASK_TO_REPORT: {
    en: 'No task of the programme had been issued by the end of {date}: there is nothing to report',
    zh: '截至 {date} 本方案尚未交办任务,没有可审定的内容',
  },
  AS_OF_NOT_OVER: {
    en: '{date} is not over yet: more may be recorded of it; confirm it afterwards',
    zh: '{date} 尚未结束,仍可能有新记录,请于其后审定',
  },
  ADJUSTMENT_UNKNOWN: {
    en: '{assignment} was no assignment of the programme on {date}',
    zh: '{date} 时方案中没有交办件 {assignment}',
  },
  ADJUSTMENT_OF_ENDED: {
    en: '{assignment} was done by the end of {date}, or had ended otherwise: its light is not set',
    zh: '截至 {date} 交办件 {assignment} 已办结或已终结,不得调整其亮灯',
  },
  LOG_BEHIND: {
    en: 'The event log has not admitted all records of {source} yet; repeat the call in a moment',
    zh: '事件日志尚未收齐 {source} 的记录,请稍后重试',
  },
  SOURCE_SILENT: {
    en: '{source} does not say how far it has recorded: it is starting, or is not among the peers of this service',
    zh: '{source} 未报告其记录进度:该服务正在启动,或未列入本服务的对端配置',
  },
  AS_OF_AHEAD: {
    en: '{date} is yet to come, today is {today}: nobody knows what will be recorded by then',
    zh: '{date} 尚未到来(今日 {today}),届时的记录无从得知',
  },
  NOT_THERE_YET: {
    en: 'At the end of {date} there was nothing yet of {name} that you may read',
    zh: '截至 {date} 尚无 {name},或尚无可供查阅的内容',
  },
  BURDEN_NOT_FOUND: {
    en: 'You run no programme: what others are asked is not yours to read',
    zh: '贵单位并非任何方案的办公室,不得查阅其他单位的负担',
  },
  NO_STEP_OPEN: { en: 'No step is open', zh: '没有未办结的督办' },
  NO_REPLY_WAITS: {
    en: 'No reply to step {number} waits: it is {state}',
    zh: '第 {number} 步没有待审回复,现为 {state}',
  },
  REPLY_WAITS: { en: 'A reply to step {number} waits for the office', zh: '第 {number} 步已有回复待审' },
}
