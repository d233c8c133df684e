/** How commands answer: what was done to what, and the receipt. */
import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { Session } from '../session.ts'
import type { Bilingual } from '../settings.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'

/** What a service answers to a command, besides the resource as it stands after it. */
export type Receipted = { readonly receipt: Receipt | undefined }

/** Says what was done with the resource that `changedIn` finds in an answer. */
export const answering =
  <Answer extends Receipted, Changed extends { readonly name: string }>(
    changedIn: (answer: Answer) => Changed | undefined,
  ) =>
  async ({ settings }: Session, answer: Answer, deed: (changed: Changed) => Bilingual): Promise<void> => {
    if (settings.json) return writeJson(jsonOf(answer))
    const changed = changedIn(answer) as Changed
    await write(told(changed.name, deed(changed)[settings.language], answer.receipt, settings))
  }
