/** The one order as it is kept: records at their positions, and who was party to what from when on. */
import type { ResourceName, Source } from '#shared/domain/decider.ts'
import { type Membership, type MembershipChanges, membershipChanges } from '#shared/domain/membership.ts'
import { isUnder, parseName, workflowOf } from '#shared/domain/resource-name.ts'
import type { Database } from '#shared/postgres/database.ts'
import { guarded, part } from '#shared/postgres/guarded.ts'
import { readRecord } from '#shared/record/record.ts'
import type { Admission, Admitted } from '../domain/admission.ts'

/** A record and where it stands in the one order. */
export type Entry = { readonly position: bigint; readonly subject: ResourceName; readonly bytes: Uint8Array }

const addSource = `
  INSERT INTO source (source, sequence, hash) VALUES ($1, 0, decode(repeat('00', 32), 'hex'))
  ON CONFLICT (source) DO NOTHING`

const selectState = `
  SELECT next_position, (SELECT jsonb_agg(jsonb_build_object(
    'id', source.id, 'source', source, 'sequence', sequence::text, 'hash', encode(hash, 'hex'))) FROM source) AS sources
  FROM log_head`

const takePositions = 'UPDATE log_head SET next_position = $2 WHERE next_position = $1 RETURNING next_position'

/** $1 after position, $2 limit */
const selectEntries = 'SELECT position, bytes FROM entry WHERE position > $1 ORDER BY position LIMIT $2'

/** $1 names: the first positions of those workflows that are known */
const selectWorkflows = 'SELECT name, first_position FROM workflow WHERE name = ANY ($1)'

/** $1 workflow, $2 after position, $3 limit: the records of one workflow */
const selectOfWorkflow = `
  SELECT position, bytes FROM entry WHERE position > $2
    AND workflow = (SELECT first_position FROM workflow WHERE name = $1)
  ORDER BY position LIMIT $3`

/** $1 organisation, $2 after position, $3 limit: its records and those of its people, few among many: each is looked up */
const selectOfOrganisation = `
  SELECT position, bytes FROM workflow CROSS JOIN LATERAL (
    SELECT position, bytes FROM entry WHERE workflow = first_position AND position > $2 ORDER BY position LIMIT $3) AS own
  WHERE name = $1 OR (name > $1 || '/' AND name < $1 || '0')
  ORDER BY position LIMIT $3`

/** $1 programme, $2 after position, $3 limit: its records and those of every workflow under it, many among many: in order */
const selectUnder = `
  SELECT position, bytes FROM entry WHERE position > $2 AND workflow IN (
    SELECT first_position FROM workflow WHERE name = $1 OR (name > $1 || '/' AND name < $1 || '0'))
  ORDER BY position LIMIT $3`

const selectByPosition = 'SELECT position, bytes FROM entry WHERE position = $1'
const selectById = 'SELECT position, bytes FROM entry WHERE id = $1'

/** $1 source, $2 after sequence, $3 limit */
const selectSource = `
  SELECT bytes FROM entry JOIN source ON source.id = entry.source_id
  WHERE source = $1 AND entry.sequence > $2 ORDER BY entry.sequence LIMIT $3`

/** $1 workflows: the memberships of each and, where it is a task, of what lies under it; nothing is looked for under a programme, whose tasks are workflows of their own */
const selectMemberships = `
  SELECT resource, organisation, admitted, released FROM party WHERE resource = ANY ($1)
  UNION ALL
  SELECT resource, organisation, admitted, released FROM unnest($1::text[]) AS asked (name)
  JOIN party ON resource > asked.name || '/' AND resource < asked.name || '0'
  WHERE asked.name LIKE '%/%/%/%'`

/** What the archive knows: how far it is, and how far each source is in it. */
export type ArchiveState = {
  readonly nextPosition: bigint
  readonly admitted: ReadonlyMap<Source, Admitted>
  readonly ids: ReadonlyMap<Source, number>
}

/**
 * What an admission came to: its records where they stand now, who became or ceased to be party to what, and the workflows
 * that begin with it, by the positions of their first records.
 */
export type Written = {
  readonly entries: readonly Entry[]
  readonly changes: MembershipChanges
  readonly fresh: ReadonlyMap<ResourceName, bigint>
}

/** As many workflows' first positions are kept in memory. */
const maxKnown = 100_000

const toEntry = ({ position, bytes }: { position: bigint; bytes: Uint8Array }): Entry => ({
  position,
  subject: readRecord(bytes).subject,
  bytes,
})

/** Every record of every source in one order, as rows. */
export class Archive {
  private readonly database: Database
  private readonly known = new Map<ResourceName, bigint>()

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

  /** @returns what was written, or undefined where another instance has admitted records since `state` was read. */
  async admit(admission: Admission, state: ArchiveState): Promise<Written | undefined> {
    const { records } = admission
    const first = state.nextPosition
    const entries = records.map(({ subject, bytes }, i) => ({ position: first + BigInt(i), subject, bytes }))
    const changes = membershipChanges(records, first)
    const { workflows, fresh } = await this.workflowsOf(entries)
    const id = (source: Source): number => state.ids.get(source) as number
    const guard = { name: 'admit', sql: takePositions, values: [first, first + BigInt(records.length)] }
    const { rowCount } = await this.database.query(
      guarded(guard, [
        part(
          'entries',
          [...records.entries()],
          [
            ['position', 'bigint', ([i]) => first + BigInt(i)],
            ['source_id', 'smallint', ([, record]) => id(record.source)],
            ['sequence', 'bigint', ([, record]) => record.sequence],
            ['id', 'uuid', ([, record]) => record.id],
            ['workflow', 'bigint', ([i]) => workflows[i]],
            ['bytes', 'bytea', ([, record]) => record.bytes],
          ],
          (rows) => `
          INSERT INTO entry (position, source_id, sequence, id, workflow, bytes) SELECT new.* FROM guard, ${rows}`,
        ),
        part(
          'sources',
          [...new Set(records.map(({ source }) => source))],
          [
            ['id', 'smallint', id],
            ['sequence', 'bigint', (source) => admission.admitted.get(source)?.sequence],
            ['hash', 'bytea', (source) => admission.admitted.get(source)?.hash],
          ],
          (rows) => `
          UPDATE source SET sequence = new.sequence, hash = new.hash FROM guard, ${rows} WHERE source.id = new.id`,
        ),
        part(
          'workflows',
          [...fresh],
          [
            ['name', 'text', ([name]) => name],
            ['first_position', 'bigint', ([, position]) => position],
          ],
          (rows) => `INSERT INTO workflow (name, first_position) SELECT new.* FROM guard, ${rows}`,
        ),
        part(
          'begun',
          changes.begun,
          [
            ['resource', 'text', ({ resource }) => resource],
            ['organisation', 'text', ({ organisation }) => organisation],
            ['admitted', 'bigint', ({ admitted }) => admitted],
            ['released', 'bigint', ({ released }) => released ?? null],
          ],
          (rows) => `INSERT INTO party (resource, organisation, admitted, released) SELECT new.* FROM guard, ${rows}`,
        ),
        part(
          'ended',
          changes.ended,
          [
            ['resource', 'text', ({ resource }) => resource],
            ['organisation', 'text', ({ organisation }) => organisation],
            ['released', 'bigint', ({ released }) => released],
          ],
          (rows) => `
          UPDATE party SET released = new.released FROM guard, ${rows}
          WHERE party.resource = new.resource AND party.organisation = new.organisation AND party.released IS NULL`,
        ),
      ]),
    )
    if (rowCount !== 1) return undefined
    for (const [workflow, position] of fresh) this.known.set(workflow, position)
    return { entries, changes, fresh }
  }

  /** The workflow of each entry by the position of its first record, and the workflows that begin here. */
  private async workflowsOf(entries: readonly Entry[]) {
    const names = entries.map(({ subject }) => workflowOf(subject))
    const unknown = [...new Set(names)].filter((name) => !this.known.has(name))
    if (unknown.length) {
      if (this.known.size > maxKnown) this.known.clear()
      const { rows } = await this.database.query({
        name: 'workflows',
        text: selectWorkflows,
        values: [[...new Set(names)]],
      })
      for (const { name, first_position } of rows) this.known.set(name, first_position)
    }
    const fresh = new Map<string, bigint>()
    for (const [i, name] of names.entries())
      if (!this.known.has(name) && !fresh.has(name)) fresh.set(name, (entries[i] as Entry).position)
    return { workflows: names.map((name) => this.known.get(name) ?? fresh.get(name)), fresh }
  }

  async entries(after: bigint, limit: number): Promise<readonly Entry[]> {
    return (
      await this.database.query({ name: 'select-entries', text: selectEntries, values: [after, limit] })
    ).rows.map(toEntry)
  }

  /** Records of one workflow, oldest first, at most `limit`. */
  async ofWorkflow(workflow: ResourceName, after: bigint, limit: number): Promise<readonly Entry[]> {
    const values = [workflow, after, limit]
    const { rows } = await this.database.query({ name: 'of-workflow', text: selectOfWorkflow, values })
    return rows.map(toEntry)
  }

  /** Records of a resource and of everything under it, oldest first, at most `limit`. */
  async history(resource: ResourceName, after: bigint, limit: number): Promise<readonly Entry[]> {
    const workflow = workflowOf(resource)
    const found: Entry[] = []
    for (let last = after; found.length < limit; ) {
      const page = await this.page(workflow, last, limit)
      // Of one task's records those of one assignment may be asked for.
      found.push(...page.filter(({ subject }) => subject === resource || isUnder(subject, resource)))
      if (page.length < limit) break
      last = page.at(-1)?.position ?? last
    }
    return found.slice(0, limit)
  }

  /** Nothing lies under a workflow but where that is a whole programme, or an organisation with its people. */
  private async page(workflow: ResourceName, after: bigint, limit: number): Promise<readonly Entry[]> {
    if (!parseName('programme', workflow) && !parseName('organisation', workflow))
      return await this.ofWorkflow(workflow, after, limit)
    const [name, text] = parseName('programme', workflow)
      ? ['under', selectUnder]
      : ['of-organisation', selectOfOrganisation]
    return (await this.database.query({ name, text, values: [workflow, after, limit] })).rows.map(toEntry)
  }

  async byPosition(position: bigint): Promise<Entry | undefined> {
    return (await this.database.query(selectByPosition, [position])).rows.map(toEntry)[0]
  }

  async byId(id: string): Promise<Entry | undefined> {
    return (await this.database.query(selectById, [id])).rows.map(toEntry)[0]
  }

  async source(source: Source, after: bigint, limit: number): Promise<readonly Uint8Array[]> {
    const values = [source, after, limit]
    return (await this.database.query({ name: 'select-source', text: selectSource, values })).rows.map(
      (row) => row.bytes,
    )
  }

  /** The memberships of workflows and of everything under them. */
  async memberships(workflows: readonly ResourceName[]): Promise<readonly Membership[]> {
    const { rows } = await this.database.query({
      name: 'select-memberships',
      text: selectMemberships,
      values: [workflows],
    })
    return rows.map((row) => ({ ...row, released: row.released ?? undefined }))
  }
}
