import { consultationSentences } from './consultation-sentences.ts'

/** What each reason code means, in both languages. `{name}` is filled from the rejection's details. */
export type Sentences = Readonly<Record<string, { readonly en: string; readonly zh: string }>>

const known: Sentences = {
  ...consultationSentences,

  // The call itself
  CALLER_UNKNOWN: {
    en: 'The client certificate names no caller; it must carry one URI such as spiffe://…/organisation/hn-kjt',
    zh: '客户端证书未标明调用方,须含一个形如 spiffe://…/organisation/hn-kjt 的 URI',
  },
  CALLER_NOT_ORGANISATION: { en: 'Only an organisation may do this', zh: '仅单位可执行此操作' },
  CALLER_NOT_SERVICE: { en: 'Only a service may do this', zh: '仅系统服务可执行此操作' },
  MALFORMED_MESSAGE: {
    en: 'The request does not decode as its protobuf message',
    zh: '请求无法按其 protobuf 消息解码',
  },
  MESSAGE_TOO_LARGE: {
    en: 'The request has {bytes} bytes; the limit is {limit}',
    zh: '请求为 {bytes} 字节,上限为 {limit} 字节',
  },
  INVALID_FIELDS: { en: 'Some fields are not valid', zh: '部分字段无效' },
  REQUEST_ID_REUSED: {
    en: 'request_id {requestId} was used for another command; take a fresh UUID',
    zh: 'request_id {requestId} 已用于另一指令,请使用新的 UUID',
  },
  ETAG_MISMATCH: {
    en: 'The resource has changed: you have version {etag}, it is at {current}; read it again',
    zh: '资源已变更:所持版本 {etag},现为 {current},请重新读取',
  },
  RECORD_TOO_LARGE: {
    en: 'The record would have {bytes} bytes; the limit is {limit}',
    zh: '记录将达 {bytes} 字节,上限为 {limit} 字节',
  },
  UNAVAILABLE: {
    en: 'The service cannot reach its database or another service; nothing is lost: repeat the call with the same request_id',
    zh: '服务暂时无法访问数据库或其他服务;请以同一 request_id 重试,不会丢失',
  },
  STARTING: { en: 'The service is starting; repeat the call in a moment', zh: '服务正在启动,请稍后重试' },
  STOPPING: {
    en: 'The service is stopping; come back with your last position',
    zh: '服务正在停止,请以最后位置重新订阅',
  },
  NOT_TAKEN_IN: {
    en: 'Record {sequence} of {source}, on which the call builds, has not arrived yet; repeat the call',
    zh: '本次调用所依据的 {source} 第 {sequence} 号记录尚未到达,请重试',
  },
  INTERNAL_BUG: { en: 'A bug in the service; it is logged with this call', zh: '服务内部错误,已随本次调用记入日志' },
  CONTENT_NOT_FOUND: { en: 'There is no such text', zh: '无此文本' },
  NOTHING_FOLDED: {
    en: 'Service {service} folds nothing: it parks no records and keeps no states to check',
    zh: '服务 {service} 不归并记录:既无搁置记录,也无可核对的状态',
  },
  SERVICE_NOT_HERE: { en: 'Service {service} does not run in this process', zh: '本进程未运行服务 {service}' },

  // Programmes
  NOT_PROGRAMME_OFFICE: {
    en: 'Only {office}, the office of the programme, may do this',
    zh: '仅方案主管机构 {office} 可执行此操作',
  },
  PROGRAMME_EXISTS: { en: 'A programme of this name exists', zh: '同名方案已存在' },
  PROGRAMME_NOT_FOUND: { en: 'There is no such programme', zh: '无此方案' },
  CLAUSE_NOT_FOUND: { en: 'The programme has no clause {clause}', zh: '方案中无条目 {clause}' },
  CLAUSE_UNASSIGNED: { en: 'Clause {clause} names nobody to be responsible', zh: '条目 {clause} 未明确责任单位' },
  ORGANISATION_UNKNOWN: { en: 'The directory does not know {organisations}', zh: '通讯录中无 {organisations}' },

  // Tasks
  TASK_EXISTS: { en: 'A task of this name exists', zh: '同名任务已存在' },
  TASK_NOT_FOUND: { en: 'There is no such task', zh: '无此任务' },
  TASK_ENDED: { en: 'The task has ended ({state})', zh: '任务已结束({state})' },
  NOT_ISSUING_AUTHORITY: {
    en: 'Only {authority}, the issuing authority, may do this',
    zh: '仅交办主体 {authority} 可执行此操作',
  },
  NOT_LEAD_OF_TASK: { en: 'Only a lead of the task may review this: {reviewers}', zh: '仅牵头单位可审核:{reviewers}' },
  NOT_PROPOSER: { en: 'Closing is proposed by {proposers}', zh: '应由 {proposers} 提出销号' },
  AUTHORITY_REVIEWS: {
    en: 'Submissions of {organisation} are reviewed by {reviewers}',
    zh: '{organisation} 的办结材料由 {reviewers} 审核',
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
    en: '{organisations} dissent from closing: the authority rules first, citing the minutes',
    zh: '{organisations} 对销号有异议,须先由交办主体依会议纪要裁定',
  },
  ALREADY_RULED: { en: 'The dissent has been ruled on already', zh: '该异议已经裁定' },
  NO_DISSENT: { en: 'Nobody dissents from closing: there is nothing to rule on', zh: '无单位对销号提出异议,无须裁定' },
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
    en: 'The new due date {due} must be later than {former}, and not before today, {today}',
    zh: '新的期限 {due} 须晚于原期限 {former},且不得早于今日 {today}',
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
  DELEGATE_IS_ITSELF: { en: '{organisation} need not delegate to itself', zh: '{organisation} 无须委托自身' },
  DELEGATION_DATES: {
    en: 'A delegation runs from a day, {from}, to a later one, {until}, not past today, {today}, and for a year at most',
    zh: '委托期限自 {from} 至 {until} 无效:止日不得早于起日及今日 {today},且不超过一年',
  },
  ALREADY_DELEGATED: {
    en: '{organisation} may act already; revoke that first',
    zh: '已委托 {organisation},请先撤销原委托',
  },
  NOT_DELEGATED: { en: '{organisation} has not been delegated to', zh: '未曾委托 {organisation}' },
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
  NOT_ACKNOWLEDGEABLE: { en: 'The assignment is past acknowledging ({state})', zh: '交办件已过签收环节({state})' },
  NOT_WORKABLE: {
    en: 'The assignment is not in work ({state}); acknowledge it first, or wait for its review',
    zh: '交办件不在办理中({state});请先签收,或等待审核',
  },
  MILESTONE_UNKNOWN: {
    en: 'The task has no milestone {milestone}; it has {milestones}',
    zh: '任务无阶段目标 {milestone},现有 {milestones}',
  },
  REASSIGNMENT_TOO_LATE: {
    en: 'Release can be asked for before work has begun and until {until}; the assignment is {state}',
    zh: '退办须在开始办理前且于 {until} 前申请,交办件现为 {state}',
  },

  // Directory
  ORGANISATION_NOT_FOUND: { en: 'There is no such organisation', zh: '无此单位' },
  ORGANISATION_EXISTS: { en: 'An organisation of this name exists', zh: '同名单位已存在' },
  ORGANISATION_ENDED: {
    en: 'The organisation is no longer there from {date} on, and this is about a later day',
    zh: '该单位自 {date} 起已不存在,所涉日期在其后',
  },
  CALLER_NOT_IN_DIRECTORY: {
    en: 'The directory does not know {organisation}; only one of its registrars may do this',
    zh: '通讯录中无 {organisation};仅登记管理机构可执行此操作',
  },
  NOT_REGISTRAR: {
    en: 'Only {registrar}, which administers the entry, may do this',
    zh: '仅登记管理机构 {registrar} 可执行此操作',
  },
  REGISTRAR_STAYS: {
    en: 'The organisation administers the directory and cannot end: nobody would administer its entries',
    zh: '该单位为登记管理机构,不得终止,否则其登记事项无人管理',
  },
  DATE_TOO_EARLY: {
    en: '{date} is too early: the first day possible is {earliest}',
    zh: '{date} 过早,最早为 {earliest}',
  },
  ENTRY_FULL: {
    en: 'The entry holds {limit} of these already and takes no more',
    zh: '该条目此类事项已达上限 {limit} 项',
  },
  SUCCESSOR_IS_ITSELF: { en: 'An organisation cannot succeed itself', zh: '单位不得由其自身承接' },
  SUCCESSOR_UNKNOWN: {
    en: 'The directory does not know {successor}; register it first',
    zh: '通讯录中无 {successor},请先登记',
  },
  SUCCESSOR_ENDED: {
    en: '{successor} ends on {date} itself; name who succeeds it',
    zh: '{successor} 自 {date} 起终止,请改为其承接单位',
  },
  SUCCESSOR_NOT_THERE: {
    en: '{successor} is not there before {date}; choose that day or a later one',
    zh: '{successor} 自 {date} 起方存在,请改为该日或其后',
  },
  NOT_A_GROUP: { en: 'The organisation is no group and has no members', zh: '该单位不是单位组,没有成员' },
  MEMBER_IS_GROUP: {
    en: '{member} is a group itself; add its members one by one',
    zh: '{member} 本身是单位组,请逐一加入其成员',
  },
  MEMBER_ENDED: { en: '{member} is no longer there from {date} on', zh: '{member} 自 {date} 起已不存在' },
  ALREADY_MEMBER: {
    en: '{member} is a member on that day or after it; end that membership first',
    zh: '{member} 在该日或其后已是成员,请先移出',
  },
  NOT_A_MEMBER: { en: '{member} has no membership to end', zh: '{member} 没有可终止的成员资格' },
  TERM_OVERLAPS: {
    en: 'The person has this role from {from} on; end that term first',
    zh: '该人员自 {from} 起已担任此职,请先终止该任期',
  },
  TERM_NOT_FOUND: {
    en: 'The person has no term in this role that lasts beyond {date}',
    zh: '该人员没有延续至 {date} 之后的此项任期',
  },

  // Events
  SOURCE_NOT_FOUND: { en: 'There is no source {source}', zh: '无此来源 {source}' },
  RECORD_NOT_FOUND: { en: 'There is no such record', zh: '无此记录' },
  POSITION_UNKNOWN: {
    en: 'Position {position} is beyond the last one, {last}; was it taken from another bus?',
    zh: '位置 {position} 超出末位 {last},是否取自另一总线?',
  },
}

/** Whether a reason has its sentences; a test asks for every reason in the code. */
export const isKnownReason = (reason: string): boolean => reason in known

/** The sentences of a reason, filled. */
export function sentences(reason: string, details: Readonly<Record<string, string>>): { en: string; zh: string } {
  const { en, zh } = known[reason] ?? { en: reason, zh: reason }
  const fill = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (_, name: string) => details[name] ?? '—')
  return { en: fill(en), zh: fill(zh) }
}
