import type { SignOff } from '#proto/qiantou/record/v1/record.ts'
import type { Language } from '../settings.ts'
import { word } from './words.ts'

/** ` {经办 p-17 → 审核 p-3 → 签发 p-1}`; nothing where nobody is named. */
export const signOffText = (signOff: readonly Pick<SignOff, 'step' | 'person'>[], language: Language): string =>
  signOff.length ? ` {${signOff.map(({ step, person }) => `${word(step, language)} ${person}`).join(' → ')}}` : ''
