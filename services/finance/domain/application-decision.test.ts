/** What a meeting decides case by case (一事一议): its amount is fixed by no formula (docs/domain.md, Money 1). */
import { isRight } from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import {
  applicationName,
  approving,
  asked,
  budgetSet,
  entered,
  handler,
  handling,
  models,
  opened,
  poolName,
  reason,
  sponsor,
  submitted,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story, told } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { type ApplicationCommand, applicationDecider } from './application.ts'
import type { ApplicationFact } from './application-state.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'

const setting = { actor: handler as string, subject: applicationName, at: noon }
const measureOf = (content: typeof models): Measure =>
  new Story(measureDecider, setting).state(entered(content)) as Measure
const measure = measureOf(models)
const by = (actor: string, signOff = handling) =>
  new Story(applicationDecider, { ...setting, actor, signOff, at: new Date(noon.getTime() + 1) })
const no = (reason: string) => ({ _tag: 'Left', left: { reason } })

describe('a meeting decides case by case', () => {
  const decidedCase = measureOf({ ...models, basis: 'BASIS_DECISION', terms: [] })
  const content = { ...asked(), bills: [] }
  const steps = ['PROCEDURE_STEP_ADMISSION', 'PROCEDURE_STEP_COLLECTIVE_DECISION', 'PROCEDURE_STEP_APPROVAL'] as const
  const begun = [told(submitted({ content, recommenders: [], procedure: [...steps] }), { actor: sponsor })]
  const ground = (budget: string) => ({
    ...{ measure: decidedCase, grants: { grants: [] } },
    pool: new Story(poolDecider, { ...setting, subject: poolName }).state(opened, budgetSet(2026, budget)) as Pool,
  })
  const admitted = application.ApplicationAdmitted.create()
  const deciding = (fen: bigint, budget = '100'): ApplicationCommand => ({
    ...{ type: 'Decide', minutes: 'x', fen, ...ground(budget) },
  })

  test('what is awarded: nothing is reserved before, and the pool must have all of it', () => {
    by(handler)
      .given(...begun)
      .when({ type: 'Admit', ...ground('100') })
      .then([admitted])
    const story = by(handler).given(...begun, told(admitted, { actor: handler, signOff: handling }))
    expect(story.when(deciding(yuan('70'))).decision).toMatchObject({
      right: [{ reserved: { fen: yuan('70'), number: 1 }, assessment: { share: { value: yuan('70') } } }],
    })
    expect(story.when(deciding(yuan('101'))).decision).toMatchObject(no('POOL_TOO_SMALL'))
    expect(story.when(deciding(0n)).decision).toMatchObject(no('AWARD_DECIDED_OTHERWISE'))
    // Amended it is not cut down either: to what the pool has left, with what is reserved.
    const first = story.when(deciding(yuan('70'))).decision
    const [fact] = isRight(first) ? first.right : []
    const approved = application.ApplicationApproved.create({ fen: yuan('70') })
    const after = by(handler, approving).given(
      ...[...begun, told(admitted, { actor: handler, signOff: handling })],
      ...[told(fact as ApplicationFact, { actor: handler, signOff: handling }), told(approved, { actor: handler })],
    )
    const amending = (fen: bigint): ApplicationCommand => ({
      ...{ type: 'Amend', basisFen: fen, minutes: 'x', text: reason, ...ground('30') },
    })
    expect(after.when(amending(yuan('101'))).decision).toMatchObject(no('POOL_TOO_SMALL'))
    expect(after.when(amending(yuan('100'))).decision).toMatchObject({ right: [{ reserved: { fen: yuan('100') } }] })
  })

  test('and of a measure with a formula the meeting says no amount', () => {
    const command = { ...deciding(yuan('70')), measure } as ApplicationCommand
    const story = by(handler).given(...begun, told(admitted, { actor: handler, signOff: handling }))
    expect(story.when(command).decision).toMatchObject(no('AWARD_DECIDED_OTHERWISE'))
  })
})
