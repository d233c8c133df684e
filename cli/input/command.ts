/** Options that every command which changes something takes. */
import { randomUUID } from 'node:crypto'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { After } from '#shared/domain/decider.ts'
import { spoken } from '../language.ts'
import { signOffOf } from './sign-off.ts'

export type CommandOptions = {
  readonly requestId?: string
  readonly etag?: bigint
  readonly validateOnly?: true
  readonly signOff?: readonly SignOff[]
  readonly after: readonly After[]
}

/** A whole number that is not negative. */
export function wholeNumber(text: string): bigint {
  if (!/^[0-9]{1,18}$/.test(text))
    throw new InvalidArgumentError(spoken({ zh: '须为整数。', en: 'It must be a whole number.' }))
  return BigInt(text)
}

/** A whole number from 1 to so many. */
export const countUpTo =
  (most: number) =>
  (text: string): bigint => {
    const number = /^[0-9]{1,18}$/.test(text) ? BigInt(text) : 0n
    if (number >= 1n && number <= most) return number
    const say = { zh: `须为 1 至 ${most} 的整数。`, en: `It must be a whole number from 1 to ${most}.` }
    throw new InvalidArgumentError(spoken(say))
  }

/** One of some values, as the API calls them, without the prefix; capitals are welcome. */
export const oneOf =
  (values: readonly string[]) =>
  (text: string): string => {
    const value = text.toLowerCase()
    if (values.includes(value)) return value
    const all = values.join(', ')
    throw new InvalidArgumentError(spoken({ zh: `可取 ${all}。`, en: `It must be one of ${all}.` }))
  }

export const stateOption = (states: readonly string[]): Option =>
  new Option('--state <state>', `only these: ${states.join(', ')}`).argParser(oneOf(states))

const colours = ['grey', 'green', 'yellow', 'red', 'blue']

/** A list of what has a light, or has milestones that have one. */
export const lit = (command: Command): Command =>
  command
    .addOption(new Option('--light <colour>', `only these: ${colours.join(', ')}`).argParser(oneOf(colours)))
    .addOption(
      new Option('--milestone-light <colour>', 'only those of whose milestones at least one is so').argParser(
        oneOf(colours),
      ),
    )

/** The filter of a list of what has these values, as the API takes it. */
export const filterOf = (terms: Readonly<Record<string, string | undefined>>): string =>
  Object.entries(terms)
    .flatMap(([key, value]) => (value === undefined ? [] : [`${key} = ${value}`]))
    .join(' AND ')

/** Collects a repeatable option. */
export const repeated = (text: string, before: readonly string[] = []): readonly string[] => [...before, text]

/** `lead-agency:57`, as receipts are shown. */
function builtOn(text: string, before: readonly After[] = []): readonly After[] {
  const [, source, sequence] = text.match(/^(?:\/\/qiantou\/)?([a-z0-9-]+(?:\/[a-z0-9-]+)?):([0-9]{1,18})$/) ?? []
  if (!source || !sequence) {
    const say = { zh: '须为回执,如 lead-agency:57。', en: 'It must be a receipt such as lead-agency:57.' }
    throw new InvalidArgumentError(spoken(say))
  }
  return [...before, { source: `//qiantou/${source}`, sequence: BigInt(sequence) }]
}

const afterOption = (command: Command): Command =>
  command.option('--after <receipt>', 'answer once this receipt, such as lead-agency:57, has been taken in', builtOn)

/** A command that reads one thing. */
export const reading = afterOption

/** What `lookingBack` reads. */
export type LookingBack = { readonly after?: readonly After[]; readonly asOf?: string }

/** `reading` of something that may also be shown as it stood on a day. */
export const lookingBack = (command: Command): Command =>
  reading(command).option('--as-of <date>', 'as it stood at the end of that day, none that is to come (default: today)')

/** A command that changes something which is there. */
export const changing = (command: Command): Command =>
  creating(command).option('--etag <version>', 'only if the resource still has this version', wholeNumber)

/** A command that makes something new. */
export const creating = (command: Command): Command =>
  afterOption(command)
    .option(
      '--request-id <uuid>',
      'id of this command; the same id again gives the first receipt (default: a fresh one)',
    )
    .option('--validate-only', 'decide without recording anything')
    .option(
      '--sign-off <steps>',
      'who handled, reviewed and signed it, as pseudonyms: handled:ID,reviewed:ID,signed:ID, or some of these',
      signOffOf,
    )

/** The fields that the options of `creating` stand for: what is made new has no version yet. */
export const creatingFields = ({ requestId, validateOnly, signOff = [] }: CommandOptions) => ({
  requestId: requestId ?? randomUUID(),
  validateOnly: validateOnly ?? false,
  signOff: [...signOff],
})

/** Those of `changing`. */
export const commandFields = (options: CommandOptions) => ({ ...creatingFields(options), etag: options.etag ?? 0n })
