import { readFileSync } from 'node:fs'
import { BinaryReader } from '@bufbuild/protobuf/wire'
import {
  type MethodDefinition,
  Server,
  ServerCredentials,
  type ServiceDefinition,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js'
import type { PackageDefinition } from '@grpc/proto-loader'
import { ReflectionService } from '@grpc/reflection'
import { HealthImplementation } from 'grpc-health-check'
import { Callers, trustDomainOfPem } from '#shared/identity/caller.ts'
import '#shared/identity/handshakes.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { type Arrived, maxMessageBytes, maxTransportedBytes } from './boundary.ts'
import { type Desk, receiveHandler, streamHandler, unaryHandler } from './handler.ts'
import type { Method } from './method.ts'

/** One gRPC service: its definition as ts-proto makes it, and what answers each of its RPCs. */
export type GrpcService<Services> = {
  readonly definition: ServiceDefinition
  readonly methods: Readonly<Record<string, Method<Services>>>
}

/** PEM texts: whom to trust, and who we are. */
export type Tls = { readonly ca: string; readonly cert: string; readonly key: string }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Reads strings as protobuf says they are: valid UTF-8, or the message is malformed. */
const strictReader = (bytes: Buffer): BinaryReader => new BinaryReader(bytes, (text) => utf8.decode(text))

/** Wraps a decoder so that it never throws: grpc-js would answer INTERNAL for what is the caller's mistake. */
const arriving =
  (decode: (bytes: Buffer) => unknown, faster: (bytes: Buffer) => unknown = () => undefined) =>
  (bytes: Buffer): Arrived<unknown> => {
    if (bytes.length > maxMessageBytes) return { bytes, malformed: 'too large' }
    try {
      // A decoder of ts-proto takes a reader as well as bytes, which the type of a service definition does not say.
      return { bytes, request: faster(bytes) ?? decode(strictReader(bytes) as unknown as Buffer) }
    } catch (error) {
      return { bytes, malformed: (error as Error).message }
    }
  }

/**
 * The descriptors of every proto file, as reflection hands them out: the bytes that buf wrote. The way through proto-loader
 * would write type names anew, relative to their packages, which no client resolves.
 */
function describedFiles(): PackageDefinition {
  const reader = new BinaryReader(readFileSync(new URL('../../generated/descriptors.binpb', import.meta.url)))
  const fileDescriptorProtos: Buffer[] = []
  // A google.protobuf.FileDescriptorSet: nothing but `repeated FileDescriptorProto file = 1`.
  while (reader.pos < reader.len) {
    const [field, wireType] = reader.tag()
    if (field === 1) fileDescriptorProtos.push(Buffer.from(reader.bytes()))
    else reader.skip(wireType, field)
  }
  return { files: { fileDescriptorProtos } } as unknown as PackageDefinition
}

/** The grpc-js handler of a method. */
function handlerOf<Services>(
  path: string,
  method: Method<Services>,
  services: () => Services | undefined,
  desk: Desk,
): UntypedServiceImplementation[string] {
  const make = (): unknown => {
    if (method.kind === 'unary') return unaryHandler(path, method, services, desk)
    if (method.kind === 'stream') return streamHandler(path, method, services, desk)
    return receiveHandler(path, method, services, desk)
  }
  return make() as UntypedServiceImplementation[string]
}

/** A server for the services of this process: mTLS, health, reflection, and limits on sizes and streams. */
export class GrpcServer {
  private readonly server = new Server({
    'grpc.max_receive_message_length': maxTransportedBytes,
    'grpc.max_send_message_length': 16 * 1024 * 1024,
    'grpc.keepalive_time_ms': 30_000,
    'grpc.keepalive_timeout_ms': 10_000,
  })
  private readonly health = new HealthImplementation()
  private readonly names: string[] = []
  private readonly draining = new AbortController()
  private readonly desk: Desk
  private readonly auditors: readonly string[]
  private callers: Callers | undefined

  constructor(options: {
    readonly auditors: readonly string[]
    readonly admitsWorkSecrets: boolean
    readonly logger: Logger
  }) {
    this.auditors = options.auditors
    this.desk = {
      callerOf: (call) => this.callers?.of(call.getAuthContext().sslPeerCertificate),
      logger: options.logger,
      draining: this.draining.signal,
      admitsWorkSecrets: options.admitsWorkSecrets,
    }
    this.health.addToServer(this.server)
  }

  /** `services` is what the methods have at hand; undefined while their service starts, and calls are told to come again. */
  add<Services>({ definition, methods }: GrpcService<Services>, services: () => Services | undefined): void {
    const implementation: UntypedServiceImplementation = {}
    const wrapped: Record<string, MethodDefinition<unknown, unknown>> = {}
    for (const [name, rpc] of Object.entries(definition)) {
      const method = methods[name]
      if (!method) throw new Error(`nothing answers ${rpc.path}`)
      wrapped[name] = {
        ...rpc,
        requestDeserialize: arriving(rpc.requestDeserialize, method.kind === 'receive' ? method.decode : undefined),
        responseSerialize: (message) => (Buffer.isBuffer(message) ? message : rpc.responseSerialize(message)),
      }
      implementation[name] = handlerOf(rpc.path, method, services, this.desk)
      this.names.push(rpc.path.split('/')[1] as string)
    }
    this.server.addService(wrapped, implementation)
  }

  /** @returns the port. @throws where the address is taken. */
  async listen(address: string, tls: Tls): Promise<number> {
    this.callers = new Callers(this.auditors, trustDomainOfPem(tls.cert))
    const names = [...new Set(this.names)]
    new ReflectionService(describedFiles(), { services: names }).addToServer(this.server)
    const credentials = ServerCredentials.createSsl(
      Buffer.from(tls.ca),
      [{ cert_chain: Buffer.from(tls.cert), private_key: Buffer.from(tls.key) }],
      true,
    )
    const port = await new Promise<number>((resolve, reject) =>
      this.server.bindAsync(address, credentials, (error, bound) => (error ? reject(error) : resolve(bound))),
    )
    for (const name of ['', ...names]) this.health.setStatus(name, 'SERVING')
    return port
  }

  /** Lets calls under way end, for at most that long; long streams are cut. */
  async close(patienceMilliseconds: number): Promise<void> {
    for (const name of ['', ...new Set(this.names)]) this.health.setStatus(name, 'NOT_SERVING')
    this.draining.abort()
    const force = setTimeout(() => this.server.forceShutdown(), patienceMilliseconds)
    await new Promise<void>((resolve) => this.server.tryShutdown(() => resolve()))
    clearTimeout(force)
  }
}
