/** Random consultations on a real bus, while days pass: what the service says must be what the records say. */
import { type ServiceError, status } from '@grpc/grpc-js'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { ConsultationServiceClient } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { addDays, dayOf } from '#shared/domain/calendar.ts'
import { call, type Unary } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests as requests, untilDay } from '#shared/testing/consultation-requests.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { type ReferenceConsultation, referenceConsultation } from './consultation.ts'
import { plays } from './plays.ts'
import { eventOf } from './reference-event.ts'

const clock = new SetClock()
let bus: TestBus
let parent: string
beforeAll(async () => {
  bus = await startTestBus({ clock })
  parent = await new Workflow(bus).importProgramme('played')
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const lead = 'hn-kjt'
const codes = ['hn-fgw', 'hn-jyt', 'hn-czt', 'hn-wwj'] as const
const everybody = [lead, 'hn-office', ...codes]

const acts = [
  ...['answer', 'answer', 'answer', 'answer', 'answer', 'revise', 'renew', 'add', 'remove', 'refer', 'refer', 'refer'],
  ...['rule', 'rule', 'openCase', 'pass', 'pass', 'withdraw'],
] as const

const attempt = fc.record({
  act: fc.constantFrom(...acts),
  who: fc.constantFrom(...codes),
  caseNumber: fc.constantFrom(0, 1, 1, 1, 2),
  kind: fc.constantFrom('AGREE', 'AGREE_WITH_COMMENTS', 'DISAGREE'),
  /** Of the text, or days to come. */
  number: fc.constantFrom(1, 1, 1, 2, 3),
})
type Attempt = typeof attempt extends fc.Arbitrary<infer T> ? T : never
const opening = fc.constantFrom('standing', 'silence', 'OPINION', 'COUNTERSIGN', 'JOINT_REVIEW')

const refusals = new Set([
  status.FAILED_PRECONDITION,
  status.INVALID_ARGUMENT,
  status.NOT_FOUND,
  status.PERMISSION_DENIED,
])
const unlessRefused = (error: ServiceError): void => {
  if (!refusals.has(error.code)) throw error
}
const send = <Request>(
  code: string,
  pick: (stub: ConsultationServiceClient) => Unary<Request, unknown>,
  request: Request,
): Promise<unknown> => call(bus.as(code).consultations, pick, request)

/** Days pass, and whatever is due by then is told. */
async function pass(days: number): Promise<void> {
  clock.set(new Date(clock.now().getTime() + days * 86_400_000))
  await vi.waitFor(
    async () => {
      const { rows } = await bus
        .database('coordination-office')
        .query('SELECT count(*)::integer AS due FROM stream WHERE due <= $1', [clock.now()])
      expect(rows[0].due).toBe(0)
    },
    { timeout: 5_000, interval: 5 },
  )
}

function make(name: string, { act, who, caseNumber, kind, number }: Attempt): Promise<unknown> {
  const today = dayOf(clock.now())
  const on = { caseNumber }
  // Most bodies are asked, and so may not rule.
  const referee = number === 1 ? 'hn-office' : who
  switch (act) {
    case 'answer':
      return send(who, (stub) => stub.answerConsultation, requests.answer(name, kind, number, caseNumber))
    case 'revise': {
      const limit = caseNumber === 1 ? untilDay(addDays(today, 3 + number)) : undefined
      return send(lead, (stub) => stub.reviseText, { ...requests.revise(name, [who], limit), ...on })
    }
    case 'renew':
      return send(lead, (stub) => stub.renewTimeLimit, { ...requests.renew(name, addDays(today, 3 + number)), ...on })
    case 'add':
      return send(lead, (stub) => stub.addBody, requests.add(name, who, caseNumber))
    case 'remove':
      return send(lead, (stub) => stub.removeBody, requests.remove(name, who, caseNumber))
    case 'refer':
      return send(lead, (stub) => stub.referConsultation, { ...requests.refer(name, referee), ...on })
    case 'rule':
      return send(referee, (stub) => stub.ruleOnConsultation, { ...requests.rule(name), ...on })
    case 'openCase':
      return send(lead, (stub) => stub.openCase, requests.openCase(name, '一件'))
    case 'withdraw':
      // Seldom, for it ends what is played.
      return send(number === 3 ? lead : 'hn-office', (stub) => stub.withdrawConsultation, {
        ...requests.withdraw(name),
        ...on,
      })
    case 'pass':
      return pass(number)
  }
}

const one = (act: Attempt['act'], changes: Partial<Attempt> = {}): Attempt => ({
  ...{ act, who: 'hn-fgw', caseNumber: 1, kind: 'AGREE', number: 1 },
  ...changes,
})
const dissent = one('answer', { kind: 'DISAGREE' })
const later = one('pass', { number: 3 })
/** Plays that chance alone may miss: with them every fact and every state is met. */
const examples: [string, Attempt[]][] = [
  ['COUNTERSIGN', [dissent, later, one('pass'), one('refer'), one('rule')]],
  ['OPINION', [dissent, later, one('pass'), one('refer')]],
  ['silence', [one('answer'), later, one('pass')]],
  ['JOINT_REVIEW', [later, one('pass')]],
  ['COUNTERSIGN', [dissent, later, one('pass')]],
  [
    'standing',
    [
      one('openCase'),
      one('revise', { caseNumber: 2 }),
      one('add', { who: 'hn-wwj' }),
      one('remove', { who: 'hn-wwj' }),
    ],
  ],
  ['silence', [one('renew', { number: 3 }), one('withdraw', { number: 3 })]],
]

let begun = 0

async function open(kind: string): Promise<string> {
  begun += 1
  const [id, asked] = [`play-${begun}`, codes.slice(0, 3)]
  const name = `${parent}/consultations/${id}`
  if (kind === 'standing') {
    await send(lead, (stub) => stub.openConsultation, requests.standing(parent, id, asked))
    await send(lead, (stub) => stub.openCase, requests.openCase(name, '一件'))
    return name
  }
  const silenceConsents = kind === 'silence'
  const named = `CONSULTATION_KIND_${silenceConsents ? 'OPINION' : kind}` as 'CONSULTATION_KIND_OPINION'
  const limit = untilDay(addDays(dayOf(clock.now()), 3))
  await send(
    lead,
    (stub) => stub.openConsultation,
    requests.open(parent, id, asked, { kind: named, silenceConsents, limit }),
  )
  return name
}

const bare = (name: string): string => name.replace(/^organisations\//, '')

/** What the service says, in the words of the reference. */
async function saidOf(name: string): Promise<Omit<ReferenceConsultation, 'parties'>> {
  const said = await consultationOf(bus.as('hn-office'), name)
  const reads = await Promise.all(
    everybody.map((code) =>
      consultationOf(bus.as(code), name).then(
        () => code,
        () => '',
      ),
    ),
  )
  return {
    version: Number(said.etag),
    composition: said.organisations.map(bare),
    readers: reads.filter(Boolean).sort(),
    cases: said.cases.map(({ caseNumber, state, limit, versions, bodies, turn }) => ({
      number: caseNumber,
      state: state.replace('CONSULTATION_STATE_', ''),
      limit: `${limit?.year}-${limit?.month}-${limit?.day}`,
      versions: versions.length,
      bodies: bodies.map(({ organisation, answer, consentsBySilence }) => {
        if (answer) return `${bare(organisation)} ${answer.answer.replace('ANSWER_KIND_', '')} ${answer.version}`
        return consentsBySilence ? `${bare(organisation)} consents` : bare(organisation)
      }),
      turn: turn.map(bare),
    })),
  }
}

test('whatever is tried, the service and the records say the same', async () => {
  const all = bus.subscribe('hn-office')
  const [types, states] = [new Set<string>(), new Set<string>()]
  const run = async (kind: string, attempts: readonly Attempt[]): Promise<void> => {
    const name = await open(kind)
    for (const attempted of attempts) await make(name, attempted).catch(unlessRefused)
    const said = await saidOf(name)
    const records = () => all.records.filter(({ subject }) => subject === name)
    await all.until(() => records().length >= said.version, `all of ${name}`)
    const events = records().map(eventOf)
    for (const { what } of events) types.add(what)
    for (const { state } of said.cases) states.add(state)
    const { parties: _, ...meant } = referenceConsultation(events)
    expect(said).toEqual(meant)
  }
  const play = fc.array(attempt, { minLength: 24, maxLength: 32, size: 'max' })
  const limits = { most: 80, least: 30, seconds: 20, examples }
  await plays('consultations', limits, fc.tuple(opening, play), ([kind, attempts]) => run(kind, attempts))
  expect([...states].sort()).toEqual(['CONSENSUS', 'DIVIDED', 'OPEN', 'OVERDUE', 'REFERRED', 'RULED', 'WITHDRAWN'])
  expect(types.size).toBe(11)
}, 180_000)

test('and the service finds its stored states to be what its records give', async () => {
  const request = CheckStatesRequest.create({ service: 'coordination-office' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
