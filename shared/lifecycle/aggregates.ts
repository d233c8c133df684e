import { archiveOf } from '#shared/archive/archive.ts'
import type { Clock } from '#shared/clock/clock.ts'
import type { AnyDecider, AnyFold, Source } from '#shared/domain/decider.ts'
import type { Books } from '#shared/domain/ledger.ts'
import type { Database } from '#shared/postgres/database.ts'
import { EventStore } from '#shared/postgres/event-store.ts'
import { Generation } from '#shared/postgres/generation.ts'
import { readHead } from '#shared/postgres/head.ts'
import { checkStates, refoldOutdated } from '#shared/postgres/rebuild.ts'
import * as sql from '#shared/postgres/statements.ts'
import { Timers } from '#shared/postgres/timers.ts'
import { type Ground, type Opened, type ParkedRow, type Service, sourceOf } from './service.ts'

/** The migrations of every service that records. */
export const storeMigrations = new URL('../postgres/migrations/', import.meta.url)

/** What the methods of a service that records have at hand. */
export type Aggregates = { readonly store: EventStore; readonly database: Database; readonly clock: Clock }

/** What goes on until it is stopped. */
type Loop = { readonly start: () => void; readonly stop: () => Promise<void> }

/** Several of them as one. */
const together = (loops: readonly Loop[]): Loop => ({
  start: () => loops.map((loop) => loop.start()),
  stop: async () => void (await Promise.all(loops.map((loop) => loop.stop()))),
})

type Parts<Services extends Aggregates> = {
  /** The aggregates it decides. */
  readonly deciders: readonly AnyDecider[]
  /** The services whose facts fold into which of its aggregates, and into what it only knows. */
  readonly absorbs: Readonly<Record<string, readonly AnyFold[]>>
  /** Which of its folds take in what it decides itself, in the same batch (opened.ts). */
  readonly within?: readonly AnyFold[]
  /** What its records book, where it keeps a ledger. */
  readonly books?: Books
  /** For how long records of others wait for company where nobody waits for them; 8 unless given. */
  readonly gatherMilliseconds?: number
  readonly services: (aggregates: Aggregates, ground: Ground) => Services | Promise<Services>
  /** What it does by itself besides, from when its timers begin. */
  readonly works?: (services: Services, ground: Ground) => Promise<Loop>
  /** Lets go what `services` has opened. */
  readonly close?: (services: Services) => Promise<void> | void
}

/** Opens a service that decides: its store, refolded where a fold has changed, its inbox, its parked records. */
export const aggregates =
  <Services extends Aggregates>(parts: Parts<Services>): Service<Services>['open'] =>
  async (ground: Ground): Promise<Opened<Services>> => {
    const { source, clock } = ground
    const absorbed = Object.entries(parts.absorbs).map(([name, folds]): [Source, readonly AnyFold[]] => [
      sourceOf(name),
      folds,
    ])
    const absorbs = { folds: new Map(absorbed), within: parts.within ?? [] }
    const { logger } = ground
    const archive = archiveOf(ground)
    const generation = await Generation.open(
      { database: ground.database, source, deciders: parts.deciders, absorbs, archive },
      logger,
    )
    const { states } = generation
    const { database } = states
    const { gatherMilliseconds, books } = parts
    const store = new EventStore({ source, database, clock, absorbs, books, logger, gatherMilliseconds, generation })
    try {
      await store.open()
      await refoldOutdated(states)
      await generation.noticed()
    } catch (error) {
      await generation.close()
      throw error
    }
    const timers = new Timers({ store, database, clock, deciders: parts.deciders, logger })
    const services = await parts.services({ store, database, clock }, { ...ground, database })
    const work = await parts.works?.(services, ground)
    return {
      timers: together(work ? [timers, work] : [timers]),
      services,
      owns: {
        source,
        database,
        read: (after, limit) => store.read(after, limit),
        onAppend: (listener) => store.onAppend(listener),
      },
      follows: {
        sources: [...absorbs.folds.keys()],
        from: (followed) => store.position(followed),
        underway: 8,
        deliver: (batch, signal) => store.absorb(batch, signal),
      },
      operations: {
        parked: async () => (await database.query(sql.countParked)).rows[0].parked,
        listParked: async (after, limit): Promise<readonly ParkedRow[]> =>
          (await database.query(sql.listParked, [after.source, after.sequence, limit])).rows,
        redrive: (key) => store.redrive(key),
        checkStates: () => checkStates(states),
      },
      sequence: () => readHead(database),
      close: async () => {
        await store.drain()
        await parts.close?.(services)
        await generation.close()
      },
    }
  }
