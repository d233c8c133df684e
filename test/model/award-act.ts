/** Moves of the game on approved awards. */
import { AwaitedMilestone, SpendingPart } from '#proto/qiantou/application/v1/application.ts'
import { Instalment } from '#proto/qiantou/application/v1/application_events.ts'
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import { addDays, toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { groundOf } from './application-act.ts'
import type { Who } from './duty-model.ts'
import { builder, isKnownTo, tasks, tasksKnown } from './milestone-act.ts'
import type { MoneyGame, Player } from './money-game.ts'
import type { Case } from './money-model.ts'
import type { Act } from './money-move.ts'

/** An approved award that fits, where there is one; where it is odd anything that was applied for. */
function target(game: MoneyGame, { which, odd }: Act, fits: (id: string) => boolean): string | undefined {
  const { model } = game
  if (odd === 2) return game.one(model.awards.keys(), which)
  const approved = [...model.awards.keys()].filter((id) => model.cases.get(id)?.stage === 'APPROVED')
  return game.one(approved.filter(fits), which)
}

const firstOf = ({ model }: MoneyGame, id: string): Case => model.cases.get(id) as Case

const given = (stream: string, command: ApplicationCommand, actor: string, who?: Who) => ({
  ...{ decider: applicationDecider, stream, command, actor, who },
})

/** By the wrong body, where it is odd. */
const strangely = (act: Act, reason: string) => (act.odd === 1 ? { actor: facts.sponsor, turn: reason } : {})

const amend: Player = (game, act) => {
  // What was claimed back is often amended once more.
  const isClaimed = [...game.model.awards.keys()].some((one) => claimedOf(game, one) > 0n)
  const id = target(game, act, (one) => act.fen % 3n > 0n || !isClaimed || claimedOf(game, one) > 0n)
  if (!id) return 'no award'
  // Revoked, or nearly so, where it is odd.
  const basisFen = act.odd === 3 ? BigInt(act.which % 2) : act.fen * 2n
  const who = game.who('APPROVE', act)
  const paid = game.model.yearsOf(id).at(-1)?.paid ?? 0n
  const command = {
    type: 'Amend',
    basisFen,
    minutes: '纪要 4',
    text: facts.reason,
    ...groundOf(game, firstOf(game, id)),
  } as const
  const answered = game.give({ ...given(id, command, facts.handler, who), ...strangely(act, 'NOT_YOUR_TURN') }, () =>
    game.model.amend(id, basisFen, who),
  )
  const claimed = game.model.yearsOf(id).at(-1)?.claimed ?? 0n
  return answered === 'OK'
    ? `OK ${claimed > 0n ? 'below paid' : paid > 0n ? 'after payment' : 'before payment'}`
    : answered
}

const claimedOf = ({ model }: MoneyGame, id: string): bigint =>
  model.yearsOf(id).reduce((sum, { claimed }) => sum + claimed, 0n)

/** An amount in so many parts, each with a day, one after the other. */
export function parted(
  game: MoneyGame,
  { fen: seed, which, odd }: Act,
  amount: bigint,
): { due: string; fen: bigint }[] {
  const count = amount < 3n ? 1 : 1 + (which % 3)
  const first = addDays(game.today, odd === 4 ? -1 : Number(seed % 12n))
  const each = amount / BigInt(count)
  return Array.from({ length: count }, (_, i) => ({
    due: i === 0 ? first : addDays(first, i * (1 + Number(seed % 20n))),
    fen: (i === 0 ? amount - each * BigInt(count - 1) : each) + (i === 0 && odd === 3 ? 1n : 0n),
  }))
}

const agree: Player = (game, act) => {
  const id = target(game, act, (one) => claimedOf(game, one) > 0n)
  if (!id) return 'nothing claimed'
  const parts = parted(game, act, claimedOf(game, id) || 1n)
  const instalments = parts.map(({ due, fen }) => Instalment.create({ due: toDate(due), fen }))
  const who = game.who('APPROVE', act)
  const command = { type: 'AgreeRecovery', instalments } as const
  return game.give({ ...given(id, command, facts.finance, who), ...strangely(act, 'NOT_FINANCE_DEPARTMENT') }, () =>
    game.model.agree(id, parts, game.today, who),
  )
}

const recover: Player = (game, act) => {
  const id = target(game, act, (one) => claimedOf(game, one) > 0n)
  if (!id) return 'nothing claimed'
  const { odd } = act
  const claimed = claimedOf(game, id)
  const fen = odd === 3 ? claimed + 1n : act.fen % 2n && claimed > 0n ? 1n + (act.fen % claimed) : claimed || 1n
  const { receipts } = game.model.awardOf(id)
  const reference = odd === 4 || act.fen % 4n > 1n ? ([...receipts][0] ?? 'r-0') : `r-${receipts.size}`
  const receivedOn = odd === 5 ? addDays(game.today, 1) : game.today
  const who = game.who('HANDLE', act)
  const command = { type: 'Recover', fen, receivedOn, reference } as const
  const isPart = fen < claimed
  const answered = game.give(
    { ...given(id, command, facts.finance, who), ...strangely(act, 'NOT_FINANCE_DEPARTMENT') },
    () => game.model.recover(id, { fen, reference, isOfTomorrow: odd === 5 }, who),
  )
  return answered === 'OK' && isPart ? 'OK partly' : answered
}

const evaluate: Player = (game, act) => {
  const { model } = game
  const id = target(game, act, (one) => act.odd === 3 || model.yearsOf(one).every(({ reserved }) => reserved === 0n))
  if (!id) return 'nothing settled'
  const command = { type: 'Evaluate', rating: 'RATING_GOOD', text: facts.reason } as const
  return game.give({ ...given(id, command, facts.handler), ...strangely(act, 'NOT_YOUR_TURN') }, () =>
    model.evaluate(id, game.thisYear),
  )
}

const draw: Player = (game, act) => {
  const { model } = game
  const isOverYears = (id: string): boolean => (model.ruleOf(firstOf(game, id)).years ?? 1) > 1
  const id = target(game, act, (one) => act.odd === 5 || isOverYears(one))
  if (!id) return 'nothing over years'
  const first = firstOf(game, id)
  const undrawn = [1, 2]
    .map((more) => first.year + more)
    .filter((year) => model.yearsOf(id).every((one) => one.year !== year))
  const nextYear = game.one(undrawn, act.which) ?? first.year + 1
  const year = act.odd === 3 ? first.year - 1 + (act.which % 5) : nextYear
  const isGood = act.odd !== 4
  const credit = { engine: 'file', problem: isGood ? undefined : '失信' }
  const who = game.who('HANDLE', act)
  const command = { type: 'DrawInstalment', year, credit, ...groundOf(game, first) } as const
  return game.give({ ...given(id, command, facts.handler, who), ...strangely(act, 'NOT_YOUR_TURN') }, () =>
    model.draw(id, { year, thisYear: game.thisYear, isGood }, who),
  )
}

/** Later than any day of the game. */
const never = '9999-12-31'

const plan: Player = (game, act) => {
  const { model } = game
  const id = target(
    game,
    act,
    (one) => act.odd === 5 || model.yearsOf(one).some((year) => model.unproposedOf(year) > 0n),
  )
  if (!id) return 'nothing to plan'
  const year = act.which % 5 === 0 ? firstOf(game, id).year + (act.which % 2) : 0
  const toPlan = model.toPlan(id, year)
  const parts = parted(game, act, (toPlan && model.unproposedOf(toPlan)) || 1n)
  const who = game.who('HANDLE', act)
  // Some wait for a task instead of a day, the last one for one of which the body knows nothing.
  const waiting = parts.map((part, i) => {
    const task = (act.which + i) % 4 < 2 ? undefined : tasks[act.odd === 4 ? 2 : (act.which + i) % 2]
    return task === undefined ? part : { fen: part.fen, due: never, waitsFor: task }
  })
  const said = waiting.map(({ due, fen, ...part }) => {
    const task = 'waitsFor' in part ? part.waitsFor : undefined
    if (task === undefined) return SpendingPart.create({ fen, waitsFor: { $case: 'due', value: toDate(due) } })
    const value = AwaitedMilestone.create({ task, organisation: builder })
    return SpendingPart.create({ fen, waitsFor: { $case: 'milestone', value } })
  })
  const by = game.places.standing(id, facts.handler)
  const isKnown = waiting.every((part) => !('waitsFor' in part && part.waitsFor) || isKnownTo(by, part.waitsFor))
  const command = { type: 'PlanSpending', year, parts: said, tasks: tasksKnown(game) } as const
  return game.give({ ...given(id, command, facts.handler, who), ...strangely(act, 'NOT_YOUR_TURN') }, () =>
    model.plan(id, year, waiting, { today: game.today, isKnown }, who),
  )
}

export const awardActs = { amend, agree, recover, evaluate, draw, plan }
