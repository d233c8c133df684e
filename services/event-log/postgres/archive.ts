import type { ResourceName, Source } from '#shared/domain/decider.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { Admission, Admitted } from '../domain/admission.ts'
import { type Membership, membershipChanges } from '../domain/party.ts'

/** A record and where it stands in the one order. */
export type Entry = { readonly position: bigint; readonly subject: ResourceName; readonly bytes: Uint8Array }

const addSource = `
  INSERT INTO source (source, sequence, hash) VALUES ($1, 0, decode(repeat('00', 32), 'hex'))
  ON CONFLICT (source) DO NOTHING`

const selectState = `
  SELECT next_position, (SELECT jsonb_agg(jsonb_build_object(
    'id', source.id, 'source', source, 'sequence', sequence::text, 'hash', encode(hash, 'hex'))) FROM source) AS sources
  FROM log_head`

/** Admits records from position $1 on, all or nothing, if nobody has admitted any meanwhile. */
const admitRecords = `
  WITH guard AS (
    UPDATE log_head SET next_position = $2 WHERE next_position = $1 RETURNING next_position
  ), entries AS (
    INSERT INTO entry (position, source_id, sequence, id, subject, bytes)
    SELECT new.* FROM guard, unnest($3::bigint[], $4::smallint[], $5::bigint[], $6::uuid[], $7::text[], $8::bytea[]) AS new
  ), sources AS (
    UPDATE source SET sequence = new.sequence, hash = new.hash
    FROM guard, unnest($9::smallint[], $10::bigint[], $11::bytea[]) AS new (id, sequence, hash) WHERE source.id = new.id
  ), begun AS (
    INSERT INTO party (resource, organisation, admitted, released)
    SELECT new.* FROM guard, unnest($12::text[], $13::text[], $14::bigint[], $15::bigint[]) AS new
  ), ended AS (
    UPDATE party SET released = new.released
    FROM guard, unnest($16::text[], $17::text[], $18::bigint[]) AS new (resource, organisation, released)
    WHERE party.resource = new.resource AND party.organisation = new.organisation AND party.released IS NULL
  )
  SELECT FROM guard`

/** $1 after position, $2 limit */
const selectEntries = 'SELECT position, subject, bytes FROM entry WHERE position > $1 ORDER BY position LIMIT $2'

/** $1 resource, $2 after position, $3 limit: the resource's own records and those of everything under it */
const selectHistory = `
  SELECT position, subject, bytes FROM entry
  WHERE (subject = $1 OR (subject >= $1 || '/' AND subject < $1 || '0')) AND position > $2
  ORDER BY position LIMIT $3`

const selectByPosition = 'SELECT position, subject, bytes FROM entry WHERE position = $1'
const selectById = 'SELECT position, subject, bytes FROM entry WHERE id = $1'

/** $1 source, $2 after sequence, $3 limit */
const selectSource = `
  SELECT bytes FROM entry JOIN source ON source.id = entry.source_id
  WHERE source = $1 AND entry.sequence > $2 ORDER BY entry.sequence LIMIT $3`

const selectMemberships = 'SELECT resource, organisation, admitted, released FROM party WHERE resource = ANY ($1)'

/** What the archive knows: how far it is, and how far each source is in it. */
export type ArchiveState = {
  readonly nextPosition: bigint
  readonly admitted: ReadonlyMap<Source, Admitted>
  readonly ids: ReadonlyMap<Source, number>
}

/** Every record of every source in one order, as rows. */
export class Archive {
  private readonly database: Database

  constructor(database: Database) {
    this.database = database
  }

  async follow(sources: readonly Source[]): Promise<void> {
    for (const source of sources) await this.database.query(addSource, [source])
  }

  async state(): Promise<ArchiveState> {
    const row = (await this.database.query({ name: 'select-state', text: selectState })).rows[0]
    const sources = (row.sources ?? []) as { id: number; source: Source; sequence: string; hash: string }[]
    return {
      nextPosition: row.next_position,
      admitted: new Map(
        sources.map(({ source, sequence, hash }) => [
          source,
          { sequence: BigInt(sequence), hash: Buffer.from(hash, 'hex') },
        ]),
      ),
      ids: new Map(sources.map(({ source, id }) => [source, id])),
    }
  }

  /** @returns the entries, or undefined where another instance has admitted records since `state` was read. */
  async admit(admission: Admission, state: ArchiveState): Promise<readonly Entry[] | undefined> {
    const { records } = admission
    const first = state.nextPosition
    const entries = records.map(({ subject, bytes }, i) => ({ position: first + BigInt(i), subject, bytes }))
    const { begun, ended } = membershipChanges(records, first)
    const sources = [...new Set(records.map(({ source }) => source))]
    const id = (source: Source): number => state.ids.get(source) as number
    const values = [
      first,
      first + BigInt(records.length),
      entries.map(({ position }) => position),
      records.map(({ source }) => id(source)),
      records.map(({ sequence }) => sequence),
      records.map((record) => record.id),
      records.map(({ subject }) => subject),
      records.map(({ bytes }) => bytes),
      sources.map(id),
      sources.map((source) => admission.admitted.get(source)?.sequence),
      sources.map((source) => admission.admitted.get(source)?.hash),
      begun.map(({ resource }) => resource),
      begun.map(({ organisation }) => organisation),
      begun.map(({ admitted }) => admitted),
      begun.map(({ released }) => released ?? null),
      ended.map(({ resource }) => resource),
      ended.map(({ organisation }) => organisation),
      ended.map(({ released }) => released),
    ]
    const { rowCount } = await this.database.query({ name: 'admit-records', text: admitRecords, values })
    return rowCount === 1 ? entries : undefined
  }

  async entries(after: bigint, limit: number): Promise<readonly Entry[]> {
    return (await this.database.query({ name: 'select-entries', text: selectEntries, values: [after, limit] })).rows
  }

  async history(resource: ResourceName, after: bigint, limit: number): Promise<readonly Entry[]> {
    return (
      await this.database.query({ name: 'select-history', text: selectHistory, values: [resource, after, limit] })
    ).rows
  }

  async byPosition(position: bigint): Promise<Entry | undefined> {
    return (await this.database.query(selectByPosition, [position])).rows[0]
  }

  async byId(id: string): Promise<Entry | undefined> {
    return (await this.database.query(selectById, [id])).rows[0]
  }

  async source(source: Source, after: bigint, limit: number): Promise<readonly Uint8Array[]> {
    const values = [source, after, limit]
    return (await this.database.query({ name: 'select-source', text: selectSource, values })).rows.map(
      (row) => row.bytes,
    )
  }

  async memberships(resources: readonly ResourceName[]): Promise<readonly Membership[]> {
    const { rows } = await this.database.query({
      name: 'select-memberships',
      text: selectMemberships,
      values: [resources],
    })
    return rows.map((row) => ({ ...row, released: row.released ?? undefined }))
  }
}
