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
import { atBank, type BankMessage, bookedOf, openOf, type Payment, stageOf } from './payment-model.ts'

const transferNamed = (number: number): string => `programmes/hunan/transfers/t-${number}`
const classification = Classification.create({ functionCode: '2060499', economicCode: '50799' })

/** What is paid, as it stands: each command on a payment has it. */
const paidOf = ({ store }: MoneyGame, name: string) => paidAs(name, store.stateOf<object>(name), undefined) ?? {}

const beforeOf = ({ model, vouchers }: MoneyGame, of: string): readonly Signed[] =>
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
    who,
  }
  return game.give(given, () => {
    if (model.awards.has(of) && !isApproved(game, of)) return ['APPLICATION_NOT_APPROVED', 'TRANSFER_EXISTS']
    const { paid, payable } = asked
    const tooMuch = tooMuchOf(game, asked, wanted || payable)
    const before = beforeOf(game, of)
    const no = model.payments.request(given.stream, { of, paid, payable, fen: wanted, tooMuch, who, before })
    const plan = model.planOf(paid)
    if (no.length === 0 && plan) plan.open -= wanted || payable
    return no
  })
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

/** The bank knows nothing of an order that has left: another person says so. */
const endOrder: Player = (game, act) => {
  const found = paymentAt(game, act, 'ORDERED')
  if (!found) return 'nothing ordered'
  const [stream, one] = found
  const who = game.who(act.which % 4 === 0 ? 'PAY' : 'APPROVE', act)
  const hasLeft = act.odd !== 3
  const sent = game.orders.get(stream)?.at(-1)
  const { actor, turn } =
    act.odd === 4 ? { actor: facts.handler, turn: 'NOT_FINANCE_DEPARTMENT' } : { actor: finance, turn: undefined }
  const command = { type: 'EndOrder', text: facts.reason, left: hasLeft ? sent : undefined, ...paidOf(game, one.of) }
  return game.give({ decider: transferDecider, stream, command, actor, turn, who }, () =>
    game.model.payments.endOrder(stream, who, hasLeft && sent !== undefined),
  )
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
  const { of } = game.model.payments.payments.get(payment) as Payment
  const evidence = { bankReference: reference, fileSha256: new Uint8Array(32), number: 1 }
  const said = { evidence, on, ...paidOf(game, of) }
  const endToEndId = game.orders.get(payment)?.[number - 1] ?? 'E0'
  const command =
    kind === 'book'
      ? { type: 'Book', fen, ...said, endToEndId: number ? endToEndId : '' }
      : kind === 'return'
        ? { type: 'Return', fen, reasonCode: 'AC04', ...said }
        : { type: 'Reject', reasonCode: 'AC04', endToEndId, ...said }
  return game.give({ decider: transferDecider, stream: payment, command, actor: 'services/finance' }, () =>
    game.model.payments.hear(message),
  )
}

function sayNew(game: MoneyGame, message: Omit<BankMessage, 'reference' | 'on'>): string {
  const said = { ...message, on: game.today, reference: `b-${game.messages.length + 1}` }
  game.messages.push(said)
  return say(game, said)
}

const book: Player = (game, act) => {
  const found = act.odd === 5 ? lateOf(game, act) : paymentAt(game, act, 'ORDERED')
  if (!found) return 'nothing ordered'
  const [payment, one] = found
  const ended = one.orders.findLastIndex(({ isEnded }) => isEnded) + 1
  const isLate = act.odd === 5
  const out = isLate ? openOf(one) : atBank(one)
  const fen = act.odd === 2 ? out + 1n : act.fen % 2n && out > 0n ? 1n + (act.fen % out) : out || 1n
  const isPart = fen < out
  // Not every bank names the order.
  const order = isLate ? ended : act.which % 3 ? one.orders.length : 0
  const answered = sayNew(game, { kind: 'book', payment, fen, order })
  if (answered !== 'OK') return answered
  return isLate ? 'OK late' : isPart ? 'OK partly' : answered
}

/** A payment of which an order was given up. */
const lateOf = ({ model, one }: MoneyGame, { which }: Act): readonly [string, Payment] | undefined =>
  one(
    [...model.payments.payments].filter(([, { orders }]) => orders.some(({ isEnded }) => isEnded)),
    which,
  )

const comeBack: Player = (game, act) => {
  const all = [...game.model.payments.payments]
  const found = game.one(
    all.filter(([, one]) => act.odd === 1 || bookedOf(one) > 0n),
    act.which,
  )
  if (!found) return 'nothing booked'
  const [payment, one] = found
  const booked = bookedOf(one)
  const stage = stageOf(one)
  const fen = act.odd === 2 ? booked + 1n : act.fen % 2n && booked > 0n ? 1n + (act.fen % booked) : booked || 1n
  const answered = sayNew(game, { kind: 'return', payment, fen, order: one.orders.length })
  return answered === 'OK' ? `OK ${stage}` : answered
}

const reject: Player = (game, act) => {
  const found = paymentAt(game, act, 'ORDERED')
  if (!found) return 'nothing ordered'
  const [payment, { orders }] = found
  const number = act.odd === 3 ? Math.max(1, orders.length - 1) : orders.length
  return sayNew(game, { kind: 'reject', payment, fen: 0n, order: number })
}

/** What the bank said before is said once more: a file comes twice, or what was too early is heard now. */
const repeat: Player = (game, { which, fen }) => {
  const message = game.one(game.messages, which + Number(fen))
  return message ? say(game, message) : 'nothing said'
}

export const paymentActs = {
  ...{ request, approvePayment, order, endOrder, withdrawPayment, book, return: comeBack, reject, repeat },
}
