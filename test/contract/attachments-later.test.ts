/** Files on a whole bus when something has changed since: the marking. */
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Attachment } from '#proto/qiantou/attachment/v1/attachment_service.ts'
import type { Secrecy } from '#shared/domain/secrecy.ts'
import { upload } from '#shared/grpc/transfer.ts'
import { startTestBus, type TestBus } from '#shared/testing/bus.ts'
import { Workflow } from '#shared/testing/workflow.ts'

const [lead, holder] = ['hn-kjt', 'hn-fgw'] as const
let bus: TestBus
let workflow: Workflow
let parent: string
let tasks = 0

beforeAll(async () => {
  bus = await startTestBus({ admitsWorkSecrets: true })
  workflow = new Workflow(bus)
  parent = await workflow.importProgramme('later-files')
})
afterAll(async () => await bus.stop())

function issued(): Promise<string> {
  tasks += 1
  return workflow.issue(parent, 'led', `t${tasks}`)
}

const announced = (task: string, bytes: Uint8Array) => ({
  ...{ parent: task, mediaType: 'text/plain', title: '清单' },
  sha256: createHash('sha256').update(bytes).digest(),
  sizeBytes: BigInt(bytes.length),
})
const send = (code: string, task: string, bytes = randomBytes(200), marking: Secrecy = {}): Promise<Attachment> =>
  upload(bus.as(code).attachments, { ...announced(task, bytes), ...marking }, Readable.from([bytes]), {
    after: workflow.after,
  })

describe('a file that is brought again, marked otherwise', () => {
  const [published, asked, withheld] = [
    { publication: 'PUBLICATION_ATTRIBUTE_PROACTIVE' },
    { publication: 'PUBLICATION_ATTRIBUTE_ON_REQUEST' },
    { publication: 'PUBLICATION_ATTRIBUTE_WITHHELD' },
  ] as const
  const secret = { secrecy: 'SECRECY_LEVEL_WORK_SECRET' } as const

  test.each<[string, Secrecy, Secrecy, Secrecy]>([
    ['published, then withheld', published, withheld, withheld],
    ['withheld, then published', withheld, published, withheld],
    ['on request, then published', asked, published, asked],
    ['not marked, then withheld', {}, withheld, withheld],
    ['not marked, then published', {}, published, {}],
    ['published, then not marked', published, {}, published],
    ['not marked, then a work secret', {}, secret, secret],
    ['a work secret, then not marked', secret, {}, secret],
    ['published, then a work secret', published, secret, { ...secret, ...withheld }],
  ])('has the stricter marking: %s', async (_, first, then, expected) => {
    const task = await issued()
    const bytes = randomBytes(200)
    const said = ({ secrecy, publication }: Attachment) => ({ secrecy, publication })
    const before = await send(lead, task, bytes, first)
    expect(said(before)).toEqual(first)
    const again = await send(holder, task, bytes, then)
    expect(said(again)).toEqual(expected)
    // Nothing else of it has changed.
    expect({ ...again, ...said(before) }).toEqual(before)
    const other = await issued()
    expect(said(await send(lead, other, bytes, first))).toEqual(first)
  })
})
