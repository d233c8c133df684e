/** Who gets what of an allocation, as files and options give it. */
import { Comparison, type Share, Target, TargetKind } from '#proto/qiantou/allocation/v1/allocation.ts'
import { PassOnQuotaRequest } from '#proto/qiantou/allocation/v1/allocation_service.ts'
import { Classification } from '#proto/qiantou/transfer/v1/transfer_events.ts'
import { fenOf } from '#shared/domain/amount.ts'
import { usage } from '../failure.ts'
import { messageFrom } from './message.ts'
import { textOf } from './text.ts'

type Shown = { readonly allocation?: { readonly shares?: unknown } }

/** `{"shares": […]}`, also out of what `allocation show --json` prints. @throws Failure USAGE */
export async function sharesFrom(file: string): Promise<Share[]> {
  const text = await textOf(file === '-' ? file : `@${file}`)
  const within = ({ allocation }: Shown) => allocation && { shares: allocation.shares }
  return messageFrom(PassOnQuotaRequest, text, file, within).shares
}

/** `500000` or `500000.50` yuan. @throws Failure USAGE */
export function yuanFrom(text: string): bigint {
  const fen = fenOf(text)
  if (fen !== undefined) return fen
  throw usage({
    zh: `${JSON.stringify(text)} 不是金额,写法如 500000 或 500000.50(元)`,
    en: `${JSON.stringify(text)} is no amount; write it as 500000 or 500000.50 yuan`,
  })
}

/** `general-budget:2060499:50799`; the bus says whether there are such codes. @throws Failure USAGE */
export function classificationFrom(text: string): Classification {
  const [, nature, functionCode, economicCode] =
    text.match(/^(general-budget|government-fund|state-capital):(\d+):(\d+)$/) ?? []
  if (nature === undefined)
    throw usage({
      zh: `${JSON.stringify(text)} 不是资金性质与科目,写法如 general-budget:2060499:50799`,
      en: `${JSON.stringify(text)} is no classification; write it as general-budget:2060499:50799`,
    })
  const fund = `FUND_NATURE_${nature.toUpperCase().replace('-', '_')}`
  return Classification.fromJSON({ nature: fund, functionCode, economicCode })
}

const comparisons: Readonly<Record<string, Comparison>> = {
  '>=': Comparison.COMPARISON_AT_LEAST,
  '≥': Comparison.COMPARISON_AT_LEAST,
  '<=': Comparison.COMPARISON_AT_MOST,
  '≤': Comparison.COMPARISON_AT_MOST,
  '=': Comparison.COMPARISON_EQUAL,
}

const kinds: Readonly<Record<string, TargetKind>> = {
  cost: TargetKind.TARGET_KIND_COST,
  output: TargetKind.TARGET_KIND_OUTPUT,
  benefit: TargetKind.TARGET_KIND_BENEFIT,
  satisfaction: TargetKind.TARGET_KIND_SATISFACTION,
}

/** `output:新增智能算力>=500PFLOPS`. @throws Failure USAGE */
export function targetFrom(text: string): Target {
  const [, kind = '', indicator = '', comparison = '', value = '', unit = ''] =
    text.match(/^(cost|output|benefit|satisfaction):([^<>=≤≥]+)(>=|<=|=|≥|≤)\s*(\d+(?:\.\d+)?)(.*)$/) ?? []
  const found = { kind: kinds[kind], comparison: comparisons[comparison] }
  if (!found.kind || !found.comparison)
    throw usage({
      zh: `${JSON.stringify(text)} 不是绩效目标,写法如 output:新增智能算力>=500PFLOPS(类别 cost、output、benefit、satisfaction)`,
      en: `${JSON.stringify(text)} is no target; write it as output:capacity added>=500PFLOPS, or cost, benefit, satisfaction`,
    })
  return Target.create({
    kind: found.kind,
    comparison: found.comparison,
    indicator: indicator.trim(),
    value,
    unit: unit.trim(),
  })
}
