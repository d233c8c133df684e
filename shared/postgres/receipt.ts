import { left, right } from 'fp-ts/lib/Either.js'
import type { Source } from '#shared/domain/decider.ts'
import { rejection } from '#shared/domain/rejection.ts'
import { hashRecord, readRecord } from '#shared/record/record.ts'
import type { Connection, Database } from './database.ts'
import { readRows } from './ground.ts'
import type { Work } from './queue.ts'
import * as sql from './statements.ts'
import type { Command, Outcome } from './work.ts'

type ReceiptRow = {
  readonly caller: string
  readonly request_id: string
  readonly request_hash: Uint8Array
  readonly sequence: bigint | null
  readonly bytes: Uint8Array
}

/** The answers to those commands of a batch that were decided before. */
export async function answeredBefore(
  source: Source,
  batch: readonly Work[],
  connection: Database | Connection,
): Promise<Map<Work, Outcome>> {
  const works = batch.flatMap((work) => (work.kind === 'command' ? [work] : []))
  const repeats = await answerRepeats(
    source,
    works.map(({ command }) => command),
    connection,
  )
  return new Map(
    works.flatMap((work) => {
      const outcome = repeats.get(work.command)
      return outcome ? [[work, outcome]] : []
    }),
  )
}

/** Answers those commands that have a receipt: the same again, or that the id was used for something else. */
async function answerRepeats(
  source: Source,
  commands: readonly Command[],
  connection: Database | Connection,
): Promise<ReadonlyMap<Command, Outcome>> {
  const answers = new Map<Command, Outcome>()
  if (commands.length === 0) return answers
  const values = [commands.map(({ actor }) => actor), commands.map(({ requestId }) => requestId)]
  const rows = (await connection.query(sql.readReceipts, values)).rows as ReceiptRow[]
  const receipts = new Map(rows.map((row) => [`${row.caller} ${row.request_id}`, row]))
  for (const command of commands) {
    const receipt = receipts.get(`${command.actor} ${command.requestId}`)
    if (receipt && receipt.sequence !== null)
      answers.set(command, await repeated(source, command, { ...receipt, sequence: receipt.sequence }, connection))
  }
  return answers
}

async function repeated(
  source: Source,
  command: Command,
  { request_hash, sequence, bytes }: ReceiptRow & { readonly sequence: bigint },
  connection: Database | Connection,
): Promise<Outcome> {
  if (Buffer.compare(request_hash, command.requestHash) !== 0)
    return left(rejection('exists', 'REQUEST_ID_REUSED', { requestId: command.requestId }))
  // The record tells the stream: where the server made the resource's id, the repeat does not know it.
  const stream = readRecord(bytes).subject
  const row = (await readRows([stream], connection)).rows.get(stream)
  if (!row?.state) throw new Error(`${stream} has a receipt and no state`)
  return right({
    stream,
    state: row.state,
    version: row.version,
    receipt: { source, sequence, hash: hashRecord(bytes) },
    isRepeat: true,
  })
}
