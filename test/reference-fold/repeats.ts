/** What a task that asks something of a clause's bodies would repeat on a day, by docs/domain.md (Burden, Repeats) alone. */
import { numberOf, referenceOrganisation } from './directory.ts'
import { sinceIssue } from './draft.ts'
import { taskOf } from './reference.ts'
import { type Event, piecesOf } from './reference-event.ts'
import { goneStates, whoIsWho } from './who.ts'
import { daysFrom, shanghaiDay } from './working-days.ts'

type Organisations = Parameters<typeof referenceOrganisation>[0]

const dayOf = (day: string): number => {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number)
  return numberOf({ year, month, day: date })
}

/** Whom a name stands for on a day: itself, who has taken its place, or the members of the group that it is. */
export function standingFor(name: string, organisations: Organisations, day: string): readonly string[] {
  const { state, successors, members } = referenceOrganisation(organisations, name, dayOf(day))
  const [successor] = successors
  if (state === 'ENDED') return successor ? standingFor(successor, organisations, day) : []
  return members.length > 0 ? members : [name]
}

/** Letters and figures, without regard to their case or width. */
const lettersOf = (text: string): readonly string[] =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .match(/[\p{L}\p{N}]/gu) ?? []

/** Twice the neighbours that two texts share by those of both, each once, in whole percent; short texts are like none. */
export function alike(one: string, other: string): number {
  const neighbours = [one, other].map((text) => {
    const letters = lettersOf(text)
    const pairs = letters.flatMap((letter, i) => (i === 0 ? [] : [`${letters[i - 1]} ${letter}`]))
    return letters.length < 4 ? [] : pairs.filter((pair, i) => pairs.indexOf(pair) === i)
  })
  const [ours = [], theirs = []] = neighbours
  const both = ours.length + theirs.length
  const shared = ours.filter((pair) => theirs.includes(pair)).length
  return ours.length === 0 || theirs.length === 0 ? 0 : Math.floor(((shared + shared) * 100) / both)
}

type Wanted = {
  readonly clause: string
  readonly title: string
  readonly deliverable: string
  readonly bodies: readonly string[]
}

/** `programmes/…/tasks/2026-1-1 same clause 100 0 hn-kjt,hn-fgw`, in the order of the alphabet. */
export function repeatsOn(
  day: string,
  { clause, title, deliverable, bodies }: Wanted,
  histories: ReadonlyMap<string, readonly Event[]>,
): readonly string[] {
  const found = [...histories].flatMap(([name, history]) => {
    const events = sinceIssue(history)
    if (events.length === 0) return []
    const { state, endTime } = taskOf(name, history)
    if (state === 'CANCELLED' || (endTime && shanghaiDay(endTime) < daysFrom(day, -30))) return []
    const { parts } = whoIsWho(events)
    const having = parts.filter((part) => !goneStates.includes(part.state)).map(({ organisation }) => organisation)
    const again = bodies.filter((body) => having.includes(body)).map((body) => body.split('/')[1])
    const { content } = (events[0] as Event).fact
    const isSame = content.clause === clause
    const [titles, deliverables] = [alike(title, content.title), alike(deliverable, content.deliverable)]
    const [byTitle, byDeliverable] = [titles, deliverables].map((percent) => (percent >= 60 ? percent : 0))
    if (again.length === 0 || !(isSame || byTitle || byDeliverable)) return []
    return [[name, isSame ? 'same clause' : 'other clause', byTitle, byDeliverable, again.sort()].join(' ')]
  })
  return found.sort()
}

type WantedPiece = { readonly city: string; readonly what: string; readonly isRead: (part: string) => boolean }

/** `…/assignments/hn-kjt 1 100`: the part, the piece's number, or 0 for a part of the city's own, and how much they are alike. */
export function pieceRepeatsOn(
  day: string,
  { city, what, isRead }: WantedPiece,
  histories: ReadonlyMap<string, readonly Event[]>,
  textOf: (part: string, number: number) => string,
): readonly string[] {
  const since = daysFrom(day, -30)
  const found = [...histories].flatMap(([name, history]) => {
    const events = sinceIssue(history)
    const { title } = events[0]?.fact.content ?? {}
    const parts = events.length > 0 ? whoIsWho(events).parts : []
    return parts.flatMap(({ organisation, state, events: own }) => {
      const part = `${name}/assignments/${organisation.split('/')[1]}`
      if (!isRead(part)) return []
      const isGone = goneStates.includes(state)
      const about = own.filter((event) => event.about === organisation)
      const accepted = about.findLast(({ what: kind }) => kind === 'SubmissionAccepted')?.time ?? ''
      const isAsked = !isGone && (state !== 'ACCEPTED' || shanghaiDay(accepted) >= since)
      const itself = organisation === city && isAsked ? [{ number: 0, text: title }] : []
      const given = about.filter(
        ({ what: kind, fact }) => kind === 'AssignmentSubassigned' && fact.organisation === city,
      )
      const pieces = given.flatMap(({ fact: { subassignment: number }, time }) => {
        const [, , stands = ''] =
          piecesOf(about)
            .find((piece) => piece.startsWith(`${number} `))
            ?.split(' ') ?? []
        // What was accepted was asked, whatever has become of the part since.
        const isOpen = !isGone && state !== 'ACCEPTED' && !['ACCEPTED', 'WITHDRAWN', 'ENDED'].includes(stands)
        const isRecent = stands === 'ACCEPTED' && shanghaiDay(time) >= since
        return isOpen || isRecent ? [{ number, text: textOf(part, number) }] : []
      })
      return [...itself, ...pieces].map(({ number, text }) => ({ part, number, percent: alike(what, text) }))
    })
  })
  return found
    .filter(({ percent }) => percent >= 60)
    .map(({ part, number, percent }) => `${part} ${number} ${percent}`)
    .sort()
}
