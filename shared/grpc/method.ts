/**
 * How a request becomes a command, a query or a stream: decoding, boundary checks, work, answer. `command` is the only way
 * in for whatever decides; there is one of it.
 */
import { status } from '@grpc/grpc-js'
import { type Either, isLeft, left, right } from 'fp-ts/lib/Either.js'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Clock } from '#shared/clock/clock.ts'
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import type { After, Decider, Fact, OrganisationName, StateOf, StreamId } from '#shared/domain/decider.ts'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import type { Caller } from '#shared/identity/caller.ts'
import type { EventStore } from '#shared/postgres/event-store.ts'
import type { Content, Decided, Command as StoreCommand } from '#shared/postgres/work.ts'
import { activeTraceparent } from '#shared/telemetry/span.ts'
import { afterPatienceMilliseconds } from './after.ts'
import { type Arrived, opened, vetoOf } from './boundary.ts'
import { Fields } from './fields.ts'
import { toReceipt } from './receipt.ts'
import { requestHash } from './request-hash.ts'
import { notTakenIn, type Refusal, refusal, refusalOf } from './status.ts'

/** What a method has at hand. `Services` is what its service brings besides (its store, its peers). */
export type Call<Services> = {
  readonly caller: Caller
  readonly services: Services
  /** Aborted when the caller of a stream leaves, or the process begins to stop. */
  readonly signal: AbortSignal
  /** What the caller builds on (after.ts). */
  readonly after: readonly After[]
  /** Whether the operator has approved the network for work secrets (config.ts). */
  readonly admitsWorkSecrets: boolean
}

/** The day of a call. */
export const todayOf = ({ services }: { readonly services: { readonly clock: Clock } }): Day =>
  dayOf(services.clock.now())

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
export type ReceiveMethod<Services> = {
  readonly kind: 'receive'
  /** Reads a message faster than generated code does, where it can (piece.ts). */
  readonly decode: (bytes: Buffer) => unknown
  readonly answer: (
    messages: AsyncIterable<Arrived<unknown>>,
    call: Call<Services>,
  ) => Promise<Either<Refusal, unknown>>
}
export type Method<Services> = UnaryMethod<Services> | StreamMethod<Services> | ReceiveMethod<Services>

/** A message as ts-proto makes it: says which request a method takes. */
type MessageOf<Request> = { readonly $type: string; readonly decode: (input: Uint8Array) => Request }

type CommandRequest = {
  readonly requestId: string
  readonly validateOnly: boolean
  readonly signOff: readonly SignOff[]
  readonly etag?: bigint
}

/** A command that is ready for a batch: `make` makes it of what other streams of the store say there. */
export type Prepared<Command> = {
  readonly make: (stateOf: StateOf) => Either<Rejection, Command>
  readonly contents: readonly Content[]
  readonly veto?: StoreCommand['veto']
  /** Streams that it takes something from, besides those that the request alone names. */
  readonly beside?: readonly StreamId[]
}

/** One that needs to wait for nothing more. */
export const prepared = <Command>(
  make: Prepared<Command>['make'],
  contents: readonly Content[] = [],
  rest: Pick<Prepared<Command>, 'veto' | 'beside'> = {},
): Promise<Either<Rejection, Prepared<Command>>> => Promise.resolve(right({ make, contents, ...rest }))

type CommandParts<Request, Command, State extends object, Response, Services> = {
  /** Checks at the boundary: what the message's comments promise. */
  readonly check: (request: Request, fields: Fields) => void
  readonly stream: (request: Request) => StreamId
  /** Other streams of the store that the command takes something from. */
  readonly beside?: (request: Request, call: Call<Services>) => readonly StreamId[]
  /** The command, with what it takes from elsewhere than streams; a rejection where that already says no. */
  readonly prepare: (request: Request, call: Call<Services>) => Promise<Either<Rejection, Prepared<Command>>>
  /** Who may read the resource as it stands: whoever repeats a command and is no longer among them gets the receipt alone. */
  readonly parties: (
    decided: Decided<State>,
    call: Call<Services>,
  ) => ReadonlySet<OrganisationName> | Promise<ReadonlySet<OrganisationName>>
  readonly reply: (decided: Decided<State>, call: Call<Services>) => Response | Promise<Response>
}

/** Waits for what a call builds on. @returns why it can't be answered yet, where that does not come. */
async function behind({ after, services }: Call<unknown>): Promise<Refusal | undefined> {
  const { store } = services as { readonly store?: EventStore }
  for (const one of store ? after : [])
    if (!(await store?.takenIn(one, afterPatienceMilliseconds))) return notTakenIn(one)
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
    message: MessageOf<Request>,
    decider: Decider<Command, State, Own, Foreign>,
    parts: CommandParts<Request, Command, State, Response, Services>,
  ): UnaryMethod<Services> => {
    const typeName = Buffer.from(`${message.$type} `)
    const answer = async (arrived: Arrived<unknown>, call: Call<Services>): Promise<Either<Refusal, unknown>> => {
      if (call.caller.role === 'service') return left(refusal(status.PERMISSION_DENIED, 'CALLER_NOT_ORGANISATION'))
      let said = new Fields()
      const request = opened(
        arrived,
        (value: Request, fields) => {
          said = fields
          fields.requestId(value.requestId)
          parts.check(value, fields)
          fields.signOff('sign_off', value.signOff)
        },
        call.admitsWorkSecrets,
      )
      if (isLeft(request)) return request
      const prepared = await parts.prepare(request.right, call)
      if (isLeft(prepared)) return left(refusalOf(prepared.left))
      const stream = parts.stream(request.right)
      const { etag, requestId, validateOnly, signOff } = request.right
      const decision = {
        stream,
        decider,
        make: prepared.right.make,
        veto: prepared.right.veto ?? vetoOf(stream, said),
        beside: [...(parts.beside?.(request.right, call) ?? []), ...(prepared.right.beside ?? [])],
        after: call.after,
        etag: etag || undefined,
        actor: call.caller.actor,
        requestId: requestId.toLowerCase(),
        requestHash: requestHash(typeName, arrived.bytes, requestId),
        contents: prepared.right.contents,
        correlationId: workflowOf(stream),
        signOff,
        traceparent: activeTraceparent(),
        validateOnly,
      }
      const outcome = await call.services.store.execute(decision, afterPatienceMilliseconds)
      if (isLeft(outcome)) return left(refusalOf(outcome.left))
      const decided = outcome.right as Decided<State>
      if (decided.isRepeat && !mayRead(call.caller, await parts.parties(decided, call)))
        return right({ receipt: toReceipt(decided.receipt) })
      return right(await parts.reply(decided, call))
    }
    return { kind: 'unary', answer }
  }

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
      const request = opened(arrived, parts.check, call.admitsWorkSecrets)
      if (isLeft(request)) return request
      const early = await behind(call)
      if (early) return left(early)
      const answer = await parts.answer(request.right, call)
      return isLeft(answer) ? left(refusalOf(answer.left)) : right(answer.right)
    },
  })

/** A method that goes on answering: `answer` sends frames, encoded ones too, until it returns or the caller leaves. */
export const stream =
  <Services>() =>
  <Request, Frame>(
    _request: MessageOf<Request>,
    parts: {
      readonly check: (request: Request, fields: Fields) => void
      readonly answer: (
        request: Request,
        call: Call<Services>,
        send: (frame: Frame | Buffer) => Promise<void>,
      ) => Promise<Either<Rejection, void>>
    },
  ): StreamMethod<Services> => ({
    kind: 'stream',
    answer: async (arrived, call, send) => {
      const request = opened(arrived, parts.check, call.admitsWorkSecrets)
      if (isLeft(request)) return request
      const early = await behind(call)
      if (early) return left(early)
      const answer = await parts.answer(request.right, call, send)
      return isLeft(answer) ? left(refusalOf(answer.left)) : right(undefined)
    },
  })

/** What ends the receiving of messages: one that is refused, or one that does not come. */
class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.details)
    this.refusal = refusal
  }
}

/**
 * A method that receives messages and answers once: decode → check → answer, which takes the messages after the first
 * as it is ready for them. Whoever leaves, or sends what is wrong, makes the next one throw; what `answer` holds it
 * lets go in `finally`.
 */
export const receive =
  <Services>() =>
  <Request, Response>(
    _request: MessageOf<Request>,
    parts: {
      readonly check: (request: Request, fields: Fields) => void
      readonly checkFurther: (request: Request, fields: Fields) => void
      readonly decode?: (bytes: Buffer) => Request | undefined
      readonly answer: (
        first: Request,
        further: AsyncIterable<Request>,
        call: Call<Services>,
      ) => Promise<Either<Rejection, Response>>
    },
  ): ReceiveMethod<Services> => ({
    kind: 'receive',
    decode: parts.decode ?? (() => undefined),
    answer: async (messages, call) => {
      const arriving = messages[Symbol.asyncIterator]()
      const next = async (check: typeof parts.check): Promise<Request | undefined> => {
        const { value, done } = await arriving.next()
        if (done) return undefined
        const request = opened(value, check, call.admitsWorkSecrets)
        if (isLeft(request)) throw new Refused(request.left)
        return request.right
      }
      async function* further(): AsyncGenerator<Request> {
        for (;;) {
          const request = await next(parts.checkFurther)
          if (!request) return
          yield request
        }
      }
      try {
        const first = await next(parts.check)
        if (!first) return left(refusal(status.INVALID_ARGUMENT, 'NOTHING_SENT'))
        const early = await behind(call)
        if (early) return left(early)
        const answer = await parts.answer(first, further(), call)
        return isLeft(answer) ? left(refusalOf(answer.left)) : right(answer.right)
      } catch (error) {
        if (error instanceof Refused) return left(error.refusal)
        throw error
      }
    },
  })
