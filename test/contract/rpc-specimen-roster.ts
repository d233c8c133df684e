/** Good calls of the RPCs about rosters: in a programme of its own each. */
import { randomUUID } from 'node:crypto'
import * as roster from '#proto/qiantou/roster/v1/roster_service.ts'
import { Matching } from '#shared/testing/matching.ts'
import { Money, payers } from '#shared/testing/money.ts'
import type { Make } from './rpc-specimen.ts'

/** A call of the handling body in a programme that has a roster of two rows, unless it is to be made. */
const matching =
  (make: (all: Matching) => object, hasRoster = true): Make =>
  async ({ bus, parent, workflow }) => {
    const money = new Money(bus, parent, workflow.after)
    await money.ready(undefined, { withoutApplication: true })
    const all = new Matching(money)
    if (hasRoster) await all.import('r1', [1, 2])
    return { request: make(all), by: bus.as(payers.handler), after: money.after }
  }

export const rosterSpecimens: Readonly<Record<string, Make>> = {
  'RosterService/ImportRoster': matching((all) => all.importing('r1', [1, 2]), false),
  'RosterService/WithdrawRoster': matching((all) =>
    roster.WithdrawRosterRequest.create({ requestId: randomUUID(), name: all.name('r1') }),
  ),
  'RosterService/GetRoster': matching((all) => roster.GetRosterRequest.create({ name: all.name('r1') })),
  'RosterService/ListRosters': matching((all) => roster.ListRostersRequest.create({ parent: all.money.parent })),
  'ApplicationService/MatchApplication': matching((all) => all.matching('r1', 1)),
}
