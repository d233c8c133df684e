import {
  CLOSE_ROUND,
  CLOSE_SQUARE,
  CLOSE_TORTOISE,
  COLON,
  EXCLAMATION,
  OPEN_ROUND,
  OPEN_SQUARE,
  OPEN_TORTOISE,
  SEMICOLON,
  STOP,
} from './punctuation.ts'

/**
 * Where a responsibility phrase stands. `start` and `end` span it without its brackets, `outerStart` and `outerEnd` with
 * them (UTF-16). `truncated`: its bracket is never closed, so that it was taken to the end of its line.
 */
export type PhraseSpan = {
  readonly start: number
  readonly end: number
  readonly outerStart: number
  readonly outerEnd: number
  readonly truncated: boolean
}

type OpenBracket = {
  readonly at: number
  readonly kind: number
  saysWhoIsResponsible: boolean
}

/** Kinds of brackets: a half-width one may close a full-width one (converters mix them), a square one may not. */
const OPENING = [OPEN_ROUND, OPEN_TORTOISE, OPEN_SQUARE, '【']
const CLOSING = [CLOSE_ROUND, CLOSE_TORTOISE, CLOSE_SQUARE, '】']

/** Words that make the bracket around them a responsibility phrase, and the brackets themselves. */
const TOKENS = new RegExp(
  [
    `[${OPENING.join('')}${CLOSING.join('')}]`,
    '牵头',
    '负责(?![人制])',
    `(?:责任|主办|配合|协办|参与|实施)(?:单位|部门)[${COLON}]`,
    '按照?(?:各自)?职责',
    `(?:配合|落实|实施)(?=[${CLOSING.join('')}])`,
    '\\b[Ll]ed by\\b',
    '\\b[Rr]esponsib',
  ].join('|'),
  'g',
)

const SENTENCE_END = new RegExp(`[${STOP}${SEMICOLON}${EXCLAMATION}.…”"\\r\\n][ \\t\\u3000]*$`)
const LINE_END = new RegExp(`^[ \\t\\u3000]{0,4}[${STOP}${SEMICOLON}.]?[ \\t\\u3000]{0,4}(?:$|[\\r\\n])`)

/** A bracket that only lists bodies, without a verb, ends in what names of bodies end in. */
const LIST_OF_BODIES = /(?:[厅局委办部]|政府|管委会|分行)等?$/

/** The longest real phrase has some 250 characters; beyond this a bracket was left open by mistake. */
const LONGEST_PHRASE = 2_000

/**
 * Finds the responsibility phrases within one block of the text, in order; phrases do not overlap. A bracket counts where
 * it speaks of responsibility and stands where such phrases stand: after a sentence, or at the end of a line. Linear in
 * the block's length, however its brackets nest.
 */
export function findPhrases(text: string, blockStart: number, blockEnd: number): readonly PhraseSpan[] {
  const { closed, unclosed } = matchBrackets(text.slice(blockStart, blockEnd))
  return [...closed, ...unclosed]
    .sort((one, other) => one.start - other.start)
    .map((phrase) => ({
      start: blockStart + phrase.start,
      end: blockStart + phrase.end,
      outerStart: blockStart + phrase.outerStart,
      outerEnd: blockStart + phrase.outerEnd,
      truncated: phrase.truncated,
    }))
}

function matchBrackets(block: string): { closed: readonly PhraseSpan[]; unclosed: readonly PhraseSpan[] } {
  const closed: PhraseSpan[] = []
  const open: OpenBracket[] = []
  const overlong: OpenBracket[] = []
  const openOfKind = OPENING.map(() => 0)
  for (const { 0: token, index } of block.matchAll(TOKENS)) {
    const opens = OPENING.findIndex((brackets) => brackets.includes(token))
    const closes = CLOSING.findIndex((brackets) => brackets.includes(token))
    if (opens >= 0) {
      open.push({ at: index, kind: opens, saysWhoIsResponsible: false })
      openOfKind[opens] = (openOfKind[opens] ?? 0) + 1
    } else if (closes >= 0) {
      const bracket = closeBracket(open, openOfKind, closes)
      if (bracket === undefined) continue
      if (index - bracket.at > LONGEST_PHRASE) overlong.push(bracket)
      else if (isPhrase(block, bracket, index)) {
        // An outer phrase takes in those that were found inside it.
        while ((closed.at(-1)?.start ?? -1) > bracket.at) closed.pop()
        closed.push(spanOf(bracket.at, index, false))
      }
    } else {
      const innermost = open.at(-1)
      if (innermost !== undefined) innermost.saysWhoIsResponsible = true
    }
  }
  return { closed, unclosed: truncatedPhrases(block, [...overlong, ...open], closed) }
}

/** The bracket that is closed here. Brackets of other kinds left open inside it are forgotten. */
function closeBracket(open: OpenBracket[], openOfKind: number[], kind: number): OpenBracket | undefined {
  if ((openOfKind[kind] ?? 0) === 0) return undefined
  for (let bracket = open.pop(); bracket !== undefined; bracket = open.pop()) {
    openOfKind[bracket.kind] = (openOfKind[bracket.kind] ?? 0) - 1
    if (bracket.kind === kind) return bracket
  }
  return undefined
}

const spanOf = (openedAt: number, closedAt: number, truncated: boolean): PhraseSpan => ({
  start: openedAt + 1,
  end: closedAt,
  outerStart: openedAt,
  outerEnd: truncated ? closedAt : closedAt + 1,
  truncated,
})

function isPhrase(block: string, bracket: OpenBracket, closedAt: number): boolean {
  const afterSentence = standsAfterSentence(block, bracket.at)
  if (bracket.saysWhoIsResponsible) return afterSentence || standsAtLineEnd(block, closedAt + 1)
  return afterSentence && LIST_OF_BODIES.test(block.slice(Math.max(bracket.at + 1, closedAt - 8), closedAt))
}

/** Brackets that speak of responsibility and are never closed, each up to the end of its line. */
function truncatedPhrases(
  block: string,
  left: readonly OpenBracket[],
  closed: readonly PhraseSpan[],
): readonly PhraseSpan[] {
  const found: PhraseSpan[] = []
  const suspects = left.filter((bracket) => bracket.saysWhoIsResponsible).sort((one, other) => one.at - other.at)
  let taken = 0
  let next = 0
  for (const { at } of suspects) {
    if (at < taken || !standsAfterSentence(block, at)) continue
    const lineEnd = endOfLine(block, at)
    while ((closed[next]?.outerEnd ?? Number.POSITIVE_INFINITY) <= at) next += 1
    if ((closed[next]?.outerStart ?? Number.POSITIVE_INFINITY) < lineEnd) continue
    found.push(spanOf(at, lineEnd, true))
    taken = lineEnd
  }
  return found
}

function endOfLine(block: string, from: number): number {
  const rest = block.slice(from, from + LONGEST_PHRASE)
  const lineBreak = rest.search(/[\r\n]/)
  return from + (lineBreak < 0 ? rest.length : lineBreak)
}

function standsAfterSentence(block: string, at: number): boolean {
  const before = block.slice(Math.max(0, at - 4), at)
  return SENTENCE_END.test(before) || (at < 4 && before.trim() === '')
}

const standsAtLineEnd = (block: string, at: number): boolean => LINE_END.test(block.slice(at, at + 10))
