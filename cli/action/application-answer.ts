/** How commands on applications answer. */
import type { Application } from '#proto/qiantou/application/v1/application_service.ts'
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { moneyWord } from '../text/words-money.ts'

type Answer = { readonly application: Application | undefined; readonly receipt: Receipt | undefined }

/** Who has the next step, where somebody has. */
async function nextText(session: Session, { turn, nextStep }: Application): Promise<string> {
  const { settings } = session
  if (!turn) return ''
  const names = await loadNames(await session.bus(), settings).catch(() => undefined)
  const who = names?.of(turn) ?? turn
  const step = moneyWord(nextStep, settings.language)
  return { zh: `下一步:${who} ${step}\n`, en: `next: ${step}, by ${who}\n` }[settings.language]
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
  if (answer.receipt) await write(await nextText(session, changed))
}
