/** Reports and submissions as the state of an assignment keeps them, with what became of them. */
import type * as assignment from '#proto/qiantou/assignment/v1/assignment_events.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import { type ContentRef, contentRef, type EvidenceRef, evidenceRef } from '#shared/domain/content.ts'
import type { Actor, Recorded } from '#shared/domain/decider.ts'
import { type SignedOff, signedOff } from '#shared/domain/sign-off.ts'

/** What became of a submission, or of a request to be released. */
export type Review = {
  readonly outcome: 'ACCEPTED' | 'RETURNED' | 'UPHELD' | 'REASSIGNED'
  readonly reviewer: Actor
  /** ISO 8601. */
  readonly at: string
  /** Its text lies with whoever decided. */
  readonly reason?: ContentRef
}

export type Report = SignedOff & {
  readonly number: number
  readonly milestone: string
  readonly percent: number
  readonly text: ContentRef
  readonly evidence: readonly EvidenceRef[]
  /** Number of the report that this one corrects. */
  readonly corrects?: number
  /** ISO 8601. */
  readonly at: string
  /** Of a submission, once it is reviewed. */
  readonly review?: Review
}

/**
 * What a state keeps of reports, and as much of submissions: it is written whole by every command and goes whole into an
 * answer, which a client takes up to 4 MiB unless it is told otherwise. The log keeps all.
 */
const keeps = { reports: 20, evidence: 100 } as const

/** How many there were in all. */
export const countOf = (reports: readonly Report[]): number => reports.at(-1)?.number ?? 0

export const reported = (
  fact: Omit<assignment.ProgressReported, '$type'>,
  recorded: Pick<Recorded, 'at' | 'signOff'>,
): Report => ({
  number: fact.report,
  milestone: fact.milestone,
  percent: fact.percent,
  text: contentRef(fact.text),
  evidence: fact.evidence.map(evidenceRef),
  ...(fact.corrects ? { corrects: fact.corrects } : {}),
  ...signedOff(recorded),
  at: recorded.at.toISOString(),
})

/** As many of the newest as a state keeps; the last one always. */
export function newest(reports: readonly Report[]): readonly Report[] {
  const first = reports.findIndex((_, i) => {
    const rest = reports.slice(i)
    return rest.length <= keeps.reports && rest.flatMap(({ evidence }) => evidence).length <= keeps.evidence
  })
  return reports.slice(first)
}

export const reviewOf = (
  outcome: Review['outcome'],
  { actor, at }: Pick<Recorded, 'actor' | 'at'>,
  reason?: ContentReference,
): Review => ({ outcome, reviewer: actor, at: at.toISOString(), ...(reason ? { reason: contentRef(reason) } : {}) })
