/**
 * Who stands in which place of what money is about, told from rule 28 of docs/domain.md (Money) apart from the service. A place
 * is known by the body that has it as the game begins.
 */
import type { EntryOf } from '#shared/domain/organisation-view.ts'
import { finance, handler, sponsor } from '#shared/testing/money-facts.ts'
import { entryOf } from '#shared/testing/supervision-facts.ts'

export const places = [handler, finance, sponsor] as const
/** `successor` is undefined until the directory names one. */
type End = { readonly former: string; readonly on: string; readonly successor: string | undefined }
/** A body that has no place anywhere. */
export const nobody = 'organisations/none'
type Held = Map<string, { by: string; before: string | undefined }>

/** Stands in for the resource that an actor has a place in, where that is the directory's to say. */
export const byDirectory = ''

export class PlaceModel {
  private readonly held = new Map<string, Held>()
  private ends: End[] = []
  private others = 0

  /** A resource begins with bodies of another one, or with who does their work that day. */
  begin(stream: string, own: readonly string[], like: string = byDirectory): void {
    const held: Held = this.held.get(stream) ?? new Map()
    for (const place of own)
      if (!held.has(place)) held.set(place, { by: this.standing(like, place), before: undefined })
    this.held.set(stream, held)
  }

  /** Whoever has one place there stands in another too. */
  beginAs(stream: string, place: string, like: string): void {
    this.held.get(stream)?.set(place, { by: this.standing(stream, like), before: undefined })
  }

  isKnown(stream: string): boolean {
    return this.held.has(stream)
  }

  /** Who does a body's work by the directory; undefined where it ended and nobody succeeds it. */
  now(body: string): string | undefined {
    return this.ends.reduce<string | undefined>((by, end) => (end.former === by ? end.successor : by), body)
  }

  standing(stream: string, place: string): string {
    return this.held.get(stream)?.get(place)?.by ?? (stream === byDirectory ? (this.now(place) ?? place) : place)
  }

  /** Who stood in a place before whoever does now. */
  before(stream: string, place: string): string | undefined {
    if (stream === byDirectory) return this.ends.findLast(({ successor }) => successor === this.now(place))?.former
    return this.held.get(stream)?.get(place)?.before
  }

  /** The one that has a place, unless it has another besides: then somebody else. */
  stranger(stream: string, place: string): string {
    const by = this.standing(stream, place)
    const others = [...(this.held.get(stream) ?? [])].filter(([one]) => one !== place)
    return others.some(([, one]) => one.by === by) || this.now(handler) === by ? nobody : by
  }

  /** All that have a place there. */
  bodiesOf(stream: string): ReadonlySet<string> {
    return new Set([...(this.held.get(stream)?.values() ?? [])].map(({ by }) => by))
  }

  /** A body that was not there before. */
  another(): string {
    this.others += 1
    return `organisations/s-${this.others}`
  }

  end(former: string, on: string, successor?: string): void {
    this.ends = [...this.ends.filter((one) => one.former !== former), { former, on, successor }]
  }

  /** What ended bodies with a successor have left, in the order of their ends. */
  *left(): Generator<readonly [stream: string, former: string, successor: string]> {
    for (const { former, successor } of this.ends)
      for (const [stream, held] of this.held)
        if (successor !== undefined && held.values().some(({ by }) => by === former)) yield [stream, former, successor]
  }

  succeed(stream: string, former: string, successor: string): readonly string[] {
    if (!this.bodiesOf(stream).has(former)) return ['BODY_NOT_CONCERNED']
    for (const one of this.held.get(stream)?.values() ?? [])
      if (one.by === former) Object.assign(one, { by: successor, before: former })
    return []
  }

  /** As the directory has it. */
  readonly entryOf: EntryOf = (name) => {
    const end = this.ends.find(({ former }) => former === name)
    const { on: date, successor } = end ?? {}
    if (date === undefined) return undefined
    const successors = successor === undefined ? [] : [successor]
    return { ...entryOf(name), end: { ending: 'DISSOLVED', date, successors, basis: '' } }
  }
}
