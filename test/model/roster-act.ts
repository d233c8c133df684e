/** Moves of the game on rosters, and what holds of them. */
import { Applicant } from '#proto/qiantou/application/v1/application.ts'
import { ApplicationMatched } from '#proto/qiantou/application/v1/application_events.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import { type ApplicationCommand, applicationDecider } from '#services/finance/domain/application.ts'
import type { Grants } from '#services/finance/domain/grants.ts'
import type { Measure } from '#services/finance/domain/measure.ts'
import type { Pool } from '#services/finance/domain/pool.ts'
import { type RosterCommand, rosterDecider } from '#services/finance/domain/roster.ts'
import type { Roster } from '#services/finance/domain/roster-state.ts'
import { toDate } from '#shared/domain/calendar.ts'
import * as facts from '#shared/testing/money-facts.ts'
import { applicationNamed, groundOf, take } from './application-act.ts'
import { agree, applicants } from './money-books.ts'
import type { MoneyGame, Player } from './money-game.ts'
import type { Act } from './money-move.ts'
import { byDirectory } from './place-model.ts'
import type { Listing } from './roster-model.ts'

const rosterNamed = (number: number): string => `programmes/hunan/rosters/r-${number}`
const strangely = (act: Act) => (act.odd === 1 ? { actor: facts.office, turn: 'NOT_YOUR_TURN' } : {})

const importRoster: Player = (game, act) => {
  const { rosters, store, today, places } = game
  const { which, fen, odd } = act
  const stream = rosterNamed(odd === 2 ? 1 : rosters.rosters.size + 1)
  const rows = Array.from({ length: 1 + (which % 3) }, (_, i) => ({
    ...{ applicant: 1 + ((which + i) % 3), project: ['', 'p1', 'p2'][Number(fen % 3n)] as string },
    basis: 1n + ((fen * BigInt(i + 1)) % 240n),
  }))
  const content = RosterContent.fromPartial({
    ...{ measure: facts.measureNamed('listed'), source: facts.office, register: '名录', asOf: toDate(today) },
    rows: rows.map(({ applicant, project, basis }) => ({
      ...{ applicant: Applicant.create({ code: facts.codeOf(applicant), name: '湘江智算' }), title: '名录', project },
      bills: [{ ...facts.bill('INV-1', '1'), fen: basis }],
    })),
  })
  const command: RosterCommand = {
    ...{ type: 'Import', content, entryOf: places.entryOf, measure: store.stateOf(content.measure) as Measure },
    poolNamed: (pool) => store.stateOf<Pool>(pool),
    grantsOf: (applicant) => store.stateOf<Grants>(applicant),
  }
  const given = { decider: rosterDecider, stream, command, actor: facts.handler, of: byDirectory, ...strangely(act) }
  const answered = game.give(given, () => rosters.import(stream, game.thisYear, rows))
  if (answered !== 'OK') return answered
  places.begin(stream, [facts.handler])
  places.begin(stream, [facts.finance], facts.poolName)
  return answered
}

/** A roster that has something left, where there is one; where it is odd any, or one of which rows are matched. */
const target = ({ rosters, one }: MoneyGame, { which, odd }: Act): string | undefined => {
  const isOpen = ({ rows, matched, isWithdrawn }: Listing) => !isWithdrawn && matched.size < rows.length
  const isFit = (listing: Listing) => (odd > 3 ? listing.matched.size > 0 : isOpen(listing))
  return one(odd === 2 ? rosters.rosters : [...rosters.rosters].filter(([, listing]) => isFit(listing)), which)?.[0]
}

/** Matched, and mostly approved at once. */
const matchRow: Player = (game, act) => {
  const roster = target(game, act)
  if (!roster) return 'nothing listed'
  const { store, places, rosters } = game
  const { rows, matched } = rosters.rosters.get(roster) as Listing
  const open = rows.map((_, i) => i + 1).filter((row) => !matched.has(row))
  const row = act.odd === 3 ? 1 + (act.which % 4) : ((act.odd > 3 ? [...matched][0] : open[0]) ?? 1)
  const stream = applicationNamed(game.model.awards.size + 1)
  const ground = groundOf(game, { measure: 'listed', applicant: rows[row - 1]?.applicant ?? 1 })
  const matching = { rosterName: roster, roster: store.stateOf<Roster>(roster) as Roster, ...ground }
  const command: ApplicationCommand = { type: 'Match', row, ...matching }
  const who = game.who('HANDLE', act)
  const given = { decider: applicationDecider, stream, command, actor: facts.handler, of: roster, who }
  const answered = game.give({ ...given, ...strangely(act) }, () => rosters.match(roster, row, stream, who))
  if (answered !== 'OK') return answered
  places.begin(stream, [facts.handler, facts.finance], roster)
  places.beginAs(stream, facts.sponsor, facts.handler)
  return act.fen % 4n ? `OK ${take(game, 'approve', stream, { fen: 0n, signs: 0, which: 0 })}` : answered
}

const withdrawRoster: Player = (game, act) => {
  const stream = target(game, act)
  if (!stream) return 'nothing listed'
  const command: RosterCommand = { type: 'Withdraw' }
  const given = { decider: rosterDecider, stream, command, actor: facts.handler, ...strangely(act) }
  const answered = game.give(given, () => game.rosters.withdraw(stream))
  const isPart = game.rosters.rosters.get(stream)?.matched.size !== 0
  return answered === 'OK' && isPart ? 'OK in part' : answered
}

export const rosterActs = { importRoster, matchRow, withdrawRoster }

/** By the records a row is matched once; and applicants are listed, and rows matched, as the model has it. */
export function checkRosters({ store, rosters }: MoneyGame): void {
  const rows = store.records.flatMap(({ fact }) =>
    fact.$type === ApplicationMatched.$type
      ? [`${(fact as ApplicationMatched).roster} ${(fact as ApplicationMatched).row}`]
      : [],
  )
  agree(rows.length, new Set(rows).size)
  for (const [name, { matched, isWithdrawn }] of rosters.rosters) {
    const state = store.stateOf<Roster>(name) as Roster
    agree(
      [state.matched.map(({ row }) => row), state.withdrawn ?? false],
      [[...matched].toSorted((a, b) => a - b), isWithdrawn],
    )
  }
  for (const applicant of applicants)
    agree(
      (store.stateOf<Grants>(facts.applicantOf(applicant))?.listed ?? []).map(({ roster, row }) => `${roster} ${row}`),
      rosters.listed(applicant).map(({ roster, row }) => `${roster} ${row}`),
    )
}
