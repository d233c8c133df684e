/** What `qiantou finance …` does. */
import { MeasureContent } from '#proto/qiantou/measure/v1/measure.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { tried } from '#shared/domain/trial.ts'
import { Fields } from '#shared/grpc/fields.ts'
import { checkMeasure } from '#shared/grpc/measure.ts'
import { Failure, usage } from '../failure.ts'
import { claimsOf } from '../input/claims.ts'
import { messageFrom } from '../input/message.ts'
import { textOf } from '../input/text.ts'
import { spoken } from '../language.ts'
import type { Settings } from '../settings.ts'
import { trialJson, trialText } from '../text/award.ts'
import { write, writeJson } from '../text/output.ts'

const contentOfFile = (file: string): Promise<string> => textOf(file === '-' ? file : `@${file}`)

/** `2026:100000000`. @throws Failure USAGE */
function poolOf(text: string): readonly [number, bigint] {
  const [, year, yuan] = text.match(/^(\d{4}):(.+)$/) ?? []
  const fen = yuan === undefined ? undefined : fenOf(yuan)
  if (year !== undefined && fen !== undefined) return [Number(year), fen]
  throw usage({
    zh: `${JSON.stringify(text)} 不是资金池,写法如 2026:100000000(年度:元)`,
    en: `${JSON.stringify(text)} is no pool; write it as 2026:100000000, the year and its yuan`,
  })
}

/** @throws Failure INVALID_FIELDS with everything that is wrong, as the bus would say it */
function checked(content: MeasureContent, file: string): MeasureContent {
  const fields = new Fields()
  checkMeasure(content, fields)
  if (fields.violations.length === 0) return content
  const { violations } = fields
  const message = spoken({ zh: `${file} 中的措施无法支付`, en: `the measure in ${file} can't be paid` })
  throw new Failure({ code: 'USAGE', reason: 'INVALID_FIELDS', message, violations })
}

export async function tryMeasure(
  measure: string,
  claims: string,
  { pool = [] }: { readonly pool?: readonly string[] },
  settings: Settings,
): Promise<void> {
  if (measure === '-' && claims === '-')
    throw usage({ zh: '标准输入只能用一次', en: 'standard input can be read once only' })
  const pools = new Map(pool.map(poolOf))
  const written = messageFrom(MeasureContent, await contentOfFile(measure), measure, () => undefined)
  const content = checked(written, measure)
  const trial = tried(content, claimsOf(await contentOfFile(claims), claims), pools)
  if (settings.json) return writeJson(trialJson(trial))
  await write(trialText(trial, settings.language))
}
