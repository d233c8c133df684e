/** How an allocation comes to stand as it does. */
import { Share } from '#proto/qiantou/allocation/v1/allocation.ts'
import type {
  AllocationBodySucceeded,
  AllocationProposed,
  QuotaAdjusted,
  QuotaPassedOn,
} from '#proto/qiantou/allocation/v1/allocation_events.ts'
import type { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { contentRef } from '#shared/domain/content.ts'
import type { Recorded } from '#shared/domain/decider.ts'
import { signedOff } from '#shared/domain/sign-off.ts'
import type { Allocation, AllocationFact } from './allocation-state.ts'
import { succeeded } from './succession.ts'

function proposed(recorded: Recorded<AllocationFact>, fact: AllocationProposed): Allocation {
  const { title, measure, pool, finance, year, shares } = fact
  return {
    ...{ kind: 'PLAN', stage: 'PROPOSED', title, measure, pool, finance, year, proposer: recorded.actor },
    shares: shares.map(Share.toJSON),
    signed: [{ step: 'PROPOSE', ...signedOff(recorded) }],
  }
}

/** What is issued as soon as it is decided. */
const issuedAtOnce = (
  recorded: Recorded<AllocationFact>,
  { pool, year, document }: QuotaPassedOn | QuotaAdjusted,
  rest: Partial<Allocation> & Pick<Allocation, 'kind' | 'finance' | 'shares'>,
): Allocation => ({
  ...{ stage: 'ISSUED', title: '', measure: '', pool, year, document, proposer: recorded.actor },
  ...{ issuedAt: recorded.at.toISOString(), signed: [{ step: 'ISSUE', ...signedOff(recorded) }] },
  ...rest,
})

function begun(recorded: Recorded<AllocationFact>): Allocation | undefined {
  const { fact, actor } = recorded
  switch (fact.$type) {
    case 'qiantou.allocation.v1.AllocationProposed':
      return proposed(recorded, fact)
    case 'qiantou.allocation.v1.QuotaPassedOn': {
      const { finance } = fact
      return issuedAtOnce(recorded, fact, {
        ...{ kind: 'PASSED_ON', finance, from: fact.from || actor },
        shares: fact.shares.map(Share.toJSON),
      })
    }
    case 'qiantou.allocation.v1.QuotaAdjusted': {
      const { from, to, text } = fact
      const fromClassification = fact.fromClassification as Classification
      const shares = [Share.toJSON(to as Share)]
      return issuedAtOnce(recorded, fact, {
        kind: 'ADJUSTMENT',
        finance: actor,
        from,
        fromClassification,
        shares,
        text: contentRef(text),
      })
    }
    default:
      return undefined
  }
}

/** A letter keeps the names of whom it gave something, and of whom it lowered: their successors read it. */
function bodySucceeded(state: Allocation, fact: AllocationBodySucceeded): Allocation {
  const { former, successor } = fact
  const before = Object.entries(state.heirs ?? {}).map(([of, one]) => [of, one === former ? successor : one])
  const heirs = { ...Object.fromEntries(before), [former]: successor }
  return { ...succeeded(state, fact, ['proposer', 'finance']), heirs }
}

export function evolve(state: Allocation | undefined, recorded: Recorded<AllocationFact>): Allocation | undefined {
  if (!state) return begun(recorded)
  const { fact, at } = recorded
  switch (fact.$type) {
    case 'qiantou.allocation.v1.QuotaIssued': {
      const signed = [...state.signed, { step: 'ISSUE' as const, ...signedOff(recorded) }]
      return { ...state, stage: 'ISSUED', document: fact.document, issuedAt: at.toISOString(), signed }
    }
    case 'qiantou.allocation.v1.AllocationBodySucceeded':
      return bodySucceeded(state, fact)
    case 'qiantou.allocation.v1.AllocationRefused':
      return { ...state, stage: 'REFUSED', text: contentRef(fact.text) }
    case 'qiantou.allocation.v1.AllocationWithdrawn':
      return { ...state, stage: 'WITHDRAWN', text: contentRef(fact.text) }
    default:
      return state
  }
}
