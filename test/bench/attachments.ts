/** Files of 200 MB up and down through gRPC with mTLS, and what the services' memory does meanwhile. */
import { createHash, hash, randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from '@grpc/grpc-js'
import { AttachmentServiceClient } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { IssueTaskRequest } from '#proto/qiantou/task/v1/task_service.ts'
import type { After } from '#shared/domain/decider.ts'
import { call, clientOptions, mutualTls } from '#shared/grpc/client.ts'
import { maxPieceBytes } from '#shared/grpc/piece.ts'
import { download, upload } from '#shared/grpc/transfer.ts'
import { type BenchBus, organisation, startQuietBus } from './bus.ts'
import { startChild } from './child.ts'
import { bar, progress, type Report } from './report.ts'
import { median } from './statistics.ts'

const sizeBytes = 200_000_000
const levels = [1, 4] as const
const office = 'hn-office'

/** A file that nobody has sent before: the same megabyte again and again, after a first piece of its own. */
class File {
  readonly sha256: Buffer
  private readonly pieces: readonly Buffer[]

  constructor() {
    const block = randomBytes(maxPieceBytes * 8)
    const first = randomBytes(maxPieceBytes)
    const all = [first]
    for (let left = sizeBytes - first.length, i = 0; left > 0; left -= maxPieceBytes, i += 1) {
      const at = (i % 8) * maxPieceBytes
      all.push(block.subarray(at, at + Math.min(left, maxPieceBytes)))
    }
    this.pieces = all
    const digest = createHash('sha256')
    for (const piece of all) digest.update(piece)
    this.sha256 = digest.digest()
  }

  async *bytes(): AsyncGenerator<Buffer> {
    yield* this.pieces
  }
}

function tlsOf({ home }: Pick<BenchBus, 'home'>, kind: string, code: string) {
  const file = (name: string): string => readFileSync(join(home, 'certificates', name), 'utf8')
  return mutualTls({ ca: file('ca.crt'), cert: file(`${kind}/${code}.crt`), key: file(`${kind}/${code}.key`) })
}

async function issueTask(bus: BenchBus): Promise<{ task: string; after: readonly After[] }> {
  const parent = 'programmes/hunan-2025-7'
  const content = {
    $type: 'qiantou.task.v1.TaskContent' as const,
    clause: `${parent}/clauses/2-1`,
    title: 'Files',
    deliverable: '',
    closingStandard: '',
    due: { $type: 'google.type.Date' as const, year: 2099, month: 11, day: 30 },
    milestones: [],
  }
  const { tasks } = organisation(bus, office)
  const request = IssueTaskRequest.create({ requestId: randomUUID(), parent, content })
  const { task, receipt } = await call(tasks, (stub) => stub.issueTask, request)
  if (!task || !receipt) throw new Error('no task was issued')
  return { task: task.name, after: [receipt] }
}

/** Megabytes a second of so many transfers side by side. */
async function rate(count: number, transfer: (i: number) => Promise<void>): Promise<number> {
  const begin = performance.now()
  await Promise.all(Array.from({ length: count }, (_, i) => transfer(i)))
  return (count * sizeBytes) / 1e6 / ((performance.now() - begin) / 1_000)
}

/** What the services take, in MB. */
function rssMb(bus: BenchBus): number {
  const status = readFileSync(`/proc/${bus.child.process.pid}/status`, 'utf8')
  return Number(status.match(/VmRSS:\s+(\d+)/)?.[1]) / 1024
}

/** The most that the services took while something was done. */
async function mostRssMb(bus: BenchBus, work: () => Promise<void>): Promise<number> {
  let most = rssMb(bus)
  const looking = setInterval(() => {
    most = Math.max(most, rssMb(bus))
  }, 200)
  await work()
  clearInterval(looking)
  return most
}

/** The same bytes through a bare stream. */
async function bareStream(bus: BenchBus): Promise<number> {
  const file = (name: string): string => join(bus.home, 'certificates', name)
  const args = [file('ca.crt'), file('service/bus.crt'), file('service/bus.key')]
  const child = await startChild(['test/bench/reference-count.ts', ...args], /^listening/)
  const client = new Client(`localhost:${child.line.split(' ')[1]}`, tlsOf(bus, 'service', 'operations'))
  const same = (value: Buffer): Buffer => value
  const piece = randomBytes(maxPieceBytes)
  try {
    return await rate(1, async () => {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const done = (error: Error | null): void => (error ? reject(error) : resolve())
      const stream = client.makeClientStreamRequest('/plain.Plain/Count', same, same, done)
      for (let sent = 0; sent < sizeBytes; sent += piece.length) if (!stream.write(piece)) await once(stream, 'drain')
      stream.end()
      await promise
    })
  } finally {
    client.close()
    await child.stop()
  }
}

function sha256Rate(): number {
  const bytes = randomBytes(sizeBytes)
  const begin = performance.now()
  hash('sha256', bytes)
  return sizeBytes / 1e6 / ((performance.now() - begin) / 1_000)
}

export async function attachments(options: { rounds: number }): Promise<Report> {
  const bus = await startQuietBus({})
  const figures: Record<string, number> = {}
  const bare: number[] = []
  try {
    const { task, after } = await issueTask(bus)
    const client = () => new AttachmentServiceClient(bus.address, tlsOf(bus, 'organisation', office), clientOptions)
    const clients = Array.from({ length: Math.max(...levels) }, client)
    const of = (i: number): AttachmentServiceClient => clients[i] as AttachmentServiceClient
    const send = async (i: number, file: File): Promise<string> => {
      const announced = { parent: task, sha256: file.sha256, sizeBytes: BigInt(sizeBytes), title: '' }
      const mediaType = 'application/octet-stream'
      return (await upload(of(i), { ...announced, mediaType }, file.bytes(), { after })).name
    }
    const fetch = async (i: number, name: string): Promise<void> => {
      const digest = createHash('sha256')
      for await (const some of download(of(i), name)) digest.update(some)
      if (!name.endsWith(digest.digest('hex'))) throw new Error('what came down is not what went up')
    }
    // Code is compiled and the heap has found its size: for as many at once as there will be.
    await Promise.all(clients.map(async (_, i) => await fetch(i, await send(i, new File()))))
    // One baseline for all rounds: what leaks a little in each of them is seen.
    const before = rssMb(bus)
    const most: number[] = []
    for (const level of levels) {
      const up: number[] = []
      const down: number[] = []
      for (let round = 1; round <= options.rounds; round += 1) {
        progress(`${level} at once, round ${round} of ${options.rounds}`)
        const files = Array.from({ length: level }, () => new File())
        const names: string[] = []
        const work = async (): Promise<void> => {
          const sendOne = async (i: number): Promise<void> => {
            names[i] = await send(i, files[i] as File)
          }
          up.push(await rate(level, sendOne))
          down.push(await rate(level, (i) => fetch(i, names[i] as string)))
        }
        most.push(await mostRssMb(bus, work))
        if (level === 1) bare.push(await bareStream(bus))
      }
      figures[`up MB/s at ${level}`] = median(up)
      figures[`down MB/s at ${level}`] = median(down)
      progress(`up ${up.map(Math.round)}, down ${down.map(Math.round)}`)
    }
    figures['RSS growth of the services MB, at most'] = Math.max(...most) - before
    for (const one of clients) one.close()
  } finally {
    await bus.stop()
  }
  const references = { 'bare stream up MB/s': median(bare), 'sha256 MB/s': sha256Rate() }
  const value = (name: string): number => figures[name] ?? Number.NaN
  const bars = [
    bar('up MB/s at 1', value('up MB/s at 1'), '>=', 100),
    bar('down MB/s at 1', value('down MB/s at 1'), '>=', 100),
    bar('RSS growth MB', value('RSS growth of the services MB, at most'), '<=', 64),
  ]
  return { name: 'attachments', figures, references, bars }
}
