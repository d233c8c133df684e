/** How it is said that the successor of a body took its place, whatever it is in. */
import type { Bilingual } from '../settings.ts'
import type { Telling } from './tale.ts'

export const bodySucceeded = (
  { former, successor }: { readonly former: string; readonly successor: string },
  { name }: Telling,
): Bilingual => ({
  zh: `${name(former)} 已不存在,由 ${name(successor)} 承继`,
  en: `put ${name(successor)} in the place of ${name(former)}, which is no longer there`,
})
