/** The unified social credit code (统一社会信用代码) of enterprises and public bodies, GB 32100-2015. */

/** Its characters by their values: no I, O, S, V, Z. */
const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const form = new RegExp(`^[${characters}]{18}$`)

/** The last of 18 characters makes the weighted sum of all a multiple of 31; weights are powers of 3 (§4.2, annex B). */
export function isCreditCode(text: string): boolean {
  if (!form.test(text)) return false
  let [sum, weight] = [0, 1]
  for (const character of text.slice(0, 17)) {
    sum += characters.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return characters.indexOf(text[17] as string) === (31 - (sum % 31)) % 31
}

/** A code of 17 characters with its check character: for examples and tests. @throws where it is of another form */
export function withCheckCharacter(first: string): string {
  const found = [...characters].map((last) => `${first}${last}`).find(isCreditCode)
  if (!found) throw new Error(`${first} is no code without its check character`)
  return found
}
