/** What `qiantou programme …` does. */
import {
  GetProgrammeRequest,
  type Programme,
  ProgrammeServiceClient,
} from '#proto/qiantou/programme/v1/programme_service.ts'
import { programmeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { sheet, table } from '../text/table.ts'
import { type Label, label, word } from '../text/words.ts'

export async function show(session: Session, programme: string | undefined): Promise<void> {
  const { settings } = session
  const { language } = settings
  const request = GetProgrammeRequest.fromPartial({ name: programmeName(programme ?? settings.programme) })
  const bus = await session.bus()
  const response = await bus.call(ProgrammeServiceClient, (client) => client.getProgramme, request)
  if (settings.json) return writeJson(jsonOf(response))
  const { name, etag, content } = response.programme as Programme
  const names = await loadNames(bus, settings)
  const say = (what: Label): string => label(what, language)
  const facts = sheet([
    [say('programme'), name],
    [say('title'), content?.title ?? ''],
    [say('document'), content?.documentNumber ?? ''],
    [say('authority'), names.of(content?.office ?? '')],
    ['SHA-256', Buffer.from(content?.documentSha256 ?? []).toString('hex')],
    [say('version'), `${etag}`],
  ])
  const rows = (content?.clauses ?? []).map(({ id, title, responsibility }) => [
    id,
    word(responsibility?.mode ?? '', language),
    title,
    names.list(responsibility?.leads ?? []),
    names.list([...(responsibility?.supporters ?? []), ...(responsibility?.standing ?? [])]),
  ])
  await write(`${facts}\n${table((['clause', 'mode', 'title', 'leads', 'responsible'] as const).map(say), rows)}`)
}
