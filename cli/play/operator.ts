/** What an operator does before bodies that are new can act: makes their certificates. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Failure } from '../failure.ts'
import type { Settings } from '../settings.ts'
import { lines } from './lines.ts'

const root = join(import.meta.dirname, '..', '..')

/** Certifies organisations by the authority of the data folder. @throws Failure NO_AUTHORITY where that lies elsewhere */
export async function certify({ home, language }: Settings, codes: readonly string[]): Promise<void> {
  if (!existsSync(join(home, 'certificates', 'ca.key')))
    throw new Failure({
      code: 'FAILED_PRECONDITION',
      reason: 'NO_AUTHORITY',
      message: lines[language].noAuthority(join(home, 'certificates')),
    })
  const script = join(root, 'infra', 'certificates', 'main.ts')
  await promisify(execFile)(process.execPath, [script, ...codes], { env: { ...process.env, QIANTOU_HOME: home } })
}
