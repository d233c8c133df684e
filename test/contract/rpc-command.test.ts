/** What holds for every command: request ids, receipts, etags, and deciding without recording. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Receipt, SignOff } from '#proto/qiantou/record/v1/record.ts'
import { hashRecord, readRecord } from '#shared/record/record.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { type Answer, callRaw, describedRpcs, type Rpc } from './rpc-call.ts'
import { everythingWritten } from './rpc-ground.ts'
import { type Specimen, specimenOf, specimensOf } from './rpc-specimen.ts'

let bus: TestBus
let specimens: ReadonlyMap<string, Specimen>
beforeAll(async () => {
  bus = await startTestBus()
  const names = commands.map(({ name }) => name)
  specimens = new Map(await specimensOf(names, bus))
  // A scene for each: a slow hour takes minutes to set them.
}, 300_000)
afterAll(async () => await bus.stop())

type Reply = { readonly receipt?: Receipt } & Record<string, { readonly etag: bigint } | undefined>
const replyOf = ({ responses }: Answer): Reply => responses[0] as Reply
/** The one field of a reply that is no receipt: the resource. */
const resourceOf = (answer: Answer) =>
  Object.entries(replyOf(answer)).find(([key]) => key !== 'receipt' && key !== '$type')?.[1] as { etag: bigint }

/** Who handled and signed whatever is commanded here. */
const signOff = [
  SignOff.create({ step: 'SIGN_OFF_STEP_HANDLED', person: 'p-17' }),
  SignOff.create({ step: 'SIGN_OFF_STEP_SIGNED', person: 'p-1' }),
]

const commands = describedRpcs().filter(({ isCommand }) => isCommand)

/** What makes a resource has no version of it to name. */
const makers = [
  ...['ImportProgramme', 'IssueTask', 'DraftTask', 'RegisterOrganisation', 'ConfirmReport', 'OpenConsultation'],
  ...[
    'EnterMeasure',
    'OpenPool',
    'SubmitApplication',
    'RequestPayment',
    'MatchApplication',
    'ImportRoster',
    'IssueVoucher',
    'ProposeAllocation',
    'PassOnQuota',
    'AdjustQuota',
  ],
]

describe.each(commands.map((rpc): [string, Rpc] => [rpc.name, rpc]))('%s', (name, rpc) => {
  let specimen: Specimen
  beforeAll(() => {
    specimen = specimens.get(name) as Specimen
  })

  const send = (changes: object = {}): Promise<Answer> => {
    const bytes = rpc.request.encode({ ...specimen.request, ...changes } as never).finish()
    return callRaw(specimen.by.operations, rpc, bytes, specimen.after)
  }
  /** How everything stood when it was last looked at: nobody else writes. */
  let standing: unknown
  const unwritten = async (ask: () => Promise<void>): Promise<void> => {
    standing ??= await everythingWritten(bus)
    await ask()
    expect(await everythingWritten(bus)).toEqual(standing)
  }

  // The tests of one command follow one another: the last ones record it.

  test('without a request id, or with one that is no UUID, it is refused', () =>
    unwritten(async () => {
      for (const requestId of ['', 'one', '0192f0c1-7c1e-7b0a-9c3f-2f1f5a1f2b3', `{${randomUUID()}}`])
        expect(await send({ requestId })).toMatchObject({
          outcome: 'INVALID_ARGUMENT INVALID_FIELDS',
          fields: ['request_id'],
        })
    }))

  test('decided without recording, it answers as it would, gives no receipt, and writes nothing', () =>
    unwritten(async () => {
      const answer = await send({ validateOnly: true })
      expect(answer.outcome).toBe('OK')
      expect(resourceOf(answer)).toBeDefined()
      expect(replyOf(answer).receipt).toBeUndefined()
    }))

  test('with a sign-off chain that is too long, out of order or names somebody, it is refused', () =>
    unwritten(async () => {
      const wrong = [
        [Array.from({ length: 11 }, () => signOff[0]), 'sign_off'],
        [signOff.toReversed(), 'sign_off[1].step'],
        [[{ ...signOff[0], step: 'SIGN_OFF_STEP_UNSPECIFIED' }], 'sign_off[0].step'],
        [[{ ...signOff[0], person: '王芳' }], 'sign_off[0].person'],
      ] as const
      for (const [chain, field] of wrong)
        expect(await send({ signOff: chain })).toMatchObject({
          outcome: 'INVALID_ARGUMENT INVALID_FIELDS',
          fields: [field],
        })
    }))

  test('with a version that is not the latest, it is refused', async () => {
    if (!('etag' in specimen.request)) return expect(makers.some((making) => name.endsWith(making))).toBe(true)
    await unwritten(async () => {
      for (const etag of [999_999n, 2n ** 64n - 1n])
        expect((await send({ etag })).outcome).toBe('ABORTED ETAG_MISMATCH')
    })
  })

  test('with the latest version it is recorded, and its receipt names its record, which says who signed', async () => {
    const { etag } = resourceOf(await send({ validateOnly: true }))
    const said = 'etag' in specimen.request ? { etag, signOff } : { signOff }
    const answer = await send(said)
    standing = undefined
    expect(answer.outcome).toBe('OK')
    const { source, sequence, hash } = replyOf(answer).receipt as Receipt
    const { rows } = await bus
      .database(source.replace('//qiantou/', ''))
      .query('SELECT bytes FROM record WHERE sequence = $1', [sequence])
    expect(Buffer.from(hashRecord(rows[0].bytes))).toEqual(Buffer.from(hash))
    expect(readRecord(rows[0].bytes).signoff).toEqual(signOff)
    expect(resourceOf(answer).etag).toBe(etag + 1n)
    specimen = { ...specimen, request: { ...specimen.request, ...said } }
  })

  test('repeated, also twice at once, it gives the same receipt, and writes nothing', () =>
    unwritten(async () => {
      const first = await send()
      expect(first.outcome).toBe('OK')
      const again = await Promise.all([send(), send()])
      const { requestId } = specimen.request as { requestId: string }
      const inCapitals = await send({ requestId: requestId.toUpperCase() })
      for (const answer of [...again, inCapitals]) expect(replyOf(answer)).toEqual(replyOf(first))
    }))

  test('with a request id that stood for something else, it is refused', () =>
    unwritten(async () => {
      expect((await send({ validateOnly: true })).outcome).toBe('ALREADY_EXISTS REQUEST_ID_REUSED')
      const { requestId } = specimen.request as { requestId: string }
      const inCapitals = { requestId: requestId.toUpperCase(), validateOnly: true }
      expect((await send(inCapitals)).outcome).toBe('ALREADY_EXISTS REQUEST_ID_REUSED')
    }))

  test('sent once more with another request id, it is decided on what is there now', async () => {
    const answer = await send({ requestId: randomUUID(), ...('etag' in specimen.request ? { etag: 0n } : {}) })
    const { outcome } = answer
    // These may be said again; everything else is done.
    const repeatable = [
      ...[
        'ReportProgress',
        'ReportSubassignment',
        'CommentOnTask',
        'GiveExtensionOpinion',
        'ChangeProgrammeRules',
        'OpenCase',
        'ReviseDraft',
        'AgreeRecovery',
        'PlanSpending',
        'PlanQuotaSpending',
      ],
    ]
    if (repeatable.some((method) => name.endsWith(method))) expect(outcome).toBe('OK')
    else expect(outcome).toMatch(/^(ALREADY_EXISTS|FAILED_PRECONDITION) [A-Z_]+$/)
  })
})

test('a repeat of a command whose resource the server named gives the same resource', async () => {
  const { request, by, after } = await specimenOf('TaskService/IssueTask', bus)
  const rpc = commands.find(({ name }) => name === 'TaskService/IssueTask') as Rpc
  const bytes = rpc.request.encode({ ...request, taskId: '' } as never).finish()
  const issue = () => callRaw(by.operations, rpc, bytes, after)
  const [first, second] = await Promise.all([issue(), issue()])
  const third = await issue()
  expect(first.outcome).toBe('OK')
  expect(replyOf(first).task).toMatchObject({ name: expect.stringMatching(/\/tasks\/[0-9a-hjkmnp-tv-z]{26}$/) })
  expect([replyOf(second), replyOf(third)]).toEqual([replyOf(first), replyOf(first)])
})
