/** Bodies review an application in parallel: what they said is taken into it, and dissent is answered or refuses it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { CheckStatesRequest } from '#proto/qiantou/operation/v1/operation_service.ts'
import { call } from '#shared/grpc/client.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { reviewAbout, reviewedJointly } from '#shared/testing/joint-review.ts'
import { Money, payers } from '#shared/testing/money.ts'
import { reasonOf } from '#shared/testing/reason-of.ts'
import { Workflow } from '#shared/testing/workflow.ts'

let bus: TestBus
beforeAll(async () => {
  bus = await startTestBus()
})
afterAll(async () => await bus.stop())

test('an application goes on with who agreed and who did not, and in spite of dissent with a reason', async () => {
  const workflow = new Workflow(bus)
  const parent = await workflow.importProgramme('jointly')
  const money = new Money(bus, parent, workflow.after)
  await money.ready(undefined, { procedure: reviewedJointly })
  const [name, other] = [await money.submit('a1', money.content(1), []), await money.submit('a2', money.content(2), [])]
  await money.admit(name)
  expect(await reasonOf(money.approve(name))).toBe('STEP_NOT_NEXT')

  const { applications } = bus.as(payers.handler)
  type Review = Awaited<ReturnType<typeof reviewAbout>>
  const take = ({ consultation, after }: Review, text = '') => {
    const said = { requestId: randomUUID(), name, consultation, text }
    return call(applications, (stub) => stub.reviewJointly, application.ReviewJointlyRequest.create(said), after)
  }
  expect(await reasonOf(take(await reviewAbout(bus, money, name, undefined)))).toBe('JOINT_REVIEW_NOT_CONCLUDED')
  expect(await reasonOf(take(await reviewAbout(bus, money, other, 'ANSWER_KIND_AGREE')))).toBe(
    'JOINT_REVIEW_OF_ANOTHER',
  )
  const divided = await reviewAbout(bus, money, name, 'ANSWER_KIND_DISAGREE')
  expect(await reasonOf(take(divided))).toBe('DISSENT_UNANSWERED')
  expect((await take(divided, '票据已补正')).application).toMatchObject({
    state: 'APPLICATION_STATE_JOINTLY_REVIEWED',
    jointReview: { consultation: divided.consultation, agreed: [], dissented: [`organisations/${payers.sponsor}`] },
  })
  await money.approve(name)

  const request = CheckStatesRequest.create({ service: 'finance' })
  const checked = await call(bus.asService('operations').operations, (stub) => stub.checkStates, request)
  expect(checked).toMatchObject({ differing: [], differingCount: 0n })
})
