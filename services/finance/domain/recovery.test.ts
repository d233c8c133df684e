/** What is overdue of what is claimed back (docs/domain.md, Money 14). */
import { expect, test } from 'vitest'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import type { Context } from '#shared/domain/decider.ts'
import { applicationName, handler, handling, reservation, until, yuan } from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import { type Agreed, overdueNext, receive } from './recovery.ts'

const approved = new Story(applicationDecider, { actor: handler, subject: applicationName, at: noon }).state(
  ...until('pay'),
) as Application
/** 200 yuan are claimed back after 50 were received: 120 by June, and the rest by December. */
const agreed: Agreed = {
  beforeFen: `${yuan('50')}`,
  instalments: [
    { due: '2026-06-30', fen: `${yuan('120')}` },
    { due: '2026-12-31', fen: `${yuan('80')}` },
  ],
}
const paidBack = (recovered: string, more: Partial<Agreed> = {}) =>
  overdueNext({
    ...{ ...approved, claims: 1, claimed: Reservation.toJSON(reservation({ fen: yuan('200') })) },
    ...{ recoveredFen: `${yuan(recovered)}`, agreed: { ...agreed, ...more } },
  })

test('an instalment is overdue by what has not come back of all that was agreed by then', () => {
  expect(paidBack('50')).toEqual({ due: '2026-06-30', missing: yuan('120') })
  expect(paidBack('169.99')).toEqual({ due: '2026-06-30', missing: 1n })
  // What has come back of payments, and settled it, counts as well.
  expect(paidBack('50', { settledFen: `${yuan('20')}` })).toEqual({ due: '2026-06-30', missing: yuan('100') })
})

test('one that came back to the fen is not; nor is one of which it was told before', () => {
  expect(paidBack('170')).toEqual({ due: '2026-12-31', missing: yuan('80') })
  expect(paidBack('50', { toldUntil: '2026-06-30' })).toEqual({ due: '2026-12-31', missing: yuan('200') })
  expect(paidBack('250')).toBeUndefined()
})

test.each(['R-2026/7', 'r-2026/7', ' R-2026 / 7', 'Ｒ－２０２６／７', 'R‐2026/7', 'R-2026/7\u200b'])(
  'a receipt is one however it is typed: %s',
  (reference) => {
    const claimed = { ...approved, claims: 1, claimed: Reservation.toJSON(reservation({ fen: yuan('200') })) }
    const received = (recoveries: string[]) =>
      receive({ fen: 1n, receivedOn: '2026-01-01', reference }, { ...claimed, recoveries }, {
        actor: claimed.finance,
        at: noon,
        signOff: handling,
        correlationId: 'c',
      } as unknown as Context)
    expect(received(['R-1', 'R-2026/7'])).toMatchObject({ left: { reason: 'RECOVERY_KNOWN', details: { reference } } })
    expect(received(['R-1', 'R-2026/8'])).toMatchObject({ right: { reference } })
  },
)
