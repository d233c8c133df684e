/** Consultations by the command line: a text is countersigned, another stays divided and is ruled on, a review stands. */
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { home, lines, patience, qiantou, records, startBus, stopBus } from './command.ts'

vi.setConfig({ testTimeout: 30_000 })
beforeAll(() => startBus(), 30_000)
afterAll(async () => {
  await stopBus()
  rmSync(home, { recursive: true, force: true })
}, 30_000)

const asLead = ['--as', 'hn-kjt'] as const

/** The answer of a command as an object. @throws where it fails */
async function answer(...words: readonly string[]) {
  const { status, stdout, stderr } = await qiantou('consultation', ...words, '--json')
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

const opening = (id: string, ...more: readonly string[]) => [
  ...['open', '--id', id, '--kind', 'countersign', '--title', '实施办法', '--body', 'hn-fgw', '--body', 'hn-czt'],
  ...['--text', '第一条', '--days', '5', ...more, ...asLead],
]

describe('qiantou consultation', () => {
  it('opens, answers, revises, and shows whose turn it is', async () => {
    const { consultation, receipt } = await answer(...opening('measures'))
    expect(receipt).toMatchObject({ source: '//qiantou/coordination-office' })
    expect(consultation).toMatchObject({ state: 'CONSULTATION_STATE_OPEN', initiator: 'organisations/hn-kjt' })
    const revising = ['revise', 'measures', '--text', '第一条 修改', '--reason', '采纳意见', '--affected', 'hn-fgw']
    await answer(...revising, ...asLead)
    await expect(answer(...revising, ...asLead)).rejects.toThrow('TEXT_UNCHANGED')
    const said = await qiantou(
      ...[
        'consultation',
        'answer',
        'measures',
        'agree_with_comments',
        '--text-version',
        '2',
        '--text',
        '第一条宜再斟酌',
      ],
      ...['--as', 'hn-fgw', '--lang', 'zh'],
    )
    expect(said.stdout).toMatch(/consultations\/measures:已答复;尚待 省财政厅 答复\(回执 coordination-office:\d+\)\n$/)
    const { stdout } = await qiantou('consultation', 'show', 'measures', ...asLead, '--lang', 'zh')
    expect(stdout).toMatch(/\n待办单位 +省财政厅\n/)
    expect(stdout).toMatch(/\n答复 +省发展改革委 v2 同意,有意见 .*第一条宜再斟酌\n/)
    await answer('answer', 'measures', 'agree', '--text-version', '2', '--as', 'hn-czt')
    const { consultations } = await answer('list', '--state', 'consensus', '--body', 'hn-czt', '--as', 'hn-czt')
    expect(consultations.map(({ name }: { name: string }) => name)).toEqual([consultation.name])
    // Who has a part in the programme but in no consultation has an empty list; of a programme that is not there nobody has.
    expect(await answer('list', '--as', 'hn-xcb')).toEqual({ consultations: [] })
    await expect(answer('list', '--as', 'hn-xcb', '--programme', 'foo')).rejects.toThrow('PROGRAMME_NOT_FOUND')
    expect((await answer('list', '--state', 'ruled', '--as', 'hn-czt')).consultations).toEqual([])
  })

  it('refers what bodies are divided on, rules, and tells it all in the history', async () => {
    await answer(...opening('divided'))
    const signed = ['--sign-off', 'handled:p-17,signed:p-1']
    const dissent = ['disagree', '--text-version', '1', '--text', '超出权限', ...signed]
    const silent = ['consultation', 'answer', 'divided', 'disagree', '--text-version', '1', '--as', 'hn-fgw']
    expect(await qiantou(...silent)).toEqual({
      ...{ status: 2, stdout: '', stderr: 'qiantou: a disagreement needs its reason: --text\n' },
    })
    expect((await qiantou(...silent, '--lang', 'zh')).stderr).toBe('qiantou: 不同意须说明理由:--text\n')
    await answer('answer', 'divided', ...dissent, '--as', 'hn-fgw')
    await answer('answer', 'divided', 'agree', '--text-version', '1', '--as', 'hn-czt')
    await answer('refer', 'divided', 'hn-office', '--statement', '对第一条意见不一', ...asLead)
    const ruling = ['rule', 'divided', 'approve', '--text', '按原稿执行', '--minutes', '〔2026〕8号会议纪要', ...signed]
    expect((await qiantou('consultation', ...ruling)).stdout).toContain('ruled on')
    const shown = (await qiantou('consultation', 'show', 'divided', '--as', 'hn-fgw')).stdout
    expect(shown).toMatch(/\nanswer +hn-fgw v1 disagrees .* 超出权限 \{handled p-17 → signed p-1\}\n/)
    expect(shown).toMatch(
      /\nruling +.* hn-office the text stands \| minutes: 〔2026〕8号会议纪要 \| text: 按原稿执行 \{handled p-17 → signed p-1\}\n/,
    )
    await vi.waitFor(async () => {
      const name = 'programmes/hunan-2025-7/consultations/divided'
      const history = lines((await qiantou('event', 'history', name, '--lang', 'zh')).stdout)
      expect(history).toHaveLength(5)
      expect(history.join('\n')).toMatch(
        /向 2 个单位会签.*答复第 1 稿:不同意 \{经办 p-17 → 签发 p-1\}.*裁定:维持文稿\(〔2026〕8号会议纪要\) \{经办/s,
      )
      const written = records((await qiantou('event', 'history', name, '--texts', '--json')).stdout)
      expect(written.flatMap(({ texts }) => texts)).toEqual(['第一条', '超出权限', '对第一条意见不一', '按原稿执行'])
    }, patience)
  })

  it('adds and removes signers, gives more time, and takes it back', async () => {
    await answer(...opening('signers'))
    await answer('add', 'signers', 'hn-jyt', '--reason', '涉及学校', ...asLead)
    await answer('remove', 'signers', 'hn-czt', '--reason', '不涉及经费', ...asLead)
    await answer('renew', 'signers', '--days', '10', '--reason', '须再论证', ...asLead)
    const { consultation } = await answer('withdraw', 'signers', '--reason', '另行研究', ...asLead)
    const [one] = consultation.cases
    expect(one.bodies.map((body: { organisation: string }) => body.organisation)).toEqual([
      ...['organisations/hn-fgw', 'organisations/hn-jyt'],
    ])
    expect(consultation.state).toBe('CONSULTATION_STATE_WITHDRAWN')
  })

  it('takes case after case in a standing joint review', async () => {
    const founding = ['open', '--id', 'filings', '--kind', 'joint_review', '--standing', '--title', '备案联审']
    await answer(...founding, '--body', 'hn-fgw', ...asLead)
    const opened = ['open-case', 'filings', '--title', '第一件', '--text', '备案材料', '--days', '5', ...asLead]
    await answer(...opened)
    await answer(...opened)
    const { stdout } = await qiantou(
      ...['consultation', 'answer', 'filings', 'agree', '--text-version', '1', '--case', '2', '--as', 'hn-fgw'],
    )
    expect(stdout).toContain('2 第一件: answered; in consensus')
    const { consultation } = await answer('show', 'filings', '--as', 'hn-fgw')
    expect(consultation).toMatchObject({
      ...{ state: 'CONSULTATION_STATE_STANDING', turn: ['organisations/hn-fgw'], caseCount: 2 },
    })
  })
})
