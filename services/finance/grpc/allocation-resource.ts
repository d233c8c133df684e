/** An allocation, and a quota, as they are answered. */
import type {
  Allocation as AllocationResource,
  Quota as QuotaResource,
} from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { type Texts, toText } from '#shared/grpc/text.ts'
import { type Allocation, sharesOf, sumOf } from '../domain/allocation-state.ts'
import { lineLeftFen, linePayableFen, type Quota } from '../domain/quota-state.ts'
import { toPlannedParts } from './spending-plan-resource.ts'

export function toAllocation(name: string, state: Allocation, etag: bigint, texts?: Texts): AllocationResource {
  const { kind, stage, title, measure, pool, finance, year, proposer, from = '', fromClassification } = state
  const shares = [...sharesOf(state)]
  return {
    $type: 'qiantou.allocation.v1.Allocation',
    ...{ name, etag, kind: `ALLOCATION_KIND_${kind}`, state: `ALLOCATION_STATE_${stage}`, title, measure, pool },
    ...{ finance, year, proposer, from, fromClassification, shares, fen: sumOf(shares) },
    document: state.document ?? '',
    issueTime: state.issuedAt === undefined ? undefined : new Date(state.issuedAt),
    text: state.text && toText(state.text, texts ?? new Map()),
  }
}

export const toQuota = (
  name: string,
  { organisation, holding, finance, lines }: Quota,
  etag: bigint,
): QuotaResource => ({
  $type: 'qiantou.allocation.v1.Quota',
  ...{ name, etag, organisation, holding, finance },
  lines: lines.map((line) => ({
    $type: 'qiantou.allocation.v1.QuotaLine',
    ...{ year: line.year, classification: line.classification, leftFen: lineLeftFen(line) },
    ...{ receivedFen: BigInt(line.receivedFen), passedOnFen: BigInt(line.passedOnFen) },
    ...{ adjustedInFen: BigInt(line.adjustedInFen), adjustedOutFen: BigInt(line.adjustedOutFen) },
    ...{ reservedFen: BigInt(line.reservedFen), paidFen: BigInt(line.paidFen), returnedFen: BigInt(line.returnedFen) },
    ...{ carriedInFen: BigInt(line.carriedInFen), goneFen: BigInt(line.goneFen) },
    ...{ payableFen: linePayableFen(line), spendingPlan: toPlannedParts(line, line.year) },
  })),
})
