/** In which language the command speaks. */
import type { Bilingual, Language } from './settings.ts'

/** The locale as POSIX orders its variables; all that counts is whether it is Chinese. */
export const defaultLanguage = (env: NodeJS.ProcessEnv): Language =>
  /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en'

/** The language that this command was called in, read from its words as they are: they may be what is wrong. */
function spokenLanguage({ argv, env }: Pick<NodeJS.Process, 'argv' | 'env'>): Language {
  const said = argv.flatMap((word, i) =>
    word === '--lang' ? (argv[i + 1] ?? '') : (word.match(/^--lang=(.*)$/)?.[1] ?? []),
  )
  const last = said.at(-1)
  return last === 'zh' || last === 'en' ? last : defaultLanguage(env)
}

/** What is said before it is known how the command was called. */
export const spoken = (say: Bilingual): string => say[spokenLanguage(process)]
