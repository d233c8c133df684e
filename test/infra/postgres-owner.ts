import { startPostgres } from '#infra/postgres/server.ts'

/** A process of its own that owns a server until it is killed: says the server's pid and where it listens. */
const [home] = process.argv.slice(2)
if (home === undefined) throw new Error('usage: postgres-owner.ts HOME')
const server = await startPostgres({ home })
console.log(JSON.stringify({ pid: server.pid, url: server.url('postgres') }))
