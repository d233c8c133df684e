/** A message out of a file, in the form in which `--json` prints one. */
import { usage } from '../failure.ts'
import { type Json, jsonOf } from '../text/json.ts'

type Type<Message> = {
  fromJSON(written: unknown): Message
  encode(message: Message): { finish(): Uint8Array }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Hashes are hex in what `--json` prints, base64 in what is read as JSON of protobuf. `read` is what was written, read as if it
 * were all base64: it has bytes wherever the message has, and a text that only looks like a hash stays one.
 */
const withBytes = (written: unknown, read: unknown): unknown => {
  if (Array.isArray(written) && Array.isArray(read)) return written.map((one, i) => withBytes(one, read[i]))
  if (read instanceof Uint8Array)
    return typeof written === 'string' && /^[0-9a-f]{64}$/.test(written)
      ? Buffer.from(written, 'hex').toString('base64')
      : written
  return isObject(written) && isObject(read)
    ? Object.fromEntries(Object.entries(written).map(([key, entry]) => [key, withBytes(entry, read[key])]))
    : written
}

/** Where what was written is not what was understood: a key that is not known, a number in the place of a text. */
function misread(written: unknown, understood: Json | undefined, path: string): string | undefined {
  if (written === null || written === understood) return undefined
  if (Array.isArray(written) && Array.isArray(understood))
    return written.map((one, i) => misread(one, understood[i], `${path}[${i}]`)).find((found) => found !== undefined)
  if (isObject(written) && isObject(understood))
    return Object.entries(written)
      .map(([key, one]) => misread(one, understood[key] as Json | undefined, path ? `${path}.${key}` : key))
      .find((found) => found !== undefined)
  return path
}

/**
 * Reads a message, also out of an answer that has it `within`. Fields that are left out, or null, have their default values.
 * @throws Failure USAGE where the text is no JSON, or says something that the message has no place for
 */
export function messageFrom<Message>(
  type: Type<Message>,
  text: string,
  file: string,
  within: (written: object) => unknown,
): Message {
  const whole = parsed(text, file)
  const written = isObject(whole) ? (within(whole) ?? whole) : whole
  if (!isObject(written)) throw usage({ zh: `${file} 应为一个 JSON 对象`, en: `${file} must be one JSON object` })
  const message = decoded(type, written)
  const path = message && misread(written, jsonOf(message), '')
  if (message && path === undefined) return message
  throw usage({
    zh: `${file} 中的 ${path ?? '内容'} 无法识别:没有这个字段,或其值不合要求`,
    en: `${path ?? 'something'} in ${file} is not understood: there is no such field, or its value is of another kind`,
  })
}

/** A message that can be sent; undefined where what is written is nothing like it. */
function decoded<Message>(type: Type<Message>, written: object): Message | undefined {
  try {
    const message = type.fromJSON(withBytes(written, type.fromJSON(written)))
    type.encode(message).finish()
    return message
  } catch {
    return undefined
  }
}

function parsed(text: string, file: string): unknown {
  try {
    // A byte order mark is no part of the text.
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const { message } = error as Error
    throw usage({ zh: `${file} 不是 JSON:${message}`, en: `${file} is not JSON: ${message}` })
  }
}
