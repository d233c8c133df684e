/** What the model keeps of an award. */
import type { Agreed } from './claim-model.ts'
import type { Signed } from './duty-model.ts'

/** So many days from Monday to Friday after a day. */
export function weekdaysAfter(day: string, count: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  for (let left = count; left > 0; left -= date.getUTCDay() % 6 === 0 ? 0 : 1) date.setUTCDate(date.getUTCDate() + 1)
  return date.toISOString().slice(0, 10)
}

/** That the last day to decide on an admission is over, once. */
export function tellUndecided(award: Award, today: string): void {
  if (!award.admitBy || award.admitBy >= today) return
  award.notDecided.push(award.admitBy)
  award.admitBy = ''
}

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
  /** The last day to decide whether it is admitted, until that is told to be over; and those that were. */
  admitBy: string
  readonly notDecided: string[]
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
