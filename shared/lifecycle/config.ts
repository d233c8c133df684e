import { createPrivateKey, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Source } from '#shared/domain/decider.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { callerOfPem } from '#shared/identity/caller.ts'
import { sourceOf } from './service.ts'

/** Where a service that keeps files has them. */
export type ObjectPlace = {
  /** `file:///…` or `s3://…` (shared/objects/open.ts). */
  readonly location: string
  /** The folder of uploads under way: this instance's alone. */
  readonly uploads: string
  /** The largest file that it takes. */
  readonly limitBytes: number
  /** An upload of which nothing arrives for so long is cut. */
  readonly idleMilliseconds: number
}

/** Where a service that moves money meets others' systems. */
export type MoneyPlace = {
  /** The folder of files that are exchanged with the bank (`bank/`) and the credit register (`credit/`). */
  readonly exchange: string
  /** The file with the key that account numbers are kept under. */
  readonly accountKey: string
}

/** The largest file unless it is set otherwise (attachment_service.proto). */
export const usualLimitBytes = 200_000_000

/** Of callers that vanish without a word TCP tells late. */
export const usualIdleMilliseconds = 60_000

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
  /** Where a service has the files that it keeps; read only where it keeps any. */
  readonly objects: (service: string) => ObjectPlace
  /** What a service that moves money needs; read only where it does. */
  readonly money: (service: string) => MoneyPlace
  /** Where other services listen; undefined stands for this process. */
  readonly peer: (service: string) => string | undefined
  readonly log:
    | { readonly engine: 'postgres'; readonly sources: ReadonlyMap<Source, string> }
    | { readonly engine: 'kafka'; readonly brokers: readonly string[]; readonly ssl: Tls | undefined }
  /** Organisations that read by role, `organisations/{organisation}`. */
  readonly auditors: readonly string[]
  /** Whether the operator has approved the network for work secrets (工作秘密); state secrets never pass. */
  readonly admitsWorkSecrets: boolean
}

const list = (text: string): string[] => text.split(',').filter((entry) => entry !== '')

// A variable that is set to nothing is not set.
const required = z.string({ error: 'is not set' }).min(1, 'is not set')

// Nothing but the one word opens the door: what is misspelt stops the start.
const workSecrets = z.enum(['', 'approved'], { error: 'must be approved, or not set' }).default('')

const environment = z
  .object({
    QIANTOU_LISTEN: z.string().default('0.0.0.0:7443'),
    QIANTOU_CA: required,
    QIANTOU_CERT: required,
    QIANTOU_KEY: required,
    QIANTOU_DATABASE_URL: z.string().default(''),
    QIANTOU_OBJECTS: z.string().default(''),
    QIANTOU_UPLOADS: z.string().default(''),
    QIANTOU_EXCHANGE: z.string().default(''),
    QIANTOU_ACCOUNT_KEY: z.string().default(''),
    QIANTOU_ATTACHMENT_LIMIT_MB: z.coerce
      .number({ error: 'must be a number' })
      .positive()
      .default(usualLimitBytes / 1e6),
    QIANTOU_LOG: z.enum(['postgres', 'kafka'], { error: 'must be postgres or kafka' }).default('postgres'),
    QIANTOU_LOG_SOURCES: z.string().default(''),
    QIANTOU_KAFKA_BROKERS: z.string().default(''),
    QIANTOU_KAFKA_CA: z.string().default(''),
    QIANTOU_KAFKA_CERT: z.string().default(''),
    QIANTOU_KAFKA_KEY: z.string().default(''),
    QIANTOU_PEERS: z.string().default(''),
    QIANTOU_AUDITORS: z.string().default(''),
    QIANTOU_WORK_SECRETS: workSecrets,
  })
  .superRefine((set, context) => {
    const require = (name: string, holds: boolean, message: string): void => {
      if (!holds) context.addIssue({ code: 'custom', path: [name], message })
    }
    if (set.QIANTOU_LOG === 'kafka') require('QIANTOU_KAFKA_BROKERS', set.QIANTOU_KAFKA_BROKERS !== '', 'is not set')
    // One that is forgotten must not mean that nothing is encrypted.
    const secure = [set.QIANTOU_KAFKA_CA, set.QIANTOU_KAFKA_CERT, set.QIANTOU_KAFKA_KEY].filter(Boolean).length
    require('QIANTOU_KAFKA_CA', secure === 0 || secure === 3, 'goes with QIANTOU_KAFKA_CERT and QIANTOU_KAFKA_KEY')
    for (const name of ['QIANTOU_LOG_SOURCES', 'QIANTOU_PEERS'] as const)
      require(name, list(set[name]).every((entry) => /^[^=]+=./.test(entry)), 'must be name=value, by commas')
  })

type Settings = z.infer<typeof environment>

/** `name=value` entries separated by commas. */
const pairs = (text: string): Map<string, string> =>
  new Map(list(text).map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]))

/** What `read` makes of a variable. @throws Error that names the variable, where it can't be made. */
function from<T>(name: keyof Settings, complaint: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new Error(`${name}: ${complaint} (${(error as Error).message})`)
  }
}

/** The PEM files of three variables. @throws Error naming the first that can't be read or does not go with the rest. */
function readTls(set: Settings, names: Readonly<Record<keyof Tls, keyof Settings>>): Tls {
  const text = (name: keyof Settings): string => from(name, "can't be read", () => readFileSync(set[name], 'utf8'))
  const tls = { ca: text(names.ca), cert: text(names.cert), key: text(names.key) }
  from(names.ca, 'holds no certificate in PEM', () => new X509Certificate(tls.ca))
  const certificate = from(names.cert, 'holds no certificate in PEM', () => new X509Certificate(tls.cert))
  const key = from(names.key, 'holds no private key in PEM', () => createPrivateKey(tls.key))
  if (!certificate.checkPrivateKey(key))
    throw new Error(`${names.key}: is not the key of the certificate in ${names.cert}`)
  return tls
}

/** The uploads lie beside the objects unless it is said where; `instance` keeps those of several instances apart. */
function uploadsOf(location: string, instance: string): string {
  const url = new URL(location)
  return url.protocol === 'file:' ? join(fileURLToPath(url), 'uploads', instance.replaceAll(/[^\w.-]/g, '-')) : ''
}

/** Where a service that keeps files has them. @throws Error that names the variable which is missing or wrong */
function objectPlaceOf(set: Settings): ObjectPlace {
  const location = set.QIANTOU_OBJECTS
  if (!location) throw new Error('QIANTOU_OBJECTS: is not set')
  const form = 'must be file:///FOLDER or s3://BUCKET/PREFIX?endpoint=URL'
  const { protocol, host } = from('QIANTOU_OBJECTS', form, () => new URL(location))
  if (protocol === 's3:' ? host === '' : protocol !== 'file:' || host !== '')
    throw new Error(`QIANTOU_OBJECTS: ${form}`)
  const uploads = set.QIANTOU_UPLOADS || uploadsOf(location, `${hostname()}-${set.QIANTOU_LISTEN}`)
  // Nothing of S3 is at hand in which a file could grow.
  if (!uploads) throw new Error('QIANTOU_UPLOADS: is not set: name a folder of this instance')
  return {
    location,
    uploads,
    limitBytes: Math.floor(set.QIANTOU_ATTACHMENT_LIMIT_MB * 1e6),
    idleMilliseconds: usualIdleMilliseconds,
  }
}

/** A service with another's certificate would speak in the other's name wherever it calls. */
function requireNamed(service: string, { cert }: Tls): void {
  const named = callerOfPem(cert)?.actor
  if (named !== `services/${service}`)
    throw new Error(`QIANTOU_CERT: names ${named ?? 'nobody'}, but this is services/${service}`)
}

/**
 * The configuration of one service from the environment (docs/operations.md lists the variables).
 * @throws Error naming each variable that is missing or wrong, or the file that is, or that is another service's.
 */
export function readConfig(
  env: NodeJS.ProcessEnv,
  service: {
    readonly name: string
    readonly needsDatabase: boolean
    readonly keepsObjects?: boolean
    readonly movesMoney?: boolean
  },
): Config {
  const parsed = environment.safeParse(env)
  const complaints = parsed.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []
  if (service.needsDatabase && !env.QIANTOU_DATABASE_URL) complaints.push('QIANTOU_DATABASE_URL: is not set')
  for (const name of service.movesMoney ? (['QIANTOU_EXCHANGE', 'QIANTOU_ACCOUNT_KEY'] as const) : [])
    if (!env[name]) complaints.push(`${name}: is not set`)
  if (!parsed.success || complaints.length > 0) throw new Error(complaints.join('\n'))
  const set = parsed.data
  const tls = readTls(set, { ca: 'QIANTOU_CA', cert: 'QIANTOU_CERT', key: 'QIANTOU_KEY' })
  requireNamed(service.name, tls)
  const objects = service.keepsObjects ? objectPlaceOf(set) : undefined
  const kafkaTls = { ca: 'QIANTOU_KAFKA_CA', cert: 'QIANTOU_KAFKA_CERT', key: 'QIANTOU_KAFKA_KEY' } as const
  const ssl = set.QIANTOU_KAFKA_CA ? readTls(set, kafkaTls) : undefined
  const peers = pairs(set.QIANTOU_PEERS)
  const sources = [...pairs(set.QIANTOU_LOG_SOURCES)].map(([name, url]): [Source, string] => [sourceOf(name), url])
  return {
    listen: set.QIANTOU_LISTEN,
    tls,
    identity: () => tls,
    database: () => set.QIANTOU_DATABASE_URL,
    objects: () => objects as ObjectPlace,
    money: () => ({ exchange: set.QIANTOU_EXCHANGE, accountKey: set.QIANTOU_ACCOUNT_KEY }),
    peer: (name) => peers.get(name),
    log:
      set.QIANTOU_LOG === 'kafka'
        ? { engine: 'kafka', brokers: list(set.QIANTOU_KAFKA_BROKERS), ssl }
        : { engine: 'postgres', sources: new Map(sources) },
    auditors: list(set.QIANTOU_AUDITORS),
    admitsWorkSecrets: set.QIANTOU_WORK_SECRETS === 'approved',
  }
}

/**
 * Whether the operator has approved the network for work secrets, where a start reads little else.
 * @throws Error that names the variable where it says anything else
 */
export function admitsWorkSecrets(env: NodeJS.ProcessEnv): boolean {
  const said = workSecrets.safeParse(env.QIANTOU_WORK_SECRETS)
  if (!said.success) throw new Error('QIANTOU_WORK_SECRETS: must be approved, or not set')
  return said.data === 'approved'
}
