/** Waiting for a deployment to come to rest: everybody has taken in everything, and nothing waits for a time that has come. */
import { utimesSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { recording } from '#infra/start/services.ts'
import { FileClock } from '#shared/clock/file-clock.ts'
import { type Database, isDatabaseFault, openDatabase } from '#shared/postgres/database.ts'
import type { Deployment } from '../../faults/deployment.ts'

const patienceMilliseconds = 120_000

/** What a service has recorded, has taken in of others, and has waiting for a time that has come. $1 now. */
const selectStanding = `
  SELECT (SELECT sequence FROM head) AS recorded,
    (SELECT coalesce(json_object_agg(source, sequence::text), '{}') FROM source_position) AS taken,
    (SELECT string_agg(name, ', ') FROM stream WHERE due <= $1) AS due,
    (SELECT count(*) FROM parked)::integer AS parked`

/** Open parts of bodies that are there no longer, though a successor is; $1 their names. */
const selectLeft = `
  SELECT count(*)::integer AS left FROM stream, json_array_elements(state -> 'parts') AS part
  WHERE aggregate = 'task' AND state ->> 'state' IN ('ISSUED', 'CLOSE_PROPOSED')
    AND part ->> 'organisation' = ANY ($1) AND part ->> 'state' NOT IN (
      'ASSIGNMENT_STATE_ACCEPTED', 'ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_TRANSFERRED',
      'ASSIGNMENT_STATE_CANCELLED', 'ASSIGNMENT_STATE_WAIVED')`

type Standing = { recorded: bigint; taken: Readonly<Record<string, string>>; due: string | null; parked: number }

export class Rest {
  private readonly databases: ReadonlyMap<string, Database>
  private readonly clockFile: string
  private readonly clock: FileClock

  constructor(deployment: Deployment, clockFile: string) {
    this.clockFile = clockFile
    this.clock = new FileClock(clockFile)
    const names = [...recording.map(({ name }) => name), 'event-log']
    this.databases = new Map(
      names.map((name) => [name, openDatabase(deployment.database(name), { name: 'simulate', max: 1 })]),
    )
  }

  /** @param ended those that are there no longer, whose work has to have moved */
  async come(ended: readonly string[] = []): Promise<void> {
    let why = ''
    const end = Date.now() + patienceMilliseconds
    for (let looks = 1; Date.now() < end; looks += 1, await sleep(15)) {
      why = await this.why(ended).catch((error) => {
        if (!isDatabaseFault(error)) throw error
        return 'a database is away'
      })
      if (why === '') return
      // What a record of another service has made due waits for the next look at the clock: whoever looks is told of it again.
      if (looks % 8 === 0) utimesSync(this.clockFile, new Date(), new Date())
    }
    throw new Error(`the bus does not come to rest: ${why}`)
  }

  /** How many records are parked anywhere. */
  async parked(): Promise<number> {
    const all = await Promise.all(recording.map(({ name }) => this.standing(name)))
    return all.reduce((sum, { parked }) => sum + parked, 0)
  }

  /** How many records the event log has admitted. */
  async entries(): Promise<number> {
    const { rows } = await this.of('event-log').query('SELECT count(*)::integer AS entries FROM entry')
    return rows[0].entries
  }

  async stop(): Promise<void> {
    await Promise.all([...this.databases.values()].map((database) => database.end()))
  }

  /** Why it is not at rest; empty where it is. */
  private async why(ended: readonly string[]): Promise<string> {
    const before = new Map<string, Standing>()
    for (const { name } of recording) before.set(name, await this.standing(name))
    const { rows } = await this.of('event-log').query('SELECT source, sequence FROM source')
    const admitted = new Map(rows.map(({ source, sequence }) => [source, sequence as bigint]))
    for (const [name, { recorded, due }] of before) {
      if (due) return `${name} has not told of ${due}`
      const source = `//qiantou/${name}`
      if (admitted.get(source) !== recorded) return `the log is behind ${name}`
      for (const [other, { taken }] of before) {
        const position = taken[source]
        if (other !== name && position !== undefined && BigInt(position) !== recorded)
          return `${other} is behind ${name}`
      }
    }
    if (ended.length > 0) {
      const left = await this.of('lead-agency').query(selectLeft, [ended])
      if (left.rows[0].left > 0) return `${left.rows[0].left} parts of ended bodies have not moved`
    }
    for (const [name, { recorded }] of before)
      if ((await this.standing(name)).recorded !== recorded) return `${name} goes on`
    return ''
  }

  private async standing(name: string): Promise<Standing> {
    return (await this.of(name).query(selectStanding, [this.clock.now()])).rows[0]
  }

  private of(name: string): Database {
    const database = this.databases.get(name)
    if (!database) throw new Error(`${name} has no database`)
    return database
  }
}
