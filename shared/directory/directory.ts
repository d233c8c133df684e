import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '#shared/clock/clock.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { Actor, OrganisationName } from '#shared/domain/decider.ts'
import { membersOn, type Organisation } from '#shared/domain/organisation-state.ts'
import { type EntryOf, workerOn } from '#shared/domain/organisation-view.ts'
import { absence, unknownTo } from '#shared/domain/presence.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Database } from '#shared/postgres/database.ts'

/** What the directory says is as old as that at most where it is only glanced at; decisions look it up in their batch. */
const refreshMilliseconds = 1_000
/** For how long a name that is not known is looked for again: whoever registered it may be quicker than its record. */
const patienceMilliseconds = 2_000

/** The directory's streams, by the order of names; $1 is the tick of the last look. */
const selectChanged = `
  SELECT name, state, tick FROM stream WHERE name >= 'organisations/' AND name < 'organisations0' AND tick > $1`

/** The directory as this service has folded it, in memory. */
export class Directory {
  private readonly database: Database
  private readonly clock: Clock
  private readonly entries = new Map<OrganisationName, Organisation>()
  private tick = -1n
  private looked = Number.NEGATIVE_INFINITY
  private looking: Promise<void> | undefined

  constructor(database: Database, clock: Clock) {
    this.database = database
    this.clock = clock
  }

  /** Why one of these is not in the directory at all; it may have ended, or not have begun. */
  async strangers(names: readonly OrganisationName[]): Promise<Rejection | undefined> {
    const unknown = await this.unknown(names)
    return unknown.length ? unknownTo(unknown) : undefined
  }

  /** Why one of these is not there today; undefined where all are. */
  async absence(names: readonly OrganisationName[]): Promise<Rejection | undefined> {
    if (names.length === 0) return undefined
    await this.unknown(names)
    await this.lookUnlessFresh()
    return absence(dayOf(this.clock.now()), names, (name) => this.entries.get(name))
  }

  /** Those of the names that the directory does not have. */
  private async unknown(names: readonly OrganisationName[]): Promise<readonly OrganisationName[]> {
    const deadline = performance.now() + patienceMilliseconds
    for (;;) {
      const unknown = names.filter((name) => !this.entries.has(name))
      if (unknown.length === 0 || performance.now() > deadline) return unknown
      await this.look()
      if (unknown.some((name) => !this.entries.has(name))) await sleep(50)
    }
  }

  /** Whether an organisation is no longer there on a day, today unless given. What is not known has not ended. */
  hasEnded(name: Actor, day: Day = dayOf(this.clock.now())): boolean {
    const end = this.entries.get(name)?.end
    return end !== undefined && end.date <= day
  }

  /** As `hasEnded`, no older than a second. */
  async hasEndedByNow(name: Actor): Promise<boolean> {
    await this.lookUnlessFresh()
    return this.hasEnded(name)
  }

  /** These organisations, whoever succeeds them, and the members of groups among them today, as of the last look. */
  withSuccessorsAndMembers(names: readonly OrganisationName[]): readonly OrganisationName[] {
    const found = new Set(names)
    const today = dayOf(this.clock.now())
    // A set goes on to what is added while it is gone through.
    for (const name of found) {
      const entry = this.entries.get(name)
      if (!entry) continue
      for (const successor of entry.end?.successors ?? []) found.add(successor)
      for (const member of membersOn(entry, today)) found.add(member)
    }
    return [...found]
  }

  /** These organisations and all that they are subordinate to, as of the last look. */
  withSuperiors(names: readonly OrganisationName[]): readonly OrganisationName[] {
    const found = new Set(names)
    for (const name of found) {
      const superior = this.entries.get(name)?.superior
      if (superior) found.add(superior)
    }
    return [...found]
  }

  /** Who does an organisation's work today; undefined where it ended and nobody succeeds it. */
  workerOf(name: OrganisationName): OrganisationName | undefined {
    return workerOn(dayOf(this.clock.now()), name, (other) => this.entries.get(other))
  }

  /** Those that are no longer there, and whose work an organisation does today, as of the last look. */
  formerOf(name: OrganisationName): readonly OrganisationName[] {
    return [...this.entries.keys()].filter((one) => one !== name && this.workerOf(one) === name)
  }

  /** What the directory says, no older than a second. */
  async entriesByNow(): Promise<EntryOf> {
    await this.lookUnlessFresh()
    return (name) => this.entries.get(name)
  }

  /** Everybody who is no longer there today, as of a fresh look. */
  async ended(): Promise<readonly OrganisationName[]> {
    await this.look()
    return [...this.entries.keys()].filter((name) => this.hasEnded(name))
  }

  private async lookUnlessFresh(): Promise<void> {
    if (performance.now() - this.looked > refreshMilliseconds) await this.look()
  }

  /** Takes over what has changed. One look serves all who wait for one. */
  private look(): Promise<void> {
    this.looking ??= this.read().finally(() => {
      this.looking = undefined
    })
    return this.looking
  }

  private async read(): Promise<void> {
    const { rows } = await this.database.query({ name: 'select-directory', text: selectChanged, values: [this.tick] })
    for (const { name, state, tick } of rows) {
      this.entries.set(name, state)
      if (tick > this.tick) this.tick = tick
    }
    this.looked = performance.now()
  }
}
