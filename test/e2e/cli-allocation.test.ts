/** Allocations by the command line: the walkthrough of one, and every command on what it leaves. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { dayOf } from '#shared/domain/calendar.ts'
import { home, qiantou, records, startBus, stopBus } from './command.ts'
import { story } from './story.ts'

vi.setConfig({ testTimeout: 60_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

/** What the first test leaves; played anew where that did not run. */
let first: ReturnType<typeof played> | undefined

/** Plays it, and says which programme it was played in. */
async function played(): Promise<{ readonly programme: string; readonly told: readonly Record<string, string>[] }> {
  const { status, stdout, stderr } = await qiantou('walkthrough', '--scenario', 'allocation', '--json')
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const told = records(stdout)
  const last = told.pop()
  expect(
    last.quotas.map(({ organisation, lines }: { organisation: string; lines: { leftFen: string }[] }) => [
      organisation.split('/')[1],
      ...lines.map(({ leftFen }) => leftFen),
    ]),
  ).toEqual([
    ['hn-changsha', '15000000'],
    ['hn-gxt', '10000000'],
    ['hn-kjt', '8000000'],
    ['hn-zhuzhou', '25000000'],
  ])
  return { programme: last.quotas[0].name.split('/')[1], told }
}

const share = (recipient: string, fen: number, holding = 'DEPARTMENT') => ({
  ...{ recipient: `organisations/${recipient}`, holding: `HOLDING_${holding}`, fen },
  classification: { nature: 'FUND_NATURE_GENERAL_BUDGET', functionCode: '2060499', economicCode: '50799' },
  targets: [
    {
      ...{ kind: 'TARGET_KIND_OUTPUT', indicator: '新增智能算力', comparison: 'COMPARISON_AT_LEAST' },
      ...{ value: '500', unit: 'PFLOPS' },
    },
  ],
})

/** A file of shares. */
function file(name: string, ...shares: readonly object[]): string {
  const path = join(home, name)
  writeFileSync(path, JSON.stringify({ shares }))
  return path
}

it('walkthrough --scenario allocation: nobody gets more than there is, and who proposed does not issue', async () => {
  first ??= played()
  const { told } = await first
  const acts = told.map(({ aside, reason, type }) => (aside ? reason : type?.split('.').at(-1)))
  expect(acts).toEqual([
    ...['ProgrammeImported', 'MeasureEntered', 'PoolOpened', 'BudgetSet', 'POOL_EXCEEDED', 'AllocationProposed'],
    ...['DUTIES_NOT_SEPARATE', 'QuotaIssued', 'QUOTA_EXCEEDED', 'QuotaPassedOn', 'NOT_FINANCE_BUREAU', 'QuotaAdjusted'],
    ...['HELD_OTHERWISE', 'QUOTA_EXCEEDED', 'AccountProposed', 'AccountConfirmed', 'PaymentRequested'],
    ...['PaymentApproved', 'PaymentOrdered', 'PaymentBooked'],
  ])
  const { status, stdout } = await qiantou('walkthrough', '--scenario', 'allocation', '--lang', 'zh')
  expect(status).toBe(0)
  expect(stdout).toMatch(/:下达预算指标\(演示\)第 2 号:下达省科技厅、.+ \d{4} 年度预算指标 700,000\.00 元/)
  expect(stdout).toMatch(/\n省科技厅 .* 300,000\.00 +0\.00 +-100,000\.00 +0\.00 +0\.00 +120,000\.00 +80,000\.00\n/)
  expect(stdout).toMatch(
    /npx qiantou allocation list --programme play-[0-9a-f]{8}.+ --quotas --programme play-[0-9a-f]{8}\n$/,
  )
})

it('every command on what the walkthrough leaves', async () => {
  first ??= played()
  const { programme } = await first
  const { run, refusal } = story()
  const allocation = (as: string, ...words: readonly string[]) =>
    run(as, 'allocation', ...words, '--programme', programme)
  const year = dayOf(new Date()).slice(0, 4)
  const plan = ['--measure', 'vouchers', '--year', year, '--title', '第二批', '--sign-off', 'handled:p-17']
  const shares = file('plan.json', share('hn-kjt', 5_000), share('hn-changsha', 1_000, 'FINANCE_BUREAU'))
  const proposed = await allocation('hn-kjt', 'propose', shares, '--id', 'm1', ...plan)
  expect(proposed).toMatchObject({ allocation: { state: 'ALLOCATION_STATE_PROPOSED', fen: '6000' } })
  expect(await refusal('hn-changsha', 'allocation', 'show', 'm1', '--programme', programme)).toBe(
    'ALLOCATION_NOT_FOUND',
  )
  const letter = ['--document', '湘财预〔2026〕36号', '--sign-off', 'signed:p-3']
  const another = ['--document', '湘财预〔2026〕37号', '--sign-off', 'signed:p-3']
  const issued = await allocation('hn-czt', 'issue', 'm1', ...letter, '--etag', '1')
  expect(issued.allocation).toMatchObject({ state: 'ALLOCATION_STATE_ISSUED', document: '湘财预〔2026〕36号' })
  // A plan is written anew out of what `show --json` prints of another.
  const shown = join(home, 'shown.json')
  writeFileSync(shown, JSON.stringify(await allocation('hn-changsha', 'show', 'm1')))
  for (const id of ['m2', 'm3']) await allocation('hn-kjt', 'propose', shown, '--id', id, ...plan)
  await allocation('hn-czt', 'refuse', 'm2', '--reason', '绩效目标不明确')
  await allocation('hn-kjt', 'withdraw', 'm3', '--reason', '另行报送')
  const on = ['--pool', 'vouchers', '--year', year]
  await allocation(
    'hn-changsha',
    'pass-on',
    file('on.json', share('hn-zhuzhou', 1_000)),
    '--id',
    'm4',
    ...on,
    ...letter,
  )
  const adjust = ['--classification', 'general-budget:2060499:50799', '--target', 'output:新增智能算力≥500PFLOPS']
  const adjusting = ['adjust', 'hn-kjt', 'hn-gxt', '10.50', '--id', 'm5', ...on, ...adjust, '--reason', '进度']
  const again = ['allocation', ...adjusting, ...letter, '--programme', programme]
  expect(await refusal('hn-czt', ...again)).toBe('DOCUMENT_USED')
  const adjusted = await allocation('hn-czt', ...adjusting, ...another)
  expect(adjusted.allocation).toMatchObject({ kind: 'ALLOCATION_KIND_ADJUSTMENT', fen: '1050' })
  expect(adjusted.allocation.shares[0].targets[0]).toMatchObject({ comparison: 'COMPARISON_AT_LEAST', unit: 'PFLOPS' })
  const { allocations } = await allocation('hn-czt', 'list')
  expect(
    allocations.map(({ name, state }: { name: string; state: string }) => `${name.split('/').at(-1)} ${state}`),
  ).toEqual(
    ['l1 ISSUED', 'l2 ISSUED', 'l3 ISSUED', 'm1 ISSUED', 'm2 REFUSED', 'm3 WITHDRAWN', 'm4 ISSUED', 'm5 ISSUED'].map(
      (line) => line.replace(' ', ' ALLOCATION_STATE_'),
    ),
  )
  const { quotas } = await allocation('hn-kjt', 'list', '--quotas')
  expect(quotas).toMatchObject([{ organisation: 'organisations/hn-kjt', lines: [{ leftFen: '8003950' }] }])
  const codes = ['--function-code', '2060499', '--economic-code', '50799', '--sign-off', 'handled:p-1']
  const whom = ['--code', '91430100MA4L0000X9', '--name', '湘江智行有限公司', '--purpose', '算力服务费']
  const pay = (...words: readonly string[]) => run('hn-kjt', 'payment', ...words, '--programme', programme)
  const spent = ['request', '--id', 'q1', '--quota', 'vouchers/hn-kjt', '--yuan', '39.50', ...whom, ...codes]
  expect((await pay(...spent, '--year', year)).transfer).toMatchObject({
    ...{ state: 'TRANSFER_STATE_REQUESTED', fen: '3950', purpose: '算力服务费', application: '' },
    ...{ quota: `programmes/${programme}/pools/vouchers/quotas/hn-kjt`, creditor: { name: '湘江智行有限公司' } },
  })
  expect((await qiantou('payment', ...spent, '--programme', programme, '--as', 'hn-kjt')).status).toBe(2)
  const ofQuotas = ['--by', 'quota', '--programme', programme, '--as', 'hn-czt', '--json']
  const { stdout } = await qiantou('finance', 'budget', ...ofQuotas)
  expect(JSON.parse(stdout).rows).toContainEqual(
    expect.objectContaining({ reservedFen: '3950', paidFen: '12000000', leftFen: '8000000' }),
  )
})

it('what people see: a letter with its targets, a list, and why a plan was refused', async () => {
  first ??= played()
  const { programme } = await first
  const see = async (...words: readonly string[]) =>
    (await qiantou('allocation', ...words, '--programme', programme, '--as', 'hn-czt', '--lang', 'zh')).stdout
  expect(await see('show', 'l1')).toMatch(/\n文号 +quota letter 2 \(walkthrough\)\n/)
  expect(await see('show', 'l1')).toMatch(
    /\n单位 +省科技厅 +300,000\.00 +一般公共预算 2060499\/50799\n {2}绩效目标 +产出 .+ ≥ 500 PFLOPS\n/,
  )
  expect(await see('list')).toMatch(/\nl3 +预算调剂 +已下达 +\d{4} +100,000\.00 +/)
  const wrong = await qiantou(
    'allocation',
    'adjust',
    'hn-kjt',
    'hn-gxt',
    'ten',
    '--id',
    'x',
    '--pool',
    'vouchers',
    '--year',
    '2026',
    '--document',
    'x',
    '--classification',
    'x',
    '--target',
    'x',
    '--reason',
    'x',
    '--lang',
    'en',
  )
  expect(wrong).toMatchObject({ status: 2 })
  expect(wrong.stderr).toMatch(/"x" is no classification/)
})
