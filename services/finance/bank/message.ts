/** What every ISO 20022 message has: a namespace that says its kind, texts, codes, amounts and dates at paths. */
import { type Day, dayOf } from '#shared/domain/calendar.ts'
import { fenOf } from './amount.ts'
import { parse, quoted, refuse, textOf, type XmlElement } from './xml.ts'

const namespacePrefix = 'urn:iso:std:iso:20022:tech:xsd:'

export const namespaceOf = (version: string): string => `${namespacePrefix}${version}`

/** The root of a message for each kind that is read, such as `pain.002`; of any version with the same root. */
export type Roots<Kind extends string> = Readonly<Record<Kind, string>>

/** Which kind of message a file holds, and the element under `Document`. @throws within `reading` the file's refusal */
export function messageIn<Kind extends string>(bytes: Uint8Array, roots: Roots<Kind>): [kind: Kind, body: XmlElement] {
  const document = parse(textOf(bytes))
  const kinds = Object.keys(roots) as Kind[]
  const [version] = /^[a-z]{4}\.[0-9]{3}\.001\.[0-9]{2}$/.exec(document.namespace.slice(namespacePrefix.length)) ?? []
  const isIso = document.name === 'Document' && document.namespace.startsWith(namespacePrefix)
  const kind = isIso && version ? kinds.find((kind) => version.startsWith(`${kind}.`)) : undefined
  if (!kind) {
    const found = `${quoted(document.name)} of ${quoted(document.namespace)}`
    return refuse(document, `another kind of message, ${found}; taken are ${kinds.join(', ')}`)
  }
  return [kind, need(document, roots[kind])]
}

const named = (parent: XmlElement, name: string): XmlElement[] =>
  parent.children.filter((child) => child.name === name && child.namespace === parent.namespace)

/** Elements at a path such as `NtryDtls/TxDtls`, in order. */
export const all = (from: XmlElement, path: string): XmlElement[] =>
  path.split('/').reduce<XmlElement[]>((found, name) => found.flatMap((element) => named(element, name)), [from])

/** The element at a path, where there is one. @throws within `reading` the file's refusal, where there are more */
export function at(from: XmlElement, path: string): XmlElement | undefined {
  const [found, another] = all(from, path)
  return another ? refuse(another, 'stands here a second time') : found
}

/** @throws within `reading` the file's refusal, where the element is missing */
export const need = (from: XmlElement, path: string): XmlElement => at(from, path) ?? refuse(from, `${path} is missing`)

/** The text at a path; undefined where there is none, or an empty one. */
export const textAt = (from: XmlElement, path: string): string | undefined => at(from, path)?.text || undefined

/** @throws within `reading` the file's refusal, where there is no text, or more than so many characters */
export function needText(from: XmlElement, path: string, maxCharacters: number): string {
  const element = need(from, path)
  if (!element.text) refuse(element, 'empty')
  if ([...element.text].length > maxCharacters) refuse(element, `more than ${maxCharacters} characters`)
  return element.text
}

/** As much of the bank's words as is kept (Max500Text). */
const keptCharacters = 500

/** A text that is shown, cut where it is longer than any that ISO 20022 has. */
export const kept = (text: string): string => {
  const characters = [...text.slice(0, 2 * keptCharacters + 2)]
  return characters.slice(0, keptCharacters).join('')
}

/** A choice of a code of ISO 20022 (`Cd`) or the bank's own (`Prtry`); in older versions the code alone. */
export const codeAt = (from: XmlElement, path: string): string | undefined =>
  textAt(from, `${path}/Cd`) ?? textAt(from, `${path}/Prtry`) ?? textAt(from, path)

/** A sum without currency: ControlSum, Sum. @throws within `reading` the file's refusal, where it is no amount */
export function sumIn(element: XmlElement): bigint {
  const fen = fenOf(element.text)
  return typeof fen === 'bigint' ? fen : refuse(element, `${fen}: ${quoted(element.text)}`)
}

/** An amount with its `Ccy`. @throws within `reading` the file's refusal, where it is not CNY or no amount */
export function fenIn(element: XmlElement): bigint {
  const currency = element.attributes.get('Ccy')
  if (currency !== 'CNY') refuse(element, currency ? `currency ${quoted(currency)}, not CNY` : 'Ccy is missing')
  return sumIn(element)
}

/** A number of things that is said, and that there must be. @throws within `reading` the refusal, where it differs */
export function checkCount(element: XmlElement | undefined, count: number): void {
  if (element && !/^0*[0-9]{1,15}$/.test(element.text)) refuse(element, `not a number: ${quoted(element.text)}`)
  if (element && Number(element.text) !== count) refuse(element, `says ${element.text}, there are ${count}`)
}

/** A sum that is said, and that amounts must have. @throws within `reading` the file's refusal, where it differs */
export function checkSum(element: XmlElement | undefined, fen: bigint): void {
  // What has no entries has a sum of nothing, which no amount is.
  if (!element || (fen === 0n && /^0+(\.0{1,2})?$/.test(element.text))) return
  if (sumIn(element) !== fen) refuse(element, `says ${quoted(element.text)}, the amounts are ${fen} fen`)
}

const isDay = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === text
}

/** The years in which a day may lie here as in any request (shared/grpc/fields.ts): a bank books in no others. */
const isNear = (day: Day): boolean => day >= '1949-01-01' && day <= '2999-12-31'

/** A date or a time of XML Schema (xs:date, xs:dateTime). @throws within `reading` the file's refusal, where it is none */
function dateTimeIn(element: XmlElement, isTimed: boolean): { readonly day: Day; readonly moment: Date } {
  // A date may carry a zone too; a time without one is the bank's own.
  const [, day, time, zone] =
    element.text.match(/^([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9:.]+)?(Z|[+-][0-9]{2}:[0-9]{2})?$/) ?? []
  if (!day || !isDay(day) || isTimed !== (time !== undefined))
    return refuse(element, `not a day: ${quoted(element.text)}`)
  const moment = new Date(`${day}${time ?? 'T00:00:00'}${zone ?? '+08:00'}`)
  if (Number.isNaN(moment.getTime())) refuse(element, `not a time: ${quoted(element.text)}`)
  if (!isNear(day) || !isNear(dayOf(moment))) refuse(element, `not from 1949 to 2999: ${quoted(element.text)}`)
  return { day, moment }
}

/** A day (`Dt`), or the day in Shanghai of a time (`DtTm`). @throws within `reading` the file's refusal, where it is none */
export function dayIn(choice: XmlElement): Day {
  const element = at(choice, 'Dt') ?? need(choice, 'DtTm')
  const isTimed = element.name === 'DtTm'
  const { day, moment } = dateTimeIn(element, isTimed)
  return isTimed ? dayOf(moment) : day
}

/** A time, such as `CreDtTm`. @throws within `reading` the file's refusal, where it is none */
export const momentIn = (element: XmlElement): Date => dateTimeIn(element, true).moment
