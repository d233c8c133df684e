/** What a programme sets, as far as the model goes by it. */
import type { WorkingDays } from './working-days.ts'

export type Quorum = 'ALL' | 'ANY' | 'MAJORITY'

export type ModelRules = {
  readonly acknowledge: number
  readonly reassign: number
  readonly review: number
  readonly warning: number
  readonly closing: Quorum
  readonly countersign: number
  readonly calendar: WorkingDays
}
