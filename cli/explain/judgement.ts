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
  /** What is set aside by it, or was paid; after an amendment less what is claimed back. Undefined where that can't be told. */
  readonly reservedFen: bigint | undefined
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
  /** The one that a later year was drawn by: what others grant was judged then. Undefined of all others. */
  readonly former: Assessment | undefined
}

type Assessed = Pick<ApplicationAdmitted, 'assessment' | 'reserved'> & {
  readonly investmentFen?: bigint
  /** What an amendment changes what was granted by, and in which year. */
  readonly amended?: { readonly fen: bigint; readonly year: number }
  /** Which year of an award over years. */
  readonly number?: number
  readonly among?: PoolApportioned
}

/** What was fixed when it was handed in, or matched. */
type Submitted = Pick<ApplicationSubmitted, 'content' | 'measureVersion' | 'year' | 'pool'>

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

/** What an amendment says: what was let go is set aside anew, and what was paid too much is claimed back. */
function amendedIn({ data }: ReadRecord): Assessed {
  const { assessment, released, reserved, unclaimed, claimed } = AwardAmended.decode(data)
  const { year = 0 } = reserved ?? released ?? claimed ?? unclaimed ?? {}
  const fen = (reserved?.fen ?? 0n) - (released?.fen ?? 0n) + (unclaimed?.fen ?? 0n) - (claimed?.fen ?? 0n)
  return { assessment, reserved, amended: { fen, year } }
}

function assessedIn({ record }: Positioned): Assessed | undefined {
  if (record.type === AwardAmended.$type) return amendedIn(record)
  if (record.type === ApplicationDecided.$type) return ApplicationDecided.decode(record.data)
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

/** What is set aside, or was paid, after a record; an amendment adds to what was granted in its year before. */
function reservedBy({ reserved, amended }: Assessed, found: readonly Judgement[]): bigint | undefined {
  if (!amended) return reserved?.fen ?? 0n
  const before = found.findLast((one) => (one.reservedYear ?? one.submitted.year) === amended.year)
  const isClaim = before?.assessment.shared && !before.among
  return before && !isClaim ? before.assessment.fen + amended.fen : undefined
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
    const assessed = assessedIn(by) ?? shareIn(by.record, submission.record.subject)
    if (!assessed?.assessment) continue
    const { assessment, reserved, among, amended } = assessed
    const year = amended?.year ?? reserved?.year
    const later = year === undefined || year === submitted.year ? undefined : year - submitted.year + 1
    found.push({
      ...{ by, assessment, content, submission, submitted, approvedFen, among },
      ...{ reservedFen: reservedBy(assessed, found), reservedYear: year, awardedFen: undefined },
      number: amended ? later : assessed.number,
      former: type === InstalmentReserved.$type ? last?.assessment : undefined,
    })
  }
  return found
}
