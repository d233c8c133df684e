/** The whole bus in one process: every service on one port, on databases of one PostgreSQL. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Certificates, ensureCertificates } from '#infra/certificates/authority.ts'
import type { PostgresServer } from '#infra/postgres/server.ts'
import { shippedNames } from '#services/coordination-office/domain/shipped.ts'
import type { Clock } from '#shared/clock/clock.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { type Config, usualIdleMilliseconds, usualLimitBytes } from '#shared/lifecycle/config.ts'
import { type Host, startHost } from '#shared/lifecycle/host.ts'
import { sourceOf } from '#shared/lifecycle/service.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { ensureDatabases, type ServiceDatabase } from './databases.ts'
import { beginMoney, moneyPlaceIn } from './money.ts'
import { recording, services, storing } from './services.ts'

/** Certificates for the services, operations teams, and every organisation that is shipped. */
export function ensureBusCertificates(directory: string): Promise<Certificates> {
  const names = ['bus', 'operations', ...services.map(({ name }) => name)]
  return ensureCertificates(directory, [
    ...names.map((code) => ({ kind: 'service' as const, code })),
    ...shippedNames.map((name) => ({
      kind: 'organisation' as const,
      code: codeOf(name),
    })),
  ])
}

/** What one side of mTLS needs, as a server or a client of ours takes it. */
export function tlsOf(certificates: Certificates, code: string, kind: 'service' | 'organisation'): Tls {
  const { authority, certificate, key } = certificates.of({ kind, code })
  return { ca: authority, cert: certificate, key }
}

export type Bus = Host & { readonly databases: ReadonlyMap<string, ServiceDatabase> }

/**
 * Starts every service. Resolves when all of them serve. Databases are made where they are missing, `prefix` before
 * their names; PostgreSQL stays the caller's to stop.
 */
export async function startBus(options: {
  readonly postgres: PostgresServer
  readonly certificates: Certificates
  readonly listen: string
  /** The folder of the files that services keep, each in one of its own. */
  readonly objects: string
  /** Where money meets others' systems, each service in a folder of its own (money.ts). */
  readonly money: string
  /** Where files lie once they are whole, where that is no folder: `s3://…` (shared/objects/s3-store.ts). */
  readonly store?: string | undefined
  /** The largest of them; as usual, unless given. */
  readonly limitBytes?: number
  /** How long nothing may arrive of an upload; as usual, unless given. */
  readonly idleMilliseconds?: number
  /** Kafka's addresses; PostgreSQL carries the records where there are none. */
  readonly brokers?: readonly string[] | undefined
  readonly auditors?: readonly string[]
  /** As the operator says it; not, unless given. */
  readonly admitsWorkSecrets?: boolean
  readonly prefix?: string
  readonly clock?: Clock
  readonly logger: Logger
}): Promise<Bus> {
  const { postgres, certificates, brokers, logger, clock } = options
  const names = storing.map(({ name }) => name)
  const databases = await ensureDatabases(postgres, names, options.prefix)
  await beginMoney(moneyPlaceIn(join(options.money, 'finance')))
  const identity = (service: string): Tls => tlsOf(certificates, service, 'service')
  const config: Config = {
    listen: options.listen,
    tls: identity('bus'),
    identity,
    database: (service) => databases.get(service)?.own ?? '',
    objects: (service) => ({
      location: options.store ?? pathToFileURL(join(options.objects, service)).href,
      uploads: join(options.objects, service, 'uploads'),
      limitBytes: options.limitBytes ?? usualLimitBytes,
      idleMilliseconds: options.idleMilliseconds ?? usualIdleMilliseconds,
    }),
    money: (service) => moneyPlaceIn(join(options.money, service)),
    peer: () => undefined,
    log: brokers
      ? { engine: 'kafka', brokers, ssl: undefined }
      : {
          engine: 'postgres',
          sources: new Map(recording.map(({ name }) => [sourceOf(name), databases.get(name)?.reader ?? ''])),
        },
    auditors: options.auditors ?? [],
    admitsWorkSecrets: options.admitsWorkSecrets ?? false,
  }
  return { ...(await startHost(services, config, clock ? { clock, logger } : { logger })), databases }
}
