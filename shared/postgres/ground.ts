import type { Source, StreamId } from '#shared/domain/decider.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import type { Connection, Database } from './database.ts'
import type { Work } from './queue.ts'
import * as sql from './statements.ts'
import type { Command, Ground, StreamRow } from './work.ts'
import type { Workspace } from './workspace.ts'

/** Reads everything that decisions start from, besides the streams, in one snapshot. */
export async function readGround(connection: Database | Connection): Promise<Ground> {
  const row = (await connection.query({ name: 'read-ground', text: sql.readGround })).rows[0]
  const seen = Object.entries(row.seen as Record<string, string>)
  const positions = row.positions as { id: number; source: Source; sequence: string }[]
  return {
    head: {
      tick: row.tick,
      sequence: row.sequence,
      hash: row.hash,
      time: row.time,
      seen: new Map(seen.map(([source, sequence]) => [source, BigInt(sequence)])),
    },
    positions: new Map(positions.map(({ source, id, sequence }) => [source, { id, sequence: BigInt(sequence) }])),
    parkedKeys: new Set<string>(row.parked),
  }
}

/** Reads streams, with the tick at which they were read. */
export async function readRows(names: readonly StreamId[], connection: Database | Connection) {
  const { rows } = await connection.query({ name: 'read-streams', text: sql.readStreams, values: [names] })
  const found = new Map<StreamId, StreamRow>()
  for (const row of rows)
    found.set(
      row.name,
      row.version === null ? { version: 0n, state: undefined } : { version: row.version, state: row.state },
    )
  return { tick: rows[0]?.head_tick as bigint | undefined, rows: found }
}

/** What is parked under the keys that a batch redrives, in order. */
export async function readParked(batch: readonly Work[], connection: Database | Connection) {
  const parked = new Map<string, readonly DeliveredRecord[]>()
  for (const work of batch)
    if (work.kind === 'redrive') parked.set(work.key, (await connection.query(sql.readParkedOfKey, [work.key])).rows)
  return parked
}

/** Whether nobody has written since a tick, and none of the commands was answered before. */
export async function isStill(
  tick: bigint,
  commands: readonly Command[],
  connection: Database | Connection,
): Promise<boolean> {
  const values = [commands.map(({ actor }) => actor), commands.map(({ requestId }) => requestId)]
  const { rows } = await connection.query({ name: 'read-receipts', text: sql.readReceipts, values })
  return rows.every((row) => row.head_tick === tick && row.sequence === null)
}

/** As many streams are kept in memory; the least recently used go first. */
const maxStreams = 20_000

/** What is known of the database without asking: true for as long as the tick is unchanged. */
export class Cache {
  ground: Ground | undefined
  readonly streams: Map<StreamId, StreamRow> = new Map()

  clear(): void {
    this.ground = undefined
    this.streams.clear()
  }

  /** Loads the streams that are not known. @returns false where the database has moved on since the ground was read. */
  async load(names: ReadonlySet<StreamId>, connection: Database | Connection): Promise<boolean> {
    const unknown = [...names].filter((name) => !this.streams.has(name))
    if (unknown.length === 0) return true
    const { tick, rows } = await readRows(unknown, connection)
    if (tick !== this.ground?.head.tick) return false
    for (const [name, row] of rows) this.streams.set(name, row)
    return true
  }

  /** Takes over what a batch has committed. */
  absorb(space: Workspace): void {
    if (!this.ground || !space.changed) return
    const positions = new Map([...this.ground.positions, ...space.positions])
    this.ground = { ...this.ground, head: { ...space.head, tick: this.ground.head.tick + 1n }, positions }
    for (const [name, { version, state }] of space.streams) {
      this.streams.delete(name)
      this.streams.set(name, { version, state })
    }
    for (const name of this.streams.keys()) {
      if (this.streams.size <= maxStreams) break
      this.streams.delete(name)
    }
  }
}
