import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { familyOf } from '#infra/usage.ts'
import { SubscribeRequest, type SubscribeResponse } from '#proto/qiantou/event/v1/event_service.ts'
import { GetStatusRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { Clause, ProgrammeContent, Rules } from '#proto/qiantou/programme/v1/programme_events.ts'
import { ChangeProgrammeRulesRequest, ImportProgrammeRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import { TaskContent } from '#proto/qiantou/task/v1/task_events.ts'
import { IssueTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { setFileClock } from '#shared/clock/file-clock.ts'
import { endOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { type BenchBus, newHome, operations, organisation, type Stubs, startQuietBus } from './bus.ts'
import { bar, progress, type Report } from './report.ts'
import { median } from './statistics.ts'

/** Each part has a timer; five parts a task. */
const open = 100_000
const due = 1_000
const parts = 5
const atOnce = 32

const bodies = ['hn-kjt', 'hn-wjw', 'hn-yjj', 'hn-gxt', 'hn-fgw'].map((code) => `organisations/${code}`)
const parent = 'programmes/timers'
/** On which day it plays, and when the limit of those that are due is over. */
const begin = new Date('2026-03-02T04:00:00Z')
const end = endOf('2026-03-04')

async function prepare(office: Stubs): Promise<void> {
  const clause = Clause.fromPartial({
    ...{ id: 'led', number: '1', title: 'Under measure', kind: 'CLAUSE_KIND_ACTION', span: { start: 0, end: 1 } },
    responsibility: { mode: 'RESPONSIBILITY_MODE_LED', leads: bodies.slice(0, 1), supporters: bodies.slice(1) },
  })
  const content = ProgrammeContent.fromPartial({
    ...{ title: 'Timers', documentSha256: Buffer.alloc(32, 1), office: 'organisations/hn-office', clauses: [clause] },
    rules: Rules.fromPartial({ acknowledgeWorkingDays: 250 }),
  })
  const request = ImportProgrammeRequest.create({ requestId: randomUUID(), programmeId: 'timers', content })
  await call(office.programmes, (stub) => stub.importProgramme, request)
}

async function issue(office: Stubs, tasks: number): Promise<void> {
  const content = TaskContent.fromPartial({
    clause: `${parent}/clauses/led`,
    title: 'Waits',
    due: toDate('2099-12-31'),
  })
  let left = tasks
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const request = IssueTaskRequest.create({ requestId: randomUUID(), parent, content })
      await call(office.tasks, (stub) => stub.issueTask, request)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, worker))
}

/** Waits until every service has taken in what the others recorded. */
async function quiet(bus: BenchBus): Promise<void> {
  const { operations: stub } = operations(bus)
  for (;;) {
    const { services } = await call(stub, (client) => client.getStatus, GetStatusRequest.create())
    if (services.every(({ sources }) => sources.every((one) => one.sequence === one.latestSequence))) return
    await sleep(200)
  }
}

/** What all processes of the bus take, in percent of a core. */
async function usage(bus: BenchBus, seconds: number): Promise<number> {
  const taken = (): number =>
    familyOf(bus.child.process.pid as number).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0)
  const before = taken()
  await sleep(seconds * 1_000)
  return ((taken() - before) / seconds) * 100
}

/** Sets the clock to when the limit is over. @returns how long it takes until a subscriber has been told of all. */
async function fire(office: Stubs, clock: string): Promise<number> {
  const from = { $case: 'start' as const, value: 'SUBSCRIBE_START_LATEST' as const }
  const types = ['qiantou.assignment.v1.DeadlineReached']
  const stream = office.events.subscribe(SubscribeRequest.create({ from, subject: parent, types }))
  let told = 0
  return await new Promise((resolve, reject) => {
    let begun = 0
    stream.on('error', reject)
    stream.on('data', ({ frame }: SubscribeResponse) => {
      if (frame?.$case === 'caughtUp') {
        begun = performance.now()
        setFileClock(clock, end)
      }
      if (frame?.$case === 'records') told += frame.value.records.length
      if (told < due) return
      resolve(performance.now() - begun)
      stream.removeAllListeners('error').on('error', () => {})
      stream.cancel()
    })
  })
}

/** Checkpoints and clean-up of what was just written are not the timers'. */
const settleMilliseconds = 15_000

/** A bus on the day on which it plays, with its clock. */
async function begun(): Promise<{ readonly bus: BenchBus; readonly clock: string }> {
  const home = await newHome()
  const clock = join(home, 'clock')
  setFileClock(clock, begin)
  return { bus: await startQuietBus({ home, env: { QIANTOU_CLOCK_FILE: clock } }), clock }
}

/** What waiting costs: an idle bus with the timers and one without, looked at in turn, so that the machine is the same to both. */
async function idleOf(
  buses: { readonly holding: BenchBus; readonly bare: BenchBus },
  { seconds, rounds }: { readonly seconds: number; readonly rounds: number },
) {
  const taken: { readonly idle: number; readonly without: number }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    progress(`idle, round ${round} of ${rounds}`)
    const without = await usage(buses.bare, seconds)
    taken.push({ idle: await usage(buses.holding, seconds), without })
  }
  return {
    idle: median(taken.map(({ idle }) => idle)),
    without: median(taken.map(({ without }) => without)),
    costs: taken.map(({ idle, without }) => idle - without),
  }
}

async function issueAll(bus: BenchBus): Promise<number> {
  const office = organisation(bus, 'hn-office')
  await prepare(office)
  await quiet(bus)
  progress(`${open} timers that wait`)
  const start = performance.now()
  await issue(office, open / parts)
  await quiet(bus)
  const issued = open / parts / ((performance.now() - start) / 1_000)
  const rules = Rules.fromPartial({ acknowledgeWorkingDays: 2 })
  const change = ChangeProgrammeRulesRequest.create({ requestId: randomUUID(), name: parent, rules })
  await call(office.programmes, (stub) => stub.changeProgrammeRules, change)
  await issue(office, due / parts)
  await quiet(bus)
  return issued
}

/** Timers: a hundred thousand that wait, and a thousand that come due at one moment. */
export async function timers(options: { readonly seconds: number; readonly rounds: number }): Promise<Report> {
  const { bus: holding, clock } = await begun()
  const { bus: bare } = await begun()
  try {
    const issued = await issueAll(holding)
    await sleep(settleMilliseconds)
    const { idle, without, costs } = await idleOf({ holding, bare }, options)
    progress(`${due} come due at once`)
    const firedMs = await fire(organisation(holding, 'hn-office'), clock)
    const figures = {
      'timers that wait': open,
      'fired and told s': firedMs / 1_000,
      'idle % of a core with them': idle,
      'idle % of a core without': without,
      'what they cost, at least': Math.min(...costs),
      'what they cost, at most': Math.max(...costs),
      'tasks issued a second': issued,
    }
    const bars = [
      bar('fired and told s', firedMs / 1_000, '<=', 5),
      bar('% of a core that waiting costs', median(costs), '<=', 1),
    ]
    return { name: 'timers', figures, references: {}, bars }
  } finally {
    for (const bus of [holding, bare]) {
      await bus.stop()
      await rm(bus.home, { recursive: true, force: true })
    }
  }
}
