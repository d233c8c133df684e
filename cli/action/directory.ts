/** What `qiantou organisation …` does. */
import {
  DirectoryServiceClient,
  GetOrganisationRequest,
  type Organisation,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { organisationName } from '../input/name.ts'
import type { Session } from '../session.ts'
import { jsonOf } from '../text/json.ts'
import { codeOf, listOrganisations } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { sheet, table } from '../text/table.ts'
import { type Label, label, word } from '../text/words.ts'

export async function list(session: Session): Promise<void> {
  const { json, language } = session.settings
  const organisations = await listOrganisations(await session.bus())
  if (json) return writeJson({ organisations: jsonOf(organisations) })
  const head = (['code', 'level', 'kind', 'name'] as const).map((name) => label(name, language))
  const rows = organisations.map(({ name, level, kind, titleZh, titleEn }) => [
    codeOf(name),
    word(level, language),
    word(kind, language),
    language === 'zh' ? titleZh : titleEn,
  ])
  await write(table(head, rows))
}

export async function show(session: Session, code: string): Promise<void> {
  const { json, language } = session.settings
  const request = GetOrganisationRequest.fromPartial({ name: organisationName(code) })
  const bus = await session.bus()
  const response = await bus.call(DirectoryServiceClient, (client) => client.getOrganisation, request)
  if (json) return writeJson(jsonOf(response))
  const { name, titleZh, titleEn, aliases, level, kind } = response.organisation as Organisation
  const say = (what: Label): string => label(what, language)
  await write(
    sheet([
      [say('code'), codeOf(name)],
      [say('name'), titleZh],
      [say('nameEnglish'), titleEn],
      [say('aliases'), aliases.join('、')],
      [say('level'), word(level, language)],
      [say('kind'), word(kind, language)],
    ]),
  )
}
