/** How commands on applications answer. */
import type { Application } from '#proto/qiantou/application/v1/application_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { nextText } from '../text/application.ts'
import { jsonOf } from '../text/json.ts'
import { namesInSentences } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'

type Answer = { readonly application: Application | undefined; readonly receipt: Receipt | undefined }

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

/** Says what was done, and who has the next step. */
export async function answered(
  session: Session,
  answer: Answer,
  deed: (changed: Application) => Bilingual,
): Promise<void> {
  const { settings } = session
  if (settings.json) return writeJson(jsonOf(answer))
  const changed = answer.application as Application
  await write(told(changed.name, deed(changed)[settings.language], answer.receipt, settings))
  if (answer.receipt) await write(await nextLine(session, changed))
}
