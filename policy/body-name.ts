import { CLOSE_ROUND, COLON, COMMA, OPEN_ROUND, SEMICOLON, STOP } from './punctuation.ts'

/** A body's name as the text writes it (line breaks inside it left out), and where it stands (UTF-16). */
export type NamedBody = {
  readonly name: string
  readonly start: number
  readonly end: number
}

/** What the names of organisations end in. A word without such an end (教育, 公安) names a sector, not a body. */
const BODY_SUFFIX =
  /(?:[厅局委办部署]|政府|委员会|管委会|办公室|中心|法院|检察院|学院|研究院|科学院|分行|银行|总队|支队|海关|集团|公司|协会|联合会|学会|大学|总工会|工商联|团|党组)$/

/** Levels of government, as a short name begins with: 省科技厅, 市发展改革委; 市场监管局 begins with none. */
const LEVEL_PREFIX = /^(?:[省州县区镇]|市(?!场)|乡(?!村))/

/** Names that need no such prefix: of the centre, of several places, or that tell their place inside the name. */
const COMPLETE_WITHOUT_PREFIX =
  /^(?:各|全|中央|国家|中共|中国|国务院|有关|相关)|[省州县区镇]|(?<!城)市(?!场)|证监局$|总局$/

/** 和, 与 and 及 join two bodies only after a body's name: 工业和信息化厅 is one name, 发展改革委和科技厅 are two. */
const JOINER =
  /(?<=[厅局委办部]|政府|委员会|管委会|办公室|中心|分行)(?:以及|和|与|及)(?=[省市州县区各国中人湖]|[^和与及]{2,12}[厅局委办部])/

const SEPARATOR = new RegExp(`[、${COMMA}${SEMICOLON}${STOP}${COLON}]`)

/** What may follow a name in brackets. */
const QUALIFIER = new RegExp(`[${OPEN_ROUND}][^${OPEN_ROUND}${CLOSE_ROUND}]*[${CLOSE_ROUND}]$`)

/**
 * Splits a list of names at 、, commas and stops of either width, and at 和/与/及 where they join two bodies. `start` is where
 * `list` stands in the text. Empty parts are left out.
 */
export function splitNames(list: string, start: number): readonly NamedBody[] {
  return splitAt(list, start, SEPARATOR)
    .flatMap((part) => splitAt(part.written, part.start, JOINER))
    .flatMap(toName)
}

type Part = {
  readonly written: string
  readonly start: number
}

function splitAt(text: string, start: number, separator: RegExp): readonly Part[] {
  const parts: Part[] = []
  let from = 0
  for (const match of text.matchAll(new RegExp(separator, 'g'))) {
    parts.push({ written: text.slice(from, match.index), start: start + from })
    from = match.index + match[0].length
  }
  parts.push({ written: text.slice(from), start: start + from })
  return parts
}

function toName({ written, start }: Part): readonly NamedBody[] {
  const blank = /^\s*(?:会同|由|以及|及|和|与)?\s*/.exec(written)?.[0].length ?? 0
  const name = written.slice(blank).trimEnd()
  if (name === '') return []
  return [{ name: name.replace(/\s+/g, ''), start: start + blank, end: start + blank + name.length }]
}

/** True for a word that names a field of government rather than a body: 教育 in 教育、科技、公安等部门. */
export const isSector = (name: string): boolean =>
  !BODY_SUFFIX.test(name.replace(QUALIFIER, '')) || /^(?:有关|相关|各有关|各相关)/.test(name)

/** The level that a list of names speaks of: 省 for 省科技厅、工业和信息化厅. Undefined where none of them says one. */
export const levelOf = (list: readonly NamedBody[]): string | undefined =>
  list.map(({ name }) => LEVEL_PREFIX.exec(name)?.[0]).find((level) => level !== undefined)

/** True for a name that leaves its level to its neighbours: the second of 省科技厅、工业和信息化厅. */
export const elidesLevel = (name: string): boolean => !COMPLETE_WITHOUT_PREFIX.test(name) && /[厅局委办部]$/.test(name)
