/** A log of records in memory that says how many of them it has handed over. */
import type { Fact } from '#shared/domain/decider.ts'
import { type ReadRecord, readRecord } from '#shared/record/record.ts'
import { Chain } from './chain.ts'

export class CountedLog {
  readonly records: ReadRecord[] = []
  handed = 0
  private readonly chains = new Map<string, Chain>()

  /** Records a fact; `source` is `lead-agency`. */
  add(source: string, about: Parameters<Chain['next']>[0], fact: Fact): void {
    const chain = this.chains.get(source) ?? new Chain(`//qiantou/${source}`)
    this.chains.set(source, chain)
    this.records.push(readRecord(chain.next(about, fact).bytes))
  }

  readonly each = async (
    { afterPosition }: { readonly afterPosition?: bigint | undefined },
    take: (record: ReadRecord, position: bigint) => void,
  ): Promise<void> => {
    if (afterPosition !== undefined && afterPosition >= BigInt(this.records.length)) throw new Error('POSITION_UNKNOWN')
    for (const [i, record] of this.records.entries()) {
      if (afterPosition !== undefined && BigInt(i) <= afterPosition) continue
      this.handed += 1
      take(record, BigInt(i))
    }
  }
}
