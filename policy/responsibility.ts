import { elidesLevel, isSector, levelOf, type NamedBody, splitNames } from './body-name.ts'
import type { Finding } from './finding.ts'
import { COLON, COMMA, SEMICOLON, STOP } from './punctuation.ts'

/**
 * How a phrase shares out the work. LED: somebody leads, others are responsible by their duties. JOINT: nobody is named as
 * lead and all are responsible together. SOLE: one body alone. UNASSIGNED: the phrase names nobody.
 */
export type ResponsibilityMode = 'LED' | 'JOINT' | 'SOLE' | 'UNASSIGNED'

/** Bodies that a phrase appoints once for all items that follow (以下均需…落实); the span is that of its sentence. */
export type StandingSentence = {
  readonly bodies: readonly NamedBody[]
  readonly start: number
  readonly end: number
}

/** What one phrase says. In JOINT and SOLE every body stands in `supporters`. */
export type Responsibility = {
  readonly mode: ResponsibilityMode
  readonly leads: readonly NamedBody[]
  readonly supporters: readonly NamedBody[]
  /** 等: the list is not complete. */
  readonly openEnded: boolean
  readonly standing: StandingSentence | undefined
  readonly findings: readonly Finding[]
}

type Role = 'lead' | 'responsible' | 'support'

/** Bodies with the role that the words around them give; `role` is undefined where no word gives one. */
type Share = {
  readonly role: Role | undefined
  readonly bodies: readonly NamedBody[]
}

/** 牵头单位: and its like give a role to the names that follow; 牵头 and its like to the names before them. */
const ROLE_WORDS = new RegExp(
  [
    `(?<before>(?<title>责任|实施|牵头|主办|配合|协办|参与|支持)(?:单位|部门)[${COLON}])`,
    '(?<lead>(?:双|共同|联合)?牵头(?:负责|落实|推进|组织实施)?)',
    '(?<support>(?:积极|共同)?(?:配合|参与|协同|协助)(?:落实|实施)?)',
    '(?<responsible>(?:按照?(?:各自)?(?:职责分工|职责|分工)(?:分别)?(?:负责|落实|实施|抓好落实)?)|负责(?:落实|实施)?|落实|实施)',
  ].join('|'),
  'g',
)

const ROLE_OF_TITLE: Readonly<Record<string, Role>> = {
  责任: 'responsible',
  实施: 'responsible',
  牵头: 'lead',
  主办: 'lead',
  配合: 'support',
  协办: 'support',
  参与: 'support',
  支持: 'support',
}

/** 等, with the general word for bodies that may follow it. */
const OPEN_END = /等(?:有关|相关|各)?(?:单位|部门|地方|地区)?$/

const STANDING = new RegExp(
  `以下[^${COMMA}${STOP}]{0,12}?均[需须应由]?(?<bodies>.{1,200}?)(?:贯彻|组织)?(?:落实|实施|负责)`,
  's',
)
const SENTENCE_END = new RegExp(`[${STOP}${SEMICOLON}]`)
const COMMA_OR_SEMICOLON = new RegExp(`[${COMMA}${SEMICOLON}]`)

/** Longer than any name of a body; also what no name holds. A part like this is prose. */
const PROSE = /^.{31,}$|[的“”《》]|以下|均需/s

/**
 * Reads one responsibility phrase, without its brackets. `start` is where the phrase stands in the text; all spans of the
 * result are offsets into the text. What the grammar does not know becomes a finding (STYLE_UNKNOWN), never a guess.
 */
export function readResponsibility(phrase: string, start: number): Responsibility {
  const standingMatch = STANDING.exec(phrase)
  const own = standingMatch === null ? phrase : phrase.slice(0, standingMatch.index)
  const standing = standingMatch === null ? undefined : readStanding(phrase, standingMatch, start)
  const { shares, openEnded, findings } = readShares(own, start)
  const bodiesOf = (role: Role | undefined): readonly NamedBody[] =>
    shares.filter((share) => share.role === role).flatMap((share) => share.bodies)
  const leads = bodiesOf('lead')
  const supporters = shares.filter((share) => share.role !== 'lead').flatMap((share) => share.bodies)
  const phraseFinding = (code: Finding['code'], bodies: readonly NamedBody[]): Finding => ({
    code,
    start,
    end: start + own.length,
    candidates: bodies.map((body) => body.name),
  })
  const findingsOfPhrase: Finding[] = []
  if (leads.length + supporters.length === 0 || bodiesOf(undefined).length > 0)
    findingsOfPhrase.push(phraseFinding('STYLE_UNKNOWN', bodiesOf(undefined)))
  // A负责, B配合 names no lead, though A may be meant as one.
  if (leads.length === 0 && bodiesOf('support').length > 0)
    findingsOfPhrase.push(phraseFinding('LEAD_AMBIGUOUS', bodiesOf('responsible')))
  return {
    mode: modeOf(leads.length, supporters.length, openEnded),
    leads,
    supporters,
    openEnded,
    standing,
    findings: [...findingsOfPhrase, ...findings, ...findingsOfNames([...leads, ...supporters])],
  }
}

function modeOf(leads: number, supporters: number, openEnded: boolean): ResponsibilityMode {
  if (leads > 0) return 'LED'
  if (supporters === 0) return 'UNASSIGNED'
  return supporters === 1 && !openEnded ? 'SOLE' : 'JOINT'
}

function readStanding(phrase: string, match: RegExpExecArray, start: number): StandingSentence {
  const written = match.groups?.bodies ?? ''
  const at = start + match.index + match[0].indexOf(written)
  const sentenceEnd = phrase.slice(match.index).search(SENTENCE_END)
  return {
    bodies: splitNames(written, at),
    start: start + match.index,
    end: start + (sentenceEnd < 0 ? phrase.length : match.index + sentenceEnd),
  }
}

type Shares = {
  readonly shares: readonly Share[]
  readonly openEnded: boolean
  readonly findings: readonly Finding[]
}

function readShares(phrase: string, start: number): Shares {
  const shares: Share[] = []
  const findings: Finding[] = []
  let openEnded = false
  let titled: Role | undefined
  let from = 0
  const share = (role: Role | undefined, to: number): void => {
    const list = readList(phrase.slice(from, to), start + from, role)
    openEnded ||= list.openEnded
    findings.push(...list.findings)
    if (list.bodies.length > 0) shares.push({ role, bodies: list.bodies })
  }
  for (const match of phrase.matchAll(ROLE_WORDS)) {
    const { before, title, lead, support } = match.groups ?? {}
    share(
      before !== undefined ? titled : lead !== undefined ? 'lead' : support !== undefined ? 'support' : 'responsible',
      match.index,
    )
    if (before !== undefined && title !== undefined) titled = ROLE_OF_TITLE[title]
    from = match.index + match[0].length
  }
  share(titled, phrase.length)
  return { shares, openEnded, findings }
}

type NameList = {
  readonly bodies: readonly NamedBody[]
  readonly openEnded: boolean
  readonly findings: readonly Finding[]
}

function readList(written: string, start: number, role: Role | undefined): NameList {
  const bodies: NamedBody[] = []
  const findings: Finding[] = []
  let openEnded = false
  for (const part of splitNames(written, start)) {
    const name = part.name.replace(OPEN_END, '')
    openEnded ||= name !== part.name
    const body = { name, start: part.start, end: part.end - (part.name.length - name.length) }
    if (name === '') continue
    if (PROSE.test(name) || (role === undefined && isSector(name)))
      findings.push({ code: 'STYLE_UNKNOWN', start: part.start, end: part.end, candidates: [] })
    else bodies.push(body)
  }
  const first = bodies[0]
  const last = bodies.at(-1)
  // A、B,C牵头: does the comma part A and B from the leads?
  if (
    role === 'lead' &&
    first !== undefined &&
    last !== undefined &&
    COMMA_OR_SEMICOLON.test(written.slice(first.end - start, last.start - start))
  )
    findings.push({
      code: 'LEAD_AMBIGUOUS',
      start: first.start,
      end: last.end,
      candidates: bodies.map((body) => body.name),
    })
  return { bodies, openEnded, findings }
}

function findingsOfNames(bodies: readonly NamedBody[]): readonly Finding[] {
  const level = levelOf(bodies)
  return bodies.flatMap((body): readonly Finding[] => {
    const at = { start: body.start, end: body.end }
    if (isSector(body.name)) return [{ code: 'SECTOR_NAME', ...at, candidates: [body.name] }]
    if (level === undefined || !elidesLevel(body.name)) return []
    return [{ code: 'PREFIX_ELIDED', ...at, candidates: [level + body.name] }]
  })
}
