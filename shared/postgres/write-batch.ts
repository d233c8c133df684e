import type { Command } from './work.ts'
import type { Workspace } from './workspace.ts'

/** The parameters of `writeBatch` (statements.ts), column by column. `asked` are the commands that must be new. */
export function batchParameters(expectedTick: bigint, space: Workspace, asked: readonly Command[]): unknown[] {
  const { head, streams, positions, writes } = space
  const names = [...streams.keys()]
  const rows = [...streams.values()]
  const contents = writes.contents.flatMap(({ command }) =>
    command.contents.map((content) => ({ ...content, stream: command.stream })),
  )
  const moved = [...positions.values()]
  const { records, receipts, inbox, parked, unparked } = writes
  return [
    expectedTick,
    head.sequence,
    head.hash,
    head.time,
    JSON.stringify(Object.fromEntries([...head.seen].map(([source, sequence]) => [source, `${sequence}`]))),
    asked.map((command) => command.actor),
    asked.map((command) => command.requestId),
    records.map((record) => record.sequence),
    records.map((record) => record.ordinal),
    records.map((record) => record.bytes),
    names,
    rows.map((row) => row.decider.aggregate),
    rows.map((row) => row.version),
    rows.map((row) => row.decider.foldVersion),
    rows.map((row) => JSON.stringify(row.state)),
    receipts.map(({ command }) => command.actor),
    receipts.map(({ command }) => command.requestId),
    receipts.map(({ command }) => command.requestHash),
    receipts.map(({ sequence }) => sequence),
    contents.map((content) => content.sha256),
    contents.map((content) => content.salt),
    contents.map((content) => content.bytes),
    contents.map((content) => content.mediaType),
    contents.map((content) => content.stream),
    moved.map((position) => position.id),
    moved.map((position) => position.sequence),
    inbox.map((row) => row.sourceId),
    inbox.map((row) => row.sequence),
    inbox.map((row) => row.ordinal),
    parked.map((row) => row.source),
    parked.map((row) => row.sequence),
    parked.map((row) => row.key),
    parked.map((row) => row.part),
    parked.map((row) => row.reason),
    parked.map((row) => row.bytes),
    parked.map((row) => row.parkTime),
    parked.map((row) => row.ordinal),
    unparked.map((row) => row.source),
    unparked.map((row) => row.sequence),
  ]
}
