import type { NamedBody } from './body-name.ts'
import type { Finding } from './finding.ts'
import type { Responsibility, StandingSentence } from './responsibility.ts'

const HAN = /\p{Script=Han}/u
const TITLE = /^\s*responsible (?:units?|bodies|departments?):\s*/i
const STANDING = /The following[^.]{0,40}?implemented by (?<bodies>[^.]{1,200}?)(?: and will not|[.,]|$)/
const LED_AND_OTHERS =
  /^led by (?<leads>.+?),? (?:with responsibilities assigned to|and responsible by|with) (?<others>.+?)(?:,? (?:(?:are |is )?responsible|according to)\b.*)?$/is
const LED = /^led by (?<bodies>.+?)(?:,? (?:are|is) (?:jointly )?responsible\b.*)?$/is
const JOINT = /^(?<bodies>.+?)(?:,? (?:(?:are|is) )?(?:jointly )?responsible\b.*)?$/is
const SEPARATOR = /,\s*(?:and\s+)?(?:the\s+)?|\s+and\s+the\s+|\s+and\s+(?=(?:Provincial|Municipal|State|National)\b)/g

/** True for a phrase of a translation, which has no Chinese character. */
export const isTranslated = (phrase: string): boolean => !HAN.test(phrase)

/**
 * Reads a responsibility phrase in English, as machine translations of Chinese plans write it. A translation is never
 * authoritative: where it says "Led by A, B, C are responsible" it has lost where the leads end; then the first body is
 * proposed as lead, and LEAD_AMBIGUOUS has the others as candidates. Spans are offsets into the text.
 */
export function readTranslatedResponsibility(phrase: string, start: number): Responsibility {
  const standingMatch = STANDING.exec(phrase)
  const untitled = phrase.slice(TITLE.exec(phrase)?.[0].length ?? 0, standingMatch?.index ?? phrase.length)
  const own = untitled.trim().replace(/\.$/, '')
  const ownStart = start + phrase.indexOf(own)
  const namesIn = (match: RegExpExecArray | null, group: string): readonly NamedBody[] =>
    splitNames(match?.groups?.[group] ?? '', own, ownStart)
  const ledAndOthers = LED_AND_OTHERS.exec(own)
  const led = ledAndOthers === null ? LED.exec(own) : null
  const ledBodies = namesIn(led, 'bodies')
  const leads = ledAndOthers === null ? ledBodies.slice(0, 1) : namesIn(ledAndOthers, 'leads')
  const isJoint = leads.length === 0 && (TITLE.test(phrase) || /\bresponsible\b/i.test(own))
  const joint = isJoint ? namesIn(JOINT.exec(own), 'bodies') : []
  const supporters = [...namesIn(ledAndOthers, 'others'), ...ledBodies.slice(1), ...joint]
  const openEnded = /\betc\b/.test(own)
  const finding = (code: Finding['code'], bodies: readonly NamedBody[]): Finding => ({
    code,
    start: ownStart,
    end: ownStart + own.length,
    candidates: bodies.map((body) => body.name),
  })
  const findings = [
    ...(ledBodies.length > 1 ? [finding('LEAD_AMBIGUOUS', ledBodies.slice(1))] : []),
    ...(leads.length + supporters.length === 0 ? [finding('STYLE_UNKNOWN', [])] : []),
  ]
  const shared = supporters.length > 1 || openEnded ? 'JOINT' : 'SOLE'
  const unled = supporters.length === 0 ? 'UNASSIGNED' : shared
  const standing = standingMatch === null ? undefined : readStanding(standingMatch, phrase, start)
  return { mode: leads.length > 0 ? 'LED' : unled, leads, supporters, openEnded, standing, findings }
}

function readStanding(match: RegExpExecArray, phrase: string, start: number): StandingSentence {
  const bodies = splitNames(match.groups?.bodies ?? '', phrase, start)
  return { bodies, start: start + match.index, end: start + phrase.length }
}

/** `list` is a part of `within`, which stands in the text at `start`. */
function splitNames(list: string, within: string, start: number): readonly NamedBody[] {
  let from = Math.max(0, within.indexOf(list))
  return list.split(SEPARATOR).flatMap((part) => {
    const written = part.trim().replace(/^the\s+/i, '')
    if (written === '' || /^etc\b/.test(written)) return []
    const at = within.indexOf(written, from)
    from = at + written.length
    return [{ name: written.replace(/\s+/g, ' '), start: start + at, end: start + from }]
  })
}
