/** What holds of awards, payments and vouchers, whatever was done: they stand as the models have them, and by rules of their own. */

import type { DateMessage } from '#proto/google/type/date.ts'
import type { Assessment } from '#proto/qiantou/application/v1/application.ts'
import { AdmissionOverdue } from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import {
  type Application,
  applicationState,
  moneyIn,
  paidFenIn,
  reservedFor,
} from '#services/finance/domain/application-state.ts'
import { entitledFen } from '#services/finance/domain/apportionment.ts'
import { claimedOf } from '#services/finance/domain/recovery.ts'
import { type Transfer, transferState } from '#services/finance/domain/transfer-state.ts'
import { leftFen, standing, type Voucher } from '#services/finance/domain/voucher-state.ts'
import { dayFrom } from '#shared/domain/calendar.ts'
import { agree } from './money-books.ts'
import type { MoneyGame } from './money-game.ts'
import { gameRules } from './money-measure.ts'
import type { Case, MoneyRule } from './money-model.ts'
import { atBank, bookedOf, everBookedOf, isRecovered, openOf, type Payment, stageOf } from './payment-model.ts'
import type { VoucherCase } from './voucher-model.ts'

/** Whatever comes back: no more is paid, or may be, than was awarded, and nothing is claimed while anything may be paid. */
function checkAwarded({ year, awarded, recovered }: Case, state: Application): void {
  const claimed = claimedOf(state)
  const [reservedFen, claimedFen] = [reservedFor(state, year)?.fen ?? 0n, claimed?.year === year ? claimed.fen : 0n]
  agree(paidFenIn(state, [year]) + reservedFen - claimedFen - recovered, awarded)
  agree([reservedFen > 0n && claimedFen > 0n], [false])
}

function checkAward(game: MoneyGame, name: string): void {
  const { model } = game
  const state = game.applicationOf(name) as Application
  const years = model.yearsOf(name)
  if (years[0]?.stage !== 'APPROVED') return
  const [claimed, recovered] = [years.map((one) => one.claimed), years.map((one) => one.recovered)].map((all) =>
    all.reduce((a, b) => a + b, 0n),
  )
  agree(
    [name, applicationState(state), state.recoveredFen, state.claimed !== undefined],
    [...[name, `APPLICATION_STATE_${model.standing(name)}`, `${recovered}`, claimed !== 0n]],
  )
  for (const one of years) {
    const asked = model.payments.askedOf(one)
    agree(asked <= one.reserved, true)
    checkAwarded(one, state)
    const { requestedFen, plan } = moneyIn(state, one.year)
    const planned = model.planOf(one)
    agree(
      [requestedFen, plan?.openFen, plan?.parts.map(({ fen, proposedFen = '0' }) => `${fen} ${proposedFen}`)],
      [...[`${asked}`, planned && `${planned.open}`, planned?.parts.map(({ fen, proposed }) => `${fen} ${proposed}`)]],
    )
  }
}

function checkPayment(name: string, one: Payment, state: Transfer): void {
  const { fen, atBankFen, bookedFen, withdrawnFen } = state
  agree(
    [name, transferState(state), fen, atBankFen, bookedFen, withdrawnFen],
    [
      ...[
        name,
        `TRANSFER_STATE_${isRecovered(one) ? 'RECOVERED' : stageOf(one)}`,
        ...[one.fen, atBank(one), bookedOf(one), one.withdrawn].map(String),
      ],
    ],
  )
  const { claim } = one
  agree([name, claimedOf(state)?.fen ?? 0n, state.recoveredFen], [name, claim.fen, `${claim.recovered}`])
  // Never is more claimed back than was paid and neither came back nor was received, nor more received than was ever paid.
  agree(claim.fen === 0n || claim.fen + claim.recovered <= bookedOf(one), true)
  agree(claim.recovered <= everBookedOf(one), true)
  // Never is more with the bank than is asked for, and never more asked for than is there.
  agree(bookedOf(one) >= 0n && openOf(one) >= 0n && openOf(one) <= one.paid.reserved, true)
  agree(atBank(one) >= 0n && atBank(one) <= openOf(one), true)
}

function checkVoucher({ model, vouchers }: MoneyGame, name: string, one: VoucherCase, state: Voucher): void {
  const redeemed = vouchers.redeemedOf(one)
  const { redeemedFen, paidFen, requestedFen, presentations } = state
  agree(
    [name, standing(state), leftFen(state), redeemedFen, paidFen, requestedFen],
    [
      ...[name, vouchers.standing(one), vouchers.leftOf(one)],
      ...[redeemed, one.money.paid, model.payments.askedOf(one.money)].map(String),
    ],
  )
  agree(
    presentations.map((presented) => presented.state),
    one.presentations.map((presented) => presented.state),
  )
  const { reserved } = state as { readonly reserved?: { readonly fen: string } }
  agree(reserved?.fen ?? '0', `${one.money.reserved}`)
  agree(one.money.paid <= redeemed && redeemed <= one.face, true)
}

export function checkStanding(game: MoneyGame): void {
  const { model, vouchers, store } = game
  for (const name of model.awards.keys()) checkAward(game, name)
  for (const [name, one] of model.payments.payments) checkPayment(name, one, store.stateOf<Transfer>(name) as Transfer)
  for (const [name, one] of vouchers.vouchers) checkVoucher(game, name, one, store.stateOf<Voucher>(name) as Voucher)
  for (const one of model.cases.values()) {
    const booked = [...model.payments.payments.values()].filter(({ paid }) => paid === one).map(bookedOf)
    agree(
      one.paid,
      booked.reduce((a, b) => a + b, 0n),
    )
  }
}

const dutyOf: Readonly<Record<string, string>> = {
  ApplicationMatched: 'handles',
  ...{ ApplicationAdmitted: 'handles', InvestmentApproved: 'handles', InstalmentReserved: 'handles' },
  FinanceReviewed: 'reviews',
  ...{ SpendingPlanned: 'handles', ApplicationApproved: 'approves', AwardAmended: 'approves' },
  ...{ VoucherIssued: 'handles', VoucherRedeemed: 'approves' },
  ...{ PaymentRequested: 'handles', PaymentApproved: 'approves', PaymentOrdered: 'pays', RecoveryClaimed: 'approves' },
}

/**
 * By the records alone: whoever signs a step of an award, or of a payment of it, has had no other duty there before. Who was in
 * another payment of the same may have another in this one.
 */
export function checkDuties({ store, model }: MoneyGame): void {
  for (const [name, { of }] of model.payments.payments) {
    const had = { [of]: new Map<string, string>(), [name]: new Map<string, string>() }
    for (const { fact, subject, signOff } of store.records) {
      const duty = dutyOf[fact.$type.split('.').at(-1) ?? '']
      const own = had[subject]
      if (!duty || !own) continue
      agree([fact.$type, signOff.length > 0], [fact.$type, true])
      for (const { person } of signOff) {
        const before = subject === name ? [own.get(person), had[of]?.get(person)] : [own.get(person)]
        agree(
          [fact.$type, person, ...before.map((one) => one ?? duty)],
          [...[fact.$type, person], ...before.map(() => duty)],
        )
        own.set(person, duty)
      }
    }
  }
}

/**
 * By the records alone: a pool that is shared out gives all that is claimed, or all its whole units; nobody gets a unit more or
 * less than in proportion, nor more than is claimed.
 */
export function checkShares({ store }: MoneyGame): void {
  for (const { fact } of store.records) {
    if (fact.$type !== PoolApportioned.$type) continue
    const { poolFen, claimedFen, awards } = fact as PoolApportioned
    const { unit } = gameRules.shared as MoneyRule
    const given = awards.map(({ assessment }) => assessment?.fen ?? 0n)
    const claimed = awards.map(({ assessment }) => entitledFen(assessment as Assessment))
    const out = claimedFen <= poolFen ? claimedFen : poolFen - (poolFen % unit)
    agree([sum(given), sum(claimed)], [out, claimedFen])
    for (const [i, fen] of given.entries()) {
      const off = fen * claimedFen - out * (claimed[i] as bigint)
      agree(fen <= (claimed[i] as bigint) && (off < 0n ? -off : off) < unit * claimedFen, true)
    }
  }
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n)

/** What time told of instalments that are overdue, and that every state is what its records come to. */
export function checkRecords({ store, model }: MoneyGame): void {
  const claimed = [...model.payments.payments].map(([name, { claim }]) => [name, claim] as const)
  for (const [name, { overdue }] of [...model.awards, ...claimed]) {
    const told = store.records.flatMap(({ subject, fact }) => {
      if (subject !== name || !fact.$type.endsWith('.RecoveryOverdue')) return []
      const { due, fen } = fact as unknown as { due: { year: number; month: number; day: number }; fen: bigint }
      return [`${due.year}-${`${due.month}`.padStart(2, '0')}-${`${due.day}`.padStart(2, '0')} ${fen}`]
    })
    agree(told, overdue)
  }
  for (const [name, { notDecided }] of model.awards) {
    const told = store.records.filter(({ subject, fact }) => subject === name && fact.$type === AdmissionOverdue.$type)
    const days = told.map(({ fact }) => dayFrom((fact as AdmissionOverdue).until as DateMessage))
    agree(days, notDecided)
  }
  agree(store.refolded(), store.states)
}

/** Where histories are to come at their end: deep states, of which each takes many moves. */
export const marks = [
  ...['paid after it came back', 'withdrawn after it came back', 'paid out of two years', 'overdue', 'paid back whole'],
  ...['expired with something to pay', 'cancelled and paid', 'proposed and paid', 'evaluated and come back'],
  ...['proposed once its milestone was accepted', 'revoked before it was paid', 'revoked once it was paid'],
] as const

export function marksOf({ model, vouchers }: MoneyGame): readonly (typeof marks)[number][] {
  const payments = [...model.payments.payments.values()]
  const cameBack = payments.filter(({ said }) => said.some(({ kind }) => kind === 'return'))
  const awards = [...model.awards].map(([name, award]) => ({ ...award, name, years: model.yearsOf(name) }))
  const revoked = awards.filter(
    ({ name }) => model.cases.get(name)?.stage === 'APPROVED' && model.standing(name) === 'REVOKED',
  )
  const ended = (how: string) => [...vouchers.vouchers.values()].filter((one) => one.ended === how)
  const found: Readonly<Record<(typeof marks)[number], boolean>> = {
    'paid after it came back': cameBack.some((one) => stageOf(one) === 'CONFIRMED'),
    'withdrawn after it came back': cameBack.some((one) => stageOf(one) === 'WITHDRAWN'),
    'paid out of two years': awards.some(({ years }) => years.filter(({ paid }) => paid > 0n).length > 1),
    overdue: awards.some(({ overdue }) => overdue.length > 0),
    'paid back whole': awards.some(({ years }) => years.some((one) => one.recovered > 0n && one.claimed === 0n)),
    'expired with something to pay': ended('EXPIRED').some((one) => vouchers.payableOf(one) > 0n),
    'cancelled and paid': ended('CANCELLED').some(({ money }) => money.paid > 0n),
    'proposed and paid': awards.some(({ plans, years }) =>
      years.some((one) => one.paid > 0n && plans.get(one.year)?.parts.some(({ proposed }) => proposed > 0n)),
    ),
    'proposed once its milestone was accepted': awards.some(({ plans }) =>
      [...plans.values()].some(({ parts }) => parts.some((one) => one.waitsFor && one.proposed > 0n)),
    ),
    'revoked before it was paid': revoked.some(({ years }) => years.every(({ paid }) => paid === 0n)),
    'revoked once it was paid': revoked.some(({ years }) => years.some(({ paid }) => paid > 0n)),
    'evaluated and come back': awards.some(
      ({ isEvaluated, years }) => isEvaluated && years.some((one) => one.reserved > 0n),
    ),
  }
  return marks.filter((mark) => found[mark])
}
