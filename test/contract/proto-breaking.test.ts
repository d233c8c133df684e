import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'

let copy = ''

beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'qiantou-proto-'))
  for (const path of ['buf.yaml', 'proto', 'generated/import']) cpSync(path, join(copy, path), { recursive: true })
})

afterEach(() => rmSync(copy, { recursive: true, force: true }))

/** What `npm run check:proto` asks of buf, on the copy. */
function breaking(): string {
  try {
    const buf = join(process.cwd(), 'node_modules', '.bin', 'buf')
    execFileSync(buf, ['breaking', 'proto', '--against', 'proto/baseline.binpb'], { cwd: copy, stdio: 'pipe' })
    return ''
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout)
  }
}

it('what is there keeps to the baseline', () => {
  expect(breaking()).toBe('')
})

it('a field that goes is a breaking change', () => {
  const file = join(copy, 'proto/qiantou/task/v1/task_events.proto')
  const text = readFileSync(file, 'utf8')
  writeFileSync(file, text.replace(/ {2}\/\/ Whose submission\.\n {2}string organisation = 1;\n/, ''))
  expect(breaking()).toMatch(/field "1" with name "organisation" on message "SubmissionAccepted" was deleted/)
})
