/**
 * The ledger: double entry, by budget year, never changed. An amount is booked at once (POSTED), or set aside (PENDING)
 * until it is resolved, once: booked (POST) or not (VOID).
 */
import type { Recorded, ResourceName } from './decider.ts'

/** The name of a resource, or of something under one: `programmes/{p}/pools/{pool}`, its `…/budget`. */
export type Account = string

/** A line of the ledger: an amount goes from the account that is debited to the one that is credited. */
export type Entry = {
  /** Whose ledger it stands in. */
  readonly pool: ResourceName
  readonly kind: 'POSTED' | 'PENDING' | 'POST' | 'VOID'
  /** What is set aside, or is resolved: a resource and a number there; undefined where it is booked at once. */
  readonly reservation: string | undefined
  readonly debit: Account
  readonly credit: Account
  readonly year: number
  /** From 1. */
  readonly fen: bigint
}

/** What a fact books, of what it says alone: so whoever reads the log comes to the same. */
export type Books = (recorded: Recorded) => readonly Entry[]
