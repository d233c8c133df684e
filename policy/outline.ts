import * as O from 'fp-ts/lib/Option.js'
import { ARABIC_NUMERAL, CHINESE_NUMERAL, parseNumeral } from './numeral.ts'
import { CLOSE_ROUND, CLOSE_TORTOISE, COLON, DIGIT, DOT, OPEN_ROUND, OPEN_TORTOISE, STOP } from './punctuation.ts'

/** The ranks of a heading, outermost first. Official layout: 一、 then (一) then 1. then (1) (GB/T 9704-2012, 7.3.3). */
const RANKS = ['annex', 'chapter', 'section', 'item', 'point'] as const

export type Rank = (typeof RANKS)[number]

/** A numbered heading. `label` is the number as written, without the mark that follows it. */
export type Heading = {
  readonly rank: Rank
  readonly number: number
  readonly label: string
  readonly title: string
}

/**
 * A stretch of text from one heading to the next. `path` holds its heading and those that enclose it, outermost first; it
 * is empty before the first heading. Offsets are UTF-16.
 */
export type Block = {
  readonly path: readonly Heading[]
  readonly start: number
  readonly end: number
}

/** A line without its line break; `start` is where its first character that is not blank stands. */
export type Line = {
  readonly start: number
  readonly end: number
  readonly text: string
}

type Layout = readonly (readonly [Rank, RegExp])[]

const OPENING = `[${OPEN_ROUND}${OPEN_TORTOISE}]`
const CLOSING = `[${CLOSE_ROUND}${CLOSE_TORTOISE}]`

const CHINESE_LAYOUT: Layout = [
  [
    'annex',
    new RegExp(`^附件[ \\u3000]{0,4}(${ARABIC_NUMERAL}|${CHINESE_NUMERAL})(?=[ \\u3000${COLON}]|$)[${COLON}]?`),
  ],
  ['chapter', new RegExp(`^(${CHINESE_NUMERAL})、`)],
  ['section', new RegExp(`^(${OPENING}${CHINESE_NUMERAL}${CLOSING})`)],
  ['item', new RegExp(`^(${ARABIC_NUMERAL})[${DOT}、](?![${DIGIT}])`)],
  ['point', new RegExp(`^(${OPENING}${ARABIC_NUMERAL}${CLOSING})`)],
]

/** Translations keep the marks and turn the numerals into digits, so that 1、 is a chapter and (1) a section. */
const TRANSLATED_LAYOUT: Layout = [
  ['annex', new RegExp(`^(?:Attachment|Annex) (${ARABIC_NUMERAL})(?=[ :]|$):?`)],
  ['chapter', new RegExp(`^(${ARABIC_NUMERAL})、`)],
  ['section', new RegExp(`^(${OPENING}${ARABIC_NUMERAL}${CLOSING})`)],
  ['item', new RegExp(`^(${ARABIC_NUMERAL})\\.(?=\\s)`)],
]

/** A number is looked for in a line's first characters only: time stays linear in the text, whatever the line holds. */
const HEAD_LENGTH = 32
const TITLE_LENGTH = 120

const NOT_A_NUMERAL = new RegExp(`[^${DIGIT}一二三四五六七八九十]`, 'g')

/** Where a title ends: with its sentence, or where the item has only a title, before its responsibility phrase. */
const TITLE_END = new RegExp(`[${STOP}]|\\.(?=\\s)|${OPENING}[^${CLOSE_ROUND}${CLOSE_TORTOISE}]*(?:牵头|负责|责任单位)`)

/** All lines that are not blank, for line breaks of any kind. */
export function readLines(text: string): readonly Line[] {
  const lines: Line[] = []
  for (const match of text.matchAll(/[^\r\n\u2028\u2029]+/g)) {
    const trimmed = match[0].trimStart()
    const start = match.index + match[0].length - trimmed.length
    const content = trimmed.trimEnd()
    if (content !== '') lines.push({ start, end: start + content.length, text: content })
  }
  return lines
}

/** Cuts a line into blocks at its numbered headings, in the order of the text; together they cover it from the first line on. */
export function readOutline(lines: readonly Line[]): readonly Block[] {
  const isTranslated =
    lines.some((line) => isTranslatedChapter(line.text)) && !lines.some((line) => isChineseChapter(line.text))
  const layout = isTranslated ? TRANSLATED_LAYOUT : CHINESE_LAYOUT
  const blocks: Block[] = []
  let path: readonly Heading[] = []
  let start = 0
  let end = 0
  lines.forEach((line, index) => {
    const heading = readHeading(line.text, layout, lines[index + 1]?.text ?? '')
    if (O.isSome(heading)) {
      if (end > start) blocks.push({ path, start, end })
      path = [...path.filter((outer) => rankOf(outer) < rankOf(heading.value)), heading.value]
      start = line.start
    }
    end = line.end
  })
  if (end > start) blocks.push({ path, start, end })
  return blocks
}

const rankOf = (heading: Heading): number => RANKS.indexOf(heading.rank)

const isChineseChapter = (line: string): boolean => /^[一二三四五六七八九十]{1,3}、/.test(line.slice(0, HEAD_LENGTH))

const isTranslatedChapter = (line: string): boolean => /^[0-9]{1,3}、 ?[A-Za-z]/.test(line.slice(0, HEAD_LENGTH))

function readHeading(line: string, layout: Layout, nextLine: string): O.Option<Heading> {
  const head = line.slice(0, HEAD_LENGTH)
  for (const [rank, pattern] of layout) {
    const match = pattern.exec(head)
    const label = match?.[1]
    if (match === null || label === undefined) continue
    const number = parseNumeral(label.replace(NOT_A_NUMERAL, ''))
    if (O.isNone(number)) continue
    const own = readTitle(line.slice(match[0].length))
    // An annex has its number on a line of its own; its title is the next line.
    const title = rank === 'annex' && own === '' ? readTitle(nextLine) : own
    return O.some({ rank, number: number.value, label, title })
  }
  return O.none
}

/** A heading's title runs to the first sentence end; what follows on the line is its text. */
function readTitle(afterNumber: string): string {
  const head = afterNumber.slice(0, TITLE_LENGTH)
  const end = TITLE_END.exec(head)?.index ?? head.length
  return head.slice(0, end).trim()
}
