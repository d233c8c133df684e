/** What the records of an application say of its award: what it was worked out from, and when. */
import { ApplicationContent, type Assessment } from '#proto/qiantou/application/v1/application.ts'
import {
  ApplicationAdmitted,
  ApplicationApproved,
  ApplicationDecided,
  ApplicationMatched,
  ApplicationSubmitted,
  ApplicationSupplemented,
  AwardAmended,
  InstalmentReserved,
  InvestmentApproved,
} from '#proto/qiantou/application/v1/application_events.ts'
import { PoolApportioned } from '#proto/qiantou/apportionment/v1/apportionment_events.ts'
import type { ReadRecord } from '#shared/record/record.ts'
import type { Positioned } from '../bus/tail.ts'

/** An assessment, with what its record and those before it say of what it was made of. */
export type Judgement = {
  /** The record that reserved by it. */
  readonly by: Positioned
  readonly assessment: Assessment
  readonly reservedFen: bigint
  /** Undefined where nothing was reserved. */
  readonly reservedYear: number | undefined
  /** The record by which its pool was shared out; undefined of what it claims, and where it was not. */
  readonly among: PoolApportioned | undefined
  /** Which year of an award over years it is, from 2; undefined of the award itself. */
  readonly number: number | undefined
  readonly content: ApplicationContent
  readonly submission: Positioned
  readonly submitted: Submitted
  /** What was approved or decided as its basis, last; undefined where nobody had a say in it. */
  readonly approvedFen: bigint | undefined
  /** What was approved by it later; undefined before. */
  readonly awardedFen: bigint | undefined
}

type Assessed = Pick<ApplicationAdmitted, 'assessment' | 'reserved'> & {
  readonly investmentFen?: bigint
  /** Which year of an award over years. */
  readonly number?: number
  readonly among?: PoolApportioned
}

/** What was fixed when it was handed in, or matched. */
type Submitted = Pick<ApplicationSubmitted, 'content' | 'measureVersion' | 'year'>

function submittedIn(record: Positioned['record'] | undefined): Submitted | undefined {
  if (record?.type === ApplicationSubmitted.$type) return ApplicationSubmitted.decode(record.data)
  if (record?.type === ApplicationMatched.$type) return ApplicationMatched.decode(record.data)
  return undefined
}

/** What a record that shares out a pool says of one application. */
function shareIn({ type, data }: ReadRecord, application: string): Assessed | undefined {
  if (type !== PoolApportioned.$type) return undefined
  const among = PoolApportioned.decode(data)
  const assessment = among.awards.find((one) => one.application === application)?.assessment
  return { assessment, reserved: among.reserved.find(({ holder }) => holder === application), among }
}

function assessedIn({ record }: Positioned): Assessed | undefined {
  if (record.type === ApplicationAdmitted.$type) return ApplicationAdmitted.decode(record.data)
  if (record.type === ApplicationMatched.$type) return ApplicationMatched.decode(record.data)
  if (record.type === InvestmentApproved.$type) return InvestmentApproved.decode(record.data)
  if (record.type === InstalmentReserved.$type) return InstalmentReserved.decode(record.data)
  return undefined
}

/** What a record changes the basis to that later years pay by; undefined where it does not. */
function basisIn({ type, data }: ReadRecord): bigint | undefined {
  if (type === AwardAmended.$type) return AwardAmended.decode(data).assessment?.basisFen
  if (type === ApplicationDecided.$type) return ApplicationDecided.decode(data).assessment?.basisFen
  return type === InvestmentApproved.$type ? InvestmentApproved.decode(data).investmentFen : undefined
}

/** Every award that was worked out, in the order of the records. */
export function judgementsOf(records: readonly Positioned[]): readonly Judgement[] {
  const [submission] = records
  const submitted = submittedIn(submission?.record)
  if (!submission || !submitted) return []
  let content = submitted.content ?? ApplicationContent.create()
  let approvedFen: bigint | undefined
  const found: Judgement[] = []
  for (const by of records) {
    const { type, data } = by.record
    if (type === ApplicationSupplemented.$type) content = ApplicationSupplemented.decode(data).content ?? content
    const last = found.at(-1)
    // What is approved of a pool that was shared out is the share, which not everybody reads; it is no claim.
    const isClaim = last?.assessment.shared && !last.among
    if (type === ApplicationApproved.$type && last && !isClaim)
      found[found.length - 1] = { ...last, awardedFen: ApplicationApproved.decode(data).fen }
    approvedFen = basisIn(by.record) ?? approvedFen
    const { assessment, reserved, number, among } =
      assessedIn(by) ?? shareIn(by.record, submission.record.subject) ?? {}
    if (!assessment) continue
    const reservedFen = reserved?.fen ?? 0n
    found.push({
      ...{ by, assessment, reservedFen, content, submission, submitted, approvedFen },
      ...{ awardedFen: undefined, number, among, reservedYear: reserved?.year },
    })
  }
  return found
}
