/** A quota of several lines: each fact moves the line that it is of, and no other (docs/domain.md, Money). */
import { expect, test } from 'vitest'
import {
  QuotaBodySucceeded,
  QuotaPaymentProposed,
  QuotaSpendingPlanned,
} from '#proto/qiantou/allocation/v1/allocation_events.ts'
import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { AwaitedMilestoneAccepted } from '#proto/qiantou/application/v1/application_events.ts'
import { YearClosed } from '#proto/qiantou/pool/v1/pool_events.ts'
import { PaymentBooked, PaymentRequested } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { toDate } from '#shared/domain/calendar.ts'
import {
  accountOf,
  adjusted,
  allocationName,
  fgw,
  general,
  issued,
  kjt,
  quotaOf,
  share,
} from '#shared/testing/allocation-facts.ts'
import { finance, yuan } from '#shared/testing/money-facts.ts'
import { ofQuota } from '#shared/testing/spending.ts'
import { recordedOf, Story, type Told } from '#shared/testing/story.ts'
import { noon, supporter, taskName } from '#shared/testing/task-facts.ts'
import { quotaDecider } from './quota.ts'
import type { Moving, QuotaFact } from './quota-fold.ts'
import type { Quota } from './quota-state.ts'

const other = { ...general, functionCode: '2060502' }
const otherAccount = accountOf(kjt, 'general-budget-2060502-50799')
const setting = { actor: finance, subject: allocationName, at: noon }
const story = new Story(quotaDecider, setting, quotaOf(kjt))
const more = (amount: string, year: number, classification = general) => ({
  ...issued,
  ...{ year, shares: [share(kjt, amount, { classification })] },
})
/** 300 yuan of 2026, 200 of 2027, and of another purpose 100 of 2026. */
const begun = [issued, more('200', 2027), more('100', 2026, other)]
type Scene = Told<QuotaFact | Moving>
const linesAfter = (...facts: readonly Scene[]) => (story.state(...begun, ...facts) as Quota).lines

const requested = (amount: string, changes: { readonly year?: number; readonly quota?: string } = {}) =>
  PaymentRequested.create({
    ...{ fen: yuan(amount), year: changes.year ?? 2026, reserved: ofQuota(1, amount, changes) },
  })
const booked = PaymentBooked.create({
  ...{ fen: yuan('10'), released: ofQuota(1, '40'), paid: ofQuota(0, '10'), reserved: ofQuota(2, '30') },
})
const wholly = PaymentBooked.create({ fen: yuan('30'), paid: ofQuota(2, '30') })

test('what comes in is the line’s of its year and what it is of', () => {
  expect(linesAfter()).toMatchObject([
    { year: 2026, classification: general, receivedFen: `${yuan('300')}` },
    { year: 2027, classification: general, receivedFen: `${yuan('200')}` },
    { year: 2026, classification: other, receivedFen: `${yuan('100')}` },
  ])
})

test('what a payment reserves and is paid is its line’s, and is reserved no longer once it is paid', () => {
  const spent = (...facts: readonly Scene[]) =>
    linesAfter(...facts).map(({ reservedFen, paidFen }) => [reservedFen, paidFen])
  const none = ['0', '0']
  const asked = requested('40')
  expect(spent(asked)).toEqual([[`${yuan('40')}`, '0'], none, none])
  expect(spent(requested('40', { year: 2027 }))).toEqual([none, [`${yuan('40')}`, '0'], none])
  expect(spent(requested('40', { quota: otherAccount }))).toEqual([none, none, [`${yuan('40')}`, '0']])
  expect(spent(asked, booked)).toEqual([[`${yuan('30')}`, `${yuan('10')}`], none, none])
  expect(spent(asked, booked, wholly)).toEqual([['0', `${yuan('40')}`], none, none])
})

const planning = (amount: string, year: number, classification = general) =>
  QuotaSpendingPlanned.create({
    ...{ year, classification, firstNumber: 1 },
    parts: [SpendingPart.create({ fen: yuan(amount), waitsFor: { $case: 'due', value: toDate('2026-03-10') } })],
  })
const proposed = (amount: string, year: number, classification = general) =>
  QuotaPaymentProposed.create({ year, classification, number: 1, fen: yuan(amount) })
const planned = [
  ...[planning('300', 2026), planning('200', 2027), planning('100', 2026, other)],
  ...[proposed('300', 2026), proposed('200', 2027), proposed('100', 2026, other)],
]
const openAfter = (...facts: readonly Scene[]) => linesAfter(...planned, ...facts).map(({ plan }) => plan?.openFen)

test('what is requested of a line was proposed of that one, and what the bank says of it opens nothing', () => {
  const [whole, next, of] = ['300', '200', '100'].map((amount) => `${yuan(amount)}`)
  expect(openAfter()).toEqual([whole, next, of])
  expect(openAfter(requested('40'))).toEqual([`${yuan('260')}`, next, of])
  expect(openAfter(requested('40'), booked, wholly)).toEqual([`${yuan('260')}`, next, of])
})

test('a year that ends ends the plan of its line, and carries over all that is said, to the fen', () => {
  const closed = { $type: 'qiantou.pool.v1.QuotaClosed' as const, account: otherAccount, lapsedFen: 3n, carriedFen: 1n }
  const lines = linesAfter(...planned, YearClosed.create({ year: 2026, quotas: [closed] }))
  expect(lines.map(({ plan }) => plan?.openFen)).toEqual([`${yuan('300')}`, `${yuan('200')}`, '0', undefined])
  expect(lines.map(({ goneFen, carriedInFen }) => [goneFen, carriedInFen])).toEqual([
    ...[
      ['0', '0'],
      ['0', '0'],
      ['4', '0'],
    ],
    ['0', '1'],
  ])
  expect(lines[3]).toMatchObject({ year: 2027, classification: other })
})

test('what was accepted of a task is told to the parts of its line, and who planned it is known of every plan', () => {
  const waiting = (year: number) => {
    const value = AwaitedMilestone.create({ task: taskName, organisation: supporter })
    const parts = [SpendingPart.create({ fen: yuan('1'), waitsFor: { $case: 'milestone', value } })]
    return QuotaSpendingPlanned.create({ year, classification: general, firstNumber: 1, parts })
  }
  const accepted = AwaitedMilestoneAccepted.create({ account: accountOf(kjt), year: 2027, numbers: [1] })
  const lines = linesAfter(waiting(2026), waiting(2027), accepted, planning('300', 2026))
  expect(lines.map(({ plan }) => plan?.parts[0]?.acceptedAt)).toEqual([undefined, noon.toISOString(), undefined])
  expect(lines.map((line) => line.planned?.length)).toEqual([2, 1, undefined])
})

test('a letter that moves it from one line to another is folded once', () => {
  const letter = adjusted(kjt, share(kjt, '50', { classification: other }))
  expect(quotaDecider.touches(recordedOf(letter, setting))).toEqual([quotaOf(kjt)])
  expect(linesAfter(letter)).toMatchObject([
    { adjustedOutFen: `${yuan('50')}` },
    { adjustedInFen: '0' },
    { adjustedInFen: `${yuan('50')}` },
  ])
})

test('a letter that moves it after its body was succeeded leaves it with the successor', () => {
  const heir = 'organisations/hn-gxt'
  const succeeded = QuotaBodySucceeded.create({ former: kjt, successor: heir })
  const state = story.state(issued, succeeded, adjusted(fgw, share(kjt, '50')))
  const passedOn = QuotaBodySucceeded.create({ former: finance, successor: heir })
  expect(story.state(issued, passedOn)).toMatchObject({ organisation: kjt, finance: heir })
  expect(state).toMatchObject({ organisation: heir, lines: [{ adjustedInFen: `${yuan('50')}` }] })
})
