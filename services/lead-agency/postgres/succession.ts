/** Open work of bodies that are no longer there moves to their successors: each part by a record of its task. */
import { hash } from 'node:crypto'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Clock } from '#shared/domain/clock.ts'
import { actorOf, type OrganisationName, type ResourceName } from '#shared/domain/decider.ts'
import { derivedUuid } from '#shared/domain/uuid.ts'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import type { Directory } from '#shared/lifecycle/directory.ts'
import { Wake } from '#shared/log/wake.ts'
import type { Logger } from '#shared/telemetry/logger.ts'
import { taskDecider } from '../domain/task.ts'

const pollMilliseconds = 1_000
/** A task may have been decided on in the very moment: who has ended is looked at so often. */
const rounds = 3
const pageSize = 200

/** Tasks under way in which a body has an open part; $1 the body, $2 after which name, $3 limit. */
const selectOpen = `
  SELECT name FROM stream
  WHERE aggregate = 'task' AND name > $2 AND state ->> 'state' IN ('ISSUED', 'CLOSE_PROPOSED')
    AND EXISTS (
      SELECT FROM json_array_elements(state -> 'parts') AS part
      WHERE part ->> 'organisation' = $1 AND part ->> 'state' NOT IN (
        'ASSIGNMENT_STATE_ACCEPTED', 'ASSIGNMENT_STATE_REASSIGNED', 'ASSIGNMENT_STATE_TRANSFERRED',
        'ASSIGNMENT_STATE_CANCELLED', 'ASSIGNMENT_STATE_WAIVED'))
  ORDER BY name LIMIT $3`

/** Hands on what ended bodies have left open; after a restart it goes on by itself, because what is left is still open. */
export class Successions {
  private readonly services: Aggregates & { readonly directory: Directory }
  private readonly logger: Logger
  /** How often each body that has ended was looked at. */
  private readonly looked = new Map<OrganisationName, number>()
  private readonly wake = new Wake()
  private readonly stopping = new AbortController()
  private readonly off: (() => void) | undefined
  private readonly running: Promise<void>

  constructor(services: Aggregates & { readonly directory: Directory }, clock: Clock, logger: Logger) {
    this.services = services
    this.logger = logger
    this.off = clock.onSet?.(() => this.wake.call())
    this.running = this.run()
  }

  async stop(): Promise<void> {
    this.stopping.abort()
    this.off?.()
    await this.running
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping
    for (; !signal.aborted; await this.wake.wait(pollMilliseconds, signal))
      await this.round().catch((error) => this.logger.warn({ err: error }, 'successions are looked at again'))
  }

  private async round(): Promise<void> {
    const { directory } = this.services
    for (const organisation of await directory.ended()) {
      const looked = this.looked.get(organisation) ?? 0
      const successor = directory.workerOf(organisation)
      // Without a successor its work waits for the authority.
      if (looked >= rounds || successor === undefined) continue
      await this.handOn(organisation, successor)
      this.looked.set(organisation, looked + 1)
    }
  }

  private async handOn(organisation: OrganisationName, successor: OrganisationName): Promise<void> {
    for (let after = ''; !this.stopping.signal.aborted; ) {
      const { rows } = await this.services.database.query(selectOpen, [organisation, after, pageSize])
      await Promise.all(rows.map(({ name }) => this.succeed(name, organisation, successor)))
      if (rows.length < pageSize) return
      after = rows.at(-1).name
    }
  }

  private async succeed(
    task: ResourceName,
    organisation: OrganisationName,
    successor: OrganisationName,
  ): Promise<void> {
    const { store } = this.services
    const digest = hash('sha256', `${task} ${organisation} ${successor}`, 'buffer')
    const outcome = await store.execute({
      stream: task,
      decider: taskDecider,
      make: () => right({ type: 'Succeed', organisation, successor }),
      actor: actorOf(store.source),
      requestId: derivedUuid(digest),
      requestHash: digest.subarray(0, 16),
      contents: [],
      correlationId: task,
    })
    // It ended, or was moved, in the same moment.
    if (isLeft(outcome)) this.logger.info({ task, organisation, reason: outcome.left.reason }, 'nothing to hand on')
  }
}
