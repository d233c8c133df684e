/** How commands on applications answer. */
import type { Application } from '#proto/qiantou/application/v1/application_service.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { nextText } from '../text/application.ts'
import { namesInSentences } from '../text/names.ts'
import { write } from '../text/output.ts'
import { answering, type Receipted } from './answered.ts'

type Answer = Receipted & { readonly application: Application | undefined }

/** Who has the next step, where somebody has; in English by its code, as everywhere in what commands say. */
async function nextLine(session: Session, application: Application): Promise<string> {
  const { settings } = session
  const { turn } = application
  if (!turn) return ''
  const names = await namesInSentences(await session.bus(), settings)
  const what = nextText(application, settings.language)
  return {
    zh: `下一步:${names.of(turn)} ${what}\n`,
    en: `next: ${what}, by ${codeOf(turn)}\n`,
  }[settings.language]
}

const toldOf = answering(({ application }: Answer) => application)

/** Says what was done, and who has the next step. */
export async function answered(
  session: Session,
  answer: Answer,
  deed: (changed: Application) => Bilingual,
): Promise<void> {
  await toldOf(session, answer, deed)
  if (answer.receipt && !session.settings.json) await write(await nextLine(session, answer.application as Application))
}
