/** What organisations are called: from the directory, asked once a command. */
import {
  DirectoryServiceClient,
  ListOrganisationsRequest,
  type Organisation,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { type Day, dayFrom } from '#shared/domain/calendar.ts'
import type { After } from '#shared/domain/decider.ts'
import { codeOf, formatName, isUnder, parseName } from '#shared/domain/resource-name.ts'
import { allItems } from '#shared/grpc/page.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure } from '../failure.ts'
import type { Language, Settings } from '../settings.ts'

/** Which organisations are asked for, and as of which day. */
export type Wanted = Partial<Pick<ListOrganisationsRequest, 'filter' | 'documentName' | 'asOf'>>

export const listOrganisations = async (
  bus: Bus,
  wanted: Wanted = {},
  after?: readonly After[],
): Promise<readonly Organisation[]> => {
  const fetch = (pageToken: string) => {
    const request = { ...ListOrganisationsRequest.create({ pageSize: 1_000, pageToken }), ...wanted }
    return bus.call(DirectoryServiceClient, (client) => client.listOrganisations, request, after)
  }
  return allItems(fetch, (page) => page.organisations)
}

type Title = Pick<Organisation, 'titleZh' | 'titleEn' | 'aliases'>
type Speaking = Pick<Settings, 'language' | 'programme'>

/** Names for people. A body that the directory does not have is shown by its code. */
export class Names {
  private readonly organisations: ReadonlyMap<string, Organisation>
  private readonly language: Language
  private readonly programme: string
  private readonly day: Day | undefined

  /** `day`: as they were called then; where none is given, as they are called today. */
  constructor(organisations: readonly Organisation[], { language, programme }: Speaking, day?: Day) {
    this.organisations = new Map(organisations.map((organisation) => [organisation.name, organisation]))
    this.language = language
    this.programme = programme
    this.day = day
  }

  /** As they were called on a day: what is about the past keeps the names of its time. */
  on(day: Day): Names {
    const { language, programme } = this
    return new Names([...this.organisations.values()], { language, programme }, day)
  }

  /** What documents call a body in Chinese, its full name in English; a service, which acts when time has passed, is the bus. */
  of(actor: string): string {
    if (actor.startsWith('services/')) return this.language === 'zh' ? '系统' : 'the bus'
    const known = this.titleOf(actor)
    const name = this.language === 'zh' ? (known?.aliases[0] ?? known?.titleZh) : known?.titleEn
    return name || codeOf(actor)
  }

  private titleOf(actor: string): Title | undefined {
    const known = this.organisations.get(actor)
    const { day } = this
    const then = day && known?.titles.findLast(({ fromDate }) => !fromDate || dayFrom(fromDate) <= day)
    // What is about days before it was there was said of it later.
    return then || (day && known?.titles[0]) || known
  }

  /** Several bodies in a table: English names are too long for one. */
  list(actors: readonly string[]): string {
    return this.language === 'zh' ? actors.map((actor) => this.of(actor)).join('、') : actors.map(codeOf).join(', ')
  }

  /** Several bodies in a sheet, which has room for their names, and is read by people who do not know codes. */
  full(actors: readonly string[]): string {
    // English names hold commas.
    return actors.map((actor) => this.of(actor)).join(this.language === 'zh' ? '、' : '; ')
  }

  /** A resource's name without what goes without saying: `2026-2-1/hn-kjt` in the programme asked for. */
  resource(name: string): string {
    return shortName(name, this.programme)
  }
}

/** What is short with its collection: `applications/a-1`, which by itself might be a task. */
const money = ['pool', 'application', 'voucher', 'transfer', 'roster'] as const

/**
 * The short form of a resource name, as commands take it; the name itself outside of that programme. A credit code has its
 * letters as capitals everywhere but in names, whose ids have none.
 */
export function shortName(name: string, programme: string): string {
  const above = formatName('programme', { programme })
  const byCode = parseName('payee', name)?.payee ?? parseName('applicant', name)?.applicant
  if (byCode && isUnder(name, above)) return name.slice(above.length + 1, -byCode.length) + byCode.toUpperCase()
  if (isUnder(name, above) && money.some((kind) => parseName(kind, name))) return name.slice(above.length + 1)
  const of = parseName('task', name) ?? parseName('assignment', name) ?? parseName('attachment', name)
  if (of?.programme !== programme) return name
  const { programme: _, ...parts } = of
  return Object.values(parts).join('/')
}

/** The part that a supervision is about; any other name as it is. */
export function partName(name: string): string {
  const supervised = parseName('supervision', name)
  return supervised ? formatName('assignment', supervised) : name
}

/**
 * Names from the directory, as of a day, today unless given; where the process asked is a service alone that has none, bodies are
 * shown by their codes.
 */
export const loadNames = async (bus: Bus, settings: Settings, day?: Day): Promise<Names> => {
  const nobody = (error: unknown): readonly Organisation[] => {
    if (error instanceof Failure && error.report.code === 'UNIMPLEMENTED') return []
    throw error
  }
  return new Names(await listOrganisations(bus).catch(nobody), settings, day)
}

/** What is done is told, whether or not somebody can say what bodies are called; in English they go by their codes. */
export async function namesInSentences(bus: Bus, settings: Settings): Promise<Names> {
  const codes = new Names([], settings)
  return settings.language === 'zh' ? loadNames(bus, settings).catch(() => codes) : codes
}
