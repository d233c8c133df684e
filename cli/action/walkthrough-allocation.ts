/** What `qiantou walkthrough --scenario allocation` does: plays it in a programme of its own, and shows what bodies hold. */
import { allocationScenario } from '../play/allocation.ts'
import type { Steps } from '../play/steps.ts'
import type { Session } from '../session.ts'
import { quotaTable } from '../text/allocation.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'

export async function playAllocation(session: Session, steps: Steps): Promise<void> {
  const { settings } = session
  const quotas = await steps.stage.watch('', () => allocationScenario(steps))
  if (settings.json) return writeJson({ scenario: 'allocation', quotas: jsonOf(quotas) })
  const names = await loadNames(await session.bus(), settings)
  const head = { zh: '各单位指标余额:', en: 'What bodies hold:' }[settings.language]
  await write(`\n${head}\n${quotaTable(quotas, names, settings.language)}`)
}
