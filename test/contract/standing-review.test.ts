/** Whoever a standing joint review asks no more, on a whole bus: what it reads, is listed, and is told of. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type ConsultationServiceClient,
  GetConsultationTextRequest,
  ListConsultationsRequest,
} from '#proto/qiantou/consultation/v1/consultation_service.ts'
import { call, explained, type Unary } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { consultationOf, consultationRequests as requests } from '#shared/testing/consultation-requests.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [initiator, removed, stays] = ['hn-kjt', 'hn-fgw', 'hn-jyt'] as const
let bus: TestBus
let parent: string

beforeAll(async () => {
  bus = await startTestBus()
  parent = await new Workflow(bus).importProgramme('review')
  await bus.quiet()
})
afterAll(async () => await bus.stop())

const send = <Request, Response>(
  code: string,
  pick: (stub: ConsultationServiceClient) => Unary<Request, Response>,
  request: Request,
): Promise<Response> => call(bus.as(code).consultations, pick, request)
const reasonOf = (error: unknown): string => explained(error as never)?.reason ?? `${error}`

test('it reads and answers the open case that asks it still, and nothing of the others, by whatever way', async () => {
  const name = `${parent}/consultations/filing`
  await send(initiator, (stub) => stub.openConsultation, requests.standing(parent, 'filing', [removed, stays]))
  await send(initiator, (stub) => stub.openCase, requests.openCase(name, '第一件'))
  await send(initiator, (stub) => stub.removeBody, requests.remove(name, removed))
  await send(initiator, (stub) => stub.openCase, { ...requests.openCase(name, '第二件'), text: '后来的材料' })

  const seen = await consultationOf(bus.as(removed), name)
  expect(seen).toMatchObject({ organisations: [], caseCount: 1, cases: [{ caseNumber: 1, title: '第一件' }] })
  expect(await consultationOf(bus.as(stays), name)).toMatchObject({ caseCount: 2, cases: [{}, {}] })
  const listed = async (code: string, filter = '') => {
    const page = await send(code, (stub) => stub.listConsultations, ListConsultationsRequest.create({ parent, filter }))
    return page.consultations.map(({ caseCount, turn }) => [caseCount, turn])
  }
  const [fgw, jyt] = [`organisations/${removed}`, `organisations/${stays}`]
  expect([await listed(removed), await listed(stays)]).toEqual([[[1, [fgw, jyt]]], [[2, [fgw, jyt]]]])

  // Nor does a filter tell whom a later case asks.
  await send(initiator, (stub) => stub.addBody, requests.add(name, 'hn-czt', 2))
  const withAdded = async (code: string) => (await listed(code, 'body = organisations/hn-czt')).length
  expect([await withAdded(removed), await withAdded(stays)]).toEqual([0, 1])
  expect(await listed(removed, `body = ${jyt}`)).toEqual([[1, [fgw, jyt]]])

  const whole = await consultationOf(bus.as(initiator), name)
  const textOf = (code: string, number: number): Promise<string> => {
    const sha256 = whole.cases[number - 1]?.versions[0]?.text?.reference?.sha256
    const request = GetConsultationTextRequest.fromPartial({ name, sha256: sha256 as never })
    return send(code, (stub) => stub.getConsultationText, request).then(() => 'OK', reasonOf)
  }
  expect([await textOf(removed, 1), await textOf(removed, 2)]).toEqual(['OK', 'CONSULTATION_NOT_FOUND'])
  expect([await textOf(stays, 1), await textOf(stays, 2)]).toEqual(['OK', 'OK'])

  const answer = (number: number) =>
    send(removed, (stub) => stub.answerConsultation, requests.answer(name, 'AGREE', 1, number))
  expect(await answer(2).then(() => 'OK', reasonOf)).toBe('CASE_NOT_FOUND')
  await send(stays, (stub) => stub.answerConsultation, requests.answer(name, 'AGREE', 1, 1))
  const { consultation } = await answer(1)
  const settled = { caseNumber: 1, state: 'CONSULTATION_STATE_CONSENSUS' }
  expect(consultation).toMatchObject({ caseCount: 1, cases: [settled] })
  expect(await consultationOf(bus.as(removed), name).then(() => 'OK', reasonOf)).toBe('CONSULTATION_NOT_FOUND')
  await told(name)
})

/** Of all records it is given those up to its removal; who stays, all of them. */
async function told(name: string): Promise<void> {
  const typesOf = (subscriber: ReturnType<TestBus['subscribe']>) =>
    subscriber.records.filter(({ subject }) => subject === name).map(({ type }) => type.split('.').at(-1))
  const [former, party] = [bus.subscribe(removed), bus.subscribe(stays)]
  await party.until(() => typesOf(party).length >= 7, 'all of the review')
  await former.until(() => typesOf(former).includes('BodyRemoved'), 'its removal')
  await bus.quiet()
  expect(typesOf(party)).toEqual([
    ...['ConsultationOpened', 'CaseOpened', 'BodyRemoved', 'CaseOpened', 'BodyAdded'],
    ...['ConsultationAnswered', 'ConsultationAnswered'],
  ])
  expect(typesOf(former)).toEqual(['ConsultationOpened', 'CaseOpened', 'BodyRemoved'])
}
