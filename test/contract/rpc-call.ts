/** Every RPC of the descriptors, called with any bytes, and what comes of it in one line. */
import { readFileSync } from 'node:fs'
import { type Client, type ServiceError, status } from '@grpc/grpc-js'
import protoLoader, { type MethodDefinition } from '@grpc/proto-loader'
import { type MessageType, messageTypeRegistry } from '#proto/typeRegistry.ts'
import type { After } from '#shared/domain/decider.ts'
import { explained, metadataOf } from '#shared/grpc/client.ts'

/** An RPC as its descriptor says it is. */
export type Rpc = {
  /** `TaskService/IssueTask`. */
  readonly name: string
  readonly path: string
  readonly isStream: boolean
  /** Whether it takes a stream of requests. */
  readonly receives: boolean
  readonly isCommand: boolean
  readonly request: MessageType
  readonly response: MessageType
}

type Described = MethodDefinition<object, object> & {
  readonly requestType: {
    readonly type: { readonly name: string; readonly field: readonly { readonly name: string }[] }
  }
  readonly responseType: { readonly type: { readonly name: string } }
}

const message = (path: string, name: string): MessageType => {
  const type = `${path.slice(1, path.lastIndexOf('.'))}.${name}`
  const codec = messageTypeRegistry.get(type)
  if (!codec) throw new Error(`no message named ${type} is loaded`)
  return codec
}

/** Every RPC that the proto files describe. */
export function describedRpcs(): readonly Rpc[] {
  const descriptors = readFileSync(new URL('../../generated/descriptors.binpb', import.meta.url))
  return Object.entries(protoLoader.loadFileDescriptorSetFromBuffer(descriptors))
    .filter(([name, entry]) => name.startsWith('qiantou.') && !('format' in entry))
    .flatMap(([, service]) => Object.values(service) as unknown as Described[])
    .map((method) => ({
      name: method.path.slice(method.path.lastIndexOf('.') + 1),
      path: method.path,
      isStream: method.responseStream,
      receives: method.requestStream,
      // Whatever takes a request id changes something.
      isCommand: method.requestType.type.field.some((field) => /^request_?id$/i.test(field.name)),
      request: message(method.path, method.requestType.type.name),
      response: message(method.path, method.responseType.type.name),
    }))
}

/** What came of a call. */
export type Answer = {
  /** `OK`, or `NOT_FOUND TASK_NOT_FOUND`. */
  readonly outcome: string
  readonly fields: readonly string[]
  readonly sentences: ReadonlyMap<string, string>
  /** The response, or the frames of a stream: all of them, or up to the one that says it has caught up. */
  readonly responses: readonly object[]
}

const answerOf = (error: ServiceError): Answer => {
  const said = explained(error)
  return {
    outcome: [status[error.code], said?.reason].filter(Boolean).join(' '),
    fields: said?.violations.map(({ field }) => field) ?? [],
    sentences: said?.sentences ?? new Map(),
    responses: [],
  }
}

const isCaughtUp = (frame: object): boolean => (frame as { frame?: { $case: string } }).frame?.$case === 'caughtUp'

/** Calls an RPC with whatever bytes, in one message where it takes a stream. A stream is left once it has caught up. */
export function callRaw(client: Client, rpc: Rpc, bytes: Uint8Array, after: readonly After[] = []): Promise<Answer> {
  const serialize = (value: Uint8Array): Buffer => Buffer.from(value)
  const deserialize = (value: Buffer): object => rpc.response.decode(value)
  const ok = (responses: readonly object[]): Answer => ({ outcome: 'OK', fields: [], sentences: new Map(), responses })
  const options = { deadline: Date.now() + 20_000 }
  return new Promise((resolve) => {
    const answered = (error: ServiceError | null, response?: object): void =>
      resolve(error ? answerOf(error) : ok([response as object]))
    const metadata = metadataOf(after)
    if (rpc.receives) {
      client.makeClientStreamRequest(rpc.path, serialize, deserialize, metadata, options, answered).end(bytes)
      return
    }
    if (!rpc.isStream) {
      client.makeUnaryRequest(rpc.path, serialize, deserialize, bytes, metadata, options, answered)
      return
    }
    const frames: object[] = []
    const stream = client.makeServerStreamRequest(rpc.path, serialize, deserialize, bytes, metadata, options)
    stream.on('end', () => resolve(ok(frames)))
    stream.on('data', (frame: object) => {
      frames.push(frame)
      if (isCaughtUp(frame)) stream.cancel()
    })
    stream.on('error', (error: ServiceError) =>
      resolve(error.code === status.CANCELLED && frames.some(isCaughtUp) ? ok(frames) : answerOf(error)),
    )
  })
}
