import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const run = (...words: readonly string[]) =>
  spawnSync(process.execPath, [join(root, 'cli', 'qiantou.ts'), ...words], {
    cwd: root,
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'utf8',
  })

describe('qiantou policy read', () => {
  let folder = ''
  const file = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'qiantou-policy-'))
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('shows a table unless asked for JSON', () => {
    const plan = file('plan.txt', '方案\n1.甲。(省甲厅牵头,省乙厅负责)')
    expect(run('policy', 'read', plan).stdout).toContain('1 clause, 1 LED')
    expect(run('policy', 'read', plan, '--table').stdout).toBe(run('policy', 'read', plan).stdout)
    expect(run('policy', 'read', plan, '--lang', 'zh').stdout).toContain('共 1 条,1 牵头负责')
    const { stdout } = run('policy', 'read', plan, '--json')
    expect(stdout).toMatch(/^\{[^\n]+\}\n$/)
    expect(JSON.parse(stdout)).toMatchObject({
      document: { title: '方案', findings: [] },
      clauses: [{ id: '1', leads: ['省甲厅'], supporters: ['省乙厅'] }],
    })
  })

  it('says in one line what to do about a file that it cannot read, and exits with 1', () => {
    const cases = [
      [join(folder, 'missing.txt'), /does not exist: check the path \[FILE_UNREADABLE\]\n$/],
      [folder, /is a directory: name the file in it \[FILE_UNREADABLE\]\n$/],
      [file('gb18030.txt', Uint8Array.of(0xba, 0xfe)), /not plain text in UTF-8: .*iconv.* \[FILE_UNREADABLE\]\n$/],
    ] as const
    for (const [path, message] of cases) {
      const { status, stdout, stderr } = run('policy', 'read', path)
      expect({ status, stdout, lines: stderr.split('\n').length }).toEqual({ status: 1, stdout: '', lines: 2 })
      expect(stderr).toMatch(message)
    }
  })

  it('shows what it has read of a document without clauses, and says that there are none', () => {
    for (const content of ['', '{ "name": "qiantou" }\n']) {
      const none = file('none.txt', content)
      const read = run('policy', 'read', none)
      expect({ status: read.status, line: read.stderr }).toMatchObject({
        status: 1,
        line: expect.stringMatching(/^qiantou: no clause was found in .*none\.txt: .+ \[NO_CLAUSES\]\n$/),
      })
      const { status, stdout, stderr } = run('policy', 'read', none, '--json')
      expect({ status, reason: JSON.parse(stderr).error.reason }).toEqual({ status: 1, reason: 'NO_CLAUSES' })
      expect(JSON.parse(stdout).clauses).toEqual([])
    }
  })

  it('reads the made-up plan that a newcomer tries it on', () => {
    const { status, stdout } = run('policy', 'read', 'sample/plan.txt', '--json')
    expect(status).toBe(0)
    const { clauses } = JSON.parse(stdout)
    expect(clauses.map(({ id, mode }: { id: string; mode: string }) => `${id} ${mode}`)).toEqual([
      ...['1-1 LED', '1-2 LED', '2-3 LED', '2-4 SOLE', '2-5 LED', '3-6 JOINT'],
    ])
    const codes = clauses.flatMap(({ findings }: { findings: { code: string }[] }) => findings.map(({ code }) => code))
    expect(codes).toEqual(['CYCLE_UNSTATED', 'LEAD_AMBIGUOUS'])
    expect(clauses[0]).toMatchObject({ leads: ['市科技局'], supporters: ['市发展改革委', '市财政局'] })
  })

  it('exits with 2 when called wrongly', () => {
    expect(run('policy', 'read').status).toBe(2)
    expect(run('policy', 'read', 'x', '--json', '--table').status).toBe(2)
    expect(run('policy', 'write').status).toBe(2)
  })

  it('helps, with an example that works as it is printed', () => {
    const { status, stdout } = run('policy', 'read', '--help')
    expect(status).toBe(0)
    const [, line = ''] = stdout.match(/Example:\n {2}\$ (.+ \| npx qiantou policy read -)\n/) ?? []
    const example = line.replace('npx qiantou', `${process.execPath} cli/qiantou.ts`)
    const read = spawnSync('sh', ['-c', `${example} --json`], { cwd: root, encoding: 'utf8' })
    expect(JSON.parse(read.stdout).clauses).toMatchObject([{ leads: ['省科技厅'], supporters: ['省教育厅'] }])
  })
})
