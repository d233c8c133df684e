/** How facts are said: a few words for each type, in both languages. */
import type { Bilingual } from '../settings.ts'

/** What a tale needs beside the fact: what bodies are called, and whose part a fact of an assignment is about. */
export type Telling = {
  readonly name: (actor: string) => string
  readonly names: (actors: readonly string[]) => string
}

/** A tale for each type of fact of an area. */
export type Tales<Fact extends { readonly $type: string }> = {
  readonly [Type in Fact['$type']]: (fact: Extract<Fact, { readonly $type: Type }>, telling: Telling) => Bilingual
}
