/** What is overdue of what is claimed back (docs/domain.md, Money 14). */
import { expect, test } from 'vitest'
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { toDate } from '#shared/domain/calendar.ts'
import type { Context } from '#shared/domain/decider.ts'
import {
  applicationName,
  approving,
  finance,
  handler,
  handling,
  reservation,
  until,
  yuan,
} from '#shared/testing/money-facts.ts'
import { Story } from '#shared/testing/story.ts'
import { noon } from '#shared/testing/task-facts.ts'
import { applicationDecider } from './application.ts'
import type { Application } from './application-state.ts'
import {
  type Agreed,
  agreeOn,
  overdueNext,
  receive,
  settle,
  withAgreement,
  withReceipt,
  withSettled,
} from './recovery.ts'

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

/** 200 yuan are claimed back of what was paid in 2026. */
const claimed: Application = {
  ...{ ...approved, claims: 1, claimed: Reservation.toJSON(reservation({ number: 1, fen: yuan('200') })) },
  recoveredFen: `${yuan('50')}`,
}
const context = { actor: finance, at: noon, ids: [], requestId: '', correlationId: applicationName, signOff: approving }
const instalments = (...amounts: readonly string[]) =>
  amounts.map((amount) => Instalment.create({ due: toDate('2026-06-30'), fen: yuan(amount) }))

test('nothing is overdue of what is claimed no longer', () => {
  const { claimed: _, ...rest } = claimed
  expect(overdueNext({ ...claimed, agreed })).toBeDefined()
  expect(overdueNext({ ...rest, agreed })).toBeUndefined()
})

test('instalments come to all that is claimed, for which who signs has to be good', () => {
  const asked: bigint[] = []
  const agree = (...amounts: readonly string[]) =>
    agreeOn({ instalments: instalments(...amounts) }, claimed, context, (fen) => {
      asked.push(fen)
      return undefined
    })
  expect(agree('120', '80')._tag).toBe('Right')
  expect(asked).toEqual([yuan('200')])
  for (const sum of ['199.99', '200.01'])
    expect(agree(sum)).toMatchObject({ left: { reason: 'INSTALMENTS_MISFIT', details: { sum: `${yuan(sum)}` } } })
})

test('what was agreed on anew begins from what had been paid back by then, and all that settled it since is added up', () => {
  const former = { ...claimed, agreed: { ...agreed, settledFen: '7', toldUntil: '2026-06-30' as const } }
  const anew = withAgreement(former, instalments('200'))
  const said = { instalments: [{ due: '2026-06-30', fen: `${yuan('200')}` }], beforeFen: `${yuan('50')}` }
  expect(anew.agreed).toEqual(said)
  expect(withSettled(withSettled(anew, 3n), 4n).agreed).toEqual({ ...said, settledFen: '7' })
})

test('what comes back of another year settles nothing', () => {
  const nothing = { unclaimed: undefined, claimed: undefined }
  expect(settle(claimed, 2027, yuan('10'))).toEqual({ moved: nothing, restFen: yuan('10') })
  expect(settle(claimed, 2026, yuan('210'))).toMatchObject({ moved: { claimed: undefined }, restFen: yuan('10') })
})

test('a receipt is known by its reference, however many came after it; one of all resolves the claim itself', () => {
  const state = withReceipt(withReceipt(claimed, 'R-1'), 'R-2')
  const received = (amount: string, reference: string) =>
    receive({ fen: yuan(amount), receivedOn: '2026-03-02', reference }, state, context)
  for (const reference of ['R-1', 'R-2'])
    expect(received('1', reference)).toMatchObject({ left: { reason: 'RECOVERY_KNOWN', details: { reference } } })
  const moved = { unclaimed: undefined, recovered: { number: 1, fen: yuan('200') }, claimed: undefined }
  expect(received('200', 'R-3')).toMatchObject({ right: moved })
})
