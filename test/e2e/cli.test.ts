/** The real command against a real bus, each a process of its own. */
import { once } from 'node:events'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Authority, createAuthority, issueCertificate } from '#infra/certificates/authority.ts'
import sample from '../../sample/hunan-2025-7/task-list-2026.json' with { type: 'json' }
import {
  begin,
  home,
  lines,
  patience,
  qiantouAlone as qiantou,
  qiantouIn,
  records,
  startAlone,
  startBus,
  stopBus,
} from './command.ts'

/** The one object that a command printed. */
async function answer(...words: readonly string[]) {
  const { status, stdout, stderr } = await qiantou(...words, '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  return JSON.parse(stdout)
}

/** The failure that a command printed, once as JSON, once as one line for people. */
async function failure(...words: readonly string[]) {
  const [scripted, read] = await Promise.all([qiantou(...words, '--json'), qiantou(...words)])
  expect({ status: scripted.status, stdout: scripted.stdout }).toEqual({ status: 1, stdout: '' })
  expect(read.stderr).toMatch(/^qiantou: .+ \[[A-Z_]+\]\n$/)
  return { ...JSON.parse(scripted.stderr).error, line: read.stderr }
}

/** Words that issue a task, as there is one of the same clause already. */
const issue = (clause: string, title: string): readonly string[] => [
  ...['task', 'issue', '--clause', clause, '--title', title, '--due', '2099-12-31', '--despite-repeats'],
]

vi.setConfig({ testTimeout: 30_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

describe('qiantou status', () => {
  it('says that the bus is ready, for scripts and for people', async () => {
    const status = await answer('status')
    expect(status.ready).toBe(true)
    const services = status.services.map(({ service }: { service: string }) => service).sort()
    expect(services).toEqual(['coordination-office', 'event-log', 'finance', 'lead-agency', 'supporting-department'])
    expect((await qiantou('status')).stdout).toContain('The bus is ready')
    expect((await qiantou('status', '--lang', 'zh', '--as', 'hn-kjt')).stdout).toContain('总线就绪')
  })

  it('speaks of the services that were asked where they are not the whole bus', async () => {
    const { address, stop } = await startAlone('coordination-office')
    // An address without a name in it: nothing but the answer is said of it.
    const words = ['status', '--address', address.replace('localhost', '127.0.0.1')]
    const { status, stdout, stderr } = await qiantou(...words)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('These services are ready')
    expect((await qiantou(...words, '--lang', 'zh')).stdout).toContain('以上服务就绪')
    stop()
  })
})

describe('qiantou task', () => {
  it('lists and shows tasks with stable keys', async () => {
    const { tasks } = await answer('task', 'list')
    expect(tasks).toHaveLength(sample.tasks.length)
    const { task } = await answer('task', 'show', '2026-2-1')
    expect(Object.keys(task)).toEqual(Object.keys(tasks[0]))
    expect(task).toMatchObject({
      name: 'programmes/hunan-2025-7/tasks/2026-2-1',
      state: 'TASK_STATE_ISSUED',
      content: { due: { year: 2026, month: 11, day: 30 } },
      endTime: null,
    })
  })

  it('lines its table up, Chinese or not', async () => {
    const { stdout } = await qiantou('task', 'list', '--lang', 'zh')
    expect(stdout).toMatch(/^任务 {8}状态 {4}灯 {4}时限/)
    expect(stdout).toMatch(/\n2026-2-1 {4}已交办 {2}[○▲■] \p{Script=Han} {2}2026-11-30 {2}0\/17 {2}省科技厅 /u)
  })

  it('decides without recording when only asked to validate', async () => {
    const before = (await answer('status')).services
    const words = [...issue('2-1', '试行'), '--validate-only']
    const { task, receipt } = await answer(...words)
    expect({ state: task.state, receipt }).toEqual({ state: 'TASK_STATE_ISSUED', receipt: null })
    expect((await answer('status')).services).toEqual(before)
  })

  it('gives the first receipt again for the same request id', async () => {
    const id = '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3c'
    const words = ['task', 'issue', '--clause', '2-1', '--title', '再办', '--due', '2099-12-31', '--request-id', id]
    // The first call is told what it repeats; made again, it is not told that it repeats itself.
    expect((await qiantou(...words)).stderr).toContain(' [REPEATS_REQUESTS]\n')
    const [first, second] = [await answer(...words, '--despite-repeats'), await answer(...words)]
    expect(second.receipt).toEqual(first.receipt)
    expect(second.task.name).toBe(first.task.name)
  })
})

describe('qiantou assignment', () => {
  it('takes texts from standard input and from files, and hashes evidence', async () => {
    const { receipt } = await answer('assignment', 'acknowledge', '2026-2-2', '--as', 'hn-kjt')
    expect(receipt.source).toBe('//qiantou/supporting-department')
    const file = join(home, '目录.txt')
    writeFileSync(file, '平台目录\n')
    const words = ['assignment', 'report', '2026-2-2', '--as', 'hn-kjt', '--percent', '40', '--evidence', file]
    await qiantouIn(home, [...words, '--text', '-'], '读自标准输入\n')
    await answer('assignment', 'submit', '2026-2-2', '--as', 'hn-kjt', '--text', `@${file}`)
    const { assignment } = await answer('assignment', 'show', '2026-2-2/hn-kjt')
    expect(assignment.reports[0].text.value).toBe('读自标准输入')
    expect(assignment.reports[0].evidence).toMatchObject([
      { title: '目录.txt', sizeBytes: '13', mediaType: 'text/plain' },
    ])
    expect(assignment.submissions[0].text.value).toBe('平台目录')
  })

  it('waits for a receipt rather than being told that there is no such assignment', async () => {
    const { task, receipt } = await answer(...issue('2-3', '接续'))
    const after = `${receipt.source}:${receipt.sequence}`
    const { assignment } = await answer('assignment', 'acknowledge', task.name, '--as', 'hn-gxt', '--after', after)
    expect(assignment.state).toBe('ASSIGNMENT_STATE_ACKNOWLEDGED')
  })
})

describe('a failure', () => {
  it('says in one line what is wrong, with a reason for scripts', async () => {
    expect(await failure('task', 'show', 'nope')).toMatchObject({ code: 'NOT_FOUND', reason: 'TASK_NOT_FOUND' })
    const wrongBody = await failure('assignment', 'acknowledge', '2026-2-1/hn-jyt', '--as', 'hn-kjt')
    expect(wrongBody).toMatchObject({ code: 'PERMISSION_DENIED', reason: 'NOT_ASSIGNEE' })
    expect(await failure('parked', 'list', 'nobody')).toMatchObject({ reason: 'SERVICE_NOT_HERE' })
    const unknown = await failure('task', 'list', '--as', 'hn-xyz')
    expect(unknown.line).toMatch(
      /no certificate for hn-xyz in .*; known: .*hn-fgw.* more \(npx qiantou directory list\); of a body registered since: npm run certify -- hn-xyz \[NO_CERTIFICATE\]/,
    )
  })

  it('lists wrong fields', async () => {
    const words = ['task', 'issue', '--clause', '2-1', '--title', ' ', '--due', '2026-02-30']
    const { status, stderr } = await qiantou(...words, '--lang', 'zh', '--json')
    expect(status).toBe(1)
    const { reason, message, violations } = JSON.parse(stderr).error
    expect({ reason, message }).toEqual({ reason: 'INVALID_FIELDS', message: '部分字段无效' })
    expect(violations).toMatchObject([
      { field: 'content.title', option: '--title' },
      { field: 'content.due', option: '--due' },
    ])
    expect((await qiantou(...words)).stderr).toContain('\n  content.due (--due): must be')
  })

  it('ends with 2 where the command line is wrong', async () => {
    for (const words of [['foo'], ['task', 'show'], ['task', 'list', '--jsn'], ['event', 'tail', '--from', 'now']])
      expect((await qiantou(...words)).status).toBe(2)
    expect(JSON.parse((await qiantou('task', 'show', '--json')).stderr).error.code).toBe('USAGE')
  })

  it('says how to start a bus where none runs', async () => {
    const { status, stderr } = await qiantouIn(join(home, 'elsewhere'), ['status'])
    expect(status).toBe(1)
    expect(stderr).toMatch(/no bus is running in .*; start it with: npm start \[NO_BUS\]\n$/)
  })
})

describe('a handshake that fails is explained', () => {
  const files = (name: string, { certificate, key }: { certificate: string; key: string }): string[] => {
    writeFileSync(join(home, `${name}.crt`), certificate)
    writeFileSync(join(home, `${name}.key`), key)
    return ['--cert', join(home, `${name}.crt`), '--key', join(home, `${name}.key`)]
  }
  const identity = { kind: 'organisation', code: 'hn-kjt' } as const

  it('for a certificate of another authority, on either side', async () => {
    const authority = await createAuthority()
    const foreign = files('foreign', await issueCertificate({ authority, identity }))
    expect(await failure('status', ...foreign)).toMatchObject({ reason: 'CERTIFICATE_FOREIGN' })
    writeFileSync(join(home, 'foreign-ca.crt'), authority.certificate)
    const mistrust = await failure('status', '--ca', join(home, 'foreign-ca.crt'))
    expect(mistrust.reason).toBe('SERVER_CERTIFICATE_FOREIGN')
  })

  it('for one that has expired', async () => {
    const read = (name: string): string => readFileSync(join(home, 'certificates', name), 'utf8')
    const authority: Authority = { certificate: read('ca.crt'), key: read('ca.key'), trustDomain: 'qiantou.local' }
    const validity = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') }
    const expired = files('expired', await issueCertificate({ authority, identity, ...validity }))
    const { reason, line } = await failure('status', ...expired)
    expect(reason).toBe('CERTIFICATE_EXPIRED')
    expect(line).toContain('your certificate expired on 2021-01-01')
  })

  it('for a server that does not speak TLS', async () => {
    const server = createServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'))
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as { port: number }
    expect(await failure('status', '--address', `localhost:${port}`)).toMatchObject({ reason: 'NOT_TLS' })
    server.close()
  })
})

describe('qiantou event', () => {
  it('shows everything from the earliest record, as many as the event log counts', async () => {
    const { services } = await answer('status')
    const order = services.find(({ service }: { service: string }) => service === 'event-log')
    const tail = records((await qiantou('event', 'tail', '--from', 'earliest', '--until-caught-up', '--json')).stdout)
    expect(tail).toHaveLength(Number(order.sequence))
    // Of whichever source: the directory's and the programme's first records build on nothing.
    expect(tail[0]).toMatchObject({ position: '0', sequence: '1', prevhash: '0'.repeat(64) })
    const ofSource = tail.filter(({ source }) => source === tail[0].source)
    expect(ofSource.map(({ sequence }) => sequence)).toEqual(ofSource.map((_, i) => `${i + 1}`))
    expect(ofSource.slice(1).map(({ prevhash }) => prevhash)).toEqual(ofSource.slice(0, -1).map(({ hash }) => hash))
    expect(await answer('event', 'show', tail[3].id)).toEqual(tail[3])
    const source = records((await qiantou('event', 'source', 'lead-agency', '--from', '2', '--json')).stdout)
    const own = tail.filter((record) => record.source === '//qiantou/lead-agency' && record.sequence !== '1')
    expect(source.slice(0, own.length)).toEqual(own.map(({ position, ...attributes }) => attributes))
    expect((await qiantou('event', 'source', 'lead-agency')).stdout).toMatch(/^#?1 .*\n#?2 /)
  })

  it('goes on after the bus was restarted, without gap or duplicate, and ends cleanly', async () => {
    const tail = begin('event', 'tail', '--from', 'earliest', '--json')
    const seen = tail.printed
    await vi.waitFor(() => expect(lines(seen()).length).toBeGreaterThan(sample.tasks.length), patience)
    await stopBus()
    const notice = 'qiantou: the bus is away; this goes on where it was once the bus is back\n'
    await vi.waitFor(() => expect(tail.complained()).toBe(notice), patience)
    await startBus()
    const { task } = await answer(...issue('2-1', '重启之后'))
    await vi.waitFor(() => expect(seen()).toContain(task.name), patience)
    const positions = records(seen()).map(({ position }) => position)
    expect(positions).toEqual(positions.map((_, i) => `${i}`))
    tail.end()
    expect(await tail.ended).toEqual([0, null])
    expect(tail.complained()).toBe(notice)
  })
})

describe('a call', () => {
  it('is repeated with the same request id while the bus is away', async () => {
    await stopBus()
    // Stands where the bus will be, and hangs up on the first attempt.
    const away = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
    await once(away, 'listening')
    const { port } = away.address() as { port: number }
    const words = [...issue('2-1', '等候')]
    const issuing = answer(...words, '--address', `localhost:${port}`)
    await once(away, 'connection')
    await new Promise((resolve) => away.close(resolve))
    await startBus(port)
    expect((await issuing).task.state).toBe('TASK_STATE_ISSUED')
  })
})

describe('qiantou walkthrough', () => {
  it('plays a task to its end, in both languages, as often as one likes', async () => {
    const english = await qiantou('walkthrough')
    expect({ status: english.status, stderr: english.stderr }).toEqual({ status: 0, stderr: '' })
    const [last, closed] = lines(english.stdout).toReversed()
    expect(closed).toMatch(/^Task \S+ is closed\.$/)
    expect(last).toContain('See it again: npx qiantou event history')
    const chinese = await qiantou('walkthrough', '--lang', 'zh')
    expect(chinese.status).toBe(0)
    expect(lines(chinese.stdout).at(-3)).toMatch(/销号$/)
    expect(lines(chinese.stdout).at(-2)).toMatch(/^任务 \S+ 已销号。$/)
  })

  it('goes on where it was when the bus is killed on the way', async () => {
    const { printed: seen, ended } = begin('walkthrough')
    await vi.waitFor(() => expect(seen()).toContain('acknowledged'), { ...patience, interval: 5 })
    await stopBus('SIGKILL')
    await startBus()
    expect({ exit: await ended, text: seen() }).toMatchObject({
      exit: [0, null],
      text: expect.stringMatching(/is closed/),
    })
    const ids = lines(seen()).flatMap((line) => line.match(/^#\d+/)?.[0] ?? [])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('leaves states that fold to the same again', async () => {
    expect(await answer('rebuild', '--check')).toMatchObject({ same: true })
  })

  it('refuses a task that has begun, and one that nobody leads', async () => {
    expect(await failure('walkthrough', '--task', '2026-2-2')).toMatchObject({ reason: 'HAS_BEGUN' })
    expect(await failure('walkthrough', '--task', '2026-2-6')).toMatchObject({ reason: 'NOT_LED' })
  })
})
