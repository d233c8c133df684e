/** A message out of a file, in the form in which `--json` prints one. */
import { usage } from '../failure.ts'
import { isObject, misfit } from './misfit.ts'

type Type<Message> = { readonly $type: string; fromJSON(written: unknown): Message }

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
  const found = misfit(type.$type, written)
  if (!found) return type.fromJSON(withBytes(written, type.fromJSON(written)))
  const { path, wanted } = found
  throw usage({
    zh: `${file} 中的 ${path} 无法识别:${wanted ? `应为${wanted.zh}` : '没有这个字段'}`,
    en: `${path} in ${file} is not understood: ${wanted ? `it must be ${wanted.en}` : 'there is no such field'}`,
  })
}

function parsed(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const { message } = error as Error
    throw usage({ zh: `${file} 不是 JSON:${message}`, en: `${file} is not JSON: ${message}` })
  }
}
