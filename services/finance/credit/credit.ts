/** The credit register (信用核查): a port. Who stands in it gets nothing. */
import type { Day } from '#shared/domain/calendar.ts'

export type CreditRegister = {
  /** What it is called, in records. */
  readonly engine: string
  /**
   * Looks up a unified social credit code on a day. @returns why it is not in good standing; undefined where it is.
   * @throws CreditRegisterFault where the register can't be read: nobody is in good standing by default
   */
  readonly problemOf: (code: string, on: Day) => Promise<string | undefined>
}

/** The register can't be asked now, or holds what can't be read. */
export class CreditRegisterFault extends Error {}
