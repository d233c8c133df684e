/**
 * XML to and from elements. What is not well-formed XML 1.0 with namespaces, in UTF-8, is refused, and so is a DOCTYPE,
 * with which entities come (XXE, billion laughs); depth and number of elements are limited.
 */
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import { SaxesParser } from 'saxes'

/** What is wrong in a file, and where: `line 12, Document/…/Ntry[2]/Amt`. */
export type Refusal = { readonly where: string; readonly what: string }

/** Ends the reading of a file that is wrong; `reading` makes a value of it. */
class Unreadable extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(`${refusal.where}: ${refusal.what}`)
    this.refusal = refusal
  }
}

/** What `read` makes, or why it could not: only what `refuse` and `parse` refuse; a bug still throws. */
export function reading<A>(read: () => A): Either<Refusal, A> {
  try {
    return right(read())
  } catch (error) {
    if (error instanceof Unreadable) return left(error.refusal)
    throw error
  }
}

export type XmlElement = {
  /** Without prefix. */
  readonly name: string
  readonly namespace: string
  readonly line: number
  readonly parent: XmlElement | undefined
  readonly attributes: ReadonlyMap<string, string>
  readonly children: XmlElement[]
  /** Without the white space around it; empty where there are children. */
  text: string
}

/** ISO 20022 nests about fifteen deep. */
const maxDepth = 40
/** A booking takes about 30; a file of bookings that is as large as files may be has fewer. */
const maxElements = 800_000
/** One or two stand there; names of namespaces in great numbers take long to be looked up. */
const maxAttributes = 40
/** As much of what a file says as a message about it quotes. */
const quotedCharacters = 60

/** A piece of a file's text, short enough to be shown. */
export const quoted = (text: string): string =>
  text.length > quotedCharacters ? `“${text.slice(0, quotedCharacters)}…”` : `“${text}”`

function stepTo(element: XmlElement): string {
  const name = element.name.slice(0, quotedCharacters)
  const alike = element.parent?.children.filter((sibling) => sibling.name === element.name) ?? []
  return alike.length > 1 ? `${name}[${alike.indexOf(element) + 1}]` : name
}

const pathOf = (element: XmlElement): string =>
  element.parent ? `${pathOf(element.parent)}/${stepTo(element)}` : stepTo(element)

/** @throws always; within `reading` the refusal of the file */
export function refuse(element: XmlElement, what: string): never {
  throw new Unreadable({ where: `line ${element.line}, ${pathOf(element)}`, what })
}

/** @throws within `reading` the refusal of the file, where it is not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Unreadable({ where: 'the file', what: 'not UTF-8' })
  }
}

/** A document's root. @throws within `reading` the refusal of the file */
export function parse(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true })
  const stop = (what: string): never => {
    throw new Unreadable({ where: `line ${parser.line}`, what })
  }
  const roots: XmlElement[] = []
  /** The elements that have begun and not ended, the innermost last. */
  const open: XmlElement[] = []
  let [elements, attributes] = [0, 0]
  // The parser goes on after an error unless its handler throws.
  parser.on('error', ({ message }) => stop(`not well-formed: ${message.replace(/^[0-9:]+ /, '')}`))
  parser.on('doctype', () => stop('a DOCTYPE, which is not taken'))
  parser.on('xmldecl', ({ version, encoding }) => {
    if (version !== '1.0') stop(`XML ${quoted(version ?? '')}, not 1.0`)
    if (encoding && !/^utf-?8$/i.test(encoding)) stop(`encoding ${quoted(encoding)}, not UTF-8`)
  })
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > maxAttributes) stop(`an element with more than ${maxAttributes} attributes`)
  })
  parser.on('opentag', ({ local, uri, attributes: given }) => {
    elements += 1
    attributes = 0
    if (elements > maxElements) stop(`more than ${maxElements} elements`)
    if (open.length >= maxDepth) stop(`nested more than ${maxDepth} deep`)
    const parent = open.at(-1)
    const element: XmlElement = {
      name: local,
      namespace: uri,
      line: parser.line,
      parent,
      attributes: new Map(Object.values(given).map(({ name, value }) => [name, value])),
      children: [],
      text: '',
    }
    ;(parent?.children ?? roots).push(element)
    open.push(element)
  })
  const take = (piece: string): void => {
    const element = open.at(-1)
    if (element) element.text += piece
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const element = open.pop()
    if (!element) return
    element.text = element.text.trim()
    if (element.children.length > 0 && element.text) refuse(element, 'text between elements')
  })
  parser.write(text).close()
  return roots[0] ?? stop('empty')
}

/** An element to be written: its name, its text or its elements (what is undefined is left out), its attributes. */
export type Written = readonly [
  name: string,
  content: string | readonly (Written | undefined)[],
  attributes?: Readonly<Record<string, string>>,
]

const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

function lines([name, content, attributes = {}]: Written, indent: string): string {
  const start = [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(value)}"`)].join(' ')
  if (typeof content === 'string') return `${indent}<${start}>${escaped(content)}</${name}>\n`
  const inner = content.map((child) => (child ? lines(child, `${indent}  `) : ''))
  return `${indent}<${start}>\n${inner.join('')}${indent}</${name}>\n`
}

/** A document in UTF-8. Texts must hold only what XML allows: `isXmlText`. */
export const print = (root: Written): string => `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, '')}`

/** Whether a text can stand in XML and comes back as it was: no control characters, no half of a pair, no non-characters. */
export const isXmlText = (text: string): boolean => text.isWellFormed() && !/[\p{Cc}\uFFFE\uFFFF]/u.test(text)
