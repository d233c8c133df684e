/** What the options that every command takes say: who calls, where, in which language, for whom to read. */
import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { codeOf } from '#shared/domain/resource-name.ts'
import { callerOfPem } from '#shared/identity/caller.ts'
import { dataFolder } from '#shared/lifecycle/data-folder.ts'
import { usage } from './failure.ts'
import { organisationCode } from './input/name.ts'
import { defaultLanguage } from './language.ts'

export type Language = 'zh' | 'en'

/** A sentence or a word in both languages. */
export type Bilingual = { readonly zh: string; readonly en: string }

export type Settings = {
  /** The code of the organisation that calls. */
  readonly as: string
  readonly language: Language
  readonly json: boolean
  /** Where the bus listens, where it is said rather than found. */
  readonly address: string | undefined
  /** Files in PEM form, where they are named rather than found. */
  readonly certificates: {
    readonly ca: string | undefined
    readonly cert: string | undefined
    readonly key: string | undefined
  }
  /** The programme that short names are in. */
  readonly programme: string
  /** The data folder of the bus. */
  readonly home: string
}

type GlobalOptions = {
  readonly as?: string
  readonly lang?: Language
  readonly json?: true
  readonly address?: string
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly programme?: string
}

/** The organisation that a named certificate stands for: then nobody has to say it twice. */
function codeOfCertificate(file: string | undefined): string | undefined {
  try {
    const caller = file ? callerOfPem(readFileSync(file, 'utf8')) : undefined
    return caller?.role === 'organisation' ? codeOf(caller.actor) : undefined
  } catch {
    // Whoever connects says what is wrong with the file.
    return undefined
  }
}

/** The code behind `--as`. @throws Failure USAGE, which names the option: nobody thinks of it where it was left empty */
function calledAs(text: string): string {
  if (text !== '') return organisationCode(text)
  throw usage({
    zh: '--as 为空,不是单位代码;写法如 hn-kjt,全部代码见 npx qiantou directory list',
    en: '--as "" is no organisation; write it as hn-kjt; all of them: npx qiantou directory list',
  })
}

/** `localhost:7443`, or `[::1]:7443`. @throws Failure USAGE */
function checkedAddress(text: string): string {
  const [, port] = text.match(/^(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):([0-9]{1,5})$/) ?? []
  if (Number(port) >= 1 && Number(port) <= 65_535) return text
  const quoted = JSON.stringify(text)
  throw usage({
    zh: `${quoted} 不是地址,写法为“主机:端口”,如 localhost:7443`,
    en: `${quoted} is no address; write it as HOST:PORT, such as localhost:7443`,
  })
}

/** The settings of a command that was called. Options come before the environment. @throws Failure USAGE */
export function settingsOf(command: Command): Settings {
  const options = command.optsWithGlobals<GlobalOptions>()
  const { env } = process
  const address = options.address ?? (env.QIANTOU_ADDRESS || undefined)
  const cert = options.cert ?? (env.QIANTOU_CERT || undefined)
  return {
    as: options.as === undefined ? (codeOfCertificate(cert) ?? 'hn-office') : calledAs(options.as),
    language: options.lang ?? defaultLanguage(env),
    json: options.json === true,
    address: address === undefined ? undefined : checkedAddress(address),
    certificates: {
      ca: options.ca ?? (env.QIANTOU_CA || undefined),
      cert,
      key: options.key ?? (env.QIANTOU_KEY || undefined),
    },
    programme: options.programme ?? (env.QIANTOU_PROGRAMME || 'hunan-2025-7'),
    home: dataFolder(),
  }
}
