/** Reports, as they are listed. */
import type { Database } from '#shared/postgres/database.ts'
import type { Report } from '../domain/report.ts'

export type ReportRow = { readonly name: string; readonly version: bigint; readonly state: Report }

/** Reports of a programme by name. */
const selectReports = `
  SELECT name, version, state FROM stream
  WHERE aggregate = 'report' AND name > $2 AND name >= $1 || '/reports/' AND name < $1 || '/reports0'
  ORDER BY name LIMIT $3`

export async function readReports(
  database: Database,
  { parent, after, limit }: { readonly parent: string; readonly after: string; readonly limit: number },
): Promise<readonly ReportRow[]> {
  return (await database.query({ name: 'select-reports', text: selectReports, values: [parent, after, limit] })).rows
}
