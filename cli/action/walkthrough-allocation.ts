/** What `qiantou walkthrough --scenario allocation` does: plays it in a programme of its own, and shows what bodies hold. */
import { partsOf } from '#shared/domain/resource-name.ts'
import { allocationScenario } from '../play/allocation.ts'
import type { Steps } from '../play/steps.ts'
import type { Session } from '../session.ts'
import { seeAgain } from '../text/again.ts'
import { quotaTable } from '../text/allocation.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'

export async function playAllocation(session: Session, steps: Steps): Promise<void> {
  const { settings } = session
  const quotas = await steps.stage.watch('', () => allocationScenario(steps))
  if (settings.json) return writeJson({ scenario: 'allocation', quotas: jsonOf(quotas) })
  const programme = partsOf('quota', quotas[0]?.name ?? '').programme
  const again = ['list', 'list --quotas'].map((words) => `allocation ${words} --programme ${programme}`)
  const names = await loadNames(await session.bus(), settings)
  const head = { zh: '各单位指标余额:', en: 'What bodies hold:' }[settings.language]
  const table = quotaTable(quotas, names, settings.language)
  await write(`\n${head}\n${table}${seeAgain(again, settings.language)}`)
}
