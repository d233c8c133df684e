import type { Sentences } from './sentences.ts'

/** What reasons about programmes, tasks and assignments mean. */
export const taskSentences: Sentences = {
  // Programmes
  NOT_PROGRAMME_OFFICE: {
    en: 'Only {office}, the office of the programme, may do this',
    zh: '仅方案主管机构 {office} 可执行此操作',
  },
  PROGRAMME_EXISTS: {
    en: 'A programme of this name exists: take another id, or change the rules of that one (programme set-rules)',
    zh: '同名方案已存在:请另取编号,或修改该方案的规则(programme set-rules)',
  },
  PROGRAMME_NOT_FOUND: { en: 'There is no such programme', zh: '无此方案' },
  CLAUSE_NOT_FOUND: { en: 'The programme has no clause {clause}', zh: '方案中无条目 {clause}' },
  CLAUSE_UNASSIGNED: { en: 'Clause {clause} names nobody to be responsible', zh: '条目 {clause} 未明确责任单位' },
  BODY_WITHOUT_SUCCESSOR: {
    en: '{organisation} is no longer there and nobody succeeds it: have its registrar name a successor (directory succeed)',
    zh: '{organisation} 已不存在且无承接单位,请先由登记管理机构明确承接单位(directory succeed)',
  },

  // Tasks
  TASK_EXISTS: { en: 'A task of this name exists', zh: '同名任务已存在' },
  TASK_NOT_FOUND: { en: 'There is no such task', zh: '无此任务' },
  TASK_IN_DRAFT: {
    en: 'The task is a draft: it is revised, returned, confirmed or withdrawn first',
    zh: '任务尚为拟订稿:只能修改、退回、确认或撤回',
  },
  TASK_NOT_IN_DRAFT: {
    en: 'The task is no draft any more ({state})',
    zh: '任务已不是拟订稿({state})',
  },
  DRAFT_RETURNED: {
    en: 'The draft was sent back, and waits to be revised: who may draft it does so (task revise-draft)',
    zh: '拟订稿已退回,尚待拟订单位修改(task revise-draft)',
  },
  DRAFT_CHANGED: {
    en: 'The draft is just being revised: look at it again',
    zh: '拟订稿刚被修改,请重新查阅',
  },
  DRAFT_OTHER_CLAUSE: {
    en: 'The draft is of {clause}; for another clause draft another task',
    zh: '拟订稿属条目 {clause};其他条目请另行拟订',
  },
  NOT_DRAFTER: {
    en: 'A task of this clause is drafted by its leads, or where nobody leads by its bodies: {drafters}',
    zh: '该条目的任务应由牵头单位(无牵头的由责任单位)拟订:{drafters}',
  },
  FORMER_TASK_NOT_FOUND: { en: 'There is no task {task} to go on with', zh: '无可接续的任务 {task}' },
  FORMER_TASK_NOT_ISSUED: {
    en: 'Task {task} was not issued, or was cancelled ({state}): there is nothing to go on with',
    zh: '任务 {task} 未曾交办或已终止({state}),无可接续',
  },
  FORMER_TASK_OTHER_CLAUSE: {
    en: 'Task {task} is of another clause, {clause}: a task goes on with one of its own clause',
    zh: '任务 {task} 属另一条目 {clause};只能接续同一条目的任务',
  },
  TASK_ENDED: {
    en: 'The task has ended ({state}): a closed one its authority may open again (task reopen); what else there is to do is another task',
    zh: '任务已结束({state}):已销号的可由交办主体重新启动(task reopen),其他事项请另行交办',
  },
  TASK_NOT_CLOSED: {
    en: 'The task is not closed ({state}): only a closed one is opened again or archived',
    zh: '任务未销号({state}):仅已销号的任务可重新启动或归档',
  },
  ASSIGNMENT_NOT_ACCEPTED: {
    en: 'The parts of {organisations} were not accepted: there is nothing to go on with',
    zh: '{organisations} 的交办件未经审核通过,无从重新启动',
  },
  DUE_PASSED: { en: 'The due date {due} has passed; today is {today}', zh: '期限 {due} 已过,今天是 {today}' },
  NOT_ISSUING_AUTHORITY: {
    en: 'Only {authority}, the issuing authority, may do this',
    zh: '仅交办主体 {authority} 可执行此操作',
  },
  NOT_LEAD_OF_TASK: {
    en: 'Only a lead of the task may do this: {reviewers}',
    zh: '仅牵头单位可执行此操作:{reviewers}',
  },
  NOT_PROPOSER: { en: 'Closing is proposed by {proposers}', zh: '应由 {proposers} 提出销号' },
  AUTHORITY_REVIEWS: {
    en: 'Submissions of {organisation} are reviewed by {reviewers}',
    zh: '{organisation} 的办结材料由 {reviewers} 审核',
  },
  OWN_SUBMISSION: {
    en: '{by} itself submitted for {organisation}, and does not review it',
    zh: '{by} 受 {organisation} 委托报送了办结材料,不得自行审核',
  },
  NOT_SUBMITTED: {
    en: 'The assignment of {organisation} does not wait for review ({state})',
    zh: '{organisation} 的交办件未处于待审状态({state})',
  },
  NO_REASSIGNMENT_REQUESTED: {
    en: '{organisation} has not asked to be released ({state})',
    zh: '{organisation} 未申请退办({state})',
  },
  ALREADY_ASSIGNED: { en: '{organisation} has or had a part in this task', zh: '{organisation} 已承担或曾承担本任务' },
  COUNTERSIGNATURE_REQUIRED: {
    en: 'Still to countersign the closing of this joint task, or to dissent: {missing}',
    zh: '共同负责任务的销号尚待 {missing} 会签或提出异议',
  },
  RULING_REQUIRED: {
    en: 'There is dissent from closing, by {organisations}: the authority rules first, citing the minutes',
    zh: '{organisations} 对销号有异议,须先由交办主体依会议纪要裁定',
  },
  ALREADY_RULED: { en: 'The dissent, or the silence, has been ruled on already', zh: '该异议或逾期未复已经裁定' },
  NO_DISSENT: {
    en: 'Nobody dissents from closing, nor is anybody silent past the limit: there is nothing to rule on',
    zh: '无单位对销号提出异议,亦无单位逾期未会签,无须裁定',
  },
  NOT_JOINT: { en: 'The task is not a joint one', zh: '该任务并非各单位共同负责' },
  NOT_BODY_OF_TASK: { en: 'Only a body of the task may do this', zh: '仅任务的责任单位可执行此操作' },
  ALREADY_ANSWERED: {
    en: '{organisation} has countersigned or dissented already, or has proposed closing itself',
    zh: '{organisation} 已会签、已提出异议,或本身即为销号提出单位',
  },
  COMPILER_NOT_CONFIRMED: {
    en: 'The authority first confirms who compiles this joint task; {organisation} is proposed',
    zh: '须先由交办主体确认汇总单位,建议为 {organisation}',
  },
  ALREADY_COMPILER: { en: '{organisation} compiles already', zh: '{organisation} 已是汇总单位' },
  SOLE_IS_ONE_BODY: {
    en: 'Clause {clause} is SOLE: it means one body alone, not {bodies}',
    zh: '条目 {clause} 为单独负责,只能有一个责任单位,现有 {bodies} 个',
  },
  NOBODY_ELSE_REVIEWS: {
    en: 'Of clause {clause} nobody but {organisation} would review its own part: let another body have it or lead beside it, or let the office be an organisation of its own',
    zh: '条目 {clause} 中 {organisation} 将自行审核本单位的办结材料:请改由其他单位承办、另列牵头单位,或另设主管机构',
  },
  COPIED_HAS_PART: {
    en: '{organisation} has a part in the task: it is not copied as well',
    zh: '{organisation} 已是任务相关单位,不再抄送',
  },
  ONLY_READS: { en: 'A copied body only reads', zh: '抄送单位仅可阅知' },
  ASSIGNMENT_ENDED: {
    en: 'The assignment of {organisation} is no longer open: it is {state}',
    zh: '{organisation} 的交办件已结束,现为 {state}',
  },
  ALREADY_SUSPENDED: {
    en: 'The assignment of {organisation} has been suspended since {since}',
    zh: '{organisation} 的交办件自 {since} 起已中止',
  },
  NOT_SUSPENDED: {
    en: 'The assignment of {organisation} is not suspended: it is {state}',
    zh: '{organisation} 的交办件未中止,现为 {state}',
  },
  NO_EXTENSION_REQUESTED: {
    en: '{organisation} has no request for more time that waits',
    zh: '{organisation} 没有待定的延期申请',
  },
  OWN_EXTENSION: {
    en: 'A lead gives no opinion on its own request for more time',
    zh: '牵头单位不对本单位的延期申请出具意见',
  },
  OPINION_REQUIRED: {
    en: 'More time for {organisation} is granted on the opinion of a lead: {reviewers}',
    zh: '{organisation} 的延期须先由牵头单位 {reviewers} 出具意见',
  },
  EXTENSION_NOT_LATER: {
    en: 'The new due date {due} must be later than {former}, and not before {today}: today, or when the clock of a suspended part was stopped',
    zh: '新的期限 {due} 须晚于原期限 {former},且不得早于 {today}(今日;已中止的,为中止之日)',
  },
  EXTENSION_PENDING: {
    en: 'Request {extension} for more time still waits for its answer',
    zh: '第 {extension} 次延期申请尚未答复',
  },
  EXTENSION_TOO_LATE: {
    en: 'More time is asked for before the due date, {due}, has passed',
    zh: '延期须在期限 {due} 届满前申请',
  },
  REPORT_UNKNOWN: {
    en: 'There is no report {report} to correct; the last one is {last}',
    zh: '无第 {report} 次报告可更正,最近一次为第 {last} 次',
  },
  CORRECTION_ELSEWHERE: {
    en: 'A correction is about what it corrects: report {report} is not about this milestone, or not about the whole',
    zh: '更正须与原报告所涉事项一致:第 {report} 次报告所涉阶段目标或整体进展与此不符',
  },
  CORRECTION_TOO_OLD: {
    en: 'Report {report} is too old to be corrected: the newest {newest} may be, from report {oldest} on; report anew instead',
    zh: '第 {report} 次报告为时已久,不再更正:可更正的仅为最近 {newest} 次,自第 {oldest} 次起;请另行报告',
  },
  DELEGATE_IS_ITSELF: { en: '{organisation} need not delegate to itself', zh: '{organisation} 无须委托自身' },
  DELEGATE_REVIEWS: {
    en: '{organisation} reviews this part, decides on it, or gives opinions on it: it does not act for its body',
    zh: '{organisation} 负责审核、决定或出具意见,不得受托代办该交办件',
  },
  DELEGATION_DATES: {
    en: 'A delegation runs from a day, {from}, to a later one, {until}, not past today, {today}, and for a year at most',
    zh: '委托期限自 {from} 至 {until} 无效:止日不得早于起日及今日 {today},且不超过一年',
  },
  ALREADY_DELEGATED: {
    en: '{organisation} may act already; revoke that first',
    zh: '已委托 {organisation},请先撤销原委托',
  },
  NOT_BELOW: {
    en: '{organisation} is not below {above}: neither subordinate to it, nor of a lower level in its jurisdiction, nor a member of it; a peer is asked to help, or has a part of its own',
    zh: '{organisation} 不是 {above} 的下级单位(既非其所属,亦非同一管辖内的较低层级,也非其成员),不能分办;同级单位应商请协助或另行交办',
  },
  ALREADY_SUBASSIGNED: {
    en: '{organisation} has a piece of this assignment; withdraw that first, or wait until it is done',
    zh: '已向 {organisation} 分办,请先收回或待其办结',
  },
  NOT_SUBASSIGNED: {
    en: '{organisation} has no open piece of this assignment',
    zh: '{organisation} 没有本交办件的在办分办事项',
  },
  SUBASSIGNMENT_STATE: {
    en: 'The piece of {organisation} is {state}',
    zh: '{organisation} 的分办事项现为 {state}',
  },
  SUBASSIGNMENT_DUE: {
    en: 'The piece would be due on {due}; it must be from today, {today}, to the due date of the part, {last}',
    zh: '分办时限 {due} 无效:不得早于今日 {today},不得晚于交办件时限 {last}',
  },
  TOO_MANY_SUBASSIGNMENTS: {
    en: 'At most {limit} pieces of an assignment are given to others',
    zh: '一个交办件至多分办 {limit} 次',
  },
  NOT_DELEGATED: { en: '{organisation} has not been delegated to', zh: '未曾委托 {organisation}' },
  PERSON_TOO_EARLY: { en: 'From {from} on is past: today is {today}', zh: '起始日期 {from} 已过:今日为 {today}' },
  PERSON_UNCHANGED: { en: 'It is so already on {from}', zh: '{from} 已是如此,无须变更' },
  PERSON_NOT_THERE: {
    en: 'The directory has no term of that person at {organisation} that runs on {from}',
    zh: '名录中该人员 {from} 不在 {organisation} 任职',
  },
  TOO_MANY_PEOPLE_AHEAD: {
    en: 'At most {limit} changes of people lie ahead',
    zh: '尚未到期的人员变更至多 {limit} 项',
  },
  TOO_MANY_DELEGATIONS: {
    en: 'At most {limit} bodies may act for another at a time',
    zh: '同时受托单位至多 {limit} 个',
  },
  CLOSING_ALREADY_PROPOSED: { en: 'You have proposed closing already', zh: '贵单位已提出销号' },
  CLOSING_NOT_PROPOSED: { en: 'Closing is still to be proposed by {missing}', zh: '尚待 {missing} 提出销号' },
  ASSIGNMENTS_OPEN: { en: 'Assignments are still open: {organisations}', zh: '尚有未审核通过的交办件:{organisations}' },
  EVIDENCE_REQUIRED: {
    en: 'Name at least one piece of evidence that the closing standard is met',
    zh: '请至少列明一项达到销号标准的佐证材料',
  },

  // Assignments
  ASSIGNMENT_NOT_FOUND: { en: 'There is no such assignment', zh: '无此交办件' },
  NOT_ASSIGNEE: { en: 'Only {organisation} may act on its assignment', zh: '仅 {organisation} 可办理其交办件' },
  ASSIGNMENT_SUSPENDED: {
    en: 'The assignment has been suspended since {since}; its clock stands still until the issuing authority resumes it',
    zh: '交办件自 {since} 起中止,期限停止计算;由交办主体恢复后方可办理',
  },
  NOT_ACKNOWLEDGEABLE: { en: 'The assignment is past acknowledging ({state})', zh: '交办件已过签收环节({state})' },
  NOT_WORKABLE: {
    en: 'The assignment is not in work ({state}): acknowledge it first, or wait for its review, or for what the authority decides on release',
    zh: '交办件不在办理中({state}):请先签收,或等待审核,已申请退办的等待交办主体决定',
  },
  MILESTONE_AFTER_DUE: {
    en: 'The milestone {milestone} would be due on {due}, after the part itself, {last}',
    zh: '阶段目标 {milestone} 的时限 {due} 不得晚于交办件时限 {last}',
  },
  MILESTONE_UNKNOWN: {
    en: 'The part has no milestone {milestone}; it has: {milestones}. Those that a body before had reached did not come with it',
    zh: '交办件无阶段目标 {milestone},现有:{milestones};原承办单位已达成的阶段目标不随交办件转移',
  },
  MILESTONE_SETTLED: {
    en: 'The milestone {milestone} counts as reached since {since}, when the task was opened again: report on the whole',
    zh: '阶段目标 {milestone} 自 {since} 任务重新启动起视为已达成,请就整体进展填报',
  },
  REASSIGNMENT_TOO_LATE: {
    en: 'Release can be asked for before work has begun and until {until}; the assignment is {state}',
    zh: '退办须在开始办理前且于 {until} 前申请,交办件现为 {state}',
  },
}
