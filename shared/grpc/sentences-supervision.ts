/** The reasons of supervision in both languages (sentences.ts). */
export const ofSupervision: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
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
  ASSIGNMENT_STANDS: {
    en: 'The assignment of {organisation} has been suspended since {date}; its clock stands still',
    zh: '{organisation} 的交办件自 {date} 起中止,期限停止计算',
  },
  BODY_ENDED: {
    en: '{organisation} is no longer there since {date}; nothing can be addressed to it',
    zh: '{organisation} 自 {date} 起已不存在,不得再向其发出督办',
  },
  STEP_OUT_OF_TURN: {
    en: '{step} is not the next step, that is {next}; another one needs an instruction to cite',
    zh: '{step} 并非下一步,应为 {next};越级须引述批示',
  },
  STEP_OPEN: {
    en: 'Step {number} waits for its reply until {replyBy}, or its reply waits for you',
    zh: '第 {number} 步的回复期限为 {replyBy},或其回复待审',
  },
  LADDER_AT_TOP: { en: 'Nothing stands above {step}, the last step', zh: '{step} 已是最后一步' },
  NO_STEP_OPEN: { en: 'No step is open', zh: '没有未办结的督办' },
  NO_REPLY_WAITS: {
    en: 'No reply to step {number} waits: it is {state}',
    zh: '第 {number} 步没有待审回复,现为 {state}',
  },
  REPLY_WAITS: { en: 'A reply to step {number} waits for the office', zh: '第 {number} 步已有回复待审' },
}
