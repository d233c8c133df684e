import type { Metadata } from '@grpc/grpc-js'
import type { After } from '#shared/domain/decider.ts'

/**
 * Metadata by which a caller says what its call builds on: `<source> <sequence>`, from a receipt or from a record. The
 * service answers once it has taken that in, so that nobody has to ask again and again whether a fact has arrived.
 */
export const afterHeader = 'qiantou-after'

/** For how long a call waits for what it builds on. */
export const afterPatienceMilliseconds = 5_000

/** What a caller builds on; undefined where it is not told in that form: who relies on a wait must not go without it. */
export function readAfter(metadata: Metadata): readonly After[] | undefined {
  const after: After[] = []
  // Node joins headers of one name by commas (RFC 9110 §5.3).
  for (const entry of metadata.get(afterHeader).flatMap((joined) => joined.toString().split(/, */))) {
    const [, source, sequence] = entry.match(/^(\/\/qiantou\/[a-z0-9/-]{1,127}) ([0-9]{1,18})$/) ?? []
    if (!source || !sequence) return undefined
    after.push({ source, sequence: BigInt(sequence) })
  }
  return after
}

/** The metadata entry for something a call builds on. */
export const writeAfter = ({ source, sequence }: After): string => `${source} ${sequence}`
