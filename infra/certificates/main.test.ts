import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { ensureCertificates } from './authority.ts'

const home = mkdtempSync(join(tmpdir(), 'qiantou-certify-'))
afterAll(() => rmSync(home, { recursive: true }))

it('makes a certificate, and says that this registers nobody', async () => {
  await ensureCertificates(join(home, 'certificates'), [])
  const options = { env: { ...process.env, QIANTOU_HOME: home }, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'main.ts'), 'hn-new'],
    options,
  )
  expect(status).toBe(0)
  expect(stdout).toMatch(/hn-new\.crt\n$/)
  expect(stderr).toContain('registers nobody')
  expect(stderr).toContain('npx qiantou directory register CODE')
})
