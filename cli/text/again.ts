/** How to see again what a walkthrough has played. */
import type { Language } from '../settings.ts'

/** A line of commands, each without `npx qiantou`. */
export function seeAgain(words: readonly string[], language: Language): string {
  const commands = words.map((one) => `npx qiantou ${one}`)
  return {
    zh: `再次查看:${commands.join(';')}\n`,
    en: `See it again: ${commands.join('; ')}\n`,
  }[language]
}
