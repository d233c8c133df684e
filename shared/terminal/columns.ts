/** Text in a terminal, where a Chinese character takes two columns. */

/** What takes two columns in a terminal (East Asian Width W and F, UAX #11), as far as Chinese documents use it. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u

const columnsOf = (character: string): number => (WIDE.test(character) ? 2 : 1)

/** How many terminal columns a text takes. Curly quotes count one, as terminals show them outside of CJK locales. */
export const columns = (text: string): number =>
  Array.from(text).reduce((sum, character) => sum + columnsOf(character), 0)

/**
 * On one line, without control characters, which a text of others could use to repaint the terminal, and without those that
 * turn the direction of what stands around them (UAX #9 §2).
 */
export const visible = (text: string): string => text.replace(/[\s\p{Cc}\p{Bidi_Control}]+/gu, ' ')

/** Fills a text with spaces to that many columns; a longer one stays as it is. */
export const padded = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - columns(text)))

/** Breaks a text into lines of at most `width` columns, between any two characters, as Chinese is set. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const character of visible(text)) {
    if (used + columnsOf(character) > width) {
      lines.push(line)
      line = ''
      used = 0
    }
    line += character
    used += columnsOf(character)
  }
  return line === '' ? lines : [...lines, line]
}
