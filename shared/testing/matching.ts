/** Rosters on a real bus, as their handling body imports and matches them (免申即享). */
import { randomUUID } from 'node:crypto'
import * as application from '#proto/qiantou/application/v1/application_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { RosterContent } from '#proto/qiantou/roster/v1/roster.ts'
import * as roster from '#proto/qiantou/roster/v1/roster_service.ts'
import { dayOf, toDate } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import { call } from '#shared/grpc/client.ts'
import type { TestBus } from './bus.ts'
import { type Money, payers, signed } from './money.ts'
import type { Stubs } from './stubs.ts'
import { noon } from './task-facts.ts'

/** One programme's rosters; every call builds on those before it. */
export class Matching {
  private readonly stubs: (code: string) => Stubs
  private readonly money: Money
  private last: Receipt | undefined

  constructor(bus: Pick<TestBus, 'as'>, money: Money) {
    this.stubs = (code) => bus.as(code)
    this.money = money
  }

  get after(): readonly After[] {
    const { last } = this
    return [...this.money.after.filter(({ source }) => source !== last?.source), ...(last ? [last] : [])]
  }

  get parent(): string {
    return this.money.name('pools', 'vouchers').split('/').slice(0, 2).join('/')
  }

  name(rosterId: string): string {
    return `${this.parent}/rosters/${rosterId}`
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
    return roster.ImportRosterRequest.create({ requestId: randomUUID(), parent: this.parent, rosterId, content })
  }

  matching(rosterId: string, row: number): application.MatchApplicationRequest {
    return application.MatchApplicationRequest.create({
      ...{ requestId: randomUUID(), parent: this.parent, applicationId: `${rosterId}-${row}` },
      ...{ roster: this.name(rosterId), row, signOff: signed('handle') },
    })
  }

  async import(rosterId: string, numbers: readonly number[], fen?: bigint): Promise<roster.Roster> {
    const { rosters } = this.stubs(payers.handler)
    const answer = await call(rosters, (stub) => stub.importRoster, this.importing(rosterId, numbers, fen), this.after)
    this.last = answer.receipt
    return answer.roster as roster.Roster
  }

  async match(rosterId: string, row: number): Promise<application.Application> {
    const { applications } = this.stubs(payers.handler)
    const answer = await call(applications, (stub) => stub.matchApplication, this.matching(rosterId, row), this.after)
    this.last = answer.receipt
    return answer.application as application.Application
  }

  async withdraw(rosterId: string): Promise<roster.Roster> {
    const { rosters } = this.stubs(payers.handler)
    const request = roster.WithdrawRosterRequest.create({ requestId: randomUUID(), name: this.name(rosterId) })
    const answer = await call(rosters, (stub) => stub.withdrawRoster, request, this.after)
    this.last = answer.receipt
    return answer.roster as roster.Roster
  }

  async roster(rosterId: string): Promise<roster.Roster> {
    const { rosters } = this.stubs(payers.handler)
    const request = roster.GetRosterRequest.create({ name: this.name(rosterId) })
    return (await call(rosters, (stub) => stub.getRoster, request, this.after)).roster as roster.Roster
  }
}
