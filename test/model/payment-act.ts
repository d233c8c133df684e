/** Moves of the game on payments, and on what the bank says of them. */
import { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { paidAs } from '#services/finance/domain/payable.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import type { Transfer } from '#services/finance/domain/transfer-state.ts'
import * as facts from '#shared/testing/money-facts.ts'
import type { Signed } from './duty-model.ts'
import type { MoneyGame, Player } from './money-game.ts'
import { type Case, newCase } from './money-model.ts'
import type { Act } from './money-move.ts'
import { atBank, type BankMessage, bookedOf, bookedOfOrder, openOf, type Payment, stageOf } from './payment-model.ts'

const transferNamed = (number: number): string => `programmes/hunan/transfers/t-${number}`
const classification = Classification.create({ functionCode: '2060499', economicCode: '50799' })

/** What is paid, as it stands: each command on a payment has it. */
export const paidOf = ({ store }: MoneyGame, name: string) => paidAs(name, store.stateOf<object>(name), undefined) ?? {}

export const beforeOf = ({ model, vouchers }: MoneyGame, of: string): readonly Signed[] =>
  vouchers.vouchers.get(of)?.signed ?? model.awardOf(of).signed

// ---- Persons

const isApproved = ({ model }: MoneyGame, name: string): boolean => model.cases.get(name)?.stage === 'APPROVED'

/** What may be paid, or where it is odd anything. */
function target(game: MoneyGame, { which, odd }: Act): string | undefined {
  const { model, vouchers } = game
  if (odd === 1) return game.one([...model.awards.keys(), ...vouchers.vouchers.keys()], which)
  const awards = [...model.awards.keys()].filter(
    (name) => isApproved(game, name) && model.yearsOf(name).some((one) => model.payableOf(one) > 0n),
  )
  const redeemed = [...vouchers.vouchers].filter(([, one]) => vouchers.payableOf(one) > 0n).map(([name]) => name)
  return game.one([...awards, ...redeemed], which)
}

/** Out of which year something is asked for, and how much may be. */
function asking(game: MoneyGame, of: string, year: number): { paid: Case; payable: bigint; free: bigint } {
  const { model, vouchers } = game
  const voucher = vouchers.vouchers.get(of)
  if (voucher) {
    const payable = year === 0 || year === voucher.money.year ? vouchers.payableOf(voucher) : 0n
    return { paid: voucher.money, payable, free: payable }
  }
  const years = model.yearsOf(of)
  const first = years[0] as Case
  const found =
    year > 0
      ? (years.find((one) => one.year === year) ?? newCase(of, { ...first, year }))
      : (years.find((one) => model.payableOf(one) > 0n) ?? years.find((one) => model.freeOf(one) > 0n) ?? first)
  return { paid: found, payable: model.payableOf(found), free: model.freeOf(found) }
}

/** Why no more may be asked for: nothing more is reserved, or a plan has not proposed it. */
function tooMuchOf({ model }: MoneyGame, { paid, payable, free }: ReturnType<typeof asking>, fen: bigint): string {
  const parts = model.planOf(paid)?.parts
  if (!parts || payable >= free || fen > free) return 'MORE_THAN_RESERVED'
  return parts.some(({ proposed }) => proposed === 0n) ? 'MORE_THAN_PROPOSED' : 'MORE_THAN_PLANNED'
}

const request: Player = (game, act) => {
  const { model } = game
  const of = target(game, act)
  if (!of) return 'nothing to pay'
  const { fen, which, odd } = act
  const year = odd === 2 ? 2025 + (which % 4) : 0
  const asked = asking(game, of, year)
  const wanted = fen % 3n === 0n ? 0n : fen % 3n === 1n ? 1n + (fen % (asked.payable + 2n)) : 1n + (fen % 9n)
  const number = odd === 3 ? 1 : model.payments.payments.size + 1
  const who = game.who('HANDLE', act)
  const command = { type: 'Request', name: of, fen: wanted, year, classification, payee: 'programmes/hunan/payees/x' }
  const given = {
    ...{ decider: transferDecider, stream: transferNamed(number), command: { ...command, ...paidOf(game, of) } },
    ...(odd === 4 ? { actor: finance, turn: 'NOT_YOUR_TURN' } : { actor: facts.handler }),
    ...{ who, of },
  }
  const answered = game.give(given, () => {
    if (model.awards.has(of) && !isApproved(game, of)) return ['APPLICATION_NOT_APPROVED', 'TRANSFER_EXISTS']
    const { paid, payable } = asked
    const tooMuch = tooMuchOf(game, asked, wanted || payable)
    const before = beforeOf(game, of)
    // Nothing is awarded of a later year here, so that more than is reserved is asked for, too.
    const early = (year || paid.year) > game.thisYear ? ['YEAR_NOT_BEGUN'] : []
    const wants = { of, paid, payable, fen: wanted, tooMuch, who, before }
    const no = [...early, ...model.payments.request(given.stream, wants)]
    const plan = model.planOf(paid)
    if (no.length === 0 && plan) plan.open -= wanted || payable
    return no
  })
  if (answered === 'OK') game.places.begin(given.stream, [facts.handler, facts.finance], of)
  return answered
}

const { finance } = facts

/** A payment that stands so, or where it is odd any of them. */
function paymentAt(
  game: MoneyGame,
  { which, odd }: Act,
  ...stages: readonly string[]
): readonly [string, Payment] | undefined {
  const all = [...game.model.payments.payments]
  return game.one(odd === 1 ? all : all.filter(([, one]) => stages.includes(stageOf(one))), which)
}

const approvePayment: Player = (game, act) => {
  const found = paymentAt(game, act, 'REQUESTED')
  if (!found) return 'nothing requested'
  const [stream, { of }] = found
  const who = game.who('APPROVE', act)
  const { actor, turn } =
    act.odd === 4 ? { actor: facts.handler, turn: 'NOT_FINANCE_DEPARTMENT' } : { actor: finance, turn: undefined }
  const given = {
    decider: transferDecider,
    stream,
    command: { type: 'Approve', ...paidOf(game, of) },
    actor,
    turn,
    who,
  }
  return game.give(given, () => {
    const no = game.model.payments.approve(stream, who, beforeOf(game, of))
    const award = game.model.awards.get(of)
    if (no.length === 0 && award) award.isAllocated = true
    return no
  })
}

const account = {
  ...{ bankCode: '011551000018', holderName: '湘江智算', masked: '**3456', number: { sha256: '', sizeBytes: 1 } },
  effectiveFrom: '2025-01-01',
}
/** Accounts that stand in the way of an order, by which way it is odd. */
const oddAccounts: Readonly<Record<number, readonly [reason: string, accounts: readonly object[]]>> = {
  3: ['NO_ACCOUNT', [{ ...account, effectiveFrom: '2099-01-01' }]],
  4: ['ACCOUNT_OF_ANOTHER', [{ ...account, holderName: '他人' }]],
  5: ['ACCOUNT_CHANGES', [account, { ...account, effectiveFrom: undefined }]],
}

const order: Player = (game, act) => {
  const found = paymentAt(game, act, 'APPROVED', 'RETURNED')
  if (!found) return 'nothing to order'
  const [stream, { of }] = found
  const { odd } = act
  const [reason, accounts] = oddAccounts[odd] ?? [undefined, [account]]
  const who = game.who('PAY', act)
  const credit = { engine: 'file', problem: odd === 2 ? '失信' : undefined }
  const command = { type: 'Order', payee: { accounts }, credit, ...paidOf(game, of) }
  const unfit = odd === 2 ? ['CREDIT_NOT_GOOD'] : reason ? [reason] : []
  const answered = game.give({ decider: transferDecider, stream, command, actor: finance, who }, () =>
    game.model.payments.order(stream, who, beforeOf(game, of), unfit),
  )
  const { order: ordered } = game.store.stateOf<Transfer>(stream) as Transfer
  if (answered === 'OK') game.orders.set(stream, [...(game.orders.get(stream) ?? []), ordered?.endToEndId ?? ''])
  return answered
}

const withdrawPayment: Player = (game, act) => {
  const found = paymentAt(game, act, 'REQUESTED', 'APPROVED', 'RETURNED', 'RETURNED')
  if (!found) return 'nothing to withdraw'
  const [stream, { of, paid }] = found
  const stage = stageOf(found[1])
  const { actor, turn } =
    act.odd === 4
      ? { actor: facts.sponsor, turn: 'NOT_YOUR_TURN' }
      : { actor: act.which % 2 ? finance : facts.handler, turn: undefined }
  const command = { type: 'Withdraw', text: facts.reason, ...paidOf(game, of) }
  const asked = game.model.payments.askedOf(paid)
  const answered = game.give({ decider: transferDecider, stream, command, actor, turn }, () => {
    const { model } = game
    const no = model.payments.withdraw(stream)
    if (no.length > 0) return no
    const plan = model.planOf(paid)
    if (plan) plan.open += asked - model.payments.askedOf(paid)
    const award = model.awards.get(of)
    if (award && model.yearsOf(of).every((one) => model.payments.askedOf(one) === 0n)) award.isAllocated = false
    return no
  })
  return answered === 'OK' ? `OK ${stage}` : answered
}

// ---- The bank

/** Says something, as the bank does: the service makes of it what it can. */
function say(game: MoneyGame, message: BankMessage): string {
  const { kind, payment, fen, reference, on, order: number } = message
  const { of, paid } = game.model.payments.payments.get(payment) as Payment
  const evidence = { bankReference: reference, fileSha256: new Uint8Array(32), number: 1 }
  const endToEndId = game.orders.get(payment)?.[number - 1] ?? 'E0'
  const said = { evidence, on, endToEndId, ...paidOf(game, of) }
  const command =
    kind === 'book'
      ? { type: 'Book', fen, ...said }
      : kind === 'return'
        ? { type: 'Return', fen, reasonCode: 'AC04', ...said }
        : { type: 'Reject', reasonCode: 'AC04', ...said }
  const { claimed } = paid
  return game.give({ decider: transferDecider, stream: payment, command, actor: 'services/finance' }, () => {
    const no = game.model.payments.hear(message)
    const agreed = game.model.awards.get(of)?.agreed
    if (agreed && no.length === 0) agreed.received += claimed - paid.claimed
    return no
  })
}

function sayNew(game: MoneyGame, message: Omit<BankMessage, 'reference' | 'on'>): string {
  const said = { ...message, on: game.today, reference: `b-${game.messages.length + 1}` }
  game.messages.push(said)
  return say(game, said)
}

/** Which order the bank names: the last, or where it is odd the one before, or one that it has let fall. */
const orderSaid = ({ odd }: Act, { orders }: Payment): number => {
  if (odd === 4) return orders.findLastIndex(({ isEnded }) => isEnded) + 1
  return odd === 3 ? orders.length - 1 : orders.length
}

const book: Player = (game, act) => {
  const found = paymentAt(game, act, act.odd === 4 ? 'RETURNED' : 'ORDERED')
  if (!found) return 'nothing ordered'
  const [payment, one] = found
  const out = act.odd === 4 ? openOf(one) : atBank(one)
  const fen = act.odd === 2 ? out + 1n : act.fen % 2n && out > 0n ? 1n + (act.fen % out) : out || 1n
  const isPart = fen < out
  const answered = sayNew(game, { kind: 'book', payment, fen, order: orderSaid(act, one) })
  if (answered === 'OK' && act.odd === 4) return 'OK all the same'
  return answered === 'OK' && isPart ? 'OK partly' : answered
}

const endOrder: Player = (game, act) => {
  const found = paymentAt(game, act, 'ORDERED')
  if (!found) return 'nothing ordered'
  const [stream, { of, orders }] = found
  // Often by who may have ordered it.
  const who = game.who(act.which % 3 === 0 ? 'PAY' : 'APPROVE', act)
  const hasLeft = act.odd !== 3
  const orderLeft = hasLeft ? game.orders.get(stream)?.[orders.length - 1] : undefined
  const wrong = act.odd === 4 ? { actor: facts.handler, turn: 'NOT_FINANCE_DEPARTMENT' } : { actor: finance }
  const command = { type: 'EndOrder', text: facts.reason, orderLeft, ...paidOf(game, of) }
  return game.give({ decider: transferDecider, stream, command, who, ...wrong }, () =>
    game.model.payments.endOrder(stream, who, hasLeft),
  )
}

const comeBack: Player = (game, act) => {
  const all = [...game.model.payments.payments]
  const found = game.one(
    all.filter(([, one]) => act.odd === 1 || bookedOf(one) > 0n),
    act.which,
  )
  if (!found) return 'nothing booked'
  const [payment, one] = found
  // Of any order that something is booked of.
  const named = one.orders.map((_, i) => i + 1).filter((number) => bookedOfOrder(one, number) > 0n)
  const order = act.odd === 3 ? orderSaid(act, one) : (game.one(named, act.signs) ?? one.orders.length)
  const booked = act.odd === 4 ? bookedOf(one) : bookedOfOrder(one, order)
  const [stage, claimed, settled] = [stageOf(one), one.paid.claimed, one.claim.settled]
  const fen = act.odd === 2 ? booked + 1n : act.fen % 2n && booked > 0n ? 1n + (act.fen % booked) : booked || 1n
  const answered = sayNew(game, { kind: 'return', payment, fen, order })
  if (answered !== 'OK') return answered
  if (one.claim.settled > settled) return 'OK settled of a voucher'
  if (one.paid.claimed < claimed) return one.paid.claimed > 0n ? 'OK settled partly' : 'OK settled'
  return order < one.orders.length ? 'OK of a former order' : `OK ${stage}`
}

const reject: Player = (game, act) => {
  const found = paymentAt(game, act, 'ORDERED')
  if (!found) return 'nothing ordered'
  const [payment, one] = found
  return sayNew(game, { kind: 'reject', payment, fen: 0n, order: orderSaid(act, one) })
}

/**
 * What the bank said before is said once more: a file comes twice, or what was too early is heard now; where it is odd, of
 * another order under the same reference.
 */
const repeat: Player = (game, { which, fen, odd }) => {
  const message = game.one(game.messages, which + Number(fen))
  if (!message) return 'nothing said'
  return say(game, odd === 3 ? { ...message, order: message.order + (message.order > 1 ? -1 : 1) } : message)
}

const ofPersons = { request, approvePayment, order, withdrawPayment, endOrder }
export const paymentActs = { ...ofPersons, book, return: comeBack, reject, repeat }
