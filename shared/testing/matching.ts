/** Rosters on a real bus, as their handling body imports and matches them (免申即享). */
import { randomUUID } from 'node:crypto'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import * as roster from '#proto/qiantou/roster/v1/roster_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import { call } from '#shared/grpc/client.ts'
import { type Money, payers, signed } from './money.ts'
import { noon } from './task-facts.ts'

/** One programme's rosters; every call builds on those before it. */
export class Matching {
  readonly money: Money

  constructor(money: Money) {
    this.money = money
  }

  name(rosterId: string): string {
    return `${this.money.parent}/rosters/${rosterId}`
  }

  /** A roster for vouchers that lists enterprises by their numbers, each with a bill of so much. */
  importing(rosterId: string, numbers: readonly number[], fen?: bigint): roster.ImportRosterRequest {
    const content = RosterContent.fromPartial({
      ...{ measure: this.money.name('measures', 'vouchers'), source: `organisations/${payers.sponsor}` },
      ...{ register: '算力服务平台结算名册', asOf: toDate(dayOf(noon)) },
      rows: numbers.map((number) => {
        const { applicant, title, bills } = this.money.content(number, fen)
        return { ...(applicant ? { applicant } : {}), title, bills }
      }),
    })
    return roster.ImportRosterRequest.create({ requestId: randomUUID(), parent: this.money.parent, rosterId, content })
  }

  matching(rosterId: string, row: number): application.MatchApplicationRequest {
    return application.MatchApplicationRequest.create({
      ...{ requestId: randomUUID(), parent: this.money.parent, applicationId: `${rosterId}-${row}` },
      ...{ roster: this.name(rosterId), row, signOff: signed('handle') },
    })
  }

  async import(rosterId: string, numbers: readonly number[], fen?: bigint): Promise<roster.Roster> {
    const { rosters } = this.money.stubs(payers.handler)
    const answer = await this.money.noted(
      call(rosters, (stub) => stub.importRoster, this.importing(rosterId, numbers, fen), this.money.after),
    )
    return answer.roster as roster.Roster
  }

  async match(rosterId: string, row: number): Promise<application.Application> {
    const { applications } = this.money.stubs(payers.handler)
    const answer = await this.money.noted(
      call(applications, (stub) => stub.matchApplication, this.matching(rosterId, row), this.money.after),
    )
    return answer.application as application.Application
  }

  async withdraw(rosterId: string): Promise<roster.Roster> {
    const { rosters } = this.money.stubs(payers.handler)
    const request = roster.WithdrawRosterRequest.create({ requestId: randomUUID(), name: this.name(rosterId) })
    const answer = await this.money.noted(call(rosters, (stub) => stub.withdrawRoster, request, this.money.after))
    return answer.roster as roster.Roster
  }

  async roster(rosterId: string): Promise<roster.Roster> {
    const { rosters } = this.money.stubs(payers.handler)
    const request = roster.GetRosterRequest.create({ name: this.name(rosterId) })
    return (await call(rosters, (stub) => stub.getRoster, request, this.money.after)).roster as roster.Roster
  }
}
