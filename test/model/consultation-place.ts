/** What is said from a place in a case, what of it stands, and what becomes of it where two places are one (docs/domain.md, rule 31). */
import type { Name } from './consultation-directory.ts'
import type { AnswerKind } from './consultation-model.ts'

/** Something that was said, and by whom, where somebody else has taken that one's place since. */
export type Said = { readonly version: number; readonly answer: AnswerKind; readonly at: number; by?: Name }

/** What was said from a place, what of it stands, and whether a dissent waits for an answer to what was asked again. */
export type Place = {
  body: Name
  /** Whose place it was. */
  named?: Name
  before: readonly Said[]
  now?: Said | undefined
  owes: boolean
  hasDissented: boolean
  consentsBySilence: boolean
  /** Whoever has it has ended, and nobody came in its place. */
  isLeft?: boolean
}

export const asked = (body: Name): Place => ({
  body,
  before: [],
  owes: false,
  hasDissented: false,
  consentsBySilence: false,
})
export const standing = ({ now }: Place) => now
export const isSilent = ({ now, consentsBySilence }: Place): boolean => !now && !consentsBySilence
/** What an outcome waits for: an answer that may still come, or the word of one who dissented and has left. */
export const isMissing = (place: Place): boolean => isSilent(place) && (!place.isLeft || place.owes)
export const disagrees = ({ now }: Place): boolean => now?.answer === 'DISAGREE'
/** It has dissented, is asked again, and silence has not consented for it. */
const isOpen = ({ now, owes, consentsBySilence }: Place): boolean => !now && owes && !consentsBySilence
/** It disagrees, or has not said otherwise since. */
export const dissents = (place: Place): boolean => disagrees(place) || isOpen(place)
export const hasDissented = (place: Place): boolean => place.hasDissented

/** What stood there is only what was said before. */
export function shelve(place: Place): void {
  if (place.now) place.before = [...place.before, place.now]
  place.now = undefined
}

/** Oldest first; of one moment by who said it, whoever has the place now first. */
const inOrder = (all: readonly Said[]): readonly Said[] =>
  all.toSorted(
    (one, other) => one.at - other.at || ((one.by ?? '') < (other.by ?? '') ? -1 : one.by === other.by ? 0 : 1),
  )

/** Of what stands in several places which they share: the body's own, else what was said last. */
const prevailing = (places: readonly Place[]): Said | undefined => {
  const all = inOrder(places.flatMap(({ now }) => now ?? []))
  return all.find(({ by }) => by === undefined) ?? all.at(-1)
}

/** Two places that are one from now on, the first of them in the order of asking. */
export function joined(places: readonly [Place, Place]): Place {
  const [first] = places
  const dissenting = places.filter(disagrees)
  const isOwed = dissenting.length === 0 && places.some(isOpen)
  const now = isOwed ? undefined : prevailing(dissenting.length ? dissenting : places)
  return {
    body: first.body,
    ...(places.every(({ named }) => named) ? { named: first.named as Name } : {}),
    before: inOrder(places.flatMap((one) => [...one.before, ...(one.now && one.now !== now ? [one.now] : [])])),
    now,
    owes: !now && places.some(({ owes }) => owes),
    hasDissented: places.some((one) => one.hasDissented),
    consentsBySilence: !now && places.every(({ consentsBySilence }) => consentsBySilence),
  }
}
