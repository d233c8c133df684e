/** What `qiantou attachment …` does. */

import { basename } from 'node:path'
import {
  type Attachment,
  AttachmentServiceClient,
  GetAttachmentRequest,
  ListAttachmentsRequest,
} from '#proto/qiantou/attachment/v1/attachment_service.ts'
import { Evidence } from '#proto/qiantou/record/v1/record.ts'
import type { After } from '#shared/domain/decider.ts'
import { workflowOf } from '#shared/domain/resource-name.ts'
import { allPages } from '#shared/grpc/page.ts'
import { downloadFile, uploadFile } from '../bus/transfer.ts'
import { usage } from '../failure.ts'
import type { CommandOptions } from '../input/command.ts'
import { checkNew } from '../input/file.ts'
import { attachmentName, taskName } from '../input/name.ts'
import { type SecrecyOptions, secrecyFields } from '../input/secrecy.ts'
import { evidenceOf } from '../input/text.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames, shortName } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { progressBar, sizeText } from '../text/progress.ts'
import { secrecyText } from '../text/secrecy.ts'
import { sheet, table } from '../text/table.ts'
import { timeText } from '../text/time.ts'
import { label } from '../text/words.ts'

type Reading = { readonly after?: readonly After[] }
type UploadOptions = Reading &
  SecrecyOptions & { readonly task: string; readonly title?: string; readonly mediaType?: string }

/** Uploads a file to a task, and shows how far it is. */
export async function attach(
  session: Session,
  file: string,
  parent: string,
  options: Omit<UploadOptions, 'task'>,
): Promise<Attachment> {
  const { title, mediaType, after = [] } = options
  const said = secrecyFields(options)
  const { sha256, sizeBytes, ...found } = await evidenceOf(file)
  if (sizeBytes === 0n)
    throw usage({ zh: `${file} 是空文件,无可上传`, en: `${file} is empty: there is nothing to upload` })
  const announced = {
    parent,
    sha256,
    sizeBytes,
    mediaType: mediaType ?? found.mediaType,
    title: title ?? found.title,
    ...said,
  }
  const bar = progressBar(session.settings, file)
  try {
    return await uploadFile(await session.bus(), file, announced, { after, progress: bar.show })
  } finally {
    bar.end()
  }
}

/** What shows something, as command lines name it. */
export type ShowingOptions = CommandOptions &
  SecrecyOptions & { readonly evidence?: readonly string[]; readonly attach?: readonly string[] }

/** Names files as evidence, and those that are to be attached uploaded to the task before, one after the other. */
export async function shownBy(session: Session, name: string, options: ShowingOptions): Promise<Evidence[]> {
  const { attach: files = [], validateOnly, after, secrecy: level, publication } = options
  const secrecy = { ...(level ? { secrecy: level } : {}), ...(publication ? { publication } : {}) }
  if (files.length > 0 && validateOnly)
    throw usage({
      zh: '--attach 会上传文件,不能与 --validate-only 同用',
      en: '--attach uploads, so it does not go with --validate-only',
    })
  const shown: Evidence[] = await Promise.all((options.evidence ?? []).map(evidenceOf))
  const task = workflowOf(name)
  for (const file of files) {
    const { name: location, title, ...named } = await attach(session, file, task, { after, ...secrecy })
    const { sha256, sizeBytes, mediaType } = named
    shown.push(Evidence.create({ title: title || basename(file), sha256, sizeBytes, mediaType, location }))
  }
  return shown
}

export async function uploadOne(session: Session, file: string, { task, ...options }: UploadOptions): Promise<void> {
  const { settings } = session
  const attachment = await attach(session, file, taskName(task, settings), options)
  if (settings.json) return writeJson(jsonOf({ attachment }))
  await write(`${shortName(attachment.name, settings.programme)}\n`)
}

export async function downloadOne(
  session: Session,
  text: string,
  { output, after = [] }: Reading & { readonly output: string },
): Promise<void> {
  const { settings } = session
  const { language } = settings
  const name = attachmentName(text, settings)
  checkNew(output)
  const bar = progressBar(settings, output)
  const options = { after, progress: bar.show, language }
  const attachment = await downloadFile(await session.bus(), name, output, options).finally(bar.end)
  if (settings.json) return writeJson(jsonOf({ attachment, output }))
  const size = sizeText(attachment.sizeBytes)
  await write({ zh: `${output}:${size},SHA-256 相符\n`, en: `${output}: ${size}, its SHA-256 is right\n` }[language])
}

export async function show(session: Session, text: string, { after }: Reading): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const request = GetAttachmentRequest.fromPartial({ name: attachmentName(text, settings) })
  const response = await bus.call(AttachmentServiceClient, (client) => client.getAttachment, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const { name, title, uploader, createTime, sizeBytes, mediaType, ...said } = response.attachment as Attachment
  const names = await loadNames(bus, settings)
  await write(
    sheet([
      [label('name', language), names.resource(name)],
      [label('title', language), title],
      [label('size', language), `${sizeText(sizeBytes)} ${mediaType}`],
      [label('who', language), names.of(uploader)],
      [label('time', language), timeText(createTime)],
      ['SHA-256', Buffer.from(said.sha256).toString('hex')],
      [label('secrecy', language), secrecyText(said, language)],
    ]),
  )
}

export async function list(session: Session, { task, after }: Reading & { readonly task: string }): Promise<void> {
  const { settings } = session
  const { language } = settings
  const bus = await session.bus()
  const parent = taskName(task, settings)
  const attachments: Attachment[] = []
  const fetch = (pageToken: string) => {
    const request = ListAttachmentsRequest.fromPartial({ parent, pageSize: 1_000, pageToken })
    return bus.call(AttachmentServiceClient, (client) => client.listAttachments, request, after)
  }
  for await (const page of allPages(fetch)) attachments.push(...page.attachments)
  if (settings.json) return writeJson({ attachments: jsonOf(attachments) })
  const names = await loadNames(bus, settings)
  const isMarked = attachments.some((attachment) => secrecyText(attachment, language) !== '')
  const marked = isMarked ? (['secrecy'] as const) : []
  const head = (['time', 'who', 'size', 'title', ...marked, 'name'] as const).map((column) => label(column, language))
  const rows = attachments.map(({ createTime, uploader, sizeBytes, title, name, ...said }) => [
    ...[timeText(createTime), names.of(uploader), sizeText(sizeBytes), title],
    ...(isMarked ? [secrecyText(said, language)] : []),
    names.resource(name),
  ])
  await write(table(head, rows))
}
