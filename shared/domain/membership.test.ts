import { describe, expect, test } from 'vitest'
import type { Reader } from '#shared/domain/entitlement.ts'
import { readRecord } from '#shared/record/record.ts'
import { Chain } from '#shared/testing/chain.ts'
import { lead, office, outsider, successor, supporter, taskName } from '#shared/testing/task-facts.ts'
import { afterChange, type Membership, mayReadRecord, membershipChanges } from './membership.ts'

const organisation = (actor: string): Reader => ({ actor, role: 'organisation' })

/** A programme of the office; a task that admits two bodies; later one of them is succeeded, and something follows. */
const chain = new Chain('//qiantou/lead-agency')
const history = [
  chain.next({ subject: 'programmes/hunan', admits: [office] }),
  chain.next({ subject: taskName, admits: [office, lead, supporter] }),
  chain.next({ subject: `${taskName}/assignments/hn-fgw` }),
  chain.next({ subject: taskName, admits: [successor], releases: [supporter] }),
  chain.next({ subject: taskName }),
  chain.next({ subject: 'programmes/hunan/tasks/2026-10', admits: [outsider] }),
].map(({ bytes }) => readRecord(bytes))

const { begun } = membershipChanges(history, 0n)
const membershipsOf = (resource: string): Membership[] => begun.filter((entry) => entry.resource === resource)

const positions = (reader: Reader, as: 'delivery' | 'history'): number[] =>
  history.flatMap((record, i) =>
    mayReadRecord(reader, { subject: record.subject, position: BigInt(i) }, membershipsOf, as) ? [i] : [],
  )

describe('what is delivered', () => {
  test('to the office: everything under its programme', () => {
    expect(positions(organisation(office), 'delivery')).toEqual([0, 1, 2, 3, 4, 5])
  })

  test('to a body: its task and everything under it, nothing beside it', () => {
    expect(positions(organisation(lead), 'delivery')).toEqual([1, 2, 3, 4])
  })

  test('to a body that is released: up to the record that says so', () => {
    expect(positions(organisation(supporter), 'delivery')).toEqual([1, 2, 3])
  })

  test('to a body that is admitted later: from then on', () => {
    expect(positions(organisation(successor), 'delivery')).toEqual([3, 4])
  })

  test('a task whose name begins alike is another task', () => {
    expect(positions(organisation(outsider), 'delivery')).toEqual([5])
  })

  test('to auditors and services: everything, by role', () => {
    for (const role of ['auditor', 'service'] as const)
      expect(positions({ actor: outsider, role }, 'delivery')).toEqual([0, 1, 2, 3, 4, 5])
  })
})

describe('what may be read as history', () => {
  test('by a body that was admitted later: also what was before', () => {
    expect(positions(organisation(successor), 'history')).toEqual([1, 2, 3, 4])
  })

  test('by a body that was released: what it had', () => {
    expect(positions(organisation(supporter), 'history')).toEqual([1, 2, 3])
  })

  test('by a body that was admitted late and released: not what was before its time', () => {
    const membership = { resource: taskName, organisation: successor, admitted: 3n, released: 4n }
    const read = (position: bigint) =>
      mayReadRecord(
        organisation(successor),
        { subject: taskName, position },
        (resource) => (resource === taskName ? [membership] : []),
        'history',
      )
    expect([1n, 2n, 3n, 4n, 5n].map(read)).toEqual([false, false, true, true, false])
  })
})

describe('memberships', () => {
  test('begin and end within one stretch, or end what began before', () => {
    const whole = membershipChanges(history.slice(0, 4), 10n)
    expect(whole.begun).toContainEqual({ resource: taskName, organisation: supporter, admitted: 11n, released: 13n })
    // What began before the stretch, if anything did, ends with it.
    expect(whole.ended).toEqual([{ resource: taskName, organisation: supporter, released: 13n }])
    const later = membershipChanges(history.slice(3, 4), 13n)
    expect(later.begun).toEqual([{ resource: taskName, organisation: successor, admitted: 13n }])
    expect(later.ended).toEqual([{ resource: taskName, organisation: supporter, released: 13n }])
  })

  test('after one stretch and another are those of both', () => {
    const first = afterChange([], membershipChanges(history.slice(0, 3), 0n))
    const second = afterChange(first, membershipChanges(history.slice(3), 3n))
    const whole = membershipChanges(history, 0n).begun
    expect(new Set(second)).toEqual(new Set(whole))
    expect(second).toContainEqual({ resource: taskName, organisation: supporter, admitted: 1n, released: 3n })
  })

  test('that have ended stay as they are when the body comes and goes again', () => {
    const again = new Chain('//qiantou/lead-agency')
    const whole = [{ admits: [lead] }, { releases: [lead] }, { admits: [lead] }, { releases: [lead] }]
      .map((said) => readRecord(again.next(said).bytes))
      .reduce<readonly Membership[]>((so, one, i) => afterChange(so, membershipChanges([one], BigInt(i))), [])
    expect(whole).toMatchObject([
      { admitted: 0n, released: 1n },
      { admitted: 2n, released: 3n },
    ])
  })

  test('a body that is admitted again after its release is party again', () => {
    const again = new Chain('//qiantou/lead-agency')
    const records = [
      again.next({ admits: [lead] }),
      again.next({ releases: [lead] }),
      again.next({ admits: [lead] }),
    ].map(({ bytes }) => readRecord(bytes))
    const changes = membershipChanges(records, 0n)
    const covered = [0n, 1n, 2n, 3n].map((position) =>
      mayReadRecord(organisation(lead), { subject: taskName, position }, () => changes.begun, 'delivery'),
    )
    expect(covered).toEqual([true, true, true, true])
    expect(changes.begun).toHaveLength(2)
  })
})

test('a body that is admitted while it is party stays party since the first time', () => {
  const twice = new Chain('//qiantou/lead-agency')
  const records = [twice.next({ admits: [lead] }), twice.next({ admits: [lead] })].map(({ bytes }) => readRecord(bytes))
  expect(membershipChanges(records, 5n).begun).toEqual([{ resource: taskName, organisation: lead, admitted: 5n }])
})
