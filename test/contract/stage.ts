import { expect, vi } from 'vitest'
import type { Source } from '#shared/domain/decider.ts'
import type { Log } from '#shared/log/log.ts'
import { Cluster } from './cluster.ts'
import type { Engine } from './engines.ts'
import type { Inbox } from './inbox.ts'
import { Owner } from './owner.ts'

/** What every test of a log needs: databases to own sources with, and logs, ended after each test. */
export class Stage {
  readonly cluster: Cluster
  private readonly urls = new Map<Source, string>()
  private readonly logs: Log[] = []
  private readonly owners: Owner[] = []
  private sources = 0

  private constructor(cluster: Cluster) {
    this.cluster = cluster
  }

  static async set(): Promise<Stage> {
    return new Stage(await Cluster.start())
  }

  /** An instance of the service that owns a source: of a new one with an empty database, or another of that source. */
  async own(source: Source = `//qiantou/agency-${++this.sources}`): Promise<Owner> {
    const database = databaseOf(source)
    if (!this.urls.has(source)) await this.cluster.createStore(database)
    this.urls.set(source, this.cluster.readerUrl(database))
    const owner = new Owner(source, this.cluster.url(database))
    this.owners.push(owner)
    return owner
  }

  /** A log of its own, as another process has. */
  open(engine: Engine, say?: (line: string) => void): Log {
    const log = engine.open(this.urls, say)
    this.logs.push(log)
    return log
  }

  async closeLogs(): Promise<void> {
    await Promise.all(this.logs.splice(0).map((log) => log.close()))
  }

  async clear(): Promise<void> {
    await this.closeLogs()
    await Promise.all(this.owners.splice(0).map((owner) => owner.end()))
  }
}

export const databaseOf = (source: Source): string => source.replace('//qiantou/', '')

/** A condition is true within moments; the limit is for a machine that does much else. */
export const eventually = (condition: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(condition, { timeout: 30_000, interval: 5 })

/** Waits until everything that the owner has recorded was taken in, and nothing else. */
export async function took(inbox: Inbox, owner: Owner): Promise<void> {
  const recorded = await owner.recorded()
  await eventually(() => expect(inbox.of(owner.source).length).toBe(recorded.length))
  expect(inbox.of(owner.source).map(Buffer.from)).toEqual(recorded.map(Buffer.from))
}

export async function milliseconds(work: Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work
  return performance.now() - start
}
