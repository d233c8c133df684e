/** What `qiantou walkthrough --scenario voucher` does: plays a voucher that is its own, and says what was paid of it. */
import { yuanOf } from '#shared/domain/amount.ts'
import { partsOf } from '#shared/domain/resource-name.ts'
import type { Steps } from '../play/steps.ts'
import { voucherScenario } from '../play/voucher.ts'
import type { Session } from '../session.ts'
import { seeAgain } from '../text/again.ts'
import { jsonOf } from '../text/json.ts'
import { write, writeJson } from '../text/output.ts'

export async function playVoucher({ settings }: Session, steps: Steps): Promise<void> {
  const programme = `programmes/${settings.programme}`
  const { voucher, transfer } = await steps.stage.watch(programme, () => voucherScenario(steps))
  if (settings.json) return writeJson({ scenario: 'voucher', voucher: jsonOf(voucher), transfer: jsonOf(transfer) })
  const id = partsOf('voucher', voucher.name).voucher
  const [paid, left] = [yuanOf(voucher.paidFen), yuanOf(voucher.leftFen)]
  const again = ['finance explain vouchers/', 'voucher show ', 'payment show '].map((words) => `${words}${id}`)
  const ended = {
    zh: `\n已兑付并支付 ${paid} 元,券余额 ${left} 元。\n`,
    en: `\n${paid} yuan are redeemed and paid; ${left} are left of the voucher.\n`,
  }[settings.language]
  await write(ended + seeAgain(again, settings.language))
}
