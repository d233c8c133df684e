/** Moves of the game on what is claimed back of payments for vouchers. */
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import { addDays, toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { parted } from './award-act.ts'
import type { Who } from './duty-model.ts'
import type { MoneyGame, Player } from './money-game.ts'
import type { Act } from './money-move.ts'
import { beforeOf, paidOf } from './payment-act.ts'
import { claimable, type Payment } from './payment-model.ts'

/** A payment that fits, where there is one; where it is odd any of them. */
function target(
  game: MoneyGame,
  { which, odd }: Act,
  fits: (one: Payment) => boolean,
): readonly [string, Payment] | undefined {
  const all = [...game.model.payments.payments]
  return game.one(odd === 2 ? all : all.filter(([, one]) => fits(one)), which)
}

const given = (game: MoneyGame, [stream, { of }]: readonly [string, Payment], command: object, who: Who) => ({
  ...{ decider: transferDecider, stream, command: { ...command, ...paidOf(game, of) }, who },
})
const strangely = (act: Act, turn: string) => (act.odd === 1 ? { actor: facts.sponsor, turn } : {})

const claimPayment: Player = (game, act) => {
  const found = target(game, act, (one) => !one.isOfAward && claimable(one) > 0n)
  if (!found) return 'nothing paid'
  const [stream, one] = found
  const { fen: seed, which } = act
  const free = claimable(one)
  const part = seed % 2n && free > 0n ? 1n + (seed % free) : 0n
  const fen = act.odd === 3 ? free + 1n : part
  const who = game.who('APPROVE', act)
  const command = { type: 'ClaimRecovery', fen, document: '湘财监〔2026〕8号', text: facts.reason }
  const by = { actor: which % 2 ? facts.finance : facts.handler, ...strangely(act, 'NOT_YOUR_TURN') }
  const isMore = one.claim.fen > 0n
  const answered = game.give({ ...given(game, found, command, who), ...by }, () =>
    game.claims.claim(stream, { fen, free }, who, beforeOf(game, one.of)),
  )
  return answered === 'OK' && isMore ? 'OK once more' : answered
}

const agreePayment: Player = (game, act) => {
  const found = target(game, act, ({ claim }) => claim.fen > 0n)
  if (!found) return 'nothing claimed'
  const [stream, { of, claim }] = found
  const parts = parted(game, act, claim.fen || 1n)
  const instalments = parts.map(({ due, fen }) => Instalment.create({ due: toDate(due), fen }))
  const who = game.who('APPROVE', act)
  const by = { actor: facts.finance, ...strangely(act, 'NOT_FINANCE_DEPARTMENT') }
  return game.give({ ...given(game, found, { type: 'AgreeRecovery', instalments }, who), ...by }, () =>
    game.claims.agree(stream, parts, game.today, who, beforeOf(game, of)),
  )
}

const recoverPayment: Player = (game, act) => {
  const found = target(game, act, ({ claim }) => claim.fen > 0n)
  if (!found) return 'nothing claimed'
  const [stream, { claim }] = found
  const { odd, fen: seed } = act
  const { fen: claimed, receipts } = claim
  const fen = odd === 3 ? claimed + 1n : seed % 2n && claimed > 0n ? 1n + (seed % claimed) : claimed || 1n
  const reference = odd === 4 ? ([...receipts][0] ?? 'r-0') : `r-${receipts.size}`
  const receivedOn = odd === 5 ? addDays(game.today, 1) : game.today
  const who = game.who('HANDLE', act)
  const by = { actor: facts.finance, ...strangely(act, 'NOT_FINANCE_DEPARTMENT') }
  const answered = game.give(
    { ...given(game, found, { type: 'Recover', fen, receivedOn, reference }, who), ...by },
    () => game.claims.recover(stream, { fen, reference, isOfTomorrow: odd === 5 }, who),
  )
  return answered === 'OK' && fen < claimed ? 'OK partly' : answered
}

export const claimActs = { claimPayment, agreePayment, recoverPayment }
