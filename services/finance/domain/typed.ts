/**
 * A number of a letter (文号) or a receipt however it is typed: 〔2026〕 and [2026], in wide letters or narrow ones, with any
 * hyphen, with spaces, also unseen ones, or without.
 */
export const asTyped = (number: string): string =>
  number
    .normalize('NFKC')
    .replaceAll(/[〔[【(]/g, '(')
    .replaceAll(/[〕\]】)]/g, ')')
    .replaceAll(/\p{Dash_Punctuation}/gu, '-')
    .replaceAll(/[\s\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toUpperCase()
