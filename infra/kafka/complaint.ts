/** Why a Java program failed, in one line: the first exception among what it said, for the others follow from it. */
export function complaintIn(said: readonly string[]): string {
  const exceptions = said.flatMap((line) => /(?:^|[ :])([\w.]+Exception: .*)/.exec(line)?.[1] ?? [])
  return exceptions[0] ?? said.find((line) => line.includes('ERROR')) ?? said.at(-1) ?? 'it says nothing'
}
