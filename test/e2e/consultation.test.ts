/** Consultations on a live bus: bodies answer, time passes in silence, what they do not settle is ruled on. */
import { afterAll, beforeAll, expect, test } from 'vitest'

import type { ConsultationServiceClient } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { ListRecordsRequest } from '#proto/qiantou/event/v1/event_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { endOf } from '#shared/domain/calendar.ts'
import { call, type Unary } from '#shared/grpc/client.ts'
import { readFact } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests as requests } from '#shared/testing/consultation-requests.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import type { Subscriber } from '#shared/testing/subscriber.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const clock = new SetClock()
let bus: TestBus
let parent: string
let all: Subscriber

beforeAll(async () => {
  bus = await startTestBus({ clock })
  parent = await new Workflow(bus).importProgramme('consulted')
  all = bus.subscribe('hn-office')
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const send = <Request, Response>(
  code: string,
  pick: (stub: ConsultationServiceClient) => Unary<Request, Response>,
  request: Request,
): Promise<Response> => call(bus.as(code).consultations, pick, request)

const stateOf = async (name: string) => {
  const { state, turn, cases } = await consultationOf(bus.as('hn-kjt'), name)
  return { state: state.replace('CONSULTATION_STATE_', ''), turn: turn.map((body) => body.split('/')[1]), cases }
}

/** What the office's subscription has had of a consultation: `ConsultationAnswered by hn-fgw`. */
const toldOf = (name: string): string[] =>
  all.records
    .filter(({ subject }) => subject === name)
    .map(({ type, actor }) => `${type.split('.').at(-1)} by ${actor.split('/')[1]}`)
const untilTold = (name: string, what: string): Promise<void> =>
  all.until(() => toldOf(name).some((one) => one.startsWith(what)), what)

test('all countersign: every step reaches whoever follows the log, and the outcome is consensus', async () => {
  const name = `${parent}/consultations/all-agree`
  await send('hn-kjt', (stub) => stub.openConsultation, requests.open(parent, 'all-agree', ['hn-fgw', 'hn-jyt']))
  expect(await stateOf(name)).toMatchObject({ state: 'OPEN', turn: ['hn-fgw', 'hn-jyt'] })
  await send('hn-fgw', (stub) => stub.answerConsultation, requests.answer(name, 'AGREE'))
  await send('hn-jyt', (stub) => stub.answerConsultation, requests.answer(name, 'AGREE_WITH_COMMENTS'))
  const { state, cases } = await stateOf(name)
  expect([state, cases[0]?.bodies[1]?.answer?.text?.value]).toEqual(['CONSENSUS', '第一条表述不当'])
  await untilTold(name, 'ConsultationAnswered by hn-jyt')
  expect(toldOf(name)).toEqual([
    ...['ConsultationOpened by hn-kjt', 'ConsultationAnswered by hn-fgw', 'ConsultationAnswered by hn-jyt'],
  ])
})

test('where the letter said so, silence at the limit is consent; it is told of once, by the service itself', async () => {
  const name = `${parent}/consultations/silence`
  const opinion = { kind: 'CONSULTATION_KIND_OPINION', silenceConsents: true } as const
  const request = requests.open(parent, 'silence', ['hn-fgw', 'hn-jyt'], opinion)
  await send('hn-kjt', (stub) => stub.openConsultation, request)
  await send('hn-fgw', (stub) => stub.answerConsultation, requests.answer(name, 'AGREE'))
  const limit = '2026-03-09'
  clock.set(new Date(endOf(limit).getTime() - 1))
  expect((await stateOf(name)).state).toBe('OPEN')
  clock.set(endOf(limit))
  await untilTold(name, 'TimeLimitPassed')
  expect(await stateOf(name)).toMatchObject({ state: 'CONSENSUS', cases: [{ dissent: false }] })
  const passed = all.records.find(({ type, subject }) => subject === name && type.endsWith('TimeLimitPassed'))
  expect([passed?.actor, passed && readFact(passed).fact]).toMatchObject([
    'services/coordination-office',
    { caseNumber: 1, silent: ['organisations/hn-jyt'], silenceConsents: true },
  ])
  const late = send('hn-jyt', (stub) => stub.answerConsultation, requests.answer(name, 'DISAGREE'))
  await expect(late).rejects.toThrow(/In state CONSENSUS/)
})

test('what bodies stay divided on is referred and ruled, citing the minutes; dissent stays visible', async () => {
  const name = `${parent}/consultations/divided`
  await send('hn-kjt', (stub) => stub.openConsultation, requests.open(parent, 'divided', ['hn-fgw', 'hn-jyt']))
  await send('hn-fgw', (stub) => stub.answerConsultation, requests.answer(name, 'DISAGREE'))
  clock.set(endOf('2026-03-17'))
  await untilTold(name, 'TimeLimitPassed')
  // Silence of a countersigner is no consent.
  expect(await stateOf(name)).toMatchObject({
    ...{ state: 'DIVIDED', turn: ['hn-kjt'] },
    cases: [{ bodies: [{}, { consentsBySilence: false }] }],
  })
  await send('hn-kjt', (stub) => stub.referConsultation, requests.refer(name, 'hn-czt'))
  expect(await stateOf(name)).toMatchObject({ state: 'REFERRED', turn: ['hn-czt'] })
  await send('hn-czt', (stub) => stub.ruleOnConsultation, requests.rule(name))
  expect(await stateOf(name)).toMatchObject({
    ...{ state: 'RULED', turn: [] },
    cases: [
      {
        dissent: true,
        bodies: [{ answer: { answer: 'ANSWER_KIND_DISAGREE', text: { value: '第一条表述不当' } } }, {}],
        ruling: { minutes: '〔2026〕8号会议纪要', ruledBy: 'organisations/hn-czt', ruling: { value: '按原稿执行' } },
      },
    ],
  })
  await untilTold(name, 'ConsultationRuled by hn-czt')
  expect(toldOf(name).filter((one) => one.startsWith('TimeLimitPassed'))).toHaveLength(1)
})

test('a body that joins gets what came before, and follows it until it is removed', async () => {
  const name = `${parent}/consultations/joined`
  const body = bus.subscribe('hn-wwj')
  const mine = (of: string): string[] => body.records.filter(({ subject }) => subject === of).map(({ type }) => type)
  await send('hn-kjt', (stub) => stub.openConsultation, requests.open(parent, 'joined', ['hn-fgw', 'hn-jyt']))
  await send('hn-kjt', (stub) => stub.addBody, requests.add(name, 'hn-wwj'))
  expect((await consultationOf(bus.as('hn-wwj'), name)).cases[0]?.versions[0]?.text?.value).toMatch(/^第一条/)
  await untilTold(name, 'BodyAdded')
  const request = ListRecordsRequest.create({ resource: name })
  const history = await call(bus.as('hn-wwj').events, (stub) => stub.listRecords, request)
  expect(history.records).toHaveLength(2)
  await send('hn-kjt', (stub) => stub.removeBody, requests.remove(name, 'hn-wwj'))
  await expect(consultationOf(bus.as('hn-wwj'), name)).rejects.toThrow('no such consultation')
  await send('hn-fgw', (stub) => stub.answerConsultation, requests.answer(name, 'AGREE'))
  // What is its own comes after what is not.
  await send('hn-wwj', (stub) => stub.openConsultation, requests.open(parent, 'own', ['hn-fgw']))
  await body.until(() => mine(`${parent}/consultations/own`).length === 1, 'its own consultation')
  expect(mine(name).map((type) => type.split('.').at(-1))).toEqual(['BodyAdded', 'BodyRemoved'])
})

test('the service finds its states, and when they are due, to be what its records give', async () => {
  await bus.quiet()
  const request = CheckStatesRequest.create({ service: 'coordination-office' })
  const { operations } = bus.asService('operations')
  expect((await call(operations, (stub) => stub.checkStates, request)).differing).toEqual([])
})
