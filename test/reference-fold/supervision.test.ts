/** Random supervision on a real bus, as weeks pass: what the service says must be what the records say. */
import { randomUUID } from 'node:crypto'
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { addDays, dayOf, startOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { plays } from './plays.ts'
import { type ReferenceSupervision, referenceSupervision } from './supervision.ts'

const clock = new SetClock()
let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus({ clock })
})
afterAll(async () => await bus.stop())

const bodies = ['hn-kjt', 'hn-fgw', 'hn-jyt'] as const
const rungs = ['REMINDER_LETTER', 'SUPERVISION_ORDER', 'BULLETIN', 'INTERVIEW'] as const
const acts = [
  ...['urge', 'issue', 'issue', 'issue', 'instruct', 'reply', 'reply', 'accept', 'return', 'return', 'withdraw'],
  ...['pass', 'pass', 'pass', 'year', 'askTime', 'grantTime', 'suspend', 'resume', 'acknowledge', 'end', 'cross'],
] as const
type Act = (typeof acts)[number]
const attempt = fc.record({ act: fc.constantFrom(...acts), who: fc.constantFrom(...bodies), rung: fc.nat(3) })
type Attempt = { readonly act: Act; readonly who: (typeof bodies)[number]; readonly rung: number }

/** A ladder that is replied to, returned, accepted, withdrawn, left unanswered, and ends with its part. */
const through: readonly (readonly [Act, number])[] = [
  ...([
    ['acknowledge', 0],
    ['urge', 0],
    ['issue', 0],
    ['reply', 0],
    ['return', 0],
    ['issue', 1],
    ['reply', 0],
  ] as const),
  ...([
    ['accept', 0],
    ['instruct', 2],
    ['withdraw', 0],
    ['instruct', 0],
    ['suspend', 0],
    ['pass', 0],
    ['pass', 0],
    ['resume', 0],
    ['pass', 0],
    ['pass', 0],
    ['end', 3],
  ] as const),
]

/** Overdue; a letter that is replied to, whose reply is accepted; overdue still, with what is proposed then issued and taken back. */
const still: readonly (readonly [Act, number])[] = [
  ...([
    ['acknowledge', 0],
    ['year', 0],
    ['year', 0],
    ['year', 0],
    ['year', 0],
    ['issue', 0],
    ['reply', 0],
    ['accept', 0],
  ] as const),
  ...([
    ['pass', 0],
    ['pass', 0],
    ['pass', 0],
    ['issue', 1],
    ['withdraw', 0],
    ['pass', 0],
    ['pass', 0],
    ['pass', 0],
  ] as const),
]

const refusals = new Set([status.FAILED_PRECONDITION, status.INVALID_ARGUMENT, status.NOT_FOUND])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}

const pass = (days: number): void => clock.set(startOf(addDays(dayOf(clock.now()), days)))

async function make(workflow: Workflow, task: string, { act, who, rung }: Attempt): Promise<unknown> {
  const named = { requestId: randomUUID(), name: `${task}/supervisions/${who}` }
  const office = bus.as('hn-office').supervisions
  const issue = (instruction: string) => {
    const step = `SUPERVISION_STEP_${rungs[rung]}` as supervision.IssueStepRequest['step']
    // By hand of somebody, as often as not.
    const signOff = rung % 2 ? [] : [{ step: 'SIGN_OFF_STEP_SIGNED' as const, person: `p-${rung}` }]
    const request = { ...named, step, text: '请回复', replyWorkingDays: 2, instruction, signOff }
    return call(office, (stub) => stub.issueStep, supervision.IssueStepRequest.fromPartial(request))
  }
  switch (act) {
    case 'urge':
      return call(office, (stub) => stub.urgeAssignment, supervision.UrgeAssignmentRequest.create(named))
    case 'issue':
      return issue('')
    case 'instruct':
      return issue('批示')
    case 'reply': {
      const request = supervision.ReplyToStepRequest.create({ ...named, text: '已在办' })
      return call(bus.as(who).supervisions, (stub) => stub.replyToStep, request)
    }
    case 'accept':
      return call(office, (stub) => stub.acceptReply, supervision.AcceptReplyRequest.create(named))
    case 'return':
      return call(office, (stub) => stub.returnReply, supervision.ReturnReplyRequest.create({ ...named, reason: '否' }))
    case 'withdraw':
      return call(
        office,
        (stub) => stub.withdrawStep,
        supervision.WithdrawStepRequest.create({ ...named, reason: '误' }),
      )
    case 'pass':
      return pass(3)
    case 'year':
      return pass(100)
    case 'askTime':
      return workflow.askTime(task, who, addDays(dayOf(clock.now()), 400))
    case 'grantTime':
      return workflow.grantTime(task, who)
    case 'suspend':
      return workflow.suspend(task, who)
    case 'resume':
      return workflow.resume(task, who)
    case 'acknowledge':
      return workflow.acknowledge(task, who)
    case 'end':
      // Rarely: there is nothing to supervise afterwards.
      return rung === 3 ? workflow.waive(task, who) : workflow.report(task, who, 10)
    case 'cross':
      // Nobody waits for the other.
      return Promise.all([issue('批示').catch(unlessRefused), rung === 2 ? workflow.waive(task, who) : undefined])
  }
}

/** What the service says, in the words of the reference. */
async function saidOf(name: string): Promise<ReferenceSupervision | undefined> {
  const asked = supervision.GetSupervisionRequest.create({ name })
  const nothing = (error: ServiceError): undefined => {
    if (error.code !== status.NOT_FOUND) throw error
  }
  const office = bus.as('hn-office').supervisions
  const found = (await call(office, (stub) => stub.getSupervision, asked).catch(nothing))?.supervision
  if (!found) return undefined
  const numberOf = ({ year, month, day } = toDate('2999-12-31')): number => (year * 100 + month) * 100 + day
  const short = (value: string): string => value.replace(/^(SUPERVISION_(STEP|STATE)|STEP_STATE|PROPOSAL_REASON)_/, '')
  const { proposal } = found
  return {
    state: short(found.state),
    urges: found.urges.length,
    steps: found.steps.map(({ step, state, replyBy, signOff }) =>
      [short(step), short(state), numberOf(replyBy), ...signOff.map(({ person }) => person)].join(' '),
    ),
    proposal: proposal ? `${short(proposal.step)} ${short(proposal.reason)}` : '',
  }
}

const seen = new Set<string>()
let begun = 0

/** Once all services have taken in all: compares what the service says with what the records say. */
async function compare(task: string, all: Subscriber): Promise<void> {
  await bus.quiet()
  const { rows } = await bus.database('event-log').query('SELECT count(*)::integer AS entries FROM entry')
  const records: readonly ReadRecord[] = await all.has(rows[0].entries)
  const ofTask = records.filter(({ subject }) => subject.startsWith(`${task}/`) || subject === task)
  for (const { type } of ofTask) seen.add(type.split('.').at(-1) ?? '')
  for (const code of bodies) {
    const said = await saidOf(`${task}/supervisions/${code}`)
    expect([code, said]).toEqual([code, referenceSupervision(ofTask, `organisations/${code}`)])
    const words = [said?.state, said?.proposal.split(' ')[1], ...(said?.steps.map((step) => step.split(' ')[1]) ?? [])]
    for (const word of words) seen.add(word ?? '')
  }
}

async function run(attempts: readonly Attempt[], all: Subscriber, every = 20): Promise<void> {
  begun += 1
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme(`supervised-${begun}`)
  const task = await workflow.issue(parent, 'led', 'one')
  await bus.quiet()
  for (const [i, one] of attempts.entries()) {
    await make(workflow, task, one).catch(unlessRefused)
    if (one.act === 'pass' || one.act === 'year') await bus.quiet()
    if (i % every === every - 1) await compare(task, all)
  }
  await compare(task, all)
}

test('for certain: through everything there is', async () => {
  const all = bus.subscribe('hn-office')
  for (const script of [through, still])
    await run(
      script.map(([act, rung]) => ({ act, rung, who: 'hn-jyt' })),
      all,
      1,
    )
  expect([...seen]).toEqual(
    expect.arrayContaining([
      ...['AssignmentUrged', 'StepProposed', 'StepIssued', 'ReplyLimitPassed', 'StepReplied', 'ReplyAccepted'],
      ...[
        'ReplyReturned',
        'ReplyLimitMoved',
        'StepWithdrawn',
        'OPEN',
        'REPLIED',
        'RETURNED',
        'LAPSED',
        'ACCEPTED',
        'SUPERSEDED',
      ],
      ...['WITHDRAWN', 'ENDED', 'SETTLED', 'PROPOSED', 'OVERDUE', 'UNANSWERED', 'STILL_OVERDUE'],
    ]),
  )
}, 60_000)

test('whatever is tried, as time passes, the service and the records say the same', async () => {
  const all = bus.subscribe('hn-office')
  // Not shrunk: time does not go back.
  const play = fc.array(attempt, { minLength: 60, maxLength: 80, size: 'max' })
  const limits = { most: 8, least: 3, seconds: 20, endOnFailure: true }
  await plays('supervision', limits, play, (attempts) => run(attempts, all))
}, 180_000)

test('and the service finds its stored states to be what its records give', async () => {
  const request = { $type: 'qiantou.operation.v1.CheckStatesRequest' as const, service: 'coordination-office' }
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
