/** Moves of the game on vouchers. */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import { type VoucherCommand, voucherDecider } from '#services/finance/domain/voucher.ts'
import { addDays } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import type { Who } from './duty-model.ts'
import type { MoneyGame, Player } from './money-game.ts'
import type { Act } from './money-move.ts'
import { byDirectory } from './place-model.ts'
import type { VoucherCase } from './voucher-model.ts'

const voucherNamed = (number: number): string => `programmes/hunan/vouchers/v-${number}`
/** Of every measure of the game. */
const measureUntil = '2099-10-26'

/** A voucher that fits, where there is one; where it is odd any of them. */
function target(game: MoneyGame, { which, odd }: Act, fits: (one: VoucherCase) => boolean): string | undefined {
  const all = [...game.vouchers.vouchers]
  return game.one(odd === 2 ? all : all.filter(([, one]) => fits(one)), which)?.[0]
}

const given = (stream: string, command: VoucherCommand, who?: Who) => ({
  ...{ decider: voucherDecider, stream, command, actor: facts.handler, who },
})
const strangely = (act: Act, reason = 'NOT_YOUR_TURN') => (act.odd === 1 ? { actor: facts.office, turn: reason } : {})

const issue: Player = (game, act) => {
  const { vouchers } = game
  const { which, fen, odd } = act
  const applicant = 1 + (which % 3)
  const measure = odd === 3 ? (['first', 'investment', 'yearly'][which % 3] as string) : 'spending'
  const face = odd === 2 ? fen : 2n * (1n + (fen % 20n))
  const days = odd === 4 ? 40_000 : 1 + (which % 2) * 3 * (which % 20) + (which % 4)
  const stream = voucherNamed(odd === 5 ? 1 : vouchers.vouchers.size + 1)
  const isGood = which % 15 !== 0
  const who = game.who('HANDLE', act)
  const command: VoucherCommand = {
    ...{ type: 'Issue' as const, name: stream, title: '算力券', measureName: facts.measureNamed(measure), call: '' },
    entryOf: game.places.entryOf,
    measure: game.store.stateOf<Measure>(facts.measureNamed(measure)) as Measure,
    ...{ poolNamed: (name: string) => game.store.stateOf<Pool>(name), grants: game.grantsOf(applicant) },
    applicant: Applicant.create({ code: facts.codeOf(applicant), name: '湘江智算' }),
    ...{ sponsor: game.places.standing(byDirectory, facts.sponsor), faceFen: face, validityDays: days },
    credit: { engine: 'file', problem: isGood ? undefined : '失信' },
  }
  const until = addDays(game.today, days - 1)
  const asked = { applicant, measure, year: game.thisYear }
  const answered = game.give({ ...given(stream, command, who), ...strangely(act), of: byDirectory }, () =>
    vouchers.issue(stream, asked, { face, until, measureUntil, isGood }, who),
  )
  if (answered !== 'OK') return answered
  game.places.begin(stream, [facts.handler, facts.sponsor])
  game.places.begin(stream, [facts.finance], facts.poolName)
  return answered
}

const present: Player = (game, act) => {
  const { vouchers } = game
  const stream = target(game, act, (one) => vouchers.standing(one) === 'HELD')
  if (!stream) return 'nothing held'
  const { which, fen, odd } = act
  const first = `${odd === 3 ? 'inv' : 'INV'}-${which % 12}`
  const bills = new Map([[first, fen]])
  if (which % 4 === 0) bills.set(`INV-${which + 100}`, 1n + (fen % 7n))
  const said = [...bills].map(([invoice, amount]) => ({ ...facts.bill(invoice, '1'), fen: amount }))
  const by = { actor: facts.sponsor, ...strangely(act, 'NOT_SPONSOR') }
  return game.give({ ...given(stream, { type: 'Present', bills: said }), ...by }, () =>
    vouchers.present(stream, bills, game.today),
  )
}

const numberOf = (game: MoneyGame, stream: string, { which, odd }: Act): number => {
  const presentations = game.vouchers.vouchers.get(stream)?.presentations ?? []
  const waiting = presentations.findIndex(({ state }) => state === 'WAITING')
  return odd === 3 || waiting < 0 ? 1 + (which % 4) : waiting + 1
}

const isWaiting = ({ presentations }: VoucherCase): boolean => presentations.some(({ state }) => state === 'WAITING')

const accept: Player = (game, act) => {
  const { vouchers } = game
  const stream = target(game, act, (one) => isWaiting(one) || act.odd === 3)
  if (!stream) return 'nothing waits'
  const presentation = numberOf(game, stream, act)
  const who = game.who('APPROVE', act)
  const answered = game.give({ ...given(stream, { type: 'Accept', presentation }, who), ...strangely(act) }, () =>
    vouchers.accept(stream, presentation, who),
  )
  const until = vouchers.vouchers.get(stream)?.until ?? ''
  return answered === 'OK' && until < game.today ? 'OK after its last day' : answered
}

const refusePresentation: Player = (game, act) => {
  const { vouchers } = game
  const stream = target(game, act, (one) => isWaiting(one) || act.odd === 3)
  if (!stream) return 'nothing waits'
  const presentation = numberOf(game, stream, act)
  const command = { type: 'Refuse', presentation, text: facts.reason } as const
  return game.give({ ...given(stream, command), ...strangely(act) }, () => vouchers.refuse(stream, presentation))
}

const cancel: Player = (game, act) => {
  const { vouchers } = game
  const stream = target(game, act, (one) => vouchers.standing(one) === 'HELD')
  if (!stream) return 'nothing held'
  const command = { type: 'Cancel', text: facts.reason } as const
  return game.give({ ...given(stream, command), ...strangely(act) }, () => vouchers.cancel(stream))
}

export const voucherActs = { issue, present, accept, refusePresentation, cancel }
