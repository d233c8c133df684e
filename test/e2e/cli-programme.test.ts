/** Programmes by the command line: imported as another is shown, and their rules. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { home, qiantou, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

it('a programme is imported as another is shown', async () => {
  const { run, refusal } = story()
  const shown = await run('hn-office', 'programme', 'show')
  const file = join(home, 'programme.json')
  writeFileSync(file, JSON.stringify(shown))
  const { programme } = await run('hn-office', 'programme', 'import', 'copied', file)
  expect(programme).toEqual({ ...shown.programme, name: 'programmes/copied', etag: '1' })
  expect(await run('hn-office', 'programme', 'show', 'copied')).toEqual({ programme })
  expect(await refusal('hn-office', 'programme', 'import', 'copied', file)).toBe('PROGRAMME_EXISTS')
  const { content } = shown.programme
  writeFileSync(join(home, 'content.json'), JSON.stringify({ ...content, clauses: content.clauses.slice(0, 1) }))
  const { programme: smaller } = await run('hn-office', 'programme', 'import', 'smaller', join(home, 'content.json'))
  expect(smaller.content.clauses).toEqual(content.clauses.slice(0, 1))
})

it('a programme that is too large is refused with a reason, also where the transport does not let it through', async () => {
  const { run, refusal } = story()
  const { programme } = await run('hn-office', 'programme', 'show')
  for (const characters of [300_000, 5_000_000]) {
    const file = join(home, `title-of-${characters}.json`)
    writeFileSync(file, JSON.stringify({ ...programme.content, title: 'x'.repeat(characters) }))
    expect(await refusal('hn-office', 'programme', 'import', 'large', file)).toBe('MESSAGE_TOO_LARGE')
  }
})

it('a programme is imported as the operations guide writes one down', async () => {
  const { run } = story()
  const guide = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'operations.md'), 'utf8')
  const [, written = ''] = guide.match(/`programme\.json`.*?```json\n(.*?)```/s) ?? []
  const file = join(home, 'trial.json')
  writeFileSync(file, written)
  const { programme } = await run('hn-office', 'programme', 'import', 'trial', file)
  expect(programme.content).toMatchObject(JSON.parse(written))
  const issue = ['task', 'issue', '--clause', '1', '--title', 'First task', '--due', '2099-12-31']
  expect((await run('hn-office', '--programme', 'trial', ...issue)).task.assignments).toHaveLength(2)
})

it('the rules of a programme: what is not said stays as it was', async () => {
  const { run, refusal } = story()
  const set = ['programme', 'set-rules']
  const { programme } = await run('hn-office', ...set, '--review-days', '7', '--holiday', '2099-12-28')
  const { rules } = await run('hn-office', 'programme', 'rules')
  expect(rules).toEqual(programme.content.rules)
  expect(rules).toMatchObject({ acknowledgeWorkingDays: 2, reviewWorkingDays: 7, closing: 'QUORUM_ALL' })
  await run('hn-office', ...set, '--closing', 'majority', '--leads-issue', '--working-day', '2099-12-27')
  const { rules: more } = await run('hn-office', 'programme', 'rules')
  expect(more).toMatchObject({ reviewWorkingDays: 7, closing: 'QUORUM_MAJORITY', leadsIssue: true })
  expect(more.days.map(({ working }: { working: boolean }) => working)).toEqual([true, false])
  expect(await refusal('hn-office', ...set, '--review-days', '9', '--etag', '1')).toBe('ETAG_MISMATCH')
  await run('hn-office', ...set, '--no-leads-issue', '--usual-day', '2099-12-28', '--review-days', '0')
  const { stdout } = await qiantou('programme', 'rules', '--lang', 'zh')
  expect(stdout).toMatch(/审核期限 +5 个工作日\n.*\n.*过半\n牵头单位可交办 +否\n(?:.+\n){6}另定工作日 +2099-12-27\n$/)
})
