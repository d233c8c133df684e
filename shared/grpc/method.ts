/**
 * How a call becomes a command or a query: identity, decoding, boundary checks, work, status, span, metric.
 * `command` is the only way in for whatever changes something; there is one of it.
 */
import { hash } from 'node:crypto'
import { type ServerUnaryCall, type ServerWritableStream, type sendUnaryData, status } from '@grpc/grpc-js'
import { type Either, isLeft } from 'fp-ts/lib/Either.js'
import { type Decider, type Fact, type StreamId, workflowOf } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Caller } from '#shared/identity/caller.ts'
import { isDatabaseFault } from '#shared/postgres/database.ts'
import { type EventStore, StoreFault } from '#shared/postgres/event-store.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { callDuration, deniedCalls } from '#shared/telemetry/metric.ts'
import { activeTraceparent, inSpan } from '#shared/telemetry/span.ts'
import { type After, afterPatienceMilliseconds, readAfter } from './after.ts'
import { Fields } from './fields.ts'
import { invalidFields, type Refusal, refusal, refusalOf } from './status.ts'

/** Requests above this are refused by us, with a reason; the transport's own limit lies above it. */
export const maxMessageBytes = 256 * 1024

/** A request as it comes off the wire: decoded, or not; never an exception that grpc-js would answer with INTERNAL. */
export type Arrived<Request> = { readonly bytes: Buffer } & (
  | { readonly request: Request; readonly malformed?: undefined }
  | { readonly request?: undefined; readonly malformed: string }
)

/** What a method has at hand. `Services` is what its service brings besides (its store, its peers). */
export type Call<Services> = {
  readonly caller: Caller
  readonly services: Services
  /** Aborted when the caller of a stream leaves, or the process begins to stop. */
  readonly signal: AbortSignal
  /** What the caller builds on (after.ts). */
  readonly after: readonly After[]
}

/** What answers calls in this process; the host makes it. */
export type Desk = {
  readonly callerOf: (call: AnyCall) => Caller | undefined
  readonly logger: Logger
  /** Aborted when the process begins to stop: streams end then, and their callers come back elsewhere. */
  readonly draining: AbortSignal
}
type AnyCall = ServerUnaryCall<Arrived<unknown>, unknown> | ServerWritableStream<Arrived<unknown>, unknown>

export type UnaryMethod<Services> = {
  readonly kind: 'unary'
  readonly answer: (arrived: Arrived<unknown>, call: Call<Services>) => Promise<Either<Refusal, unknown>>
}
export type StreamMethod<Services> = {
  readonly kind: 'stream'
  readonly answer: (
    arrived: Arrived<unknown>,
    call: Call<Services>,
    send: (message: unknown) => Promise<void>,
  ) => Promise<Either<Refusal, void>>
}
export type Method<Services> = UnaryMethod<Services> | StreamMethod<Services>

/** A message as ts-proto makes it: says which request a method takes. */
type MessageOf<Request> = { readonly decode: (input: Uint8Array) => Request }

type CommandRequest = { readonly requestId: string; readonly validateOnly: boolean; readonly etag?: bigint }

type CommandParts<Request, Command, State extends object, Response, Services> = {
  /** Checks at the boundary: what the message's comments promise. */
  readonly check: (request: Request, fields: Fields) => void
  readonly stream: (request: Request) => StreamId
  /** The command, with what it takes from elsewhere in the service; a rejection where that already says no. */
  readonly prepare: (
    request: Request,
    call: Call<Services>,
  ) => Promise<Either<Rejection, { readonly command: Command; readonly contents: readonly Content[] }>>
  readonly reply: (decided: Decided<State>, call: Call<Services>) => Response | Promise<Response>
}

const no = (answer: Refusal): Either<Refusal, never> => ({ _tag: 'Left', left: answer })
const yes = <T>(answer: T): Either<never, T> => ({ _tag: 'Right', right: answer })

/** Decoding and boundary checks, the same for every method. */
function opened<Request>(
  arrived: Arrived<unknown>,
  check: (request: Request, fields: Fields) => void,
): Either<Refusal, Request> {
  const bytes = arrived.bytes.length
  if (bytes > maxMessageBytes)
    return no(
      refusal(status.RESOURCE_EXHAUSTED, 'MESSAGE_TOO_LARGE', { bytes: `${bytes}`, limit: `${maxMessageBytes}` }),
    )
  if (arrived.malformed !== undefined)
    return no(refusal(status.INVALID_ARGUMENT, 'MALFORMED_MESSAGE', { problem: arrived.malformed }))
  const fields = new Fields()
  check(arrived.request as Request, fields)
  return fields.violations.length ? no(invalidFields(fields.violations)) : yes(arrived.request as Request)
}

/** Waits for what a call builds on. @returns why it can't be answered yet, where that does not come. */
async function notTakenIn(store: EventStore, { after }: Call<unknown>): Promise<Refusal | undefined> {
  for (const { source, sequence } of after)
    if (!(await store.takenIn(source, sequence, afterPatienceMilliseconds)))
      return refusal(status.UNAVAILABLE, 'NOT_TAKEN_IN', { source, sequence: `${sequence}` })
  return undefined
}

/** A method that changes something: decode → check → prepare → decide → reply. Callers: organisations. */
export const command =
  <Services extends { readonly store: EventStore }>() =>
  <
    Request extends CommandRequest,
    Command,
    State extends object,
    Own extends Fact,
    Response,
    Foreign extends Fact = never,
  >(
    _request: MessageOf<Request>,
    decider: Decider<Command, State, Own, Foreign>,
    parts: CommandParts<Request, Command, State, Response, Services>,
  ): UnaryMethod<Services> => ({
    kind: 'unary',
    answer: async (arrived, call) => {
      if (call.caller.role === 'service') return no(refusal(status.PERMISSION_DENIED, 'CALLER_NOT_ORGANISATION'))
      const request = opened(arrived, (value: Request, fields) => {
        fields.requestId(value.requestId)
        parts.check(value, fields)
      })
      if (isLeft(request)) return request
      const behind = await notTakenIn(call.services.store, call)
      if (behind) return no(behind)
      const prepared = await parts.prepare(request.right, call)
      if (isLeft(prepared)) return no(refusalOf(prepared.left))
      const stream = parts.stream(request.right)
      const { etag, requestId, validateOnly } = request.right
      const outcome = await call.services.store.execute({
        stream,
        decider,
        command: prepared.right.command,
        etag: etag || undefined,
        actor: call.caller.actor,
        requestId: requestId.toLowerCase(),
        requestHash: hash('sha256', arrived.bytes, 'buffer').subarray(0, 16),
        contents: prepared.right.contents,
        correlationId: workflowOf(stream),
        traceparent: activeTraceparent(),
        validateOnly,
      })
      return isLeft(outcome)
        ? no(refusalOf(outcome.left))
        : yes(await parts.reply(outcome.right as Decided<State>, call))
    },
  })

/** A method that reads: decode → check → answer. */
export const query =
  <Services>() =>
  <Request, Response>(
    _request: MessageOf<Request>,
    parts: {
      readonly check: (request: Request, fields: Fields) => void
      readonly answer: (request: Request, call: Call<Services>) => Promise<Either<Rejection, Response>>
    },
  ): UnaryMethod<Services> => ({
    kind: 'unary',
    answer: async (arrived, call) => {
      const request = opened(arrived, parts.check)
      if (isLeft(request)) return request
      const { store } = call.services as { readonly store?: EventStore }
      const behind = store && (await notTakenIn(store, call))
      if (behind) return no(behind)
      const answer = await parts.answer(request.right, call)
      return isLeft(answer) ? no(refusalOf(answer.left)) : yes(answer.right)
    },
  })

/** A method that goes on answering: `answer` sends frames until it returns or the caller leaves. */
export const stream =
  <Services>() =>
  <Request, Frame>(
    _request: MessageOf<Request>,
    parts: {
      readonly check: (request: Request, fields: Fields) => void
      readonly answer: (
        request: Request,
        call: Call<Services>,
        send: (frame: Frame) => Promise<void>,
      ) => Promise<Either<Rejection, void>>
    },
  ): StreamMethod<Services> => ({
    kind: 'stream',
    answer: async (arrived, call, send) => {
      const request = opened(arrived, parts.check)
      if (isLeft(request)) return request
      const answer = await parts.answer(request.right, call, send)
      return isLeft(answer) ? no(refusalOf(answer.left)) : yes(undefined)
    },
  })

/** Answers one call from the outside in: who, span, metric, and what to say where the answer is no. */
async function answered<T, Services>(
  path: string,
  incoming: AnyCall,
  desk: Desk,
  services: Services | undefined,
  work: (caller: Caller, services: Services) => Promise<Either<Refusal, T>>,
): Promise<Either<Refusal, T>> {
  const begin = performance.now()
  const caller = desk.callerOf(incoming)
  const attributes = { 'rpc.method': path, 'qiantou.caller': caller?.actor ?? '' }
  const parent = incoming.metadata.get('traceparent')[0]?.toString()
  const outcome = await inSpan(
    'command',
    attributes,
    async (span) => {
      const answer = !caller
        ? no(refusal(status.UNAUTHENTICATED, 'CALLER_UNKNOWN'))
        : services === undefined
          ? no(refusal(status.UNAVAILABLE, 'STARTING'))
          : await work(caller, services).catch((error) => failed(error, path, desk))
      if (isLeft(answer)) span.setAttribute('rpc.grpc.status_code', answer.left.code)
      return answer
    },
    parent,
  )
  const code = isLeft(outcome) ? outcome.left.code : status.OK
  callDuration().record((performance.now() - begin) / 1000, { 'rpc.method': path, 'rpc.grpc.status_code': code })
  if (code === status.PERMISSION_DENIED || code === status.UNAUTHENTICATED) {
    deniedCalls().add(1, { 'rpc.method': path })
    desk.logger.warn({ path, caller: caller?.actor }, 'denied')
  }
  return outcome
}

/** Another service of the bus that does not answer: the world is unwell, and it will be back. */
const isPeerFault = (error: Error): boolean => {
  const { code } = error as { code?: unknown }
  return 'metadata' in error && (code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED)
}

/** A fault is answered UNAVAILABLE: the caller repeats. A bug is logged and answered, and then ends the process. */
function failed(error: Error, path: string, desk: Desk): Either<Refusal, never> {
  if (error instanceof StoreFault || isDatabaseFault(error) || isPeerFault(error)) {
    desk.logger.warn({ path, err: error }, 'fault')
    return no(refusal(status.UNAVAILABLE, 'UNAVAILABLE'))
  }
  desk.logger.error({ path, err: error }, 'bug')
  // DESIGN §3: a bug crashes. The answer is given the time to leave.
  setTimeout(() => {
    throw error
  }, 100)
  return no(refusal(status.INTERNAL, 'INTERNAL_BUG'))
}

/** The grpc-js handler of a unary method. */
export const unaryHandler =
  <Services>(path: string, method: UnaryMethod<Services>, services: () => Services | undefined, desk: Desk) =>
  async (call: ServerUnaryCall<Arrived<unknown>, unknown>, reply: sendUnaryData<unknown>): Promise<void> => {
    const outcome = await answered(path, call, desk, services(), (caller, hand) =>
      method.answer(call.request, { caller, services: hand, signal: desk.draining, after: readAfter(call.metadata) }),
    )
    if (isLeft(outcome)) reply(outcome.left)
    else reply(null, outcome.right)
  }

/** The grpc-js handler of a streaming method. A frame waits while the caller reads slowly. */
export const streamHandler =
  <Services>(path: string, method: StreamMethod<Services>, services: () => Services | undefined, desk: Desk) =>
  async (call: ServerWritableStream<Arrived<unknown>, unknown>): Promise<void> => {
    const leaving = new AbortController()
    for (const event of ['cancelled', 'close', 'error']) call.on(event, () => leaving.abort())
    const signal = AbortSignal.any([leaving.signal, desk.draining])
    const send = async (message: unknown): Promise<void> => {
      if (signal.aborted || call.write(message)) return
      await new Promise<void>((resolve) => {
        call.once('drain', resolve)
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
    }
    const outcome = await answered(path, call, desk, services(), (caller, hand) =>
      method.answer(call.request, { caller, services: hand, signal, after: readAfter(call.metadata) }, send),
    )
    if (isLeft(outcome)) call.emit('error', outcome.left)
    else if (desk.draining.aborted) call.emit('error', refusal(status.UNAVAILABLE, 'STOPPING'))
    else call.end()
  }
