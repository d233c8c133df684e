/** Random commands on a real bus: what its services say must be what their records say to somebody who reads them anew. */
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { addDays } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { office } from '#shared/testing/workflow-requests.ts'
import { type ReferenceTask, referenceTasks } from './reference.ts'
import { saidOf } from './said.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const clauses = ['led', 'two-leads', 'joint', 'sole'] as const
const bodies = ['hn-kjt', 'hn-gxt', 'hn-fgw', 'hn-jyt', 'hn-sthjt', 'hn-czt', 'hn-swt'] as const

/** What somebody tries. Most of it is refused; that belongs to it. */
let asked = 0

const acts = {
  acknowledge: (workflow: Workflow, task: string, who: string) => workflow.acknowledge(task, who),
  report: (workflow: Workflow, task: string, who: string) => workflow.report(task, who, who.length * 7),
  submit: (workflow: Workflow, task: string, who: string) => workflow.submit(task, who),
  accept: (workflow: Workflow, task: string, who: string, by: string) => workflow.accept(task, who, by),
  giveBack: (workflow: Workflow, task: string, who: string, by: string) => workflow.giveBack(task, who, by),
  askRelease: (workflow: Workflow, task: string, who: string) => workflow.askRelease(task, who),
  uphold: (workflow: Workflow, task: string, who: string) => workflow.uphold(task, who),
  reassign: (workflow: Workflow, task: string, who: string) => workflow.reassign(task, who, 'hn-czt'),
  transfer: (workflow: Workflow, task: string, who: string) => workflow.transfer(task, who, 'hn-swt'),
  suspend: (workflow: Workflow, task: string, who: string) => workflow.suspend(task, who),
  resume: (workflow: Workflow, task: string, who: string) => workflow.resume(task, who),
  waive: (workflow: Workflow, task: string, who: string) => workflow.waive(task, who),
  // Each time to a later day: the same again would be no refusal of the domain's, but a wrong field.
  askTime: (workflow: Workflow, task: string, who: string) =>
    workflow.askTime(task, who, addDays('2027-06-30', ++asked)),
  giveOpinion: (workflow: Workflow, task: string, who: string, by: string) => workflow.giveOpinion(task, who, by),
  grantTime: (workflow: Workflow, task: string, who: string) => workflow.grantTime(task, who),
  refuseTime: (workflow: Workflow, task: string, who: string) => workflow.refuseTime(task, who),
  delegate: (workflow: Workflow, task: string, who: string) =>
    workflow.delegate(task, who, 'hn-wwj', '2026-03-02', '2026-03-11'),
  subassign: (workflow: Workflow, task: string, who: string) => workflow.subassign(task, who, 'hn-changsha'),
  acknowledgePiece: (workflow: Workflow, task: string, who: string) =>
    workflow.acknowledgePiece(task, who, 'hn-changsha'),
  reportPiece: (workflow: Workflow, task: string, who: string) => workflow.reportPiece(task, who, 'hn-changsha'),
  submitPiece: (workflow: Workflow, task: string, who: string) => workflow.submitPiece(task, who, 'hn-changsha'),
  acceptPiece: (workflow: Workflow, task: string, who: string) => workflow.acceptPiece(task, who, 'hn-changsha'),
  returnPiece: (workflow: Workflow, task: string, who: string) => workflow.returnPiece(task, who, 'hn-changsha'),
  withdrawPiece: (workflow: Workflow, task: string, who: string) => workflow.withdrawPiece(task, who, 'hn-changsha'),
  confirmCompiler: (workflow: Workflow, task: string, who: string) => workflow.confirmCompiler(task, who),
  countersign: (workflow: Workflow, task: string, who: string) => workflow.countersign(task, who),
  dissent: (workflow: Workflow, task: string, who: string) => workflow.dissent(task, who),
  rule: (workflow: Workflow, task: string, who: string) => workflow.rule(task, who.length > 6),
  returnClosing: (workflow: Workflow, task: string) => workflow.returnClosing(task),
  comment: (workflow: Workflow, task: string, who: string) => workflow.comment(task, who),
  proposeClosing: (workflow: Workflow, task: string, who: string) => workflow.proposeClosing(task, who),
  close: (workflow: Workflow, task: string) => workflow.close(task),
  reopen: (workflow: Workflow, task: string, who: string, by: string) =>
    workflow.reopen(task, '2027-06-30', who, ...(by === office || by === who ? [] : [by])),
  archive: (workflow: Workflow, task: string) => workflow.archive(task),
  cancel: (workflow: Workflow, task: string) => workflow.cancel(task),
} as const

const weights: Readonly<Record<keyof typeof acts, number>> = {
  ...{ acknowledge: 64, report: 24, submit: 64, accept: 96, giveBack: 12, askRelease: 40, uphold: 24, reassign: 40 },
  ...{ transfer: 4, suspend: 8, resume: 24, waive: 3, askTime: 16, giveOpinion: 24, grantTime: 16, refuseTime: 4 },
  ...{ delegate: 6, confirmCompiler: 12, countersign: 24, dissent: 8, rule: 12, comment: 2 },
  ...{ returnClosing: 4, proposeClosing: 40, close: 20, reopen: 6, archive: 1, cancel: 1 },
  ...{ subassign: 10, acknowledgePiece: 8, reportPiece: 4, submitPiece: 6, acceptPiece: 6, returnPiece: 2 },
  ...{ withdrawPiece: 1 },
}

const attempt = fc.record({
  act: fc.oneof(
    ...Object.entries(weights).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as keyof typeof acts) })),
  ),
  clause: fc.nat(clauses.length - 1),
  who: fc.constantFrom(...bodies),
  by: fc.constantFrom('hn-kjt', 'hn-gxt', office),
})

type Attempt = { act: keyof typeof acts; clause: number; who: string; by: string }

/** Attempts that are made at once, so that their facts cross; one group after the other. */
const play = fc.array(fc.array(attempt, { minLength: 1, maxLength: 6 }), { minLength: 60, maxLength: 90, size: 'max' })

const refusals = new Set([status.NOT_FOUND, status.FAILED_PRECONDITION, status.PERMISSION_DENIED])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}

/** Brings a task as far as it goes: to its end, by one way or the other, or nearly. */
async function end(task: string, way: number): Promise<void> {
  const workflow = new Workflow(bus)
  const everybody = async (act: (who: string) => Promise<void>) => {
    for (const who of bodies) await act(who).catch(unlessRefused)
    await bus.quiet()
  }
  if (way === 0) return
  await everybody((who) => workflow.resume(task, who))
  await everybody((who) => workflow.uphold(task, who))
  await everybody((who) => workflow.acknowledge(task, who))
  await everybody((who) => workflow.submit(task, who))
  for (const by of ['hn-kjt', 'hn-czt', 'hn-swt', 'hn-gxt', office])
    await everybody((who) => workflow.accept(task, who, by))
  await everybody((who) => workflow.confirmCompiler(task, who))
  await everybody((who) => workflow.proposeClosing(task, who))
  await everybody((who) => workflow.countersign(task, who))
  if (way === 1) {
    await workflow.close(task).catch(unlessRefused)
    await everybody((who) => workflow.reopen(task, '2027-06-30', who))
    await everybody((who) => workflow.submit(task, who))
    await everybody((who) => workflow.accept(task, who, office))
    await everybody((who) => workflow.accept(task, who, 'hn-kjt'))
    await everybody((who) => workflow.proposeClosing(task, who))
    await everybody((who) => workflow.countersign(task, who))
    await workflow.close(task).catch(unlessRefused)
    if (plays % 2) await workflow.archive(task).catch(unlessRefused)
  }
  if (way === 2) await workflow.cancel(task).catch(unlessRefused)
}

let plays = 0
const states = new Set<string>()

/** Once all services have taken in all: compares what they say with what the records say. */
async function compare(parent: string, all: Subscriber): Promise<readonly ReferenceTask[]> {
  await bus.quiet()
  const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
  const records = (await all.has(rows[0].entries)).filter(({ subject }) => subject.startsWith(`${parent}/`))
  const references = referenceTasks(records)
  for (const reference of references) {
    expect(await saidOf(bus, reference)).toEqual(reference)
    for (const { state } of [reference, ...reference.assignments]) states.add(state)
  }
  return references
}

async function run(groups: readonly (readonly Attempt[])[], all: Subscriber): Promise<void> {
  plays += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`play-${plays}`)
  const tasks = await Promise.all(clauses.map((clause) => workflow.issue(parent, clause, clause)))
  await bus.quiet()
  for (const [i, group] of groups.entries()) {
    // A workflow of its own for each: nobody waits for what the others did.
    const attempts = group.map(({ act, clause, who, by }) =>
      acts[act](new Workflow(bus), tasks[clause] as string, who, by).catch(unlessRefused),
    )
    await Promise.all(attempts)
    if (i % 15 === 7) expect(await compare(parent, all)).toHaveLength(tasks.length)
  }
  for (const [i, task] of tasks.entries()) await end(task, (plays + i) % 4)
  await compare(parent, all)
}

test('whatever is tried, in whatever order facts arrive, services and records say the same', async () => {
  const all = bus.subscribe(office)
  const property = fc.asyncProperty(play, (groups) => run(groups, all))
  await fc.assert(property, { numRuns: 12, interruptAfterTimeLimit: 30_000 })
}, 60_000)

test('for certain: a part that is moved, waived, suspended, a task that is closed, opened again and archived, and pieces in every state', async () => {
  const all = bus.subscribe(office)
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('certain')
  const [first, second] = [await workflow.issue(parent, 'led', 'first'), await workflow.issue(parent, 'led', 'second')]
  const [who, city] = ['hn-fgw', 'hn-changsha']
  await workflow.askRelease(first, 'hn-jyt')
  await compare(parent, all)
  await workflow.reassign(first, 'hn-jyt', 'hn-czt')
  await workflow.waive(first, 'hn-czt')
  await workflow.acknowledge(first, who)
  const steps = [
    () => workflow.subassign(first, who, city),
    () => workflow.acknowledgePiece(first, who, city),
    () => workflow.reportPiece(first, who, city),
    () => workflow.submitPiece(first, who, city),
    () => workflow.returnPiece(first, who, city),
    () => workflow.submitPiece(first, who, city),
    () => workflow.acceptPiece(first, who, city),
    () => workflow.subassign(first, who, city).then(() => workflow.withdrawPiece(first, who, city)),
    () => workflow.subassign(first, who, city).then(() => workflow.transfer(first, who, 'hn-swt')),
  ]
  const pieces = new Set<string>()
  for (const step of steps) {
    await step()
    for (const { assignments } of await compare(parent, all))
      for (const piece of assignments.flatMap((one) => one.pieces)) pieces.add(piece.split(' ')[2] ?? '')
  }
  expect([...pieces].sort()).toEqual([
    ...['ACCEPTED', 'ACKNOWLEDGED', 'ENDED', 'GIVEN', 'IN_PROGRESS', 'SUBMITTED', 'WITHDRAWN'],
  ])
  // Its clock stands with whoever takes it over, until it goes on there.
  await workflow.suspend(first, 'hn-kjt')
  await workflow.transfer(first, 'hn-kjt', 'hn-wwj')
  const [moved] = await compare(parent, all)
  expect(moved?.assignments.find(({ organisation }) => organisation === 'organisations/hn-wwj')?.state).toBe(
    'SUSPENDED',
  )
  await workflow.resume(first, 'hn-wwj')
  await compare(parent, all)
  await workflow.acknowledge(second, who)
  await workflow.report(second, who, 20)
  await compare(parent, all)
  await workflow.submit(second, who)
  await compare(parent, all)
  await workflow.accept(second, who, 'hn-kjt')
  for (const code of ['hn-kjt', 'hn-jyt']) await workflow.complete(second, code, code === 'hn-kjt' ? office : 'hn-kjt')
  await workflow.proposeClosing(second, 'hn-kjt')
  await compare(parent, all)
  await workflow.close(second)
  await compare(parent, all)
  await workflow.reopen(second, '2027-06-30', who)
  await workflow.suspend(second, who)
  await compare(parent, all)
  await workflow.resume(second, who)
  await workflow.submit(second, who)
  await workflow.accept(second, who, 'hn-kjt')
  await workflow.proposeClosing(second, 'hn-kjt')
  await workflow.close(second)
  await workflow.archive(second)
  await compare(parent, all)
})

test('what crosses with a cancellation is kept, and both services end the same way', async () => {
  const all = bus.subscribe(office)
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('crossing')
  const tasks = await Promise.all(Array.from({ length: 30 }, (_, i) => workflow.issue(parent, 'led', `t${i}`)))
  await Promise.all(tasks.map((task) => workflow.acknowledge(task, 'hn-fgw')))
  await bus.quiet()
  await Promise.all(
    tasks.flatMap((task) => [
      new Workflow(bus).cancel(task),
      new Workflow(bus).submit(task, 'hn-fgw').catch(unlessRefused),
      new Workflow(bus).askRelease(task, 'hn-jyt').catch(unlessRefused),
    ]),
  )
  const references = await compare(parent, all)
  const submitted = references.filter(({ parts }) => parts.some(({ submissions }) => submissions > 0))
  expect(submitted.length).toBeGreaterThan(0)
  for (const { state, parts } of references)
    expect([state, ...parts.map((part) => part.state)]).toEqual(['CANCELLED', ...parts.map(() => 'CANCELLED')])
})

test('the plays came through every state there is', () => {
  expect([...states].sort()).toEqual(
    [
      ...[
        'ACCEPTED',
        'ACKNOWLEDGED',
        'ARCHIVED',
        'CANCELLED',
        'CLOSED',
        'CLOSE_PROPOSED',
        'IN_PROGRESS',
        'ISSUED',
        'REASSIGNED',
      ],
      ...['REASSIGNMENT_REQUESTED', 'SUBMITTED', 'SUSPENDED', 'TRANSFERRED', 'WAIVED'],
    ].sort(),
  )
})

test('and each service finds its stored states to be what its records give', async () => {
  for (const service of ['lead-agency', 'supporting-department']) {
    const { operations } = bus.asService('operations')
    const checked = await call(operations, (stub) => stub.checkStates, CheckStatesRequest.create({ service }))
    expect(checked).toMatchObject({ differing: [], differingCount: 0n })
    expect(checked.streams).toBeGreaterThan(0n)
  }
})
