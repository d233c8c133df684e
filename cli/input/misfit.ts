/** Where JSON does not fit a message, by the description of the message itself. */
import { readFileSync } from 'node:fs'
import {
  createFileRegistry,
  type DescEnum,
  type DescField,
  type DescMessage,
  fromBinary,
  ScalarType,
} from '@bufbuild/protobuf'
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt'
import type { Bilingual } from '../settings.ts'

/** What is wanted in a place; absent where the message has no such place. */
export type Misfit = { readonly path: string; readonly wanted?: Bilingual }

type Kind = { readonly fits: (written: unknown) => boolean; readonly wanted: Bilingual }

const wholeBetween = (least: number, most: number): Kind => ({
  fits: (written) => Number.isInteger(written) && Number(written) >= least && Number(written) <= most,
  wanted: { zh: ` ${least} 至 ${most} 的整数`, en: `a whole number from ${least} to ${most}` },
})

/** Hashes are all that this API has bytes for; empty where `--json` printed none. */
const hash: Kind = {
  fits: (written) => typeof written === 'string' && /^(?:[0-9a-f]{64})?$/.test(written),
  wanted: { zh: ' 64 位小写十六进制数字', en: 'a text of 64 hexadecimal digits in lower case' },
}

/** As `--json` prints it, or as a number that JSON keeps exactly. */
const amount: Kind = {
  fits: (written) => (typeof written === 'string' ? /^-?[0-9]{1,18}$/.test(written) : Number.isSafeInteger(written)),
  wanted: {
    zh: '整数,过大的写作文本,如 "10000000000"',
    en: 'a whole number, a large one as a text, such as "10000000000"',
  },
}

/** In JSON half of a surrogate pair can be written (`"\ud800"`), in UTF-8 it cannot: it would be replaced without a word. */
const text: Kind = {
  fits: (written) => typeof written === 'string' && written.isWellFormed(),
  wanted: { zh: '文本,其中不得有不成对的代理码(\\ud800 至 \\udfff)', en: 'a text, without half of a surrogate pair' },
}

const kinds: Readonly<Partial<Record<ScalarType, Kind>>> = {
  [ScalarType.STRING]: text,
  [ScalarType.INT64]: amount,
  [ScalarType.BYTES]: hash,
  [ScalarType.BOOL]: {
    fits: (written) => typeof written === 'boolean',
    wanted: { zh: ' true 或 false', en: 'true or false' },
  },
  [ScalarType.UINT32]: wholeBetween(0, 2 ** 32 - 1),
  [ScalarType.INT32]: wholeBetween(-(2 ** 31), 2 ** 31 - 1),
}

function oneOf({ values }: DescEnum): Kind {
  const names = values.map(({ name }) => name)
  return {
    fits: (written) => names.some((name) => name === written),
    wanted: { zh: `下列之一:${names.join('、')}`, en: `one of ${names.join(', ')}` },
  }
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const anObject: Bilingual = { zh: '一个 JSON 对象', en: 'an object' }
const aList: Bilingual = { zh: '一个 JSON 数组', en: 'a list' }

/** The first that does not fit; none after it are looked at. */
function firstOf<Part>(parts: Iterable<Part>, misfit: (part: Part) => Misfit | undefined): Misfit | undefined {
  for (const part of parts) {
    const found = misfit(part)
    if (found) return found
  }
  return undefined
}

function misfitOfValue(field: DescField, written: unknown, path: string): Misfit | undefined {
  if (field.message) return misfitOf(field.message, written, path)
  const kind = field.enum ? oneOf(field.enum) : kinds[field.scalar as ScalarType]
  if (!kind) throw new Error(`${field} is of a kind that no file has been read for so far`)
  return kind.fits(written) ? undefined : { path, wanted: kind.wanted }
}

/** What is null has its default, but for what is in a list: there it would be nothing at all. */
function misfitOfField(field: DescField, written: unknown, path: string): Misfit | undefined {
  if (written === null) return undefined
  if (field.fieldKind !== 'list') return misfitOfValue(field, written, path)
  return Array.isArray(written)
    ? firstOf(written.entries(), ([i, one]) => misfitOfValue(field, one, `${path}[${i}]`))
    : { path, wanted: aList }
}

function misfitOf({ fields }: DescMessage, written: unknown, path: string): Misfit | undefined {
  if (!isObject(written)) return { path, wanted: anObject }
  return firstOf(Object.entries(written), ([key, one]) => {
    const [field, place] = [fields.find(({ jsonName }) => jsonName === key), path ? `${path}.${key}` : key]
    return field ? misfitOfField(field, one, place) : { path: place }
  })
}

/** Where what was written, in the form in which `--json` prints it, is nothing that a message of this type can say. */
export function misfit(typeName: string, written: object): Misfit | undefined {
  const bytes = readFileSync(new URL('../../generated/descriptors.binpb', import.meta.url))
  const described = createFileRegistry(fromBinary(FileDescriptorSetSchema, bytes)).getMessage(typeName)
  if (!described) throw new Error(`${typeName} is not described: npm run prepare`)
  return misfitOf(described, written, '')
}
