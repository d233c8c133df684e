import type { NamedBody } from './body-name.ts'
import type { Finding } from './finding.ts'
import { type Block, type Heading, type Line, readOutline } from './outline.ts'
import { findPhrases, type PhraseSpan } from './phrase.ts'
import { COMMA, SEMICOLON, STOP } from './punctuation.ts'
import { type Responsibility, type ResponsibilityMode, readResponsibility } from './responsibility.ts'
import { isTranslated, readTranslatedResponsibility } from './translated-responsibility.ts'

/**
 * An item of a policy document with a responsibility phrase. Names are as the text writes them. Spans are UTF-16 offsets
 * into the decoded text: `text.slice(start, end) === phrase`, without its brackets; `clauseStart` to `clauseEnd` is the
 * item from its number to the phrase's closing bracket.
 */
export type Clause = {
  /** `2-4`: chapter and item; `2-3-4` where items are numbered anew in each section; `a5-10` in annex 5; `…-p2` for the second phrase of one item. */
  readonly id: string
  /** As the text writes it, without the mark that follows: `4`, `(六)`, `十`. */
  readonly number: string
  /** Title of the heading that encloses the item; empty where there is none. */
  readonly section: string
  readonly title: string
  /** MEASURE: an item of an annex of support measures or policies (支持措施); ACTION: any other. */
  readonly kind: 'ACTION' | 'MEASURE'
  readonly mode: ResponsibilityMode
  readonly leads: readonly string[]
  /** In order. In JOINT and SOLE all bodies. */
  readonly supporters: readonly string[]
  /** Bodies that an earlier item appointed for all that follow (以下均需…落实). */
  readonly standing: readonly string[]
  /** 等: the list is not complete. */
  readonly openEnded: boolean
  readonly phrase: string
  readonly start: number
  readonly end: number
  readonly clauseStart: number
  readonly clauseEnd: number
  readonly findings: readonly Finding[]
}

const AFTER_PHRASE = new RegExp(`^[${STOP}${SEMICOLON}\\s]{0,40}`)
const RECURRING = new RegExp(`定期[^${COMMA}${STOP}${SEMICOLON}、\\s]{0,40}`, 'g')
const DANGLING = new RegExp(`(?:[、${COMMA}]|…|\\.\\.\\.)\\s*$`)

/** A clause before it knows its neighbours. */
type Draft = {
  readonly block: Block
  readonly span: PhraseSpan
  readonly clauseStart: number
  readonly responsibility: Responsibility
}

/** All clauses of a text, in its order. `knownNames`: names that need no question; empty: none is asked about. */
export function readClauses(text: string, lines: readonly Line[], knownNames: ReadonlySet<string>): readonly Clause[] {
  const drafts = readOutline(lines).flatMap((block) => readBlock(text, block))
  const ids = identify(drafts)
  const standing = inheritStanding(drafts)
  const scopeFindings = readScopes(drafts, ids)
  return drafts.map((draft, index): Clause => {
    const { block, span, clauseStart, responsibility } = draft
    const heading = block.path.at(-1)
    const findings = [
      ...responsibility.findings,
      ...truncation(text, span),
      ...unstatedCycles(text, clauseStart, span.outerStart),
      ...scopeFindings(draft, ids[index] ?? ''),
      ...unknownBodies([...responsibility.leads, ...responsibility.supporters], knownNames),
    ]
    return {
      id: ids[index] ?? '',
      number: heading?.label ?? '',
      section: block.path.at(-2)?.title ?? '',
      title: heading?.title ?? '',
      kind: isMeasure(block.path) ? 'MEASURE' : 'ACTION',
      mode: responsibility.mode,
      leads: namesOf(responsibility.leads),
      supporters: namesOf(responsibility.supporters),
      standing: standing[index] ?? [],
      openEnded: responsibility.openEnded,
      phrase: text.slice(span.start, span.end),
      start: span.start,
      end: span.end,
      clauseStart,
      clauseEnd: span.outerEnd,
      findings: findings.toSorted((one, other) => one.start - other.start),
    }
  })
}

const namesOf = (bodies: readonly NamedBody[]): readonly string[] => bodies.map((body) => body.name)

function readBlock(text: string, block: Block): readonly Draft[] {
  let clauseStart = block.start
  return findPhrases(text, block.start, block.end).map((span) => {
    const phrase = text.slice(span.start, span.end)
    const read = isTranslated(phrase) ? readTranslatedResponsibility : readResponsibility
    const draft = { block, span, clauseStart, responsibility: read(phrase, span.start) }
    clauseStart = span.outerEnd + (AFTER_PHRASE.exec(text.slice(span.outerEnd, span.outerEnd + 40))?.[0].length ?? 0)
    return draft
  })
}

const isMeasure = (path: readonly Heading[]): boolean =>
  path[0]?.rank === 'annex' && path.slice(0, -1).some((heading) => /措施|政策|measures/i.test(heading.title))

const sectionOf = (draft: Draft): Heading | undefined => draft.block.path.at(-2)

const annexOf = (draft: Draft): Heading | undefined => draft.block.path.find((heading) => heading.rank === 'annex')

const chapterOf = (draft: Draft): Heading | undefined => draft.block.path.find((heading) => heading.rank === 'chapter')

const numberOf = (heading: Heading): string => `${heading.rank === 'annex' ? 'a' : ''}${heading.number}`

const fullId = ({ path }: Block): string => path.map(numberOf).join('-') || '0'

/** Within the plan itself an item is known by its chapter and its own number: 2-4, not 2-2-4. */
function shortId(block: Block): string {
  const [outermost] = block.path
  const innermost = block.path.at(-1)
  if (outermost === undefined || innermost === undefined || outermost.rank === 'annex') return fullId(block)
  return outermost === innermost ? numberOf(outermost) : `${numberOf(outermost)}-${numberOf(innermost)}`
}

function identify(drafts: readonly Draft[]): readonly string[] {
  const blocks = [...new Set(drafts.map((draft) => draft.block))]
  const blocksOf = Map.groupBy(blocks, (block) => block.path[0])
  const restarts = new Set(
    [...blocksOf]
      .filter(([, members]) => new Set(members.map(shortId)).size < members.length)
      .map(([outermost]) => outermost),
  )
  const uses = new Map<string, number>()
  return drafts.map(({ block }) => {
    const id = restarts.has(block.path[0]) ? fullId(block) : shortId(block)
    const use = (uses.get(id) ?? 0) + 1
    uses.set(id, use)
    return use === 1 ? id : `${id}-p${use}`
  })
}

/**
 * 以下均需…落实 appoints from the next item on, until another such sentence, and never beyond the plan into its annexes.
 * The item that carries the sentence does not inherit from it: 以下 is what follows, and where the bodies answer for that
 * item too its own list names them (2-1 of Hunan's plan), so that nobody gets the same work twice.
 */
function inheritStanding(drafts: readonly Draft[]): readonly (readonly string[])[] {
  let appointed: readonly string[] = []
  return drafts.map((draft, index) => {
    if (index > 0 && annexOf(draft) !== annexOf(drafts[index - 1] ?? draft)) appointed = []
    const inherited = appointed
    if (draft.responsibility.standing !== undefined) appointed = namesOf(draft.responsibility.standing.bodies)
    return inherited
  })
}

/**
 * How far 以下 reaches: candidates are the last clause of the section, of the chapter, of the plan, of the whole text, as
 * far as they differ.
 */
function readScopes(
  drafts: readonly Draft[],
  ids: readonly string[],
): (draft: Draft, id: string) => readonly Finding[] {
  const lastOf = (enclosing: (draft: Draft) => Heading | undefined): ReadonlyMap<Heading | undefined, string> =>
    new Map(drafts.map((draft, index) => [enclosing(draft), ids[index] ?? '']))
  const bySection = lastOf(sectionOf)
  const byChapter = lastOf((draft) => chapterOf(draft) ?? annexOf(draft))
  const byAnnex = lastOf(annexOf)
  return (draft, id) => {
    const standing = draft.responsibility.standing
    if (standing === undefined) return []
    const reaches = [
      bySection.get(sectionOf(draft)),
      byChapter.get(chapterOf(draft) ?? annexOf(draft)),
      byAnnex.get(annexOf(draft)),
      ids.at(-1),
    ]
    const candidates = [...new Set(reaches)].filter((last) => last !== undefined).filter((last) => last !== id)
    return candidates.length < 2
      ? []
      : [{ code: 'SCOPE_UNCLEAR', start: standing.start, end: standing.end, candidates }]
  }
}

function truncation(text: string, span: PhraseSpan): readonly Finding[] {
  const endsInMidList = DANGLING.test(text.slice(Math.max(span.start, span.end - 8), span.end))
  return span.truncated || endsInMidList
    ? [{ code: 'TRUNCATED', start: span.start, end: span.end, candidates: [] }]
    : []
}

/** 定期评选: the text says that something recurs, and not how often. */
function unstatedCycles(text: string, start: number, end: number): readonly Finding[] {
  return [...text.slice(start, end).matchAll(RECURRING)].map((match) => ({
    code: 'CYCLE_UNSTATED',
    start: start + match.index,
    end: start + match.index + match[0].length,
    candidates: [],
  }))
}

function unknownBodies(bodies: readonly NamedBody[], knownNames: ReadonlySet<string>): readonly Finding[] {
  if (knownNames.size === 0) return []
  return bodies
    .filter((body) => !knownNames.has(body.name))
    .map((body) => ({
      code: 'UNKNOWN_BODY',
      start: body.start,
      end: body.end,
      candidates: [...knownNames].filter((known) => known.includes(body.name) || body.name.includes(known)),
    }))
}
