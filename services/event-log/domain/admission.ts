/** In which order records of several sources are admitted: each source in sequence with its chain whole, causes first. */
import type { Source } from '#shared/domain/decider.ts'
import { type DeliveredRecord, hashRecord, type ReadRecord, readRecord } from '#shared/record/record.ts'

/** How far a source has been admitted, and the hash that its next record must name. */
export type Admitted = { readonly sequence: bigint; readonly hash: Uint8Array }

/** Why a source stands still, in one line; `root` is the source whose broken chain it comes from, if any. */
export type Stop = {
  readonly reason: string
  readonly root: Source | undefined
  /** The source that has to go on first, where it is another one. */
  readonly waitsFor?: Source
}

export type Admission = {
  /** Records in the order of their admission. */
  readonly records: readonly ReadRecord[]
  /** How far each source is then. */
  readonly admitted: ReadonlyMap<Source, Admitted>
  /** Sources with records that can't be admitted now. */
  readonly stops: ReadonlyMap<Source, Stop>
}

/** Why the archive could not keep a record (an id that another record has, say), by the hash of its bytes in hex. */
export type Unkept = ReadonlyMap<string, string>

type Refused = { readonly broken: string } | { readonly waitsFor: Source; readonly sequence: bigint }

/** Whether the next record of a source may follow now, and if not, why. */
function judge(
  delivered: DeliveredRecord,
  last: Admitted,
  admitted: ReadonlyMap<Source, Admitted>,
  unkept: Unkept,
): { readonly record: ReadRecord; readonly hash: Uint8Array } | Refused {
  let record: ReadRecord
  try {
    record = readRecord(delivered.bytes)
  } catch (error) {
    return { broken: `record ${delivered.sequence} is unreadable: ${(error as Error).message}` }
  }
  if (record.source !== delivered.source || record.sequence !== last.sequence + 1n)
    return { broken: `after ${last.sequence} comes ${record.source} ${record.sequence}` }
  if (Buffer.compare(record.prevhash, last.hash) !== 0)
    return { broken: `the chain is broken at ${record.sequence}: prevhash is not the hash of record ${last.sequence}` }
  for (const [source, sequence] of record.seen ?? [])
    if ((admitted.get(source)?.sequence ?? 0n) < sequence) return { waitsFor: source, sequence }
  const hash = hashRecord(delivered.bytes)
  const why = unkept.size ? unkept.get(Buffer.from(hash).toString('hex')) : undefined
  return why ? { broken: `record ${delivered.sequence} can't be kept: ${why}` } : { record, hash }
}

/** Admits what can be admitted of the waiting records, source by source, until nothing more follows. Pure. */
export function admit(
  waiting: ReadonlyMap<Source, readonly DeliveredRecord[]>,
  before: ReadonlyMap<Source, Admitted>,
  unkept: Unkept = new Map(),
): Admission {
  const admitted = new Map(before)
  const records: ReadRecord[] = []
  const next = new Map([...waiting.keys()].map((source) => [source, 0]))
  const refused = new Map<Source, Refused>()
  for (let progress = true; progress; ) {
    progress = false
    for (const [source, queue] of waiting) {
      refused.delete(source)
      for (let i = next.get(source) ?? 0; i < queue.length; i += 1) {
        const delivered = queue[i] as DeliveredRecord
        const last = admitted.get(source) as Admitted
        // At least once: what was admitted before comes again after a restart.
        const verdict = delivered.sequence <= last.sequence ? 'before' : judge(delivered, last, admitted, unkept)
        if (verdict !== 'before') {
          if (!('record' in verdict)) {
            refused.set(source, verdict)
            break
          }
          records.push(verdict.record)
          admitted.set(source, { sequence: delivered.sequence, hash: verdict.hash })
          progress = true
        }
        next.set(source, i + 1)
      }
    }
  }
  return { records, admitted, stops: explain(refused) }
}

function explain(refused: ReadonlyMap<Source, Refused>): Map<Source, Stop> {
  const rootOf = (source: Source, asked: ReadonlySet<Source> = new Set()): Source | undefined => {
    const why = refused.get(source)
    if (!why || asked.has(source)) return undefined
    return 'broken' in why ? source : rootOf(why.waitsFor, new Set([...asked, source]))
  }
  return new Map(
    [...refused].map(([source, why]) => [
      source,
      {
        reason: 'broken' in why ? why.broken : `waits for ${why.waitsFor} ${why.sequence}, which its maker had seen`,
        root: rootOf(source),
        ...('broken' in why ? {} : { waitsFor: why.waitsFor }),
      },
    ]),
  )
}
