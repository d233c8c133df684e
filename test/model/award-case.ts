/** What the model keeps of an award. */
import type { Agreed } from './claim-model.ts'
import type { Signed } from './duty-model.ts'

/** `waitsFor`: a task, of which it is due once the body's part is accepted. */
export type Part = { due: string; readonly fen: bigint; readonly waitsFor?: string | undefined; proposed: bigint }
/** `open`: proposed, and not asked for yet. */
export type Plan = { parts: Part[]; open: bigint }

/** What is kept of an award besides the money of its years. */
export type Award = {
  readonly signed: Signed[]
  readonly plans: Map<number, Plan>
  readonly receipts: Set<string>
  /** What time had to tell: an instalment that was overdue, with what was missing. */
  readonly overdue: string[]
  agreed: Agreed | undefined
  wasClaimed: boolean
  isAllocated: boolean
  isEvaluated: boolean
}

export type AwardStep = 'admit' | 'review' | 'reviewFinance' | 'approve'
export const stepStage = {
  admit: 'SUBMITTED',
  review: 'ADMITTED',
  reviewFinance: 'RESERVED',
  approve: 'RESERVED',
} as const
export const stepDuty = { admit: 'HANDLE', review: 'HANDLE', reviewFinance: 'REVIEW', approve: 'APPROVE' } as const
