/**
 * A plain service made by hand, as a team would without a bus: grpc-js without TLS, one transaction a call: a guarded
 * row update and an outbox insert; a pool of ten. No idempotency, no chain, no second service.
 */
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData, status } from '@grpc/grpc-js'
import pg from 'pg'

const url = process.argv[2] ?? ''
const pool = new pg.Pool({ connectionString: url, max: 10 })
await pool.query(`
  CREATE TABLE IF NOT EXISTS item (name text PRIMARY KEY, state text NOT NULL, version integer NOT NULL, body jsonb NOT NULL);
  CREATE TABLE IF NOT EXISTS outbox (id bigserial PRIMARY KEY, name text NOT NULL, type text NOT NULL, payload jsonb NOT NULL,
    at timestamptz NOT NULL DEFAULT now())`)

type Step = { name: string; from: string; to: string; text: string }

async function apply({ name, from, to, text }: Step): Promise<boolean> {
  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const body = JSON.stringify({ text })
    const changed =
      from === ''
        ? await client.query('INSERT INTO item VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING', [name, to, body])
        : await client.query(
            'UPDATE item SET state = $3, version = version + 1, body = $4 WHERE name = $1 AND state = $2',
            [name, from, to, body],
          )
    if (changed.rowCount !== 1) {
      await client.query('ROLLBACK')
      return false
    }
    await client.query('INSERT INTO outbox (name, type, payload) VALUES ($1, $2, $3)', [name, to, body])
    await client.query('COMMIT')
    return true
  } finally {
    client.release()
  }
}

const json = {
  serialize: (value: unknown) => Buffer.from(JSON.stringify(value)),
  deserialize: (bytes: Buffer) => JSON.parse(bytes.toString()),
}
const server = new Server()
server.addService(
  {
    apply: {
      path: '/plain.Plain/Apply',
      requestStream: false,
      responseStream: false,
      requestSerialize: json.serialize,
      requestDeserialize: json.deserialize,
      responseSerialize: json.serialize,
      responseDeserialize: json.deserialize,
    },
  },
  {
    apply: (call: ServerUnaryCall<Step, unknown>, reply: sendUnaryData<unknown>) => {
      apply(call.request).then(
        (done) => (done ? reply(null, { done }) : reply({ code: status.FAILED_PRECONDITION, details: 'state' })),
        (error) => reply({ code: status.UNAVAILABLE, details: error.message }),
      )
    },
  },
)
server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error
  process.stdout.write(`listening ${port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
