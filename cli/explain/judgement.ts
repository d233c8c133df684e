/** What the records of an application say of its award: what it was worked out from, and when. */
import { ApplicationContent, type Assessment } from '#proto/qiantou/application/v1/application.ts'
import {
  ApplicationAdmitted,
  ApplicationApproved,
  ApplicationMatched,
  ApplicationSubmitted,
  ApplicationSupplemented,
  InvestmentApproved,
} from '#proto/qiantou/application/v1/application_events.ts'
import type { Positioned } from '../bus/tail.ts'

/** An assessment, with what its record and those before it say of what it was made of. */
export type Judgement = {
  /** The record that reserved by it. */
  readonly by: Positioned
  readonly assessment: Assessment
  readonly reservedFen: bigint
  readonly content: ApplicationContent
  readonly submission: Positioned
  readonly submitted: Submitted
  /** The investment that experts approved; undefined where they had no say. */
  readonly approvedFen: bigint | undefined
  /** What was approved by it later; undefined before. */
  readonly awardedFen: bigint | undefined
}

/** What was fixed when it was handed in, or matched. */
type Submitted = Pick<ApplicationSubmitted, 'content' | 'measureVersion' | 'year'>

function submittedIn(record: Positioned['record'] | undefined): Submitted | undefined {
  if (record?.type === ApplicationSubmitted.$type) return ApplicationSubmitted.decode(record.data)
  if (record?.type === ApplicationMatched.$type) return ApplicationMatched.decode(record.data)
  return undefined
}

type Assessed = Pick<ApplicationAdmitted, 'assessment' | 'reserved'> & { readonly investmentFen?: bigint }

function assessedIn({ record }: Positioned): Assessed | undefined {
  if (record.type === ApplicationAdmitted.$type) return ApplicationAdmitted.decode(record.data)
  if (record.type === ApplicationMatched.$type) return ApplicationMatched.decode(record.data)
  if (record.type === InvestmentApproved.$type) return InvestmentApproved.decode(record.data)
  return undefined
}

/** Every award that was worked out, in the order of the records. */
export function judgementsOf(records: readonly Positioned[]): readonly Judgement[] {
  const [submission] = records
  const submitted = submittedIn(submission?.record)
  if (!submission || !submitted) return []
  let content = submitted.content ?? ApplicationContent.create()
  const found: Judgement[] = []
  for (const by of records) {
    const { type, data } = by.record
    if (type === ApplicationSupplemented.$type) content = ApplicationSupplemented.decode(data).content ?? content
    if (type === ApplicationApproved.$type && found.length > 0)
      found.push({ ...(found.pop() as Judgement), awardedFen: ApplicationApproved.decode(data).fen })
    const { assessment, reserved, investmentFen: approvedFen } = assessedIn(by) ?? {}
    if (!assessment) continue
    const reservedFen = reserved?.fen ?? 0n
    found.push({
      ...{ by, assessment, reservedFen, content, submission, submitted, approvedFen },
      awardedFen: undefined,
    })
  }
  return found
}
