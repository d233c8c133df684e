/** Programmes by their office. */
import type { Database } from '#shared/postgres/database.ts'
import type { Run } from '../domain/programme.ts'

const selectRuns = `
  SELECT name, state ->> 'office' AS office FROM stream WHERE aggregate = 'programme' ORDER BY name`

export const readRuns = async (database: Database): Promise<readonly Run[]> => (await database.query(selectRuns)).rows
