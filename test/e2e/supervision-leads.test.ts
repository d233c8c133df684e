/** A lead's part goes to another body while a step to one of the task's bodies is open: who reads it changes with that. */
import { randomUUID } from 'node:crypto'
import { status } from '@grpc/grpc-js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as supervision from '#proto/qiantou/supervision/v1/supervision_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { SetClock } from '#shared/testing/set-clock.ts'
import { Workflow } from '#shared/testing/workflow.ts'
import { entitledTo } from '../entitled.ts'

const [former, latter] = ['hn-kjt', 'hn-gxt']
const clock = new SetClock()
let bus: TestBus
let workflow: Workflow
let name: string

beforeAll(async () => {
  bus = await startTestBus({ clock })
  workflow = new Workflow(bus)
  const task = await workflow.issue(await workflow.importProgramme('led-anew'), 'led', 'one')
  for (const code of ['hn-kjt', 'hn-fgw', 'hn-jyt']) await workflow.acknowledge(task, code)
  name = `${task}/supervisions/hn-fgw`
})
afterAll(async () => await bus.stop())

const command = () => ({ requestId: randomUUID(), name })
const by = (code: string) => bus.as(code).supervisions
const shown = async (code: string) =>
  (await call(by(code), (stub) => stub.getSupervision, supervision.GetSupervisionRequest.create({ name }))).supervision
const listed = async (code: string): Promise<readonly string[]> => {
  const request = supervision.ListSupervisionsRequest.create({ parent: name.split('/supervisions')[0] as string })
  const { supervisions } = await call(by(code), (stub) => stub.listSupervisions, request)
  return supervisions.map((one) => one.name)
}
const reply = (text: string) =>
  call(by('hn-fgw'), (stub) => stub.replyToStep, supervision.ReplyToStepRequest.create({ ...command(), text }))

test('the new lead reads the step that is open, and what follows; the former one is given no more than that others read', async () => {
  const [office, left, came] = ['hn-office', former, latter].map((code) => bus.subscribe(code))
  if (!office || !left || !came) throw new Error('three subscribers')
  const step = 'SUPERVISION_STEP_REMINDER_LETTER' as const
  const issued = { ...command(), step, text: '请于期限内回复', instruction: '批示' }
  await call(by('hn-office'), (stub) => stub.issueStep, supervision.IssueStepRequest.create(issued), workflow.after)
  expect((await shown(former))?.steps).toMatchObject([{ text: { value: '请于期限内回复' } }])
  await expect(shown(latter)).rejects.toMatchObject({ code: status.NOT_FOUND })

  await workflow.transfer(name.split('/supervisions')[0] as string, former, latter)
  await office.until(() => office.records.some(({ type }) => type.endsWith('.ReadersChanged')), 'that others read')
  expect((await shown(latter))?.steps).toMatchObject([{ text: { value: '请于期限内回复' } }])
  await expect(shown(former)).rejects.toMatchObject({ code: status.NOT_FOUND })
  expect([await listed(former), await listed(latter)]).toEqual([[], [name]])

  await reply('本周内办结')
  await office.until(() => office.records.some(({ type }) => type.endsWith('.StepReplied')), 'the reply')
  await came.until(() => came.records.some(({ type }) => type.endsWith('.StepReplied')), 'the reply, to the new lead')
  await bus.quiet()
  const typesTo = ({ records }: typeof office): readonly (string | undefined)[] =>
    records.filter(({ subject }) => subject === name).map(({ type }) => type.split('.').at(-1))
  expect(typesTo(office)).toEqual(['StepIssued', 'ReadersChanged', 'StepReplied'])
  expect(typesTo(came)).toEqual(['ReadersChanged', 'StepReplied'])
  expect(typesTo(left)).toEqual(['StepIssued', 'ReadersChanged'])
  for (const [code, subscriber] of [[former, left] as const, [latter, came] as const])
    expect(subscriber.records.map(({ position }) => position)).toEqual(
      entitledTo(`organisations/${code}`, office.records),
    )
})
