import type { Receipt } from '#proto/qiantou/record/v1/record.ts'
import type { Settings } from '../settings.ts'
import { shortName } from './names.ts'

/** A receipt as `--after` takes it: `lead-agency:57`. */
const receiptText = ({ source, sequence }: Receipt): string => `${source.replace('//qiantou/', '')}:${sequence}`

/** How something stands after a command, in one line. Where nothing was recorded there is no receipt. */
export function said(name: string, state: string, receipt: Receipt | undefined, settings: Settings): string {
  const short = shortName(name, settings.programme)
  if (settings.language === 'zh')
    return receipt ? `${short} ${state}(回执 ${receiptText(receipt)})\n` : `${short} 可行,办理后为“${state}”;未作记录\n`
  return receipt
    ? `${short} is ${state} (receipt ${receiptText(receipt)})\n`
    : `${short} would be ${state}; nothing was recorded\n`
}

/** What a command did, in one line. Where nothing was recorded there is no receipt. */
export function told(name: string, act: string, receipt: Receipt | undefined, settings: Settings): string {
  const short = shortName(name, settings.programme)
  if (settings.language === 'zh')
    return receipt ? `${short}:${act}(回执 ${receiptText(receipt)})\n` : `${short}:可行,未作记录:${act}\n`
  return receipt
    ? `${short}: ${act} (receipt ${receiptText(receipt)})\n`
    : `${short}: allowed, but nothing was recorded: ${act}\n`
}
