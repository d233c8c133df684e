/** What each reason code means, in both languages. `{name}` is filled from the rejection's details. */
const known: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
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
  NOTHING_SENT: { en: 'The stream ended without a message', zh: '流中未含任何消息' },
  CALLER_LEFT: { en: 'The caller left before the end', zh: '调用方中途离开' },
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
    en: 'Closing a joint task needs the countersignature of every body, which this version does not take yet',
    zh: '共同负责任务的销号须经各单位会签,本版本尚不支持',
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
    en: 'Release can be asked for before work has begun; the assignment is {state}',
    zh: '退办须在开始办理前申请,交办件现为 {state}',
  },

  // Attachments
  ATTACHMENT_NOT_FOUND: { en: 'There is no such attachment', zh: '无此附件' },
  ATTACHMENT_TOO_LARGE: {
    en: 'The file has {bytes} bytes; the limit is {limit}',
    zh: '文件为 {bytes} 字节,上限为 {limit} 字节',
  },
  ATTACHMENT_LOST: {
    en: 'The object store has lost this file, or a part of it; whoever has it can upload it again',
    zh: '对象存储已丢失该文件或其部分内容;持有者可重新上传',
  },
  OFFSET_BEYOND: { en: 'The file ends at byte {size}', zh: '文件止于第 {size} 字节' },
  UPLOAD_OFFSET: {
    en: 'Of this upload {arrived} bytes have arrived; go on from there, or begin anew at 0',
    zh: '该上传已到达 {arrived} 字节,请由此续传,或从 0 重新开始',
  },
  UPLOAD_INCOMPLETE: {
    en: 'Of {size} bytes {arrived} have arrived; send the rest from there',
    zh: '共 {size} 字节,已到达 {arrived} 字节;请由此续传',
  },
  UPLOAD_SUPERSEDED: { en: 'The same upload was begun again and goes on there', zh: '同一上传已重新开始,在彼处继续' },
  UPLOAD_IDLE: {
    en: 'Nothing has arrived for {seconds} seconds; what has arrived before is kept: go on from there',
    zh: '{seconds} 秒内未收到内容;已到达部分保留,可续传',
  },
  TOO_MANY_UPLOADS: {
    en: 'You have {limit} uploads under way, which is the limit; wait for one to end',
    zh: '贵单位正在上传的文件已达上限 {limit} 个,请待其一结束',
  },
  HASH_DIFFERS: {
    en: 'What arrived has the SHA-256 {actual}, not {sha256}; nothing was kept',
    zh: '收到内容的 SHA-256 为 {actual},并非 {sha256};未保留',
  },
  SIZE_DIFFERS: {
    en: 'More than the {size} bytes that were announced have arrived; nothing was kept',
    zh: '收到内容超过所声明的 {size} 字节;未保留',
  },
  EVIDENCE_MISSING: {
    en: 'The task has no attachment {location}; upload it first',
    zh: '任务无附件 {location},请先上传',
  },
  EVIDENCE_DIFFERS: {
    en: 'Attachment {location} has another {field}: {there}, not {named}',
    zh: '附件 {location} 的 {field} 不符:实为 {there},而非 {named}',
  },

  // Directory, events
  ORGANISATION_NOT_FOUND: { en: 'There is no such organisation', zh: '无此单位' },
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
