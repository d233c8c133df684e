/** Bodies end, and others take their places in all that money is about: at once, or one resource after the other. */
import { expect } from 'vitest'
import { applicationDecider } from '#services/finance/domain/application.ts'
import { apportionmentDecider } from '#services/finance/domain/apportionment.ts'
import { poolDecider } from '#services/finance/domain/pool.ts'
import { rosterDecider } from '#services/finance/domain/roster.ts'
import { transferDecider } from '#services/finance/domain/transfer.ts'
import { voucherDecider } from '#services/finance/domain/voucher.ts'
import type { AnyDecider } from '#shared/domain/decider.ts'
import { poolName } from '#shared/testing/money-facts.ts'
import { submit } from './application-act.ts'
import { agree } from './money-books.ts'
import type { MoneyGame, Player } from './money-game.ts'
import { nobody, places } from './place-model.ts'

const deciders: readonly AnyDecider[] = [
  ...[poolDecider, applicationDecider, voucherDecider, transferDecider, apportionmentDecider, rosterDecider],
]
const deciderOf = (stream: string): AnyDecider =>
  deciders.find(({ aggregate }) => stream.includes(`/${aggregate}s/`)) as AnyDecider

type State = Readonly<Record<string, unknown>>
const placeKeys = ['sponsor', 'recommenders', 'handler', 'finance']
const apart = (state: State, isPlace: boolean) =>
  Object.fromEntries(Object.entries(state).filter(([key]) => placeKeys.includes(key) === isPlace))

/**
 * A resource is told. No money moves by it: nothing is booked, no other state changes, and of its own nothing but the places
 * that the former one had.
 */
function tell(game: MoneyGame, stream: string, former: string, successor: string): string {
  const { store } = game
  const [states, booked] = [new Map(store.states), store.entries.length]
  const command = { type: 'Succeed', former, successor }
  const given = { decider: deciderOf(stream), stream, command, actor: 'services/finance' }
  const answered = game.give(given, () => game.places.succeed(stream, former, successor))
  agree(store.entries.length, booked)
  for (const [name, before] of states) {
    const after = store.states.get(name)
    if (name !== stream || answered !== 'OK') {
      if (after !== before) expect(`${name} was touched`).toBe('')
      continue
    }
    agree(apart(after as State, false), apart(before as State, false))
    agree(
      JSON.stringify(apart(after as State, true)),
      JSON.stringify(apart(before as State, true)).replaceAll(`"${former}"`, `"${successor}"`),
    )
  }
  return answered
}

/** What ended bodies have left is their successors', as far as `most` records go. */
export function handOver(game: MoneyGame, most = Number.POSITIVE_INFINITY): number {
  let told = 0
  for (const next of game.places.left()) {
    if (told >= most) break
    tell(game, ...next)
    told += 1
  }
  return told
}

/** Whoever finds a resource by what it is there has a place in it, and the other way round. */
export function checkPlaces({ store, places: model }: MoneyGame): void {
  for (const [stream, state] of store.states)
    if (model.isKnown(stream))
      agree([stream, new Set(deciderOf(stream).readers?.(state))], [stream, model.bodiesOf(stream)])
}

/** A body ends; another that is new takes its place, or one that has a place already; of what handles perhaps nobody at first. */
const succeed: Player = (game, act) => {
  const { which, fen, odd } = act
  const { places: model, today } = game
  const isLeft = odd > 3
  const [place, other] = [places[isLeft ? 0 : which % 3] as string, places[(which + 1) % 3] as string]
  const [former, living] = [model.now(place) as string, model.now(other) as string]
  if (odd === 3) {
    const stream = game.one([...game.model.awards.keys(), poolName], which) as string
    return tell(game, stream, model.before(stream, place) ?? nobody, former)
  }
  const isMerged = odd === 2 && living !== former
  const successor = isMerged ? living : model.another()
  if (isLeft) {
    model.end(former, today)
    const asking = { applicant: 1, measure: 'first', project: '', basis: fen, others: 0n }
    const answered = submit(game, asking)
    if (answered !== 'OK') {
      model.end(former, today, successor)
      handOver(game)
      return answered
    }
  }
  model.end(former, today, successor)
  const told = handOver(game, fen % 3n === 0n ? Number(fen % 7n) : undefined)
  checkPlaces(game)
  return `OK${isMerged ? ' into another' : !model.left().next().done ? ' in part' : told > 9 ? ' of many' : ''}`
}

export const successionActs = { succeed }
