/**
 * Marks in both of their widths, to be put between the brackets of a character class. Documents mix them: converters turn
 * the full-width marks of a print into half-width ones, not always both of a pair. The full-width ones are written as
 * escapes here, and only here, because the eye cannot tell them apart.
 */
export const COMMA = ',\uFF0C'
export const SEMICOLON = ';\uFF1B'
export const COLON = ':\uFF1A'
export const DOT = '.\uFF0E'
export const EXCLAMATION = '!?\uFF01\uFF1F'
export const STOP = '\u3002'
export const DIGIT = '0-9\uFF10-\uFF19'
export const OPEN_ROUND = '(\uFF08'
export const CLOSE_ROUND = ')\uFF09'
export const OPEN_TORTOISE = '\u3014'
export const CLOSE_TORTOISE = '\u3015'
/** For character classes: square brackets are escaped. */
export const OPEN_SQUARE = '\\[\uFF3B'
export const CLOSE_SQUARE = '\\]\uFF3D'
