/** How secret something is, and whether it is published, for people. Nothing is said of what is neither. */
import type { PublicationAttribute, SecrecyLevel, Text } from '#proto/qiantou/record/v1/record.ts'
import { offlineTitle } from '#shared/domain/secrecy.ts'
import type { Language } from '../settings.ts'
import { word } from './words.ts'

type Said = { readonly secrecy?: SecrecyLevel | undefined; readonly publication?: PublicationAttribute | undefined }

/** `工作秘密, 不予公开`. */
export const secrecyText = ({ secrecy, publication }: Said, language: Language): string =>
  [secrecy, publication]
    .filter((said) => said && !said.endsWith('_UNSPECIFIED'))
    .map((said) => word(said ?? '', language))
    .join(', ')

/** A text, and before it how secret it is, where it is. */
export function markedText(text: Text | undefined, language: Language): string {
  const mark = text?.reference ? secrecyText(text.reference, language) : ''
  return mark ? `[${mark}] ${text?.value ?? ''}` : (text?.value ?? '')
}

/** A task's title; of one that is handled offline, that. */
export const titleText = (title: string, language: Language): string =>
  title === offlineTitle && language === 'en' ? 'Handled offline' : title
