/**
 * `node test/golden/make.ts` writes golden records that are not there yet. What is there is never written again: it
 * stands for what some bus has recorded, and every later version must read it. For a new type of event, add a line.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import type { Fact } from '#shared/domain/decider.ts'
import { workflowOf } from '#shared/domain/decider.ts'
import { formatUuid } from '#shared/domain/uuid.ts'
import { hashRecord, noHash, writeRecord } from '#shared/record/record.ts'

const directories = '//qiantou/coordination-office'
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

const bureau = 'organisations/hn-ai'
const group = 'organisations/hn-pilots'
const person = '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'
const on = (year: number, month: number, day: number) => ({ year, month, day })
const basis = '湘编〔2026〕9号'
const entry = {
  ...{ titleZh: '湖南省人工智能局', titleEn: 'Hunan Provincial AI Bureau', aliases: ['省人工智能局'] },
  ...({ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE', superior: gxt } as const),
  ...{ effectiveDate: on(2026, 1, 1), registrar: office },
}
const liaison = { person, role: 'TERM_ROLE_LIAISON' as const }

/** What is recorded, in order: the lives of two tasks, and of some entries of the directory. */
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
  {
    ...{ subject: bureau, actor: office, admits: [office, bureau] },
    fact: directory.OrganisationRegistered.fromPartial(entry),
  },
  {
    ...{ subject: group, actor: office, admits: [office, group] },
    fact: directory.OrganisationRegistered.fromPartial({
      ...{ ...entry, titleZh: '各试点单位', titleEn: 'Pilots', aliases: [], kind: 'ORGANISATION_KIND_GROUP' },
      ...{ superior: '', effectiveDate: undefined },
    }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.OrganisationRenamed.fromPartial({
      ...{ titleZh: '湖南省智能局', titleEn: 'Hunan Provincial Bureau of AI', aliases: [] },
      effectiveDate: on(2026, 3, 1),
    }),
  },
  {
    ...{ subject: group, actor: office },
    fact: directory.MemberAdded.fromPartial({ member: bureau, effectiveDate: on(2026, 2, 1) }),
  },
  {
    ...{ subject: group, actor: office },
    fact: directory.MemberRemoved.fromPartial({ member: bureau, effectiveDate: on(2026, 4, 1) }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.TermBegan.fromPartial({ ...liaison, displayName: reason(11), fromDate: on(2026, 1, 5) }),
  },
  {
    ...{ subject: bureau, actor: office },
    fact: directory.TermEnded.fromPartial({ ...liaison, toDate: on(2026, 6, 30) }),
  },
  {
    ...{ subject: bureau, actor: office, admits: [gxt] },
    fact: directory.OrganisationMerged.fromPartial({ into: gxt, effectiveDate: on(2026, 7, 1), basis }),
  },
  {
    ...{ subject: group, actor: office, admits: [kjt, gxt] },
    fact: directory.OrganisationSplit.fromPartial({ into: [kjt, gxt], effectiveDate: on(2026, 8, 1), basis }),
  },
  {
    ...{ subject: 'organisations/hn-old', actor: office, admits: [office, 'organisations/hn-old'] },
    fact: directory.OrganisationRegistered.fromPartial({ ...entry, titleZh: '旧局', titleEn: 'Old Bureau' }),
  },
  {
    ...{ subject: 'organisations/hn-old', actor: office, admits: [kjt] },
    fact: directory.OrganisationDissolved.fromPartial({ successor: kjt, effectiveDate: on(2026, 9, 1), basis }),
  },
]

const areas = { directory: directories, assignment: departments, programme: leads, task: leads } as const
/** Whose a fact is. */
const sourceOf = ({ $type }: Fact): string => areas[$type.split('.')[1] as keyof typeof areas]

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
  const source = sourceOf(fact)
  // The directory takes in nothing of others.
  const other = { [leads]: departments, [departments]: leads }[source]
  const { sequence, hash } = heads.get(source) ?? { sequence: 0n, hash: noHash }
  const path = join(import.meta.dirname, `${`${i + 1}`.padStart(4, '0')}-${fact.$type}.binpb`)
  const known = other && heads.get(other)?.sequence
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
          seen: other && known ? new Map([[other, known]]) : undefined,
          traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        },
        fact,
      )
  if (!existsSync(path)) writeFileSync(path, bytes, { flag: 'wx' })
  heads.set(source, { sequence: sequence + 1n, hash: hashRecord(bytes) })
}
