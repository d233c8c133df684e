/** The directory by the command line: a body comes, is renamed and goes; a group and its people. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { home, lines, patience, qiantou, records, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 30_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

/** The answer of a command as an object. @throws where it fails */
async function answer(...words: readonly string[]) {
  const { status, stdout, stderr } = await qiantou(...words, '--json')
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const titles = ['--title-zh', '湖南省人工智能局', '--title-en', 'Hunan AI Bureau']
const keys = [
  ...['name', 'titleZh', 'titleEn', 'aliases', 'kind', 'level', 'etag', 'state', 'superior', 'registrar', 'end'],
  ...['members', 'titles', 'memberships', 'terms'],
]

describe('qiantou directory', () => {
  it('registers, renames and merges a body, and shows what it was on any day', async () => {
    const options = ['--level', 'province', '--from', '2020-01-01', '--alias', '省人工智能局', '--superior', 'hn-fgw']
    const signed = ['--sign-off', 'handled:p-17,signed:p-1']
    const { organisation, receipt } = await answer('directory', 'register', 'hn-ai', ...titles, ...options, ...signed)
    expect(Object.keys(organisation)).toEqual(keys)
    expect(receipt).toMatchObject({ source: '//qiantou/coordination-office' })
    const later = ['--title-zh', '湖南省智能局', '--title-en', 'Hunan Bureau of AI', '--from', '2022-01-01']
    await answer('directory', 'rename', 'hn-ai', ...later, '--etag', organisation.etag)
    const merging = ['directory', 'merge', 'hn-ai', 'hn-sjj', '--on', '2024-01-01', '--basis', '湘编〔2023〕9号']
    const { stdout } = await qiantou(...merging, '--lang', 'zh')
    expect(stdout).toMatch(/^hn-ai:自 2024-01-01 起并入 省数据局\(回执 coordination-office:\d+\)\n$/)

    const on = async (day: string) => (await answer('directory', 'show', 'hn-ai', '--as-of', day)).organisation
    expect(await on('2021-12-31')).toMatchObject({ titleZh: '湖南省人工智能局', state: 'ORGANISATION_STATE_ACTIVE' })
    expect(await on('2023-12-31')).toMatchObject({ titleZh: '湖南省智能局', state: 'ORGANISATION_STATE_ACTIVE' })
    expect((await qiantou('directory', 'show', 'hn-ai')).stdout).toMatch(
      /\nstate +ended\nend +2024-01-01 merged into hn-sjj 湘编〔2023〕9号\n/,
    )
    const { organisations } = await answer('directory', 'list', '--called', '省人工智能局', '--state', 'ended')
    expect(organisations.map(({ name }: { name: string }) => name)).toEqual(['organisations/hn-ai'])
    // Whatever is about the past needs the names of its time.
    const titlesOf = organisations[0].titles.map(({ titleZh }: { titleZh: string }) => titleZh)
    expect(titlesOf).toEqual(['湖南省人工智能局', '湖南省智能局'])
    await vi.waitFor(async () => {
      const history = await qiantou('event', 'history', 'organisations/hn-ai', '--lang', 'zh')
      expect(lines(history.stdout)).toHaveLength(3)
      expect(history.stdout).toContain('自 2022-01-01 起更名为“湖南省智能局”')
      expect(lines(history.stdout)[0]).toContain(' {经办 p-17 → 签发 p-1}')
    }, patience)
  })

  it('adds a member to a group and takes it out', async () => {
    await answer('directory', 'member', 'add', 'hn-cities', 'hn-swt', '--from', '2026-01-01')
    await answer('directory', 'member', 'remove', 'hn-cities', 'hn-swt', '--on', '2026-02-01')
    const counted = async (day: string) =>
      (await answer('directory', 'members', 'hn-cities', '--as-of', day)).organisations.length
    expect([await counted('2025-12-31'), await counted('2026-01-31'), await counted('2026-02-01')]).toEqual([
      14, 15, 14,
    ])
  })

  it('says who does what in a body, by name to whom it concerns, and keeps the name out of the record', async () => {
    const begin = ['directory', 'term', 'begin', 'hn-kjt', '--called', '欧阳某某', '--role', 'liaison']
    const { organisation } = await answer(...begin, '--from', '2026-03-01')
    const [{ person }] = organisation.terms
    const shown = async (as: string) => (await qiantou('directory', 'show', 'hn-kjt', '--as', as)).stdout
    for (const as of ['hn-office', 'hn-kjt']) expect(await shown(as)).toContain(`liaison  欧阳某某  ${person}`)
    expect(await shown('hn-gxt')).toContain(person)
    expect(await shown('hn-gxt')).not.toContain('欧阳某某')
    const recorded = await vi.waitFor(async () => {
      const { stdout } = await qiantou('event', 'history', 'organisations/hn-kjt', '--json')
      expect(stdout).toContain(person)
      return stdout
    }, patience)
    expect(recorded).not.toContain('欧阳某某')
    const { stdout: written } = await qiantou('event', 'history', 'organisations/hn-kjt', '--texts', '--json')
    expect(records(written).flatMap(({ texts }) => texts)).toEqual(['欧阳某某'])
    await answer('directory', 'term', 'end', 'hn-kjt', person, '--role', 'liaison', '--to', '2026-12-31')
    expect((await answer('directory', 'show', 'hn-kjt')).organisation.terms).toMatchObject([
      { toDate: { year: 2026, month: 12, day: 31 } },
    ])
  })

  it('says what a body leaves open that nobody succeeds, and afterwards who takes over', async () => {
    const dissolving = ['directory', 'dissolve', 'hn-jyt', '--on', '2099-01-01', '--basis', '湘编〔2098〕9号']
    const { stdout } = await qiantou(...dissolving)
    const [ended, left] = lines(stdout)
    expect(ended).toMatch(/^hn-jyt: dissolved from 2099-01-01 on \(receipt /)
    const list = ['assignment', 'list', '--organisation', 'hn-jyt', '--programme', 'hunan-2025-7']
    const { assignments } = await answer(...list)
    expect(assignments.length).toBeGreaterThan(1)
    expect(left).toBe(
      `${assignments.length} open parts in hunan-2025-7 wait for the authority from then on, to transfer, waive or cancel; list: qiantou ${list.join(' ')}`,
    )
    const succeeding = ['directory', 'succeed', 'hn-jyt', 'hn-rst', '--basis', '湘编〔2098〕10号']
    expect((await qiantou(...succeeding)).stdout).toMatch(/^hn-jyt: succeeded by hn-rst \(receipt /)
    expect((await qiantou('directory', 'show', 'hn-jyt')).stdout).toContain('2099-01-01 dissolved hn-rst')
    expect((await qiantou(...succeeding)).stderr).toContain('[SUCCESSOR_NAMED]')
    expect((await qiantou('directory', 'succeed', 'hn-gxt', 'hn-rst', '--basis', 'x')).stderr).toContain(
      '[ORGANISATION_GOES_ON]',
    )
  })

  it('says so of every programme that the caller reads, and of none alone that nothing is open', async () => {
    const { run } = story()
    const [copy, validating] = [join(home, 'copy.json'), ['--on', '2099-01-01', '--basis', 'x', '--validate-only']]
    writeFileSync(copy, JSON.stringify(await run('hn-office', 'programme', 'show')))
    await run('hn-office', 'programme', 'import', 'other', copy)
    const issue = ['task', 'issue', '--clause', '2-1', '--title', '目录', '--due', '2099-11-30', '--despite-repeats']
    const { task } = await run('hn-office', ...issue, '--programme', 'other')
    const code = task.assignments[0].body.organisation.split('/')[1]
    const told = async (body: string, ...words: readonly string[]) => {
      const { stdout } = await qiantou('directory', 'dissolve', body, ...validating, ...words)
      return lines(stdout).slice(1)
    }
    const left = await vi.waitFor(async () => {
      const found = await told(code)
      expect(found.map((line) => line.match(/ in (\S+) waits? /)?.[1])).toEqual(['hunan-2025-7', 'other'])
      return found
    }, patience)
    // Whatever programme is at hand.
    expect(await told(code, '--programme', 'none')).toEqual(left)
    expect(left[1]).toBe(
      `1 open part in other waits for the authority from then on, to transfer, waive or cancel; list: qiantou assignment list --organisation ${code} --programme other`,
    )
    await answer('directory', 'register', 'hn-idle', ...titles, '--level', 'province', '--superior', 'hn-fgw')
    expect(await told('hn-idle')).toEqual([
      'it leaves nothing open in any programme, as far as hn-office may read them',
    ])
    expect(await told('hn-idle', '--lang', 'zh')).toEqual(['hn-office 可查阅的各方案中,该单位无未办结事项'])
  })

  it('says what to do where it is refused', async () => {
    const refused = async (...words: readonly string[]) => (await qiantou('directory', ...words)).stderr
    const end = ['--on', '2027-01-01', '--basis', 'x']
    expect(await refused('split', 'hn-wwj', 'hn-wlt', 'hn-xyz', ...end)).toContain('register it first')
    expect(await refused('dissolve', 'hn-office', ...end)).toContain('[REGISTRAR_STAYS]')
    expect(await refused('rename', 'hn-gxt', ...titles, '--from', '2027-01-01', '--as', 'hn-gxt')).toContain(
      'Only hn-office, which administers the entry, may do this [NOT_REGISTRAR]',
    )
    expect(await refused('list', '--kind', 'body')).toContain('It must be one of organisation, group, mechanism.')
  })
})
