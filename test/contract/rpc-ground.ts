/** Everything that a call might write, counted: what a refused one leaves as it was. */
import { recording } from '#infra/start/services.ts'
import type { TestBus } from '#shared/testing/bus.ts'

/** Heads, with their ticks, and the number of rows of every table that commands write. */
export async function everythingWritten(bus: TestBus): Promise<unknown> {
  await bus.quiet()
  const counted = recording.map(async ({ name: service }) => {
    const { rows } = await bus.database(service).query(`
      SELECT tick, sequence, encode(hash, 'hex') AS hash, (SELECT count(*) FROM record) AS records,
        (SELECT count(*) FROM stream) AS streams, (SELECT sum(version) FROM stream) AS versions,
        (SELECT count(*) FROM receipt) AS receipts, (SELECT count(*) FROM content) AS contents,
        (SELECT count(*) FROM parked) AS parked
      FROM head`)
    return { service, ...rows[0] }
  })
  const { rows: entries } = await bus.database('event-log').query('SELECT count(*) AS entries FROM entry')
  const { rows: files } = await bus.database('supporting-department').query('SELECT count(*) AS files FROM attachment')
  return [...(await Promise.all(counted)), entries[0], files[0]]
}
