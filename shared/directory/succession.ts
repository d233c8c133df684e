/** What bodies that are no longer there have left open passes to their successors: each by a record of what it is in. */
import { hash } from 'node:crypto'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Clock } from '#shared/clock/clock.ts'
import type { AnyDecider, OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { serviceOf } from '#shared/domain/resource-name.ts'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import { Loop } from '#shared/log/loop.ts'
import type { Database } from '#shared/postgres/database.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import type { Directory } from './directory.ts'

const pollMilliseconds = 1_000
/** Something may have been decided on in the very moment: who has ended is looked at so often. */
const rounds = 3
/** Others may finish what it has left, and what it did may be heard of late: it is looked at again every so many rounds. */
const roundsBetween = 60
const pageSize = 200

/** Something that an ended body has left: the stream it is in, whose it is there, and the cursor of a page. */
export type Left = { readonly stream: ResourceName; readonly of: OrganisationName }

/** Who does the work of an ended body; undefined where nobody does. */
type Successor = OrganisationName | undefined

/** How one kind of thing passes on. */
export type Handover = {
  readonly decider: AnyDecider
  /** What a body has left, for whom, in order, after the last of the page before. */
  readonly find: (
    database: Database,
    organisation: OrganisationName,
    after: Left | undefined,
    limit: number,
    successor: Successor,
  ) => Promise<readonly Left[]>
  /** The command that passes it on; undefined where it waits for a person. */
  readonly command: (left: Left, organisation: OrganisationName, successor: Successor) => unknown
  /** Other streams into which what it comes to folds. */
  readonly beside?: (left: Left) => readonly ResourceName[]
  /** Whether nobody can do anything about it where there is no successor: then operators are told, again and again. */
  readonly needsSuccessor?: true
}

/** What one statement finds; $1 the body, $2 after which stream, $3 limit. */
export const findBy =
  (statement: string): Handover['find'] =>
  async (database, organisation, after, limit) =>
    (await database.query(statement, [organisation, after?.stream ?? '', limit])).rows

type Services = Aggregates & { readonly directory: Directory }

/** Hands on what ended bodies have left open; after a restart it goes on by itself, because what is left is still open. */
export class Successions {
  private readonly services: Services
  private readonly handovers: readonly Handover[]
  private readonly logger: Logger
  /** How often each body that has ended was looked at, for the one that does its work: another may be named afterwards. */
  private readonly looked = new Map<OrganisationName, { readonly successor: Successor; readonly times: number }>()
  private readonly loop: Loop

  constructor(services: Services, handovers: readonly Handover[], clock: Clock, logger: Logger) {
    this.services = services
    this.handovers = handovers
    this.logger = logger
    this.loop = new Loop({
      pollMilliseconds,
      pass: (signal) =>
        this.round(signal)
          .catch((error) => this.logger.warn({ err: error }, 'successions are looked at again'))
          .then(() => 0),
      listen: (call) => clock.onSet?.(call),
    })
    this.loop.start()
  }

  /** What was over has begun again, in which bodies that have ended may have something to do. */
  lookAgain(): void {
    this.looked.clear()
    this.loop.call()
  }

  stop(): Promise<void> {
    return this.loop.stop()
  }

  private async round(signal: AbortSignal): Promise<void> {
    const { directory } = this.services
    for (const organisation of await directory.ended()) {
      const successor = directory.workerOf(organisation)
      const last = this.looked.get(organisation)
      const looked = last?.successor === successor ? (last?.times ?? 0) : 0
      const isDue = looked < rounds || looked % roundsBetween === 0
      // In order: what is found by one may follow from what another has handed on.
      if (isDue) for (const handover of this.handovers) await this.handOn(handover, organisation, successor, signal)
      this.looked.set(organisation, { successor, times: looked + 1 })
    }
  }

  private async handOn(
    handover: Handover,
    organisation: OrganisationName,
    successor: Successor,
    signal: AbortSignal,
  ): Promise<void> {
    let after: Left | undefined
    do {
      const page = await handover.find(this.services.database, organisation, after, pageSize, successor)
      await Promise.all(page.map((left) => this.succeed(handover, left, organisation, successor)))
      after = page.length < pageSize ? undefined : page.at(-1)
    } while (after && !signal.aborted)
  }

  private async succeed(
    { decider, command: commandOf, beside, needsSuccessor }: Handover,
    left: Left,
    organisation: OrganisationName,
    successor: Successor,
  ): Promise<void> {
    const command = commandOf(left, organisation, successor)
    const { stream } = left
    if (command === undefined) {
      if (needsSuccessor) this.logger.warn({ stream, organisation }, 'nobody succeeds the body that runs this')
      return
    }
    const { store } = this.services
    const digest = hash('sha256', `${stream} ${organisation} ${JSON.stringify(command)}`, 'buffer')
    const outcome = await store.execute({
      stream,
      beside: beside?.(left) ?? [],
      decider,
      make: () => right(command),
      actor: serviceOf(store.source),
      requestId: derivedUuid(digest),
      requestHash: digest.subarray(0, 16),
      contents: [],
      correlationId: stream,
    })
    // It ended, or was moved, in the same moment.
    if (isLeft(outcome)) this.logger.info({ stream, organisation, reason: outcome.left.reason }, 'nothing to hand on')
  }
}
