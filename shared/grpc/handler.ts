/** What stands around every call: who, span, metric, log, and what to say where the answer is no. */
import type { EventEmitter } from 'node:events'
import {
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js'
import { type Either, isLeft, left } from 'fp-ts/lib/Either.js'
import type { After } from '#shared/domain/decider.ts'
import type { Caller } from '#shared/identity/caller.ts'
import { ObjectFault } from '#shared/objects/object-store.ts'
import { isDatabaseFault } from '#shared/postgres/database.ts'
import { NotTakenIn, StoreFault } from '#shared/postgres/store-fault.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { callDuration, deniedCalls } from '#shared/telemetry/metric.ts'
import { inSpan } from '#shared/telemetry/span.ts'
import { afterHeader, readAfter } from './after.ts'
import type { Arrived } from './boundary.ts'
import type { ReceiveMethod, StreamMethod, UnaryMethod } from './method.ts'
import { invalidFields, notTakenIn, type Refusal, refusal } from './status.ts'
import { until } from './until.ts'

/** What answers calls in this process; the host makes it. */
export type Desk = {
  readonly callerOf: (call: AnyCall) => Caller | undefined
  readonly logger: Logger
  /** Aborted when the process begins to stop: streams end then, and their callers come back elsewhere. */
  readonly draining: AbortSignal
  /** Whether the operator has approved the network for work secrets. */
  readonly admitsWorkSecrets: boolean
}
type AnyCall =
  | ServerUnaryCall<Arrived<unknown>, unknown>
  | ServerWritableStream<Arrived<unknown>, unknown>
  | ServerReadableStream<Arrived<unknown>, unknown>

/** Answers one call from the outside in: who, span, metric, and what to say where the answer is no. */
async function answered<T, Services>(
  path: string,
  incoming: AnyCall,
  desk: Desk,
  services: Services | undefined,
  work: (caller: Caller, services: Services, after: readonly After[]) => Promise<Either<Refusal, T>>,
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
        ? left(refusal(status.UNAUTHENTICATED, 'CALLER_UNKNOWN'))
        : services === undefined
          ? left(refusal(status.UNAVAILABLE, 'STARTING'))
          : await mayStillCall(caller, services)
              .then((may) =>
                may
                  ? asked(incoming, (after) => work(caller, services, after))
                  : left(refusal(status.PERMISSION_DENIED, 'CALLER_ENDED')),
              )
              .catch((error) => failed(error, path, desk))
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

/** Does what is asked, unless what it says to build on cannot be made out. */
function asked<T>(
  { metadata }: AnyCall,
  work: (after: readonly After[]) => Promise<Either<Refusal, T>>,
): Promise<Either<Refusal, T>> | Either<Refusal, never> {
  const after = readAfter(metadata)
  return after ? work(after) : left(invalidFields([unreadableAfter]))
}

const unreadableAfter = { field: afterHeader, description: 'must be `{source} {sequence}`, as of a receipt' }

/** Whether a caller is still there, for a service that knows the directory: an ended body's certificate outlives it. */
async function mayStillCall({ actor }: Caller, services: unknown): Promise<boolean> {
  const { directory } = services as { readonly directory?: { hasEndedByNow(name: string): Promise<boolean> } }
  return !directory || !(await directory.hasEndedByNow(actor))
}

/** Another service of the bus that does not answer: the world is unwell, and it will be back. */
const isPeerFault = (error: Error): boolean => {
  const { code } = error as { code?: unknown }
  return 'metadata' in error && (code === status.UNAVAILABLE || code === status.DEADLINE_EXCEEDED)
}

/** A fault is answered UNAVAILABLE: the caller repeats. A bug is logged and answered, and then ends the process. */
function failed(error: Error, path: string, desk: Desk): Either<Refusal, never> {
  if (error instanceof NotTakenIn) return left(notTakenIn(error.after))
  const isFault = [StoreFault, ObjectFault].some((fault) => error instanceof fault)
  if (isFault || isDatabaseFault(error) || isPeerFault(error)) {
    desk.logger.warn({ path, err: error }, 'fault')
    return left(refusal(status.UNAVAILABLE, 'UNAVAILABLE'))
  }
  desk.logger.error({ path, err: error }, 'bug')
  // A bug crashes (CONTRIBUTING.md, Errors). The answer is given the time to leave.
  setTimeout(() => {
    throw error
  }, 100)
  return left(refusal(status.INTERNAL, 'INTERNAL_BUG'))
}

/** The grpc-js handler of a unary method. */
export const unaryHandler =
  <Services>(path: string, method: UnaryMethod<Services>, services: () => Services | undefined, desk: Desk) =>
  async (call: ServerUnaryCall<Arrived<unknown>, unknown>, reply: sendUnaryData<unknown>): Promise<void> => {
    const outcome = await answered(path, call, desk, services(), (caller, hand, after) =>
      method.answer(call.request, {
        caller,
        services: hand,
        signal: desk.draining,
        after,
        admitsWorkSecrets: desk.admitsWorkSecrets,
      }),
    )
    if (isLeft(outcome)) reply(outcome.left)
    else reply(null, outcome.right)
  }

/** Aborts when the caller of a stream leaves, of which one of these events tells, or the process begins to stop. */
function leaving(call: EventEmitter, events: readonly string[], desk: Desk): AbortSignal {
  const left = new AbortController()
  for (const event of events) call.on(event, () => left.abort())
  return AbortSignal.any([left.signal, desk.draining])
}

/** What a stream that ended before its time is answered; who has left does not hear it, but it is measured. */
const ended = (desk: Desk): Refusal =>
  desk.draining.aborted ? refusal(status.UNAVAILABLE, 'STOPPING') : refusal(status.CANCELLED, 'CALLER_LEFT')

/**
 * The grpc-js handler of a method that receives messages. They are read as the method is ready for them: whoever sends
 * faster waits, by HTTP/2's flow control.
 */
export const receiveHandler =
  <Services>(path: string, method: ReceiveMethod<Services>, services: () => Services | undefined, desk: Desk) =>
  async (call: ServerReadableStream<Arrived<unknown>, unknown>, reply: sendUnaryData<unknown>): Promise<void> => {
    // It closes, too, when all has been received.
    const signal = leaving(call, ['cancelled'], desk)
    const messages = until(signal, call as AsyncIterable<Arrived<unknown>>)
    const outcome = await answered(path, call, desk, services(), async (caller, hand, after) => {
      const hands = {
        caller,
        services: hand,
        signal,
        after,
        admitsWorkSecrets: desk.admitsWorkSecrets,
      }
      return await method.answer(messages, hands).catch((error) => {
        if (signal.aborted && error === signal.reason) return left(ended(desk))
        throw error
      })
    })
    if (isLeft(outcome)) reply(outcome.left)
    else reply(null, outcome.right)
  }

/** The grpc-js handler of a streaming method. A frame waits while the caller reads slowly. */
export const streamHandler =
  <Services>(path: string, method: StreamMethod<Services>, services: () => Services | undefined, desk: Desk) =>
  async (call: ServerWritableStream<Arrived<unknown>, unknown>): Promise<void> => {
    const signal = leaving(call, ['cancelled', 'close', 'error'], desk)
    const send = async (message: unknown): Promise<void> => {
      if (signal.aborted || call.write(message)) return
      await new Promise<void>((resolve) => {
        const go = (): void => {
          call.off('drain', go)
          signal.removeEventListener('abort', go)
          resolve()
        }
        call.on('drain', go)
        signal.addEventListener('abort', go)
      })
    }
    const outcome = await answered(path, call, desk, services(), (caller, hand, after) =>
      method.answer(
        call.request,
        { caller, services: hand, signal, after, admitsWorkSecrets: desk.admitsWorkSecrets },
        send,
      ),
    )
    if (isLeft(outcome)) call.emit('error', outcome.left)
    else if (desk.draining.aborted) call.emit('error', refusal(status.UNAVAILABLE, 'STOPPING'))
    else call.end()
  }
