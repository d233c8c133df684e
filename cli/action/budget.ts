/** What `qiantou finance budget` and `qiantou finance findings` do. */
import * as api from '#proto/qiantou/budget/v1/budget_service.ts'
import { dayOf } from '#shared/domain/calendar.ts'
import { allPages } from '#shared/grpc/page.ts'
import { usage } from '../failure.ts'
import { checkNew, writeNew } from '../input/file.ts'
import { programmeName } from '../input/name.ts'
import { now } from '../input/now.ts'
import { csv, xlsx } from '../print/format.ts'
import type { Session } from '../session.ts'
import { budgetSheet, budgetTable, findingsTable, type Group } from '../text/budget.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'

const { BudgetServiceClient } = api

const groups: Readonly<Record<Group, api.BudgetGroup>> = {
  measure: 'BUDGET_GROUP_MEASURE',
  pool: 'BUDGET_GROUP_POOL',
  sponsor: 'BUDGET_GROUP_SPONSOR',
  payee: 'BUDGET_GROUP_PAYEE',
  quota: 'BUDGET_GROUP_QUOTA',
}

type BudgetOptions = { readonly year?: bigint; readonly by: Group; readonly csv?: string; readonly xlsx?: string }

/** A year as it is written; one that no budget has is refused where it is asked of. */
const yearOf = (year: bigint | undefined): number => Number(year ?? dayOf(now()).slice(0, 4))

async function readRows(session: Session, year: number, by: Group): Promise<readonly api.BudgetRow[]> {
  const bus = await session.bus()
  const asked = { parent: programmeName(session.settings.programme), year, groupBy: groups[by], pageSize: 1_000 }
  const rows: api.BudgetRow[] = []
  const fetch = (pageToken: string) =>
    bus.call(BudgetServiceClient, (client) => client.getBudget, api.GetBudgetRequest.create({ ...asked, pageToken }))
  for await (const page of allPages(fetch)) rows.push(...page.rows)
  return rows
}

/** How a programme's money stands: for a person, a script or a spreadsheet. */
export async function budget(session: Session, options: BudgetOptions): Promise<void> {
  const { settings } = session
  const { language } = settings
  const { year: said, by } = options
  const file = options.csv ?? options.xlsx
  if (settings.json && file !== undefined)
    throw usage({
      zh: '--json 打印到标准输出,不能与 --csv、--xlsx 同用',
      en: '--json prints to stdout, so it does not go with --csv or --xlsx',
    })
  if (file !== undefined) checkNew(file)
  const year = yearOf(said)
  const rows = await readRows(session, year, by)
  if (settings.json) return writeJson({ year, rows: jsonOf(rows) })
  const names = await loadNames(await session.bus(), settings)
  const shown = { rows, by, year, names, language }
  if (file === undefined) return write(budgetTable(shown))
  const sheet = budgetSheet(shown)
  await writeNew(file, options.xlsx ? await xlsx(sheet) : Buffer.from(csv(sheet)))
  await write(`${file}\n`)
}

/** What a person should look at. */
export async function findings(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const asked = { parent: programmeName(settings.programme), pageSize: 1_000 }
  const found: api.Finding[] = []
  const fetch = (pageToken: string) =>
    bus.call(
      BudgetServiceClient,
      (client) => client.listFindings,
      api.ListFindingsRequest.create({ ...asked, pageToken }),
    )
  for await (const page of allPages(fetch)) found.push(...page.findings)
  if (settings.json) return writeJson({ findings: jsonOf(found) })
  await write(findingsTable(found, settings.language))
}
