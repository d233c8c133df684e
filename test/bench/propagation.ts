import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { call } from '#shared/grpc/client.ts'
import { readRecord } from '#shared/record/record.ts'
import { uuidV7 } from '#shared/record/uuid.ts'
import { organisation, startQuietBus } from './bus.ts'
import { bareEcho } from './references.ts'
import { bar, progress, type Report } from './report.ts'
import { quantile } from './statistics.ts'

const body = 'hn-kjt'
const perSecond = 100
const parent = 'programmes/hunan-2025-7'
const due = { $type: 'google.type.Date' as const, year: 2099, month: 11, day: 30 }
const fresh = () => ({ requestId: uuidV7(new Date()), etag: 0n, validateOnly: false, signOff: [] })

/**
 * From a command's start until the other service has folded it, and until a subscriber has it, at 100 commands a second.
 * Folded: a read of the other service that builds on the command's receipt has come back, so one read is in the figure.
 */
export async function propagation(options: { seconds: number; log: readonly string[] }): Promise<Report> {
  const bus = await startQuietBus({ args: options.log })
  const office = organisation(bus, 'hn-office')
  const stubs = organisation(bus, body)
  const begun = new Map<string, number>()
  const seen: number[] = []
  const folded: number[] = []
  const stream = office.events.subscribe({
    $type: 'qiantou.event.v1.SubscribeRequest',
    from: { $case: 'start', value: 'SUBSCRIBE_START_LATEST' },
    subject: '',
    types: ['qiantou.assignment.v1.ProgressReported'],
  })
  stream.on('error', () => {})
  stream.on('data', ({ frame }) => {
    if (frame?.$case !== 'records') return
    for (const { record } of frame.value.records) {
      const at = begun.get(Buffer.from(readRecord(record).requestid).toString('hex'))
      if (at !== undefined) seen.push(performance.now() - at)
    }
  })
  const tasks = await prepare(office, stubs)
  const report = async (i: number): Promise<void> => {
    const task = tasks[i % tasks.length] as string
    const who = fresh()
    const at = performance.now()
    begun.set(who.requestId.replaceAll('-', ''), at)
    const name = `${task}/assignments/${body}`
    const said = { milestone: '', percent: i % 100, text: 'It goes on.', evidence: [], corrects: 0 }
    const request = { $type: 'qiantou.assignment.v1.ReportProgressRequest' as const, ...who, name, ...said }
    const { receipt } = await call(stubs.assignments, (c) => c.reportProgress, request)
    const read = { $type: 'qiantou.task.v1.GetTaskRequest' as const, asOf: undefined, name: task }
    await call(office.tasks, (c) => c.getTask, read, [receipt as Receipt])
    folded.push(performance.now() - at)
  }
  progress(`${perSecond} commands a second for ${options.seconds} s`)
  await paced(perSecond, 2, report)
  seen.length = 0
  folded.length = 0
  await paced(perSecond, options.seconds, report)
  const echo = await bareEcho(bus.home, 1, 2)
  stream.cancel()
  await bus.stop()
  const figures = {
    'folded p50 ms': quantile(folded, 0.5),
    'folded p99 ms': quantile(folded, 0.99),
    'subscriber p50 ms': quantile(seen, 0.5),
    'subscriber p99 ms': quantile(seen, 0.99),
    commands: folded.length,
  }
  const bars = ['folded', 'subscriber'].flatMap((what) => [
    bar(`${what} p50 ms`, figures[`${what} p50 ms` as keyof typeof figures], '<=', 10),
    bar(`${what} p99 ms`, figures[`${what} p99 ms` as keyof typeof figures], '<=', 50),
  ])
  return { name: 'propagation', figures, references: { 'echo with mTLS p50 ms': echo.p50 }, bars }
}

/** Starts work at a steady pace, whatever became of what was started before: a slow bus is not spared. */
async function paced(rate: number, seconds: number, work: (i: number) => Promise<void>): Promise<void> {
  const under: Promise<void>[] = []
  const begin = performance.now()
  for (let i = 0; i < rate * seconds; i += 1) {
    const wait = begin + (i * 1_000) / rate - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    under.push(work(i))
  }
  await Promise.all(under)
}

/** A hundred tasks whose first body has begun to work. */
async function prepare(
  office: ReturnType<typeof organisation>,
  stubs: ReturnType<typeof organisation>,
): Promise<string[]> {
  return Promise.all(
    Array.from({ length: 100 }, async () => {
      const content = {
        $type: 'qiantou.task.v1.TaskContent' as const,
        clause: `${parent}/clauses/a5-8`,
        title: 'Under measure',
        deliverable: '',
        closingStandard: '',
        due,
        milestones: [],
        monthlyReport: undefined,
      }
      const issue = {
        $type: 'qiantou.task.v1.IssueTaskRequest' as const,
        ...fresh(),
        parent,
        taskId: '',
        copied: [],
        content,
      }
      const { task, receipt } = await call(office.tasks, (c) => c.issueTask, issue)
      const name = `${task?.name}/assignments/${body}`
      const acknowledge = { $type: 'qiantou.assignment.v1.AcknowledgeAssignmentRequest' as const, ...fresh(), name }
      await call(stubs.assignments, (c) => c.acknowledgeAssignment, acknowledge, [receipt as Receipt])
      return task?.name ?? ''
    }),
  )
}
