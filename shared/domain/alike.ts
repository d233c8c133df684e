/** How much texts are alike that ask something of somebody (docs/domain.md, burden). */
import type { Day } from './calendar.ts'

/** `since`: what was over before that day is no longer repeated; `threshold`: from how many percent on texts are alike. */
export type RepeatWindow = { readonly since: Day; readonly threshold: number }

/** Below that a text says too little to be like another one. */
const leastLetters = 4

/** Pairs of neighbouring letters, each once: words in English, and, as Chinese has no spaces, what stands for words there. */
function pairsOf(text: string): ReadonlySet<string> {
  const letters = [...text.normalize('NFKC').toLowerCase()].filter((letter) => /[\p{L}\p{N}]/u.test(letter))
  if (letters.length < leastLetters) return new Set()
  return new Set(letters.slice(1).map((letter, i) => `${letters[i]}${letter}`))
}

/**
 * How much other texts are like this one, in whole percent: twice the pairs that they share by the pairs of both (Dice's
 * coefficient).
 */
export function likenessTo(text: string): (other: string) => number {
  const ours = pairsOf(text)
  return (other) => {
    const theirs = ours.size === 0 ? ours : pairsOf(other)
    if (theirs.size === 0) return 0
    const shared = [...ours].filter((pair) => theirs.has(pair)).length
    return Math.floor((200 * shared) / (ours.size + theirs.size))
  }
}
