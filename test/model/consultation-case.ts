/** A case by itself: whom it asks, what they have said, and what that comes to. */
import type { Day } from '#shared/domain/calendar.ts'
import type { Name } from './consultation-directory.ts'
import type { LastDay, State } from './consultation-model.ts'
import {
  asked,
  disagrees,
  hasDissented,
  isMissing,
  isSilent,
  joined,
  type Place,
  type Said,
  shelve,
} from './consultation-place.ts'

/** What every case begins with. */
export const firstText = '文稿'

export class CaseModel {
  readonly number: number
  readonly openedOn: Day
  places: Place[]
  last: LastDay
  versions = 1
  /** The newest. */
  text = firstText
  /** Time has told that the limit has passed. */
  told = false
  referee: Name | undefined
  ruling: { readonly approves: boolean; readonly minutes: string; readonly by: Name } | undefined
  withdrawn = false
  endedOn: Day | undefined

  constructor(number: number, bodies: readonly Name[], last: LastDay, openedOn: Day) {
    this.number = number
    this.places = bodies.map(asked)
    this.last = last
    this.openedOn = openedOn
  }

  get state(): State {
    if (this.withdrawn) return 'WITHDRAWN'
    if (this.ruling) return 'RULED'
    if (this.referee) return 'REFERRED'
    // Nobody agrees where all who were asked have left without a word.
    const isDeserted = !this.places.some((place) => !isSilent(place) || !place.isLeft)
    const isMore = isDeserted || this.places.some(isMissing)
    if (isMore && !this.told) return 'OPEN'
    if (this.places.some(disagrees)) return 'DIVIDED'
    return isMore ? 'OVERDUE' : 'CONSENSUS'
  }

  get hasEnded(): boolean {
    return this.endedOn !== undefined
  }

  get mayChange(): boolean {
    return ['OPEN', 'OVERDUE', 'DIVIDED'].includes(this.state)
  }

  of(body: Name): Place | undefined {
    return this.places.find((place) => place.body === body)
  }

  isAsked(body: Name): boolean {
    return this.of(body) !== undefined
  }

  isOver(today: Day): boolean {
    return this.told || this.last.day < today
  }

  /** More time: whoever is silent is only silent so far. */
  private giveTime(last: LastDay): void {
    this.last = last
    this.told = false
    for (const place of this.places) place.consentsBySilence = false
  }

  answer(body: Name, said: Said): void {
    const place = this.of(body) as Place
    shelve(place)
    place.now = said
    place.owes = false
    if (said.answer === 'DISAGREE') place.hasDissented = true
  }

  revise(text: string, affected: readonly Name[], last: LastDay | undefined): void {
    this.versions += 1
    this.text = text
    for (const place of this.places)
      if (affected.includes(place.body)) {
        place.owes ||= disagrees(place)
        shelve(place)
        place.consentsBySilence = false
      }
    if (last) this.giveTime(last)
  }

  renew(last: LastDay): void {
    this.giveTime(last)
  }

  add(bodies: readonly Name[]): void {
    this.places.push(...bodies.filter((body) => !this.isAsked(body)).map(asked))
  }

  remove(body: Name): void {
    this.places = this.places.filter((place) => place.body !== body)
  }

  /** Whoever conducts it consents to nothing that it asks itself, and who has left to nothing at all. */
  pass(silenceConsents: boolean, conductor: Name): readonly Name[] {
    const silent = this.places.filter((place) => isSilent(place) && !place.isLeft && place.body !== conductor)
    this.told = true
    if (silenceConsents) for (const place of silent) place.consentsBySilence = true
    return silent.map(({ body }) => body)
  }

  /** Rule 31: nobody answers its own text, and where nothing was said, nothing is waited for, if others are asked. */
  dropConductor(conductor: Name): void {
    const others = this.places.filter((place) => place.body !== conductor || !isSilent(place) || hasDissented(place))
    if (others.length && this.mayChange) this.places = others
  }

  leave(name: Name): void {
    const place = this.of(name)
    if (place) place.isLeft = true
  }

  succeed(former: Name, successor: Name): void {
    const place = this.of(former)
    if (place) {
      place.named ??= former
      place.body = successor
      place.isLeft = false
      for (const said of [...place.before, ...(place.now ? [place.now] : [])]) said.by ??= former
      const [first, second] = this.places.filter(({ body }) => body === successor)
      if (first && second) {
        this.places[this.places.indexOf(first)] = joined([first, second])
        this.places = this.places.filter((one) => one !== second)
      }
    }
    if (this.referee === former) this.referee = successor
  }
}
