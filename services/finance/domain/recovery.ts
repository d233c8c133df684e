/**
 * Recovery (追回): what is claimed back of what was paid wrongly, in which parts that is paid, and what was received of it; of
 * awards and of payments alike (docs/domain.md, Money 14). It is paid to the treasury, and is not the pool's again.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { Reservation } from '#proto/qiantou/pool/v1/reservation.ts'
import { type Day, dayFrom, dayOf, toDate } from '#shared/domain/calendar.ts'
import type { Context, OrganisationName } from '#shared/domain/decider.ts'
import { type Rejection, reject } from '#shared/domain/rejection.ts'
import { without } from '#shared/domain/without.ts'
import type { Movement } from './movement.ts'
import { asTyped } from './typed.ts'

// ---- State

/** In which parts what is claimed back is paid; `beforeFen` had been paid back when that was agreed. */
export type Agreed = {
  readonly instalments: readonly { readonly due: Day; readonly fen: string }[]
  readonly beforeFen: string
  /** What has come back of payments since and settled it, or is claimed no more. */
  readonly settledFen?: string
  /** Of which it was told that it is overdue. */
  readonly toldUntil?: Day
}

export type Recovery = {
  /** What is claimed back, as protobuf writes it in JSON, and how often something was. */
  readonly claimed?: unknown
  readonly claims: number
  /** What was paid back, in fen, and by which references that is found. */
  readonly recoveredFen: string
  readonly recoveries: readonly string[]
  readonly agreed?: Agreed
}

type Claimable = Recovery & { readonly finance: OrganisationName }

export const nothingClaimed: Recovery = { claims: 0, recoveredFen: '0', recoveries: [] }

export const claimedOf = ({ claimed }: Recovery): Reservation | undefined =>
  claimed === undefined ? undefined : Reservation.fromJSON(claimed)

/** What has been paid back or settled since that was agreed on, in fen. */
const settledSince = ({ beforeFen, settledFen = '0' }: Agreed, { recoveredFen }: Recovery): bigint =>
  BigInt(recoveredFen) - BigInt(beforeFen) + BigInt(settledFen)

/** The first instalment of which less has come back than was agreed by then, with what is missing. */
export function overdueNext(state: Recovery): { due: Day; missing: bigint } | undefined {
  const { agreed, claimed } = state
  if (!agreed || claimed === undefined) return undefined
  let missing = -settledSince(agreed, state)
  for (const { due, fen } of agreed.instalments) {
    missing += BigInt(fen)
    if (missing > 0n && due > (agreed.toldUntil ?? '')) return { due, missing }
  }
  return undefined
}

// ---- Fold

/** What a movement does to what is claimed back, which is resolved by its number. */
export function withClaim<State extends Recovery>(state: State, { kind, reservation }: Movement): State {
  const { number, fen } = reservation
  const unclaimed = number > 0 ? (without(state, 'claimed') as State) : state
  switch (kind) {
    case 'claimed':
      return { ...state, claimed: Reservation.toJSON(reservation), claims: number }
    case 'unclaimed':
      return unclaimed
    case 'recovered':
      return { ...unclaimed, recoveredFen: `${BigInt(state.recoveredFen) + fen}` }
    default:
      return state
  }
}

export function withAgreement<State extends Recovery>(state: State, instalments: readonly Instalment[]): State {
  const agreed = instalments.map(({ due, fen }) => ({ due: dayFrom(due as DateMessage), fen: `${fen}` }))
  return { ...state, agreed: { instalments: agreed, beforeFen: state.recoveredFen } }
}

export const withOverdue = <State extends Recovery>(state: State, due: DateMessage | undefined): State =>
  state.agreed ? { ...state, agreed: { ...state.agreed, toldUntil: dayFrom(due as DateMessage) } } : state

/** What settles the claim counts as paid back of what was agreed on. */
export function withSettled<State extends Recovery>(state: State, fen: bigint): State {
  if (fen === 0n || !state.agreed) return state
  return { ...state, agreed: { ...state.agreed, settledFen: `${BigInt(state.agreed.settledFen ?? '0') + fen}` } }
}

/**
 * What was agreed on stays so where so much is claimed from then on. What of it is claimed no more counts as paid back of the
 * first instalments; what is claimed beyond it is outside of it, until all is agreed on anew.
 */
export function stillAgreed<State extends Recovery>(state: State, claimed: Reservation | undefined): State {
  if (!state.agreed) return state
  const allFen = state.agreed.instalments.reduce((all, { fen }) => all + BigInt(fen), 0n)
  const [agreedFen, claimedFen] = [allFen - settledSince(state.agreed, state), claimed?.fen ?? 0n]
  if (agreedFen <= 0n || claimedFen === 0n) return without(state, 'agreed') as State
  return withSettled(state, agreedFen > claimedFen ? agreedFen - claimedFen : 0n)
}

export const withReceipt = <State extends Recovery>(state: State, reference: string): State => ({
  ...state,
  recoveries: [...state.recoveries, reference],
})

// ---- Decisions

export type Agreeing = { readonly instalments: readonly Instalment[] }
export type Receiving = { readonly fen: bigint; readonly receivedOn: Day; readonly reference: string }

/** In which parts what is claimed back is paid: what a fact says of it. `unfitSigned`: why who signs for so much may not. */
export function agreeOn(
  { instalments }: Agreeing,
  state: Claimable,
  { actor, at }: Context,
  unfitSigned: (fen: bigint) => Rejection | undefined,
): Either<Rejection, { instalments: Instalment[] }> {
  const claimed = claimedOf(state)
  if (actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  if (!claimed) return reject('precondition', 'NOTHING_CLAIMED')
  const sum = instalments.reduce((all, { fen }) => all + fen, 0n)
  if (sum !== claimed.fen) return reject('precondition', 'INSTALMENTS_MISFIT', { fen: `${claimed.fen}`, sum: `${sum}` })
  const days = instalments.map(({ due }) => dayFrom(due as DateMessage))
  const first = days[0] as Day
  if (first < dayOf(at)) return reject('precondition', 'INSTALMENT_IN_PAST', { due: first })
  const unfit = unfitSigned(sum)
  return unfit ? left(unfit) : right({ instalments: [...instalments] })
}

/** What is still claimed back once so much of it is settled; undefined where nothing is. */
const stillClaimed = (state: Recovery, claimed: Reservation, fen: bigint): Reservation | undefined =>
  fen < claimed.fen ? { ...claimed, number: state.claims + 1, fen: claimed.fen - fen } : undefined

/** So much settles what is claimed back of a year: what moves of that, and what is left of it. In fen. */
export function settle(state: Recovery, year: number, fen: bigint) {
  const claimed = claimedOf(state)
  if (claimed?.year !== year) return { moved: { unclaimed: undefined, claimed: undefined }, restFen: fen }
  const restFen = fen > claimed.fen ? fen - claimed.fen : 0n
  return { moved: { unclaimed: claimed, claimed: stillClaimed(state, claimed, fen) }, restFen }
}

/** What was claimed back, or a part of it, was received: what a fact says of it. */
export function receive({ fen, receivedOn, reference }: Receiving, state: Claimable, context: Context) {
  const claimed = claimedOf(state)
  if (context.actor !== state.finance) return reject('permission', 'NOT_FINANCE_DEPARTMENT', { finance: state.finance })
  if (context.signOff.length === 0) return reject('precondition', 'SIGN_OFF_NEEDED')
  if (!claimed) return reject('precondition', 'NOTHING_CLAIMED')
  if (state.recoveries.some((one) => asTyped(one) === asTyped(reference)))
    return reject('precondition', 'RECOVERY_KNOWN', { reference })
  if (fen > claimed.fen) return reject('precondition', 'MORE_THAN_CLAIMED', { fen: `${claimed.fen}` })
  if (receivedOn > dayOf(context.at)) return reject('invalid', 'DAY_NOT_YET', { day: receivedOn })
  const rest = stillClaimed(state, claimed, fen)
  const moved = rest
    ? { unclaimed: claimed, recovered: { ...claimed, number: 0, fen }, claimed: rest }
    : { unclaimed: undefined, recovered: claimed, claimed: undefined }
  return right({ fen, receivedOn: toDate(receivedOn), reference, ...moved })
}

/** That an instalment has not been paid in time: what a fact says of it. @throws where none has: a bug */
export function overdueIn(state: Recovery): { due: DateMessage; fen: bigint } {
  const next = overdueNext(state)
  if (!next) throw new Error('nothing is overdue')
  return { due: toDate(next.due), fen: next.missing }
}
