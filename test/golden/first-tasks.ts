import * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import { ProgrammeImported } from '#proto/qiantou/programme/v1/programme_events.ts'
import * as task from '#proto/qiantou/task/v1/task_events.ts'
import { content, czt, evidence, fgw, gxt, kjt, type Line, of, office, programme, reason } from './line.ts'

const task1 = `${programme}/tasks/2026-2-1`
const task2 = `${programme}/tasks/2026-2-2`
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

/** The lives of two tasks. */
export const firstTasks: readonly Line[] = [
  { subject: programme, actor: office, fact: ProgrammeImported.fromPartial({ content: imported }), admits: [office] },
  { subject: task1, actor: office, fact: task.TaskIssued.fromPartial(issued), admits: [office, kjt, gxt, fgw] },
  { subject: of(kjt, task1), actor: kjt, fact: assignment.AssignmentAcknowledged.create() },
  { subject: of(gxt, task1), actor: gxt, fact: assignment.ReassignmentRequested.fromPartial({ reason: reason(1) }) },
  {
    ...{ subject: task1, actor: office, admits: [czt], releases: [gxt] },
    fact: task.AssignmentReassigned.fromPartial({
      ...{ organisation: gxt, successor: { organisation: czt, role: 'ROLE_RESPONSIBLE' }, reason: reason(2) },
    }),
  },
  { subject: of(fgw, task1), actor: fgw, fact: assignment.ReassignmentRequested.fromPartial({ reason: reason(3) }) },
  { subject: task1, actor: office, fact: task.AssignmentUpheld.fromPartial({ organisation: fgw, reason: reason(4) }) },
  {
    ...{ subject: of(kjt, task1), actor: kjt },
    fact: assignment.ProgressReported.fromPartial({
      ...{ report: 1, milestone: 'half-year', percent: 40, text: reason(5), evidence },
    }),
  },
  {
    subject: of(kjt, task1),
    actor: kjt,
    fact: assignment.AssignmentSubmitted.fromPartial({ submission: 1, text: reason(6), evidence }),
  },
  {
    ...{ subject: task1, actor: office },
    fact: task.SubmissionReturned.fromPartial({ organisation: kjt, submission: 1, reason: reason(7) }),
  },
  {
    subject: of(kjt, task1),
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
]
