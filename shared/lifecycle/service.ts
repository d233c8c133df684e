import type { Clock } from '#shared/clock/clock.ts'
import type { Source } from '#shared/domain/decider.ts'
import type { Peer } from '#shared/grpc/peer.ts'
import type { GrpcService } from '#shared/grpc/server.ts'
import type { Log, SourceStore } from '#shared/log/log.ts'
import type { Database } from '#shared/postgres/database.ts'
import type { DeliveredRecord } from '#shared/record/record.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import type { MoneyPlace, ObjectPlace } from './config.ts'

/** The source of a service, as records name it. */
export const sourceOf = (service: string): Source => `//qiantou/${service}`

/** What a service stands on; the host makes it. */
export type Ground = {
  readonly name: string
  readonly source: Source
  readonly database: Database
  readonly log: Log
  readonly clock: Clock
  /** Where its files lie, where it keeps any. */
  readonly objects: ObjectPlace
  /** Where it meets banks and registers, where it moves money. */
  readonly money: MoneyPlace
  readonly logger: Logger
  /** Another service of the bus, by name. */
  readonly peer: (service: string) => Peer
}

/** What a service does with the records of others. */
export type Following = {
  readonly sources: readonly Source[]
  readonly from: (source: Source) => Promise<bigint>
  readonly deliver: (batch: readonly DeliveredRecord[], signal: AbortSignal) => Promise<void>
  /** For how long a delivery gathers records before the next one. */
  readonly gatherMilliseconds?: number
  /** As many deliveries of a source may be under way at a time (log.ts); 1 unless given. */
  readonly underway?: number
  /** Why a source stands still, where the service knows. */
  readonly stops?: () => ReadonlyMap<Source, { readonly reason: string; readonly root: Source | undefined }>
}

/** What operations teams do with a service's parked records and states. */
export type Operations = {
  readonly parked: () => Promise<bigint>
  readonly listParked: (after: { source: string; sequence: bigint }, limit: number) => Promise<readonly ParkedRow[]>
  readonly redrive: (key: string) => Promise<{ redriven: number; remaining: number }>
  readonly checkStates: () => Promise<{ streams: number; differing: readonly string[] }>
}

export type ParkedRow = DeliveredRecord & {
  readonly key: string
  readonly reason: string
  readonly park_time: Date
}

/** A service that stands on its ground and is ready to be wired. */
export type Opened<Services> = {
  /** What its methods have at hand. */
  readonly services: Services
  /** Its own records, if it records any. */
  readonly owns?: SourceStore
  readonly follows?: Following
  readonly operations?: Operations
  /** What time alone changes; started once everything has been taken in that was recorded before the service was. */
  readonly timers?: { readonly start: () => void; readonly stop: () => Promise<void> }
  /** The number of its own records, or of records in its order. */
  readonly sequence: () => Promise<bigint>
  /** Lets what is under way end. */
  readonly close?: () => Promise<void>
}

/** A service: a definition, not a program. */
export type Service<Services> = {
  readonly name: string
  /** Folders of migrations by name; none for a service without a database. */
  readonly migrations: Readonly<Record<string, URL>>
  /** Files that are no records: it has a place for them then (config.ts). */
  readonly keepsObjects?: true
  /** It moves money: it has a folder for the bank's files, and a key for account numbers (config.ts). */
  readonly movesMoney?: true
  readonly grpc: readonly GrpcService<Services>[]
  readonly open: (ground: Ground) => Promise<Opened<Services>>
}

export const defineService = <Services>(service: Service<Services>): Service<Services> => service
