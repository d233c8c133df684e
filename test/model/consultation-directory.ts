/**
 * Organisations that begin, end, and come into groups while consultations are played. What the directory says of them is
 * folded by its own service; who that makes whom on a day is said here a second time.
 */
import * as directory from '#proto/qiantou/directory/v1/directory_events.ts'
import { type Day, toDate } from '#shared/domain/calendar.ts'
import type { Organisation, OrganisationFact } from '#shared/domain/organisation-state.ts'
import { registered } from '#shared/testing/directory-facts.ts'
import { recordedOf } from '#shared/testing/story.ts'
import { organisationDecider } from '../../services/coordination-office/domain/organisation.ts'
import type { Dice } from '../hostile/dice.ts'
import { dayAt, daysLater } from './working-days.ts'

export type Name = string

type Entry = {
  readonly from: Day
  readonly isGroup: boolean
  end?: { readonly on: Day; successor: Name | undefined }
  readonly members: { readonly member: Name; readonly from: Day; until?: Day }[]
}

const named = (code: string): Name => `organisations/${code}`
const many = (code: string, count: number) => Array.from({ length: count }, (_, i) => named(`${code}-${i}`))

export const office = named('office')
export const cast: readonly Name[] = [office, ...many('body', 11)]
/** The directory has no entry of it. */
export const unknown = named('unknown')
/** It is not there yet. */
export const late = named('late')
export const [small, empty, crowd, multitude] = ['small', 'empty', 'crowd', 'multitude'].map(named) as [
  Name,
  Name,
  Name,
  Name,
]
/** Members of groups that come near what a standing joint review, and what a case, may ask. */
const [crowded, multiplied] = [many('county', 48), many('village', 195)]

const dayOne = '2020-01-01'
const begins = (day: Day, isGroup: boolean): Entry => ({ from: day, isGroup, members: [] })

function fold(state: Organisation | undefined, name: Name, fact: OrganisationFact): Organisation {
  const setting = { actor: office, subject: name, at: new Date('2020-01-01T04:00:00Z') }
  return organisationDecider.evolve(state, recordedOf(fact, setting), name) as Organisation
}

const added = (member: Name, day: Day): OrganisationFact =>
  directory.MemberAdded.fromPartial({ member, effectiveDate: toDate(day) })

/** The same in every game. */
const lasting: Readonly<Record<Name, Organisation>> = Object.fromEntries([
  ...[...crowded, ...multiplied].map((name) => [name, fold(undefined, name, registered(dayOne))]),
  ...(
    [
      [crowd, crowded],
      [multitude, multiplied],
    ] as const
  ).map(([group, members]) => [
    group,
    members.reduce<Organisation>(
      (state, member) => fold(state, group, added(member, dayOne)),
      fold(undefined, group, registered(dayOne, 'GROUP')),
    ),
  ]),
])

export class Directory {
  /** As the service has folded it. */
  known: Readonly<Record<Name, Organisation>> = lasting
  private readonly entries = new Map<Name, Entry>()

  constructor(today: Day) {
    for (const name of [...crowded, ...multiplied]) this.entries.set(name, begins(dayOne, false))
    for (const name of cast) this.begin(name, dayOne, false)
    for (const name of [small, empty]) this.begin(name, dayOne, true)
    this.begin(late, daysLater(today, 40), false)
    for (const [group, members] of [
      [crowd, crowded],
      [multitude, multiplied],
    ] as const)
      this.entries.set(group, {
        ...begins(dayOne, true),
        members: members.map((member) => ({ member, from: dayOne })),
      })
  }

  private tell(name: Name, fact: OrganisationFact): void {
    this.known = { ...this.known, [name]: fold(this.known[name], name, fact) }
  }

  private begin(name: Name, day: Day, isGroup: boolean): void {
    this.entries.set(name, begins(day, isGroup))
    this.tell(name, registered(day, isGroup ? 'GROUP' : 'ORGANISATION'))
  }

  // ---- What becomes of organisations

  /** Somebody ends, `likely` more often than others, or comes into a group or leaves it; what it was, or undefined. */
  change(dice: Dice, today: Day, likely: readonly Name[]): string | undefined {
    const name = dice.pick(dice.percent(30) && likely.length ? likely : cast)
    const day = daysLater(today, dice.pick([0, 0, 1, 5]))
    if (this.entries.get(name)?.end) return this.name(dice, name, today)
    if (dice.percent(45)) return this.end(dice, name, day)
    const entry = this.entries.get(small) as Entry
    const membership = entry.members.find((one) => one.member === name && one.until === undefined)
    if (!membership) {
      if (entry.members.some((one) => one.member === name)) return undefined
      entry.members.push({ member: name, from: day })
      this.tell(small, added(name, day))
      return `${name} comes into the group on ${day}`
    }
    if (membership.from >= day) return undefined
    membership.until = day
    this.tell(small, directory.MemberRemoved.fromPartial({ member: name, effectiveDate: toDate(day) }))
    return `${name} leaves the group on ${day}`
  }

  private end(dice: Dice, name: Name, day: Day): string | undefined {
    const isThere = (one: Name) => this.isThere(one, day) && !this.entries.get(one)?.end
    if (!isThere(name) || cast.filter((one) => !this.entries.get(one)?.end).length < 6) return undefined
    const heirs = cast.filter((one) => one !== name && isThere(one))
    // The directory ends no office without a successor; any of them may have come to be one.
    const successor = dice.percent(65) || name === this.workerOn(dayAt(2_900), office) ? dice.pick(heirs) : undefined
    ;(this.entries.get(name) as Entry).end = { on: day, successor }
    const ending = { effectiveDate: toDate(day), basis: '湘编〔2026〕9号' }
    this.tell(
      name,
      successor
        ? directory.OrganisationMerged.fromPartial({ into: successor, ...ending })
        : directory.OrganisationDissolved.fromPartial(ending),
    )
    return `${name} ends on ${day}, succeeded by ${successor}`
  }

  /** Who ended without a successor is given one. */
  private name(dice: Dice, name: Name, today: Day): string | undefined {
    const end = this.entries.get(name)?.end
    const heirs = cast.filter((one) => this.isThere(one, today) && !this.entries.get(one)?.end)
    if (!end || end.successor || end.on > today || heirs.length === 0) return undefined
    end.successor = dice.pick(heirs)
    this.tell(name, directory.SuccessorNamed.fromPartial({ successor: end.successor, basis: '湘编〔2026〕10号' }))
    return `${name} is succeeded by ${end.successor}, it is said now`
  }

  // ---- What is so on a day

  has(name: Name): boolean {
    return this.entries.has(name)
  }

  isGroup(name: Name): boolean {
    return this.entries.get(name)?.isGroup === true
  }

  hasEnded(name: Name, day: Day): boolean {
    const end = this.entries.get(name)?.end
    return end !== undefined && day >= end.on
  }

  hasBegun(name: Name, day: Day): boolean {
    const entry = this.entries.get(name)
    return entry !== undefined && day >= entry.from
  }

  isThere(name: Name, day: Day): boolean {
    return this.hasBegun(name, day) && !this.hasEnded(name, day)
  }

  /** Who does its work: itself, or its successor, or that one's; nobody where it was dissolved. */
  workerOn(day: Day, name: Name): Name | undefined {
    let worker: Name | undefined = name
    while (worker && this.hasEnded(worker, day)) worker = this.entries.get(worker)?.end?.successor
    return worker
  }

  ended(day: Day): readonly Name[] {
    return cast.filter((name) => this.hasEnded(name, day))
  }

  /** Whom somebody who asks means by these names: of a group the members of that day that are there, but for itself. */
  meant(names: readonly Name[], asking: Name, day: Day): readonly Name[] {
    const all = names.flatMap((name) => {
      const members = (this.entries.get(name)?.members ?? [])
        .filter(({ from, until }) => day >= from && (until === undefined || day < until))
        .map(({ member }) => member)
        .filter((member) => this.isThere(member, day))
      return members.length ? members.filter((member) => member !== asking) : [name]
    })
    return all.filter((name, i) => all.indexOf(name) === i)
  }
}
