/** One task from issue to close: five bodies, one of them lead; 23 durable calls, 23 records. */
import { randomBytes } from 'node:crypto'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { type BenchBus, organisation, type Stubs } from './bus.ts'
import { type Load, load, timed } from './statistics.ts'

/** A clause of the sample with one lead and four others: five bodies. */
export const clause = 'a5-8'
export const lead = 'hn-zzb'
const bodies = ['hn-zzb', 'hn-xcb', 'hn-jyt', 'hn-kjt', 'hn-rst']
const parent = 'programmes/hunan-2025-7'
const due = { $type: 'google.type.Date' as const, year: 2099, month: 11, day: 30 }
const fresh = () => ({ requestId: uuidV7(new Date()), etag: 0n, validateOnly: false, signOff: [] })
const text = 'Ten stretches of road were taken into the pilot area; the map of three of them is drawn.'

const after = (receipt: Receipt | undefined): After[] => (receipt ? [receipt] : [])

export const evidence = () => ({
  $type: 'qiantou.record.v1.Evidence' as const,
  title: 'Acceptance protocol',
  sha256: randomBytes(32),
  sizeBytes: 120_000n,
  mediaType: 'application/pdf',
  location: '',
})

/** Plays one lifecycle, each call built on the one before it as a real client's would be. @returns the task's name. */
export async function playLifecycle(
  who: ReadonlyMap<string, Stubs>,
  office: Stubs,
  note: (milliseconds: number) => void,
): Promise<string> {
  const issued = await timed(note, () =>
    call(office.tasks, (c) => c.issueTask, {
      $type: 'qiantou.task.v1.IssueTaskRequest' as const,
      ...fresh(),
      parent,
      taskId: '',
      copied: [],
      content: {
        $type: 'qiantou.task.v1.TaskContent',
        clause: `${parent}/clauses/${clause}`,
        title: 'Pilot area for automated driving',
        deliverable: 'Pilot area',
        closingStandard: '',
        due,
        milestones: [{ $type: 'qiantou.task.v1.Milestone', id: 'm1', title: 'First stretch', due }],
        monthlyReport: undefined,
      },
    }),
  )
  const name = issued.task?.name ?? ''
  const bodies = issued.task?.assignments.map(({ body }) => body?.organisation ?? '') ?? []
  for (const body of bodies) await playPart(name, body, who, office, issued.receipt, note)
  const leading = who.get(`organisations/${lead}`) as Stubs
  await timed(note, () =>
    call(leading.tasks, (c) => c.proposeClosing, {
      $type: 'qiantou.task.v1.ProposeClosingRequest' as const,
      ...fresh(),
      name,
      statement: text,
      evidence: [evidence()],
    }),
  )
  await timed(note, () =>
    call(office.tasks, (c) => c.closeTask, {
      $type: 'qiantou.task.v1.CloseTaskRequest' as const,
      ...fresh(),
      name,
    }),
  )
  return name
}

async function playPart(
  task: string,
  body: string,
  who: ReadonlyMap<string, Stubs>,
  office: Stubs,
  issue: Receipt | undefined,
  note: (milliseconds: number) => void,
): Promise<void> {
  const stubs = who.get(body) as Stubs
  const name = `${task}/assignments/${body.split('/')[1]}`
  const acknowledge = { $type: 'qiantou.assignment.v1.AcknowledgeAssignmentRequest' as const, ...fresh(), name }
  await timed(note, () => call(stubs.assignments, (c) => c.acknowledgeAssignment, acknowledge, after(issue)))
  const report = {
    $type: 'qiantou.assignment.v1.ReportProgressRequest' as const,
    ...fresh(),
    name,
    milestone: 'm1',
    percent: 60,
    text,
    evidence: [],
    corrects: 0,
  }
  await timed(note, () => call(stubs.assignments, (c) => c.reportProgress, report))
  const submit = {
    $type: 'qiantou.assignment.v1.SubmitAssignmentRequest' as const,
    ...fresh(),
    name,
    text,
    evidence: [],
  }
  const submitted = await timed(note, () => call(stubs.assignments, (c) => c.submitAssignment, submit))
  const reviewer = body === `organisations/${lead}` ? office : (who.get(`organisations/${lead}`) as Stubs)
  const accept = {
    $type: 'qiantou.task.v1.AcceptSubmissionRequest' as const,
    ...fresh(),
    name: task,
    organisation: body,
  }
  await timed(note, () => call(reviewer.tasks, (c) => c.acceptSubmission, accept, after(submitted.receipt)))
}

/** The bodies of the task, each with a connection of its own, and the office. */
export function players(bus: Pick<BenchBus, 'home' | 'address'>) {
  const who = new Map(bodies.map((code): [string, Stubs] => [`organisations/${code}`, organisation(bus, code)]))
  const office = organisation(bus, 'hn-office')
  return {
    once: () => playLifecycle(who, office, () => {}),
    load: (tasks: number, seconds: number): Promise<Load> =>
      load(tasks, seconds, async (_, note) => void (await playLifecycle(who, office, note))),
  }
}

/** A subscriber that stays while the load runs, as the office's board would. @returns how it ends */
export function watch(bus: Pick<BenchBus, 'home' | 'address'>): () => void {
  const stream = organisation(bus, 'hn-office').events.subscribe({
    $type: 'qiantou.event.v1.SubscribeRequest',
    from: { $case: 'start', value: 'SUBSCRIBE_START_LATEST' },
    subject: '',
    types: [],
  })
  stream.on('data', () => {})
  stream.on('error', () => {})
  return () => stream.cancel()
}
