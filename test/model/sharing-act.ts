/** Moves of the game on pools that are shared out. */
import type { Application } from '#services/finance/domain/application-state.ts'
import {
  type ApportionmentCommand,
  apportionmentDecider,
  apportionmentName,
} from '#services/finance/domain/apportionment.ts'
import type { Grants } from '#services/finance/domain/grants.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { take } from './application-act.ts'
import type { MoneyGame, Player } from './money-game.ts'
import { gameCalls } from './money-measure.ts'
import type { Act } from './money-move.ts'

const measure = facts.measureNamed('shared')

/** A call that is over and not shared out yet, or where it is odd any. */
function target({ sharing, today, one }: MoneyGame, { which, odd }: Act): string | undefined {
  const answered = gameCalls.filter(({ id }) => sharing.answering(id).length > 0)
  if (odd === 3) return 'q-2099-1'
  return one(odd === 2 ? answered : answered.filter(({ id, last }) => last < today && !sharing.isShared(id)), which)?.id
}

/** Shared out, and each of them approved as far as it gets. */
const apportion: Player = (game, act) => {
  const call = target(game, act)
  if (!call) return 'nothing to share'
  const { store, sharing } = game
  const all = sharing
    .answering(call)
    .map(([name]) => ({ name, state: store.stateOf<Application>(name) as Application }))
  const sawAll = act.odd !== 5
  const who = game.who('HANDLE', act)
  const command: ApportionmentCommand = {
    ...{ type: 'Apportion', measure: store.stateOf<Measure>(measure) as Measure, pool: game.poolState() },
    ...{ applications: sawAll ? all : all.slice(1), grantsOf: (applicant) => store.stateOf<Grants>(applicant) },
  }
  const { actor, turn } =
    act.odd === 4 ? { actor: facts.finance, turn: 'NOT_YOUR_TURN' } : { actor: facts.handler, turn: undefined }
  const stream = apportionmentName(measure, call)
  const isOver = (gameCalls.find(({ id }) => id === call)?.last ?? '9') < game.today
  const answered = game.give({ decider: apportionmentDecider, stream, command, actor, turn, who }, () =>
    sharing.share(call, { isOver, sawAll }, who),
  )
  if (answered !== 'OK') return answered
  const reserved = all.filter(({ name }) => game.model.cases.get(name)?.stage === 'RESERVED')
  for (const { name } of reserved) take(game, 'approve', name, { fen: 0n, signs: 0, which: 0 })
  return reserved.length < 2 ? answered : 'OK among several'
}

export const sharingActs = { apportion }
