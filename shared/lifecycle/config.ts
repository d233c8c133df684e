import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Source } from '#shared/domain/decider.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { sourceOf } from './service.ts'

/** How a process is set: read from the environment where a service runs alone, made by the embedded start otherwise. */
export type Config = {
  /** Where to listen, `host:port`; port 0 takes a free one. */
  readonly listen: string
  /** Certificate of the server, and the authority that callers' certificates come from. */
  readonly tls: Tls
  /** Certificates by which services call each other, by service. */
  readonly identity: (service: string) => Tls
  /** PostgreSQL URL of each service's own database. */
  readonly database: (service: string) => string
  /** Where other services listen; undefined stands for this process. */
  readonly peer: (service: string) => string | undefined
  readonly log:
    | { readonly engine: 'postgres'; readonly sources: ReadonlyMap<Source, string> }
    | { readonly engine: 'kafka'; readonly brokers: readonly string[]; readonly ssl: Tls | undefined }
  /** Organisations that read by role, `organisations/{organisation}`. */
  readonly auditors: readonly string[]
}

const list = (text: string): string[] => text.split(',').filter((entry) => entry !== '')

const environment = z
  .object({
    QIANTOU_LISTEN: z.string().default('0.0.0.0:7443'),
    QIANTOU_CA: z.string(),
    QIANTOU_CERT: z.string(),
    QIANTOU_KEY: z.string(),
    QIANTOU_DATABASE_URL: z.string().default(''),
    QIANTOU_LOG: z.enum(['postgres', 'kafka']).default('postgres'),
    QIANTOU_LOG_SOURCES: z.string().default(''),
    QIANTOU_KAFKA_BROKERS: z.string().default(''),
    QIANTOU_KAFKA_CA: z.string().optional(),
    QIANTOU_KAFKA_CERT: z.string().optional(),
    QIANTOU_KAFKA_KEY: z.string().optional(),
    QIANTOU_PEERS: z.string().default(''),
    QIANTOU_AUDITORS: z.string().default(''),
  })
  .superRefine((set, context) => {
    const require = (name: string, holds: boolean, message: string): void => {
      if (!holds) context.addIssue({ code: 'custom', path: [name], message })
    }
    if (set.QIANTOU_LOG === 'kafka') require('QIANTOU_KAFKA_BROKERS', set.QIANTOU_KAFKA_BROKERS !== '', 'is required')
    // One that is forgotten must not mean that nothing is encrypted.
    const secure = [set.QIANTOU_KAFKA_CA, set.QIANTOU_KAFKA_CERT, set.QIANTOU_KAFKA_KEY].filter(Boolean).length
    require('QIANTOU_KAFKA_CA', secure === 0 || secure === 3, 'goes with QIANTOU_KAFKA_CERT and QIANTOU_KAFKA_KEY')
    for (const name of ['QIANTOU_LOG_SOURCES', 'QIANTOU_PEERS'] as const)
      require(name, list(set[name]).every((entry) => /^[^=]+=./.test(entry)), 'must be name=value, by commas')
  })

/** `name=value` entries separated by commas. */
const pairs = (text: string): Map<string, string> =>
  new Map(list(text).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))

/**
 * The configuration of one service from the environment (docs/operations.md lists the variables).
 * @throws Error naming each variable that is missing or wrong, and each file that can't be read.
 */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const parsed = environment.safeParse(env)
  if (!parsed.success)
    throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'))
  const set = parsed.data
  const tls = {
    ca: readFileSync(set.QIANTOU_CA, 'utf8'),
    cert: readFileSync(set.QIANTOU_CERT, 'utf8'),
    key: readFileSync(set.QIANTOU_KEY, 'utf8'),
  }
  const peers = pairs(set.QIANTOU_PEERS)
  const sources = [...pairs(set.QIANTOU_LOG_SOURCES)].map(([service, url]): [Source, string] => [
    sourceOf(service),
    url,
  ])
  const { QIANTOU_KAFKA_CA: ca, QIANTOU_KAFKA_CERT: cert, QIANTOU_KAFKA_KEY: key } = set
  const ssl =
    ca && cert && key
      ? { ca: readFileSync(ca, 'utf8'), cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
      : undefined
  return {
    listen: set.QIANTOU_LISTEN,
    tls,
    identity: () => tls,
    database: () => set.QIANTOU_DATABASE_URL,
    peer: (service) => peers.get(service),
    log:
      set.QIANTOU_LOG === 'kafka'
        ? { engine: 'kafka', brokers: list(set.QIANTOU_KAFKA_BROKERS), ssl }
        : { engine: 'postgres', sources: new Map(sources) },
    auditors: list(set.QIANTOU_AUDITORS),
  }
}
