/** Random commands on a real bus: what its services say must be what their records say to somebody who reads them anew. */
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { draftRequests } from '#shared/testing/draft-requests.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { office } from '#shared/testing/workflow-requests.ts'
import { acts, weights } from './attempts.ts'
import { plays } from './plays.ts'
import { type ReferenceTask, referenceTasks } from './reference.ts'
import { saidOf } from './said.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

const clauses = ['led', 'two-leads', 'joint', 'sole'] as const
const bodies = ['hn-kjt', 'hn-gxt', 'hn-fgw', 'hn-jyt', 'hn-sthjt', 'hn-czt', 'hn-swt'] as const

const attempt = fc.record({
  act: fc.oneof(
    ...Object.entries(weights).map(([act, weight]) => ({ weight, arbitrary: fc.constant(act as keyof typeof acts) })),
  ),
  // The last is drafted, and issued once somebody confirms it.
  clause: fc.nat(clauses.length),
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
    if (begun % 2) await workflow.archive(task).catch(unlessRefused)
  }
  if (way === 2) await workflow.cancel(task).catch(unlessRefused)
}

let begun = 0
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

async function draft(workflow: Workflow, parent: string, id: string): Promise<string> {
  await workflow.onTask('hn-kjt', (stub) => stub.draftTask, draftRequests.draft(parent, 'led', id))
  return `${parent}/tasks/${id}`
}

async function run(groups: readonly (readonly Attempt[])[], all: Subscriber): Promise<void> {
  begun += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`play-${begun}`)
  const issued = await Promise.all(clauses.map((clause) => workflow.issue(parent, clause, clause)))
  const tasks = [...issued, await draft(workflow, parent, 'drafted')]
  await bus.quiet()
  for (const [i, group] of groups.entries()) {
    // A workflow of its own for each: nobody waits for what the others did.
    const attempts = group.map(({ act, clause, who, by }) =>
      acts[act](new Workflow(bus), tasks[clause] as string, who, by).catch(unlessRefused),
    )
    await Promise.all(attempts)
    if (i % 15 === 7) expect(await compare(parent, all)).toHaveLength(tasks.length)
  }
  for (const [i, task] of tasks.entries()) await end(task, (begun + i) % 4)
  await compare(parent, all)
}

/** What the services decide is the same on either engine: on Kafka fewer plays show that its deliveries make no difference. */
const limits =
  process.env.QIANTOU_TEST_ENGINE === 'kafka' ? { most: 6, least: 2, seconds: 10 } : { most: 12, least: 4, seconds: 20 }

test('whatever is tried, in whatever order facts arrive, services and records say the same', async () => {
  const all = bus.subscribe(office)
  await plays('tasks', limits, play, (groups) => run(groups, all))
}, 180_000)

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
  await workflow.report(second, who, 20, '')
  await workflow.report(second, who, 80)
  const [, reporting] = await compare(parent, all)
  expect(reporting?.parts.find(({ organisation }) => organisation === `organisations/${who}`)?.percent).toBe(20)
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

test('for certain: drafts that are sent back, revised, issued, withdrawn', async () => {
  const all = bus.subscribe(office)
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('drafting')
  const [first, second] = [await draft(workflow, parent, 'first'), await draft(workflow, parent, 'second')]
  await acts.returnDraft(workflow, first)
  const [returned, waiting] = await compare(parent, all)
  expect([returned?.draft?.isReturned, waiting?.draft?.isReturned]).toEqual([true, false])
  await acts.reviseDraft(workflow, first, 'hn-kjt')
  await workflow.cancel(second)
  await compare(parent, all)
  await acts.confirmDraft(workflow, first)
  await workflow.acknowledge(first, 'hn-fgw')
  expect((await compare(parent, all)).map(({ state }) => state)).toEqual(['ISSUED', 'CANCELLED'])
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
        'DRAFT',
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
