/** What our figures are compared with, measured in the same run on the same machine. */
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type ChannelCredentials, Client, credentials } from '@grpc/grpc-js'
import pg from 'pg'
import { startPostgres } from '#infra/postgres/server.ts'
import { mutualTls } from '#shared/grpc/client.ts'
import { newHome } from './bus.ts'
import { startChild } from './child.ts'
import { type Load, load, timed } from './statistics.ts'

/** A PostgreSQL of its own, set as the bus's is, for one reference. */
export async function withPostgres<T>(work: (url: string) => Promise<T>): Promise<T> {
  const home = await newHome()
  const server = await startPostgres({ home })
  try {
    return await work(server.url('postgres'))
  } finally {
    await server.stop()
    await rm(home, { recursive: true, force: true })
  }
}

/** Bare commits of one row, one connection a worker. */
export const bareCommit = (workers: number, seconds: number): Promise<Load> =>
  withPostgres(async (url) => {
    const clients = await Promise.all(
      Array.from({ length: workers }, async () => {
        const client = new pg.Client({ connectionString: url })
        await client.connect()
        return client
      }),
    )
    await clients[0]?.query('CREATE TABLE bare (id bigserial PRIMARY KEY, value text NOT NULL)')
    const text = 'INSERT INTO bare (value) VALUES ($1)'
    const result = await load(workers, seconds, (worker, note) =>
      timed(note, async () => {
        await clients[worker]?.query({ name: 'bare', text, values: ['x'.repeat(300)] })
      }),
    )
    await Promise.all(clients.map((client) => client.end()))
    return result
  })

const unary = (client: Client, path: string, bytes: Buffer): Promise<Buffer> =>
  new Promise((resolve, reject) =>
    client.makeUnaryRequest(
      path,
      (value: Buffer) => value,
      (value: Buffer) => value,
      bytes,
      (error, answer) => (error ? reject(error) : resolve(answer as Buffer)),
    ),
  )

async function withClient<T>(
  address: string,
  secret: ChannelCredentials,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new Client(address, secret)
  try {
    return await work(client)
  } finally {
    client.close()
  }
}

/** Steps of the plain service's items: what one of our lifecycles asks for, call by call. */
function* plainSteps(task: string): Generator<{ name: string; from: string; to: string }> {
  yield { name: task, from: '', to: 'ISSUED' }
  const states = ['', 'ACKNOWLEDGED', 'REPORTED', 'SUBMITTED', 'ACCEPTED']
  for (let body = 0; body < 5; body += 1)
    for (const [i, from] of states.slice(0, -1).entries())
      yield { name: `${task}/${body}`, from, to: states[i + 1] as string }
  yield { name: task, from: 'ISSUED', to: 'CLOSE_PROPOSED' }
  yield { name: task, from: 'CLOSE_PROPOSED', to: 'CLOSED' }
}

/** A running plain service, ready to be loaded with the same work: 23 calls a task, one after the other. */
export async function startPlain(url: string) {
  const child = await startChild(['test/bench/reference-plain.ts', url], /^listening/)
  const client = new Client(`127.0.0.1:${child.line.split(' ')[1]}`, credentials.createInsecure())
  const text = 'Ten stretches of road were taken into the pilot area; the map of three of them is drawn.'
  let count = 0
  return {
    load: (tasks: number, seconds: number): Promise<Load> =>
      load(tasks, seconds, async (_, note) => {
        for (const step of plainSteps(`task-${count++}`))
          await timed(note, () => unary(client, '/plain.Plain/Apply', Buffer.from(JSON.stringify({ ...step, text }))))
      }),
    stop: async () => {
      client.close()
      await child.stop()
    },
  }
}

/** A bare echo of 300 bytes over mTLS, with the certificates of a bus. */
export async function bareEcho(home: string, workers: number, seconds: number): Promise<Load> {
  const file = (name: string): string => join(home, 'certificates', name)
  const child = await startChild(
    ['test/bench/reference-echo.ts', file('ca.crt'), file('service/bus.crt'), file('service/bus.key')],
    /^listening/,
  )
  const read = (name: string): string => readFileSync(file(name), 'utf8')
  const secret = mutualTls({
    ca: read('ca.crt'),
    cert: read('service/operations.crt'),
    key: read('service/operations.key'),
  })
  try {
    return await withClient(`localhost:${child.line.split(' ')[1]}`, secret, async (client) => {
      const bytes = Buffer.alloc(300, 'x')
      return load(workers, seconds, (_, note) =>
        timed(note, async () => void (await unary(client, '/plain.Plain/Echo', bytes))),
      )
    })
  } finally {
    await child.stop()
  }
}
