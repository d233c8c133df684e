/**
 * `node test/golden/make.ts` writes golden records that are not there yet. What is there is never written again: it
 * stands for what some bus has recorded, and every later version must read it. For a new type of event, add a line.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { ProgrammeImported, ProgrammeRulesChanged } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { workflowOf } from '#shared/domain/decider.ts'
import { formatUuid } from '#shared/domain/uuid.ts'
import { hashRecord, noHash, writeRecord } from '#shared/record/record.ts'

const leads = '//qiantou/lead-agency'
const departments = '//qiantou/supporting-department'
const programme = 'programmes/hunan-2025-7'
const task1 = `${programme}/tasks/2026-2-1`
const task2 = `${programme}/tasks/2026-2-2`
const [office, kjt, gxt, fgw, czt] = ['hn-office', 'hn-kjt', 'hn-gxt', 'hn-fgw', 'hn-czt'].map(
  (code) => `organisations/${code}`,
) as [string, string, string, string, string]

const reason = (byte: number) => ({
  sha256: Buffer.alloc(32, byte),
  sizeBytes: 321n,
  mediaType: 'text/plain; charset=utf-8',
})
const evidence = [
  {
    title: '验收报告',
    sha256: Buffer.alloc(32, 9),
    sizeBytes: 65_536n,
    mediaType: 'application/pdf',
    location: 'oa:2026-118',
  },
]
const due = { year: 2026, month: 12, day: 31 }
const content = {
  clause: `${programme}/clauses/2-1`,
  title: '建设全省算力调度平台',
  deliverable: '平台上线运行',
  closingStandard: '接入不少于三个智算中心',
  due,
  milestones: [{ id: 'half-year', title: '完成立项', due: { year: 2026, month: 6, day: 30 } }],
}
const led = [
  { organisation: kjt, role: 'ROLE_LEAD' as const },
  { organisation: gxt, role: 'ROLE_RESPONSIBLE' as const },
  { organisation: fgw, role: 'ROLE_STANDING' as const },
]
const issued = { content, mode: 'RESPONSIBILITY_MODE_LED' as const, authority: office, bodies: led }
const imported = {
  title: '湖南省人工智能产业发展行动计划',
  documentNumber: '湘政办发〔2025〕7号',
  documentSha256: Buffer.alloc(32, 5),
  office,
  clauses: [
    {
      ...{ id: '2-1', number: '(一)', section: '二、重点任务', title: '算力', kind: 'CLAUSE_KIND_ACTION' as const },
      responsibility: {
        ...{ mode: 'RESPONSIBILITY_MODE_LED' as const, leads: [kjt], supporters: [gxt], standing: [fgw] },
        ...{ openEnded: true, phrase: { start: 120, end: 144 } },
      },
      span: { start: 100, end: 150 },
    },
  ],
}

type Line = {
  readonly subject: string
  readonly actor: string
  readonly fact: Fact
  readonly admits?: string[]
  readonly releases?: string[]
}

const of = (body: string, name = task1): string => `${name}/assignments/${body.split('/')[1]}`

const task3 = `${programme}/tasks/2026-2-3`
const on = (month: number, day: number, year = 2026) => ({ year, month, day })
const rules = {
  ...{ acknowledgeWorkingDays: 2, reassignmentWorkingDays: 2, reviewWorkingDays: 3, warningWorkingDays: 5 },
  ...{ closing: 'QUORUM_ANY' as const, days: [{ date: on(10, 9), working: false }] },
}
const limits = { acknowledgeBy: on(1, 6), reassignBy: on(1, 6) }
const jointly = {
  ...{
    content: { ...content, monthlyReport: { day: 25, reminderDays: 3 } },
    mode: 'RESPONSIBILITY_MODE_JOINT' as const,
  },
  ...{
    authority: office,
    bodies: [kjt, gxt, fgw].map((organisation) => ({ organisation, role: 'ROLE_RESPONSIBLE' as const })),
  },
  ...{ rules, ...limits, warnOn: on(12, 24), milestonesWarnOn: [on(6, 23)], copied: ['organisations/hn-wwj'] },
  provisional: true,
}
const signOff = [
  { step: 'SIGN_OFF_STEP_HANDLED' as const, person: 'p-17' },
  { step: 'SIGN_OFF_STEP_SIGNED' as const, person: 'p-3' },
]
const byOffice = (fact: Fact, parties: Partial<Line> = {}): Line => ({
  subject: task3,
  actor: office,
  fact,
  ...parties,
})
const byBody = (body: string, fact: Fact, parties: Partial<Line> = {}): Line => ({
  ...{ subject: of(body, task3), actor: body, fact, ...parties },
})

/** A joint task with limits, more time, a delegation, a suspension, and dissent. */
const timely: readonly Line[] = [
  { subject: programme, actor: office, fact: ProgrammeRulesChanged.fromPartial({ rules }) },
  byOffice(task.TaskIssued.fromPartial(jointly), { admits: [office, kjt, gxt, fgw, 'organisations/hn-wwj'] }),
  byOffice(task.CompilerConfirmed.create({ organisation: kjt })),
  byBody(kjt, assignment.AssignmentAcknowledged.create()),
  {
    ...{ subject: of(gxt, task3), actor: 'services/supporting-department' },
    fact: assignment.DeadlineReached.fromPartial({ deadline: 'DEADLINE_ACKNOWLEDGE', date: on(1, 6) }),
  },
  byBody(gxt, assignment.AssignmentAcknowledged.create()),
  byBody(gxt, assignment.AssignmentDelegated.fromPartial({ organisation: czt, from: on(1, 8), until: on(2, 8) }), {
    admits: [czt],
  }),
  byBody(gxt, assignment.DelegationRevoked.create({ organisation: czt }), { releases: [czt] }),
  byBody(
    kjt,
    assignment.ProgressReported.fromPartial({ report: 1, percent: 20, text: reason(11), corrects: 0, signOff }),
  ),
  byBody(kjt, assignment.ExtensionRequested.fromPartial({ extension: 1, due: on(3, 31, 2027), reason: reason(12) })),
  {
    subject: task3,
    actor: gxt,
    fact: task.ExtensionOpinionGiven.fromPartial({ organisation: kjt, extension: 1, supports: true, text: reason(13) }),
  },
  byOffice(
    task.ExtensionGranted.fromPartial({
      organisation: kjt,
      extension: 1,
      due: on(3, 31, 2027),
      warnOn: on(3, 24, 2027),
    }),
  ),
  byBody(
    gxt,
    assignment.ExtensionRequested.fromPartial({
      extension: 1,
      milestone: 'half-year',
      due: on(8, 31),
      reason: reason(14),
    }),
  ),
  byOffice(task.ExtensionRefused.fromPartial({ organisation: gxt, extension: 1, reason: reason(15) })),
  byOffice(task.AssignmentSuspended.fromPartial({ organisation: gxt, reason: reason(16) })),
  byOffice(
    task.AssignmentResumed.fromPartial({
      ...{ organisation: gxt, workingDays: 3, due: on(1, 6, 2027), warnOn: on(12, 29) },
      milestones: [{ id: 'half-year', due: on(7, 3), warnOn: on(6, 26) }],
    }),
  ),
  byOffice(
    task.AssignmentTransferred.fromPartial({
      ...{ organisation: gxt, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, reason: reason(17) },
      ...{ acknowledgeBy: on(1, 9), reassignBy: on(1, 9), due: on(1, 6, 2027), warnOn: on(12, 29) },
      ...{
        milestones: [{ id: 'half-year', due: on(7, 3), warnOn: on(6, 26) }],
        monthlyReport: { day: 25, reminderDays: 3 },
      },
    }),
    { admits: [czt], releases: [gxt] },
  ),
  byOffice(task.AssignmentWaived.fromPartial({ organisation: czt, reason: reason(18) })),
  { subject: task3, actor: fgw, fact: task.TaskCommented.fromPartial({ text: reason(19) }) },
  ...[kjt, fgw].flatMap((body) => [
    byBody(
      body,
      assignment.AssignmentSubmitted.fromPartial({
        submission: 1,
        text: reason(20),
        evidence,
        reviewBy: on(1, 12),
        signOff,
      }),
    ),
    byOffice(task.SubmissionAccepted.fromPartial({ organisation: body, submission: 1 })),
  ]),
  { subject: task3, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(21), evidence }) },
  { subject: task3, actor: fgw, fact: task.ClosingDissented.fromPartial({ reason: reason(22) }) },
  byOffice(task.DissentRuled.fromPartial({ closes: false, ruling: reason(23), minutes: '〔2026〕12号' })),
  { subject: task3, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(24), evidence }) },
  { subject: task3, actor: fgw, fact: task.ClosingCountersigned.create() },
  byOffice(task.TaskClosed.create()),
]

/** What is recorded, in order: the lives of three tasks. */
const lines: readonly Line[] = [
  { subject: programme, actor: office, fact: ProgrammeImported.fromPartial({ content: imported }), admits: [office] },
  { subject: task1, actor: office, fact: task.TaskIssued.fromPartial(issued), admits: [office, kjt, gxt, fgw] },
  { subject: of(kjt), actor: kjt, fact: assignment.AssignmentAcknowledged.create() },
  { subject: of(gxt), actor: gxt, fact: assignment.ReassignmentRequested.fromPartial({ reason: reason(1) }) },
  {
    ...{ subject: task1, actor: office, admits: [czt], releases: [gxt] },
    fact: task.AssignmentReassigned.fromPartial({
      ...{ organisation: gxt, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, reason: reason(2) },
    }),
  },
  { subject: of(fgw), actor: fgw, fact: assignment.ReassignmentRequested.fromPartial({ reason: reason(3) }) },
  { subject: task1, actor: office, fact: task.AssignmentUpheld.fromPartial({ organisation: fgw, reason: reason(4) }) },
  {
    ...{ subject: of(kjt), actor: kjt },
    fact: assignment.ProgressReported.fromPartial({
      ...{ report: 1, milestone: 'half-year', percent: 40, text: reason(5), evidence },
    }),
  },
  {
    subject: of(kjt),
    actor: kjt,
    fact: assignment.AssignmentSubmitted.fromPartial({ submission: 1, text: reason(6), evidence }),
  },
  {
    ...{ subject: task1, actor: office },
    fact: task.SubmissionReturned.fromPartial({ organisation: kjt, submission: 1, reason: reason(7) }),
  },
  {
    subject: of(kjt),
    actor: kjt,
    fact: assignment.AssignmentSubmitted.fromPartial({ submission: 2, text: reason(8), evidence }),
  },
  { subject: task1, actor: office, fact: task.SubmissionAccepted.fromPartial({ organisation: kjt, submission: 2 }) },
  { subject: task1, actor: kjt, fact: task.ClosingProposed.fromPartial({ statement: reason(9), evidence }) },
  { subject: task1, actor: office, fact: task.TaskClosed.create() },
  { subject: task2, actor: office, fact: task.TaskIssued.fromPartial(issued), admits: [office, kjt, gxt, fgw] },
  {
    ...{ subject: task2, actor: office },
    fact: task.TaskCancelled.fromPartial({ reason: reason(10), organisations: [kjt, gxt, fgw] }),
  },
  ...timely,
]

/** An id that follows from a number, of version 7. */
const idOf = (number: number): string => {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(1_767_225_600_000 + number, 0, 6)
  bytes[6] = 0x70
  bytes[8] = 0x80
  bytes[15] = number
  return formatUuid(bytes)
}

const heads = new Map<string, { sequence: bigint; hash: Uint8Array }>()
for (const [i, { subject, actor, fact, admits, releases }] of lines.entries()) {
  const source = fact.$type.startsWith('qiantou.assignment.') ? departments : leads
  const other = source === leads ? departments : leads
  const { sequence, hash } = heads.get(source) ?? { sequence: 0n, hash: noHash }
  const path = join(import.meta.dirname, `${`${i + 1}`.padStart(4, '0')}-${fact.$type}.binpb`)
  const known = heads.get(other)?.sequence
  const bytes = existsSync(path)
    ? readFileSync(path)
    : writeRecord(
        {
          ...{ id: idOf(i + 1), source, subject, actor, admits, releases },
          time: new Date(1_767_225_600_000 + i * 60_000),
          sequence: sequence + 1n,
          prevhash: hash,
          requestid: Buffer.alloc(16, i + 1),
          correlationid: workflowOf(subject),
          partitionkey: workflowOf(subject),
          seen: known ? new Map([[other, known]]) : undefined,
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
        fact,
      )
  if (!existsSync(path)) writeFileSync(path, bytes, { flag: 'wx' })
  heads.set(source, { sequence: sequence + 1n, hash: hashRecord(bytes) })
}
