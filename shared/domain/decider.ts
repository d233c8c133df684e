import type { Either } from 'fp-ts/lib/Either.js'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Rejection } from './rejection.ts'

/** A protobuf event as ts-proto makes it: `$type` is its full name, such as 'qiantou.task.v1.TaskIssued'. */
export type Fact = { readonly $type: string }

/** The message of a fact, as ts-proto makes it. */
export type FactMessage<F extends Fact> = {
  readonly $type: F['$type']
  readonly decode: (input: Uint8Array) => unknown
}

/** Any of the facts that a list of messages names. */
export type FactOf<Messages extends readonly { readonly decode: (input: Uint8Array) => Fact }[]> = ReturnType<
  Messages[number]['decode']
>

/** `programmes/{p}/tasks/{t}` and so on (AIP-122). */
export type ResourceName = string

/** `organisations/{code}`. */
export type OrganisationName = string

/** `//qiantou/lead-agency`, with `/s2` and so on for a shard. */
export type Source = string

/** A record that a call builds on. */
export type After = { readonly source: Source; readonly sequence: bigint }

/** The resource name of an aggregate: a stream is what one resource has lived through. */
export type StreamId = ResourceName

/** Who commands: `organisations/{code}` or `services/{name}`. */
export type Actor = string

/** A fact with what its record says of it. */
export type Recorded<F extends Fact = Fact> = {
  readonly fact: F
  readonly subject: ResourceName
  readonly at: Date
  readonly actor: Actor
  readonly source: Source
  readonly sequence: bigint
  /** Who handled, reviewed and signed it inside the actor's body; empty where nobody is named. */
  readonly signOff: readonly SignOff[]
}

/**
 * Who commands, when, with which fresh ids: all that a pure decision may know about the world.
 * The store stamps `at` and `ids` on every decide, also when a batch decides again.
 */
export type Context = {
  readonly actor: Actor
  readonly at: Date
  /** Fresh UUIDv7s, 8 of them. */
  readonly ids: readonly string[]
  readonly requestId: string
  /** The resource whose workflow this is part of. */
  readonly correlationId: ResourceName
  /** Who handled, reviewed and signed it inside the actor's body; empty where nobody is named. */
  readonly signOff: readonly SignOff[]
}

/** Bodies that a fact makes party to its subject and everything under it, and bodies that it releases from it. */
export type Parties = { readonly admits: readonly OrganisationName[]; readonly releases: readonly OrganisationName[] }

/**
 * What is known of a resource, pure: a state that facts are folded into. `Own` are facts of this service, `Foreign` those of
 * others. A state is plain JSON (no Date, no bigint, no bytes), because it is stored as JSON; `undefined` is the state of a
 * stream in which nothing has happened.
 */
export type Fold<State extends object, Own extends Fact, Foreign extends Fact> = {
  /** What its streams are, such as 'task': the resource type, singular. */
  readonly aggregate: string
  /** Total: a fact that has happened can't be refused, also when facts crossed. */
  readonly evolve: (
    state: State | undefined,
    recorded: Recorded<Own | Foreign>,
    /** The stream it is folded into: a foreign fact may touch several. */
    stream: StreamId,
  ) => State | undefined
  /** Which streams a foreign fact touches (a TaskIssued touches one assignment for each body). */
  touches(recorded: Recorded<Foreign>): readonly StreamId[]
  /**
   * When time alone changes something of a state next, ISO 8601; undefined while it does not. Of facts alone, never of the
   * calendar: what working days come to is decided once, and stands in a fact.
   */
  readonly due?: (state: State) => string | undefined
  /** Which organisations find it in lists, for what it is alone; undefined where lists show it to everybody, or to nobody. */
  readonly readers?: (state: State) => Iterable<OrganisationName>
  /** Raised when `evolve`, `due` or `readers` changes meaning: stored states of an older fold are folded anew. */
  readonly foldVersion: number
  /** The messages of the foreign facts it folds: naming them here also makes them known to the registry of messages. */
  readonly folds: readonly FactMessage<Foreign>[]
}

/** One aggregate, pure: a fold, and what is decided on its state. `Own` are the facts that it decides. */
export type Decider<Command, State extends object, Own extends Fact, Foreign extends Fact = never> = Fold<
  State,
  Own,
  Foreign
> & {
  decide(command: Command, state: State | undefined, context: Context): Either<Rejection, readonly [Own, ...Own[]]>
  /**
   * What time alone has brought about by `context.at`, everything that is due by then, so that the state is due later
   * afterwards. Asked once `due` is past; the service itself is the actor.
   */
  elapse?(state: State, context: Context): readonly [Own, ...Own[]]
  /** Which other streams what is due of a state folds into; none unless it says so. */
  elapsesInto?(state: State): readonly StreamId[]
  /** Which bodies a fact makes party to the resource, and whom it releases; `state` is the one after the fact. */
  parties(fact: Own, state: State): Parties
  /** The messages of the facts it decides. */
  readonly owns: readonly FactMessage<Own>[]
}

/** A fold as far as it says what its states are. */
// biome-ignore lint/suspicious/noExplicitAny: whatever its facts are
export type FoldOf<State extends object> = Pick<Fold<State, any, any>, 'evolve'>

/** The state of a stream of this service as it stands in a batch, as its fold has it; undefined where there is none. */
export type StateOf = <State extends object>(stream: StreamId, fold?: FoldOf<State>) => State | undefined

/** Any fold, where the host or the store handles all of them alike. */
// biome-ignore lint/suspicious/noExplicitAny: a heterogeneous collection; each fold is typed where it is made
export type AnyFold = Fold<any, any, any>

/** Any decider, as `AnyFold`. */
// biome-ignore lint/suspicious/noExplicitAny: a heterogeneous collection; each decider is typed where it is made
export type AnyDecider = Decider<any, any, any, any>

/** Asked of every record by every fold. */
const typesOf = new WeakMap<readonly FactMessage<Fact>[], ReadonlySet<string>>()

/** Whether a decider's list, which must not change, names a type of fact. */
export function names(messages: readonly FactMessage<Fact>[], type: string): boolean {
  const types = typesOf.get(messages) ?? new Set(messages.map(({ $type }) => $type))
  typesOf.set(messages, types)
  return types.has(type)
}

/** When time alone changes something of a state next. */
export const dueOf = (fold: AnyFold, state: unknown): Date | undefined => {
  const due: string | undefined = fold.due?.(state)
  return due === undefined ? undefined : new Date(due)
}

/** Which organisations find a stream in lists, as the store keeps it: by spaces, in the order of the alphabet. */
export const readersOf = (fold: AnyFold, state: unknown): string | undefined => {
  const readers: Iterable<OrganisationName> | undefined = fold.readers?.(state)
  return readers && [...new Set(readers)].sort().join(' ')
}

/** What a fact that changes no party says of parties. */
export const noParties: Parties = { admits: [], releases: [] }
