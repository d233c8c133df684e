/** Enters what is shipped into the directory, by the same way as every other command. */
import { hash } from 'node:crypto'
import { isLeft, right } from 'fp-ts/lib/Either.js'
import type { Aggregates } from '#shared/lifecycle/aggregates.ts'
import type { EventStore } from '#shared/postgres/event-store.ts'
import type { Command } from '#shared/postgres/work.ts'
import { derivedUuid } from '#shared/record/uuid.ts'
import { knownOf, organisationDecider, seeder } from './domain/organisation.ts'
import { type Entering, missing } from './domain/shipped.ts'
import { readEntries } from './postgres/organisation.ts'

/** Request ids are derived: another instance that enters the same, or did so just before, is answered by its receipt. */
function commandOf({ stream, beside, commandWith }: Entering): Command {
  const digest = hash('sha256', ['shipped', stream, ...beside].join(' '), 'buffer')
  return {
    ...{ stream, beside, decider: organisationDecider, actor: seeder, correlationId: stream, contents: [] },
    make: (stateOf) => right(commandWith(knownOf(beside, stateOf))),
    requestId: derivedUuid(digest),
    requestHash: digest.subarray(0, 16),
  }
}

async function enter(store: EventStore, entering: Entering): Promise<void> {
  const outcome = await store.execute(commandOf(entering))
  if (isLeft(outcome)) throw new Error(`what is shipped is refused: ${entering.stream} ${JSON.stringify(outcome.left)}`)
}

/**
 * Enters what is shipped and not there. All of it is handed in at once, in order, and shares a few commits; what is
 * interrupted goes on at the next start.
 */
export async function enterShipped({ store, database }: Aggregates): Promise<void> {
  await Promise.all(missing(await readEntries(database)).map((entering) => enter(store, entering)))
}
