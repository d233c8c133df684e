/** What a reader may be unsure of; the codes are the domain's. */
export type FindingCode =
  | 'LEAD_AMBIGUOUS'
  | 'TRUNCATED'
  | 'UNKNOWN_BODY'
  | 'SECTOR_NAME'
  | 'PREFIX_ELIDED'
  | 'SCOPE_UNCLEAR'
  | 'CYCLE_UNSTATED'
  | 'VALIDITY_CONFLICT'
  | 'STYLE_UNKNOWN'

/**
 * A question to a person about one place of the text: the reader proposes, it never settles.
 * `start` and `end` are UTF-16 offsets into the decoded text. `candidates` are the answers that the text (or the list of
 * known names) offers; empty where it offers none.
 */
export type Finding = {
  readonly code: FindingCode
  readonly start: number
  readonly end: number
  readonly candidates: readonly string[]
}
