/** What claims of a pool that is shared out in proportion are judged by before that (docs/money.md). */
import { isRight } from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import * as application from '#proto/qiantou/application/v1/application_events.ts'
import type { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import type { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import {
  applicantOf,
  applicationName,
  asked,
  budgetSet,
  entered,
  office,
  opened,
  poolName,
  reservation,
  submitted,
  vouchers,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import { judge } from './assessment.ts'
import { grantsView } from './grants.ts'
import { type Measure, measureDecider } from './measure.ts'
import { type Pool, poolDecider } from './pool.ts'

const setting = { actor: office, subject: applicationName, at: noon }
const shared: MeasureContent = { ...vouchers(), poolRule: 'POOL_RULE_PRO_RATA' }

/** What an applicant claims by 1 000 yuan of bills, after what it was granted before. */
function judged(content: MeasureContent, before: readonly Partial<Reservation>[] = []) {
  const state = new Story(applicationDecider, setting).state(
    submitted({ content: asked({ call: '2026-1' }), poolRule: 'POOL_RULE_PRO_RATA' }),
  ) as Application
  const ground = {
    measure: new Story(measureDecider, setting).state(entered(content)) as Measure,
    pool: new Story(poolDecider, { ...setting, subject: poolName }).state(opened, budgetSet(2026, '1')) as Pool,
    grants: new Story(grantsView, setting, applicantOf(1)).state(
      ...before.map((one) => application.ApplicationAdmitted.create({ reserved: reservation(one) })),
    ) ?? { grants: [] },
  }
  const result = judge(applicationName, state, yuan('1 000'), ground)
  return isRight(result) ? result.right : result.left.reason
}

test('a claim counts whole, whatever the pool has left, and reserves nothing', () => {
  expect(judged(shared)).toMatchObject({ assessment: { fen: yuan('300'), shared: true }, reserved: undefined })
})

test('what each has once is not claimed by who was granted it before, in whatever year', () => {
  const once = { ...shared, once: true }
  expect(judged(once)).toMatchObject({ assessment: { fen: yuan('300') } })
  for (const year of [2025, 2026]) expect(judged(once, [{ year, fen: yuan('1') }])).toBe('GRANTED_BEFORE')
  expect(judged(shared, [{ year: 2025, fen: yuan('1') }])).toMatchObject({ assessment: { fen: yuan('300') } })
})
