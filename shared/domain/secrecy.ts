/** Secrecy (密级) and publication (公开属性) of what people write, and how documents mark what is secret. */
import type { PublicationAttribute, SecrecyLevel } from '#proto/qiantou/record/v1/record.ts'

/** Absent where nothing is said, as of nearly everything: states and records are no larger for it. */
export type Secrecy = { readonly secrecy?: SecrecyLevel; readonly publication?: PublicationAttribute }

/** What a message says, without what it says of nothing. */
export const secrecyOf = ({ secrecy, publication }: Said): Secrecy => ({
  ...(secrecy && secrecy !== 'SECRECY_LEVEL_UNSPECIFIED' ? { secrecy } : {}),
  ...(publication && publication !== 'PUBLICATION_ATTRIBUTE_UNSPECIFIED' ? { publication } : {}),
})

/** The message with no more said than there is to say. */
export const withSecrecy = <Message extends Said>(message: Message): Message => ({
  ...message,
  secrecy: undefined,
  publication: undefined,
  ...secrecyOf(message),
})

type Said = { readonly secrecy?: SecrecyLevel | undefined; readonly publication?: PublicationAttribute | undefined }

// ---- Of the same thing twice

/** With what is said of nothing. */
export type Marking = { readonly secrecy: SecrecyLevel; readonly publication: PublicationAttribute }

/** From the loosest. What nobody has said is published is not; who publishes it afterwards is looser. */
const publications: readonly PublicationAttribute[] = [
  'PUBLICATION_ATTRIBUTE_PROACTIVE',
  'PUBLICATION_ATTRIBUTE_ON_REQUEST',
  'PUBLICATION_ATTRIBUTE_UNSPECIFIED',
  'PUBLICATION_ATTRIBUTE_WITHHELD',
]

/**
 * What holds of something that is marked, once somebody else marks it: the stricter of the two, of each (docs/domain.md, rule
 * 33). Who says nothing changes nothing. State secrets have been refused before.
 */
export function stricter(kept: Marking, later: Marking): Marking {
  const secrecy = kept.secrecy === 'SECRECY_LEVEL_UNSPECIFIED' ? later.secrecy : kept.secrecy
  const isSaid = later.publication !== 'PUBLICATION_ATTRIBUTE_UNSPECIFIED'
  const isStricter = publications.indexOf(later.publication) > publications.indexOf(kept.publication)
  const publication = isSaid && isStricter ? later.publication : kept.publication
  // One says that it is a work secret, the other that it is published.
  return isPublished({ secrecy, publication })
    ? { secrecy, publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' }
    : { secrecy, publication }
}

// ---- Declared

/** State secrets as a caller declares them, by the words that stand on the paper. */
const stateSecrets: Partial<Record<SecrecyLevel, string>> = {
  SECRECY_LEVEL_CONFIDENTIAL: '秘密',
  SECRECY_LEVEL_SECRET: '机密',
  SECRECY_LEVEL_TOP_SECRET: '绝密',
}

// ---- Marked

/** What may stand between the characters of a marking: spaces of any width, and what is not seen at all. */
const gap = '[\\s\\p{Default_Ignorable_Code_Point}\\p{Cf}]*'
/** The same within a line: a marking may begin the one after 工作. */
const inLine = '[^\\S\\r\\n]*'
/** What stands after an asterisk in a marking, and seldom elsewhere: a period, a date, a condition. */
const period = '(?=[0-9０-９〇一二三四五六七八九十百]|长期|启封|解密|永久)'
/**
 * 密级★保密期限, 密级★解密时间, 密级★解密条件 (GB/T 9704-2012 §7.2.2; 国家秘密定密管理 on the marking of state secrets). An asterisk
 * stands for the star where a keyboard has none; alone it may be anything.
 */
const star = `${gap}(?:[★☆⭐✩-✰⋆⭑⭒🌟🟉-🟎]|[*＊]${gap}${period})`
const stateMarking = new RegExp(`([绝絕]${gap}密|[机機]${gap}密|(?<!工${gap}作${inLine})[秘祕]${gap}密)${star}`, 'u')
const workMarking = new RegExp(`工${gap}作${gap}[秘祕]${gap}密${star}`, 'u')

/** What a request is not to carry, and in which of its fields. */
export type Forbidden = {
  readonly kind: 'state' | 'work' | 'unknown' | 'published'
  /** `content.title`. */
  readonly field: string
  /** 绝密, 机密, 秘密 or 工作秘密. */
  readonly level: string
}

type Found = Omit<Forbidden, 'field'>

const workSecret: Found = { kind: 'work', level: '工作秘密' }

const inAnyLevel = '密'
/** One of these is in every marking: the character, or what its letters begin with in an address (RFC 3986 §2.1). */
export const inEveryMarking = [inAnyLevel, '%'] as const

const escaped = /(?:%[0-9a-f]{2})+/gi
/** An address inside an address is escaped twice; nobody who writes one in good faith escapes it more often. */
const maxEscapes = 2

/** How addresses of Chinese offices write their characters: UTF-8 (RFC 3986 §2.5), and older systems in GB 18030. */
const encodings = [new TextDecoder('utf-8'), new TextDecoder('gb18030')] as const

/** A text as people read it, where it is an address of that encoding. What is not of it is no marking. */
function unescaped(text: string, encoding: (typeof encodings)[number]): string {
  let read = text
  for (let i = 0; i < maxEscapes && read.includes('%'); i += 1)
    read = read.replace(escaped, (bytes) => encoding.decode(Buffer.from(bytes.replaceAll('%', ''), 'hex')))
  return read
}

function ofText(written: string): Found | undefined {
  const readings = written.includes('%') ? encodings.map((encoding) => unescaped(written, encoding)) : [written]
  return readings.map(ofReading).find((found) => found !== undefined)
}

function ofReading(text: string): Found | undefined {
  if (!text.includes(inAnyLevel)) return undefined
  const [, level] = text.match(stateMarking) ?? []
  if (level) return { kind: 'state', level: level.replace(new RegExp(gap, 'gu'), '') }
  return workMarking.test(text) ? workSecret : undefined
}

function ofLevel(level: string): Found | undefined {
  const secret = stateSecrets[level as SecrecyLevel]
  if (secret) return { kind: 'state', level: secret }
  return level === 'SECRECY_LEVEL_WORK_SECRET' ? workSecret : undefined
}

function ofString(key: string, value: string, mayBeMarked: boolean): Found | undefined {
  if (key !== 'secrecy' && key !== 'publication') return mayBeMarked ? ofText(value) : undefined
  // A level that a later version knows may be of a state secret.
  if (value === 'UNRECOGNIZED') return { kind: 'unknown', level: '' }
  return ofLevel(value)
}

/** A work secret is not published. */
const isPublished = ({ secrecy, publication }: Said): boolean =>
  secrecy === 'SECRECY_LEVEL_WORK_SECRET' &&
  (publication === 'PUBLICATION_ATTRIBUTE_PROACTIVE' || publication === 'PUBLICATION_ATTRIBUTE_ON_REQUEST')

/** A field's name as proto files and paths write it, or its place in a list, before what is inside it. */
function pathOf(key: string, isList: boolean, inner: string): string {
  const own = isList ? `[${key}]` : key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return inner === '' || inner.startsWith('[') ? `${own}${inner}` : `${own}.${inner}`
}

/** Whether anything in a message, at any depth, says how secret it is, or whether it is published: hardly any does. */
export function declares(value: object): boolean {
  if ((value as Said).secrecy !== undefined || (value as Said).publication !== undefined) return true
  // A choice (oneof) may be of either field.
  if ('$case' in value) return true
  // Not `for … in`: messages are of so many shapes that the engine would compile this anew for ever.
  for (const inner of Object.values(value))
    if (typeof inner === 'object' && inner !== null && !(inner instanceof Uint8Array) && declares(inner)) return true
  return false
}

/**
 * The first field of a message, at any depth, that declares a secret or bears the marking of one: every field of every
 * message, so that one which is added is looked at without anybody thinking of it. `admitsWork` lets work secrets pass.
 * `mayBeMarked` is false where the message is known to hold none of `inEveryMarking`.
 */
export function forbiddenIn(value: unknown, admitsWork: boolean, mayBeMarked = true, key = ''): Forbidden | undefined {
  if (typeof value === 'string') {
    const found = ofString(key, value, mayBeMarked)
    return found && !(admitsWork && found.kind === 'work') ? { ...found, field: '' } : undefined
  }
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined
  for (const name in value) {
    const inner = (value as Record<string, unknown>)[name]
    // A choice (oneof) goes by the name of what was chosen.
    const chosen = typeof inner === 'object' && inner !== null && '$case' in inner ? (inner as Chosen) : undefined
    const own = chosen ? chosen.$case : name
    const found = forbiddenIn(chosen ? chosen.value : inner, admitsWork, mayBeMarked, own)
    if (found) return { ...found, field: pathOf(own, Array.isArray(value), found.field) }
  }
  return isPublished(value) ? { kind: 'published', level: '工作秘密', field: 'publication' } : undefined
}

type Chosen = { readonly $case: string; readonly value: unknown }

// ---- Offline

/** The title of a task whose work is handled offline (线下办理). */
export const offlineTitle = '线下办理'

/** What stands in place of every text of such a task. */
const offlineWords: readonly string[] = [offlineTitle, 'Handled offline']

/** Whether texts say nothing but that. */
export const saysNothing = (texts: readonly string[]): boolean => texts.every((text) => offlineWords.includes(text))

/** Whether the state of a task, as any service keeps it, is of one that is handled offline. */
export const isOffline = (task: object | undefined): boolean =>
  (task as { readonly handledOffline?: boolean } | undefined)?.handledOffline === true
