/** Requests of a workflow, as its callers send them. */
import { randomUUID } from 'node:crypto'
import {
  AcceptSubassignmentRequest,
  AcknowledgeAssignmentRequest,
  AcknowledgeSubassignmentRequest,
  DelegateAssignmentRequest,
  NamePersonRequest,
  ReportProgressRequest,
  ReportSubassignmentRequest,
  RequestExtensionRequest,
  RequestReassignmentRequest,
  ReturnSubassignmentRequest,
  RevokeDelegationRequest,
  SubassignAssignmentRequest,
  SubmitAssignmentRequest,
  SubmitSubassignmentRequest,
  WithdrawSubassignmentRequest,
} from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { BeginTermRequest } from '#proto/qiantou/directory/v1/directory_service.ts'
import { Clause, ProgrammeContent, type Responsibility, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { ChangeProgrammeRulesRequest, ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import {
  AcceptSubmissionRequest,
  ArchiveTaskRequest,
  CancelTaskRequest,
  CloseTaskRequest,
  CommentOnTaskRequest,
  ConfirmCompilerRequest,
  CountersignClosingRequest,
  DissentFromClosingRequest,
  GiveExtensionOpinionRequest,
  GrantExtensionRequest,
  IssueTaskRequest,
  ProposeClosingRequest,
  ReassignAssignmentRequest,
  RefuseExtensionRequest,
  ReopenTaskRequest,
  ResumeAssignmentRequest,
  ReturnClosingRequest,
  ReturnSubmissionRequest,
  RuleOnDissentRequest,
  SuspendAssignmentRequest,
  TransferAssignmentRequest,
  UpholdAssignmentRequest,
  WaiveAssignmentRequest,
} from '#proto/qiantou/task/v1/task_service.ts'
import { toDate } from '#shared/domain/calendar.ts'
import { evidence, taskContent } from './task-facts.ts'

/** Codes of the organisations that play in tests. */
export const office = 'hn-office'

const organisation = (code: string): string => `organisations/${code}`
const name = (task: string, code: string): string => `${task}/assignments/${code}`
const about = (task: string, code: string) => ({
  requestId: randomUUID(),
  name: task,
  organisation: organisation(code),
})

const clauseOf = (id: string, responsibility: Partial<Responsibility>): Clause =>
  Clause.fromPartial({
    id,
    number: `(${id})`,
    section: '重点任务',
    title: '建设算力调度平台',
    kind: 'CLAUSE_KIND_ACTION',
    responsibility,
    span: { start: 0, end: 10 },
  })

/** Who is responsible for the clauses of a test's programme: `led`, `two-leads`, `joint`, `group`, `sole`, `nobody`, `vouchers`. */
export const clauses: readonly Clause[] = [
  clauseOf('led', {
    mode: 'RESPONSIBILITY_MODE_LED',
    leads: [organisation('hn-kjt')],
    supporters: [organisation('hn-fgw'), organisation('hn-jyt')],
  }),
  clauseOf('two-leads', {
    mode: 'RESPONSIBILITY_MODE_LED',
    leads: [organisation('hn-kjt'), organisation('hn-gxt')],
    supporters: [organisation('hn-fgw')],
    standing: [organisation('hn-sthjt')],
  }),
  clauseOf('joint', {
    mode: 'RESPONSIBILITY_MODE_JOINT',
    supporters: [organisation('hn-kjt'), organisation('hn-fgw')],
  }),
  clauseOf('group', {
    mode: 'RESPONSIBILITY_MODE_LED',
    leads: [organisation('hn-kjt')],
    supporters: [organisation('hn-changsha')],
    standing: [organisation('hn-cities')],
  }),
  clauseOf('sole', { mode: 'RESPONSIBILITY_MODE_SOLE', supporters: [organisation('hn-fgw')] }),
  clauseOf('nobody', { mode: 'RESPONSIBILITY_MODE_UNASSIGNED' }),
  {
    ...clauseOf('vouchers', {
      mode: 'RESPONSIBILITY_MODE_LED',
      leads: [organisation('hn-kjt')],
      supporters: [organisation('hn-fgw')],
    }),
    kind: 'CLAUSE_KIND_MEASURE',
  },
]

export const programmeContent = (): ProgrammeContent =>
  ProgrammeContent.create({
    title: '人工智能产业发展行动计划',
    documentNumber: '湘政办发〔2025〕7号',
    documentSha256: Buffer.alloc(32, 5),
    office: organisation(office),
    clauses: [...clauses],
  })

/** Requests that are fine in every field, with fresh request ids. */
export const requests = {
  importProgramme: (programmeId: string) =>
    ImportProgrammeRequest.create({ requestId: randomUUID(), programmeId, content: programmeContent() }),
  issueTask: (parent: string, clause: string, taskId: string) =>
    IssueTaskRequest.create({
      requestId: randomUUID(),
      parent,
      taskId,
      content: { ...taskContent(), clause: `${parent}/clauses/${clause}` },
    }),
  accept: (task: string, code: string) =>
    AcceptSubmissionRequest.create({ requestId: randomUUID(), name: task, organisation: organisation(code) }),
  giveBack: (task: string, code: string) =>
    ReturnSubmissionRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      reason: '材料不全',
    }),
  reassign: (task: string, code: string, to: string) =>
    ReassignAssignmentRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      successor: organisation(to),
      reason: '职责调整',
    }),
  uphold: (task: string, code: string) =>
    UpholdAssignmentRequest.create({
      requestId: randomUUID(),
      name: task,
      organisation: organisation(code),
      reason: '属其三定职责',
    }),
  proposeClosing: (task: string) =>
    ProposeClosingRequest.create({
      requestId: randomUUID(),
      name: task,
      statement: '三个智算中心已接入',
      evidence: [evidence('验收报告')],
      signOff: [{ $type: 'qiantou.record.v1.SignOff', step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }],
    }),
  close: (task: string) => CloseTaskRequest.create({ requestId: randomUUID(), name: task }),
  reopen: (task: string, due: string, ...codes: readonly string[]) =>
    ReopenTaskRequest.create({
      requestId: randomUUID(),
      name: task,
      organisations: codes.map(organisation),
      reason: '审计发现问题,须整改',
      due: toDate(due),
    }),
  archive: (task: string) => ArchiveTaskRequest.create({ requestId: randomUUID(), name: task }),
  cancel: (task: string) => CancelTaskRequest.create({ requestId: randomUUID(), name: task, reason: '政策调整' }),
  acknowledge: (task: string, code: string) =>
    AcknowledgeAssignmentRequest.create({ requestId: randomUUID(), name: name(task, code) }),
  /** Of its milestone, or with '' of the whole. */
  report: (task: string, code: string, percent: number, milestone = 'half-year') =>
    ReportProgressRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      milestone,
      percent,
      text: '立项已完成',
      evidence: [evidence('立项批复')],
    }),
  submit: (task: string, code: string) =>
    SubmitAssignmentRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      text: '平台已上线',
      evidence: [evidence('验收报告')],
    }),
  askRelease: (task: string, code: string) =>
    RequestReassignmentRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      reason: '非我单位三定职责',
    }),
  askTime: (task: string, code: string, due: string) =>
    RequestExtensionRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      due: toDate(due),
      reason: '招标流程较长',
    }),
  delegate: (task: string, code: string, delegate: string, from: string, until: string) =>
    DelegateAssignmentRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      delegate: organisation(delegate),
      from: toDate(from),
      until: toDate(until),
    }),
  beginTerm: (code: string, person: string) =>
    BeginTermRequest.fromPartial({
      ...{ requestId: randomUUID(), name: organisation(code), person, role: 'TERM_ROLE_OFFICER' },
      ...{ displayName: '张三', fromDate: toDate('2026-01-05') },
    }),
  namePerson: (task: string, code: string, person: string) =>
    NamePersonRequest.fromPartial({
      ...{ requestId: randomUUID(), name: name(task, code), role: 'TERM_ROLE_OFFICER', person },
    }),
  revokeDelegation: (task: string, code: string, delegate: string) =>
    RevokeDelegationRequest.create({
      requestId: randomUUID(),
      name: name(task, code),
      delegate: organisation(delegate),
    }),
  subassign: (task: string, code: string, to: string) =>
    SubassignAssignmentRequest.create({
      ...{ requestId: randomUUID(), name: name(task, code), organisation: organisation(to) },
      ...{ what: '报送本市算力资源', due: toDate('2026-06-30') },
    }),
  acknowledgePiece: (task: string, code: string) =>
    AcknowledgeSubassignmentRequest.create({ requestId: randomUUID(), name: name(task, code) }),
  reportPiece: (task: string, code: string, percent: number) =>
    ReportSubassignmentRequest.create({ requestId: randomUUID(), name: name(task, code), percent, text: '摸底过半' }),
  submitPiece: (task: string, code: string) =>
    SubmitSubassignmentRequest.create({
      ...{ requestId: randomUUID(), name: name(task, code), text: '已报送', evidence: [evidence('资源清单')] },
    }),
  acceptPiece: (task: string, code: string, to: string) =>
    AcceptSubassignmentRequest.create({
      ...{ requestId: randomUUID(), name: name(task, code), organisation: organisation(to) },
    }),
  returnPiece: (task: string, code: string, to: string) =>
    ReturnSubassignmentRequest.create({
      ...{ requestId: randomUUID(), name: name(task, code), organisation: organisation(to), reason: '口径不符' },
    }),
  withdrawPiece: (task: string, code: string, to: string) =>
    WithdrawSubassignmentRequest.create({
      ...{
        requestId: randomUUID(),
        name: name(task, code),
        organisation: organisation(to),
        reason: '改由本厅直接办理',
      },
    }),
  transfer: (task: string, code: string, to: string) =>
    TransferAssignmentRequest.create({ ...about(task, code), successor: organisation(to), reason: '职责调整' }),
  suspend: (task: string, code: string) =>
    SuspendAssignmentRequest.create({ ...about(task, code), reason: '上位政策待定' }),
  resume: (task: string, code: string) => ResumeAssignmentRequest.create(about(task, code)),
  waive: (task: string, code: string) => WaiveAssignmentRequest.create({ ...about(task, code), reason: '任务合并' }),
  giveOpinion: (task: string, code: string, supports: boolean) =>
    GiveExtensionOpinionRequest.create({ ...about(task, code), supports, text: '情况属实' }),
  grantTime: (task: string, code: string) => GrantExtensionRequest.create(about(task, code)),
  refuseTime: (task: string, code: string) =>
    RefuseExtensionRequest.create({ ...about(task, code), reason: '不影响年度目标' }),
  confirmCompiler: (task: string, code: string) => ConfirmCompilerRequest.create(about(task, code)),
  countersign: (task: string) => CountersignClosingRequest.create({ requestId: randomUUID(), name: task }),
  dissent: (task: string) =>
    DissentFromClosingRequest.create({ requestId: randomUUID(), name: task, reason: '指标口径不一致' }),
  rule: (task: string, closes: boolean) =>
    RuleOnDissentRequest.create({
      ...{ requestId: randomUUID(), name: task, closes },
      ...{ ruling: '按现行口径认定', minutes: '专题会议纪要〔2026〕12号' },
      signOff: [{ $type: 'qiantou.record.v1.SignOff', step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }],
    }),
  returnClosing: (task: string) =>
    ReturnClosingRequest.create({ requestId: randomUUID(), name: task, reason: '佐证不足' }),
  comment: (task: string) =>
    CommentOnTaskRequest.create({ requestId: randomUUID(), name: task, text: '请各单位注意进度' }),
  changeRules: (programme: string) =>
    ChangeProgrammeRulesRequest.create({
      ...{ requestId: randomUUID(), name: programme },
      rules: Rules.create({ reviewWorkingDays: 3, closing: 'QUORUM_ANY' }),
    }),
} as const
