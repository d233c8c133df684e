/** Random work on a real bus, as weeks pass: what the service says that bodies were asked must be what the records say. */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ReportProgressRequest, SubassignAssignmentRequest } from '#proto/qiantou/assignment/v1/assignment_service.ts'
import { OpenConsultationRequest } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { type BurdenItem, GetBurdenRequest } from '#proto/qiantou/supervision/v1/burden_service.ts'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { IssueTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { addDays, type Day, dayFrom, dayOf, startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { requests } from '#shared/testing/workflow-requests.ts'
import { askedOn } from './burden.ts'
import { plays } from './plays.ts'
import { fieldsOf } from './requests.ts'

const clock = new SetClock()
let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus({ clock })
})
afterAll(async () => await bus.stop())

const bodies = ['hn-kjt', 'hn-fgw', 'hn-jyt', 'hn-czt'] as const
/** Whoever has pieces. */
const city = 'hn-changsha'
const acts = [
  ...['acknowledge', 'acknowledge', 'reach', 'submit', 'accept', 'giveBack', 'askRelease', 'reassign', 'transfer'],
  ...[
    'suspend',
    'resume',
    'askTime',
    'grantTime',
    'waive',
    'urge',
    'step',
    'consult',
    'piece',
    'pass',
    'pass',
    'pass',
    'pass',
  ],
] as const
const attempt = fc.record({ act: fc.constantFrom(...acts), who: fc.constantFrom(...bodies), days: fc.nat(20) })
type Attempt = { readonly act: (typeof acts)[number]; readonly who: string; readonly days: number }

const today = (): Day => dayOf(clock.now())
const name = (code: string): string => `organisations/${code}`

/** A task that is due in some weeks, with a milestone before, and a report at the end of each month. */
async function issue(workflow: Workflow, parent: string): Promise<string> {
  const [middle, due] = [20, 40].map((days) => toDate(addDays(today(), days)))
  const { content, ...rest } = requests.issueTask(parent, 'led', 'one')
  const milestones = [{ id: 'half-year', title: '摸底', due: middle }]
  const asked = { ...content, due, milestones, monthlyReport: { day: 31, reminderDays: 0 } }
  const request = IssueTaskRequest.fromPartial({ ...rest, content: asked })
  await call(bus.as('hn-office').tasks, (stub) => stub.issueTask, request, workflow.after)
  return `${parent}/tasks/one`
}

function attempted({ act, who, days }: Attempt, workflow: Workflow, task: string): Promise<unknown> {
  const command = { requestId: randomUUID(), name: `${task}/supervisions/${who}` }
  const { supervisions, consultations } = bus.as('hn-office')
  const reviewer = who === 'hn-kjt' ? 'hn-office' : 'hn-kjt'
  switch (act) {
    case 'pass':
      return Promise.resolve(clock.set(startOf(addDays(today(), 1 + (days % 9)))))
    case 'reach': {
      const request = { ...requests.report(task, who, 100), milestone: 'half-year' }
      return call(bus.as(who).assignments, (stub) => stub.reportProgress, ReportProgressRequest.fromPartial(request))
    }
    case 'accept':
    case 'giveBack':
      return workflow[act](task, who, reviewer)
    case 'reassign':
    case 'transfer':
      return workflow[act](task, who, 'hn-czt')
    case 'askTime':
      return workflow.askTime(task, who, addDays(today(), 30 + days))
    case 'grantTime':
      return workflow.giveOpinion(task, who, 'hn-kjt').then(() => workflow.grantTime(task, who))
    case 'piece':
      return workflow.onAssignment(
        who,
        (stub) => stub.subassignAssignment,
        SubassignAssignmentRequest.create({ ...requests.subassign(task, who, city), due: undefined }),
      )
    case 'urge':
      return call(supervisions, (stub) => stub.urgeAssignment, supervision.UrgeAssignmentRequest.create(command))
    case 'step': {
      const issued = { step: 'SUPERVISION_STEP_BULLETIN' as const, text: '通报', instruction: '批示' }
      return call(
        supervisions,
        (stub) => stub.issueStep,
        supervision.IssueStepRequest.create({ ...command, ...issued }),
      )
    }
    case 'consult': {
      const [parent = ''] = task.split('/tasks/')
      const asked = { requestId: randomUUID(), parent, kind: 'CONSULTATION_KIND_OPINION' as const, title: '征求意见' }
      const limit = { limit: { $case: 'workingDays' as const, value: 5 } }
      const request = OpenConsultationRequest.fromPartial({ ...asked, organisations: [name(who)], text: '文稿', limit })
      return call(consultations, (stub) => stub.openConsultation, request)
    }
    default:
      return workflow[act](task, who)
  }
}

const refusals = new Set([status.FAILED_PRECONDITION, status.NOT_FOUND, status.PERMISSION_DENIED])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}

/** One of every kind: what can be asked at once, and what falls due while nobody does anything. */
const everyKind: readonly Attempt[] = [
  ...(['consult', 'urge', 'step', 'acknowledge', 'piece'] as const).map((act) => ({ act, who: 'hn-fgw', days: 0 })),
  ...Array.from({ length: 5 }, () => ({ act: 'pass', who: 'hn-fgw', days: 8 }) as const),
]
const kinds = Object.keys(fieldsOf)

/** `2026-04-15 MILESTONE half-year, programmes/…/assignments/hn-fgw`. */
const itemText = ({ date, kind, milestone, resource }: BurdenItem): string =>
  `${`${date ? dayFrom(date) : ''} ${kind.replace('BURDEN_KIND_', '')} ${milestone}`.trimEnd()}, ${resource}`

/**
 * What the records say of a body, with what each request is about: the records of one piece of work alone say what that asks.
 * Of a task it is the body's part; pieces are asked by the part that they are of.
 */
function expectedOf(records: readonly ReadRecord[], code: string, days: readonly Day[]): readonly string[] {
  const works = Map.groupBy(records, ({ type, subject }) =>
    type === 'qiantou.assignment.v1.AssignmentSubassigned' ? subject : subject.replace(/\/assignments\/.*/, ''),
  )
  return [...works].flatMap(([work, own]) => {
    const resource = /\/tasks\/[^/]+$/.test(work) ? `${work}/assignments/${code}` : work
    return days.flatMap((day) => askedOn(own, name(code), day).map((asked) => `${asked}, ${resource}`))
  })
}

test('whatever is tried, as time passes, what bodies were asked is what the records say', async () => {
  const all = bus.subscribe('hn-office')
  const found = new Set<string>()
  let begun = 0
  const run = async (attempts: readonly Attempt[]): Promise<void> => {
    begun += 1
    const workflow = new Workflow(bus)
    const first = today()
    const task = await issue(workflow, await workflow.importProgramme(`burdened-${begun}`))
    await bus.quiet()
    for (const one of attempts) await attempted(one, workflow, task).catch(unlessRefused)
    await bus.quiet()
    const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
    const records = await all.has(rows[0].entries)
    const count = Math.min((Date.parse(today()) - Date.parse(first)) / 86_400_000 + 1, 366)
    const days = Array.from({ length: count }, (_, i) => addDays(today(), 1 - count + i))
    for (const code of [...bodies, city]) {
      const request = GetBurdenRequest.create({ organisation: name(code), days: count })
      const { items } = await call(bus.as('hn-office').burdens, (stub) => stub.getBurden, request)
      expect(items.map(itemText).toSorted()).toEqual(expectedOf(records, code, days).toSorted())
      for (const { kind } of items) found.add(kind.replace('BURDEN_KIND_', ''))
    }
  }
  const play = fc.array(attempt, { minLength: 40, maxLength: 60 })
  await plays('burdens', { most: 6, least: 2, seconds: 40, examples: [[...everyKind]] }, play, run)
  // Otherwise nothing of a kind was compared.
  expect([...found].sort()).toEqual(kinds.toSorted())
}, 240_000)
