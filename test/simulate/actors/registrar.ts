/** The office as registrar: people and their terms, names, two reorganisations in each round of tasks, and other rules for it. */
import {
  AddMemberRequest,
  BeginTermRequest,
  DissolveOrganisationRequest,
  EndTermRequest,
  MergeOrganisationRequest,
  NameSuccessorRequest,
  RegisterOrganisationRequest,
  RemoveMemberRequest,
  RenameOrganisationRequest,
  SplitOrganisationRequest,
} from '#proto/qiantou/directory/v1/directory_service.ts'
import { ChangeProgrammeRulesRequest } from '#proto/qiantou/programme/v1/programme_service.ts'
import { addDays, type Day, toDate } from '#shared/domain/calendar.ts'
import { fresh } from '../world/request.ts'
import type { World } from '../world/world.ts'
import type { Client } from './client.ts'

const named = (code: string): string => `organisations/${code}`

/** Something that the directory is told on a day. */
export type Entry = { readonly on: Day; readonly enter: (client: Client) => Promise<void> }

/** Who is not led away by a reorganisation: without them nothing could be issued or closed for the rest of the run. */
const stays = ['hn-kjt', 'hn-gxt', 'hn-fgw', 'hn-sjt', 'hn-cities', 'hn-xiangxi']

/**
 * What the directory lives through in a round: one body goes into another one, or is dissolved in its favour; another is split into itself under a new
 * name and a third, each decided some days before it is in force; a name changes; people come and go. In a longer one a
 * third is dissolved besides, and who succeeds it is named only once it is gone.
 */
export function entriesFrom(first: Day, world: World): readonly Entry[] {
  const on = (share: number): Day => addDays(first, Math.floor(world.span * share))
  const isLong = world.span >= 180
  const longer: readonly Entry[] = [{ on: on(0.56), enter: dissolve }]
  const entries: readonly Entry[] = [
    { on: on(0.06), enter: changeRules },
    { on: on(0.2), enter: beginTerms },
    { on: on(0.34), enter: isLong ? merge : mergeOrDissolve },
    { on: on(0.42), enter: (client) => recompose(client, 'removeMember') },
    { on: on(0.5), enter: rename },
    { on: on(0.62), enter: split },
    ...(isLong ? longer : []),
    { on: on(0.7), enter: (client) => recompose(client, 'addMember') },
    { on: on(0.8), enter: endTerm },
  ]
  // The shortest runs have room for one of the two.
  return world.span < 40 ? entries.slice(0, 4) : entries
}

/** What is issued from now on follows other limits, another quorum, and a calendar with a holiday and a make-up day of its own. */
async function changeRules(client: Client): Promise<void> {
  const { world } = client
  const day = (share: number): Day => addDays(world.today, Math.floor(world.span * share))
  const days = [
    { date: toDate(day(0.15)), working: false },
    { date: toDate(day(0.3)), working: true },
  ]
  const limits = { acknowledgeWorkingDays: 3, reviewWorkingDays: 4, warningWorkingDays: 7 }
  const closing = world.chance.pick(['QUORUM_ANY', 'QUORUM_MAJORITY', 'QUORUM_ALL'] as const, world.today, 'quorum')
  const rules = { ...limits, closing, days }
  const request = ChangeProgrammeRulesRequest.fromPartial({ ...fresh(), name: world.parent, rules })
  await client.send('programmes', (stub) => stub.changeProgrammeRules, request)
}

/** Whoever reads and does nothing. */
export async function registerReader(client: Client): Promise<void> {
  await register(client, 'hn-sjt', '湖南省审计厅')
}

async function register(client: Client, code: string, titleZh: string): Promise<boolean> {
  const request = RegisterOrganisationRequest.fromPartial({
    ...{ ...fresh(), organisationId: code, titleZh, titleEn: `Department ${code}`, superior: '' },
    ...{ kind: 'ORGANISATION_KIND_ORGANISATION', level: 'ORGANISATION_LEVEL_PROVINCE' },
    effectiveDate: toDate(client.world.today),
  })
  return (await client.send('directory', (stub) => stub.registerOrganisation, request)) !== undefined
}

const effective = ({ chance, today }: World, what: string): Day => addDays(today, chance.between(1, 4, what, today))

/** A body with open work, if there is one that may go. */
function goes(world: World, what: string): string {
  const busy = [...world.busy].filter((code) => !stays.includes(code) && !world.ended.has(code))
  return busy.length > 0 ? world.chance.pick(busy.sort(), what, world.today) : world.somebody(stays, what, world.today)
}

type Going = { readonly code: string; readonly into: string; readonly day: Day }

/** Who goes, and into which other. */
function going(world: World): Going {
  const code = goes(world, 'merge')
  return { code, into: world.somebody([code, 'hn-sjt'], 'into', world.today), day: effective(world, 'merge') }
}

const order = ({ code, day }: Going) => ({
  ...{ ...fresh(), name: named(code), basis: '湘编〔2026〕9号', effectiveDate: toDate(day) },
})

/** One body less, and who takes its place; of who succeeds it all that is given is compared. */
function endsIn(world: World, { code, into, day }: Going): void {
  world.ended.set(code, day)
  world.watch(code, 'ended')
  world.watch(into, 'successor')
}

const mergeOrDissolve = (client: Client): Promise<void> =>
  client.world.chance.odds(0.5, 'dissolve', client.world.today) ? dissolveInto(client) : merge(client)

async function merge(client: Client): Promise<void> {
  const one = going(client.world)
  const request = MergeOrganisationRequest.create({ ...order(one), into: named(one.into) })
  if (await client.send('directory', (stub) => stub.mergeOrganisation, request)) endsIn(client.world, one)
}

async function dissolveInto(client: Client): Promise<void> {
  const one = going(client.world)
  const request = DissolveOrganisationRequest.create({ ...order(one), successor: named(one.into) })
  if (await client.send('directory', (stub) => stub.dissolveOrganisation, request)) endsIn(client.world, one)
}

/** Without a successor, who is named some days after the end: until then what it had is the authority's turn. */
async function dissolve(client: Client): Promise<void> {
  const { world } = client
  const one = going(world)
  const request = DissolveOrganisationRequest.create({ ...order(one), successor: '' })
  if (!(await client.send('directory', (stub) => stub.dissolveOrganisation, request))) return
  endsIn(world, one)
  world.unsucceeded.set(one.code, {
    into: one.into,
    on: addDays(one.day, world.chance.between(4, 12, 'named', one.code)),
  })
}

/** Names who succeeds those that are gone without, on its day. */
export async function nameSuccessors(client: Client): Promise<void> {
  const { world } = client
  for (const [code, { into, on }] of world.unsucceeded) {
    if (on > world.today) continue
    const about = { ...fresh(), name: named(code), successor: named(into), basis: '湘编〔2026〕15号' }
    const request = NameSuccessorRequest.create(about)
    if (await client.send('directory', (stub) => stub.nameSuccessor, request)) world.unsucceeded.delete(code)
  }
}

async function split(client: Client): Promise<void> {
  const { world } = client
  const code = goes(world, 'split')
  const [heir, other] = [`hn-x${world.today.replaceAll('-', '')}a`, `hn-x${world.today.replaceAll('-', '')}b`]
  for (const [fresh, title] of [[heir, '新设局'] as const, [other, '新设中心'] as const]) {
    if (!(await register(client, fresh, `${title}${fresh}`))) return
    await world.admit(fresh)
  }
  const day = effective(world, 'split')
  const request = SplitOrganisationRequest.create({
    ...{ ...fresh(), name: named(code), into: [named(heir), named(other)], basis: '湘编〔2026〕21号' },
    effectiveDate: toDate(day),
  })
  if (!(await client.send('directory', (stub) => stub.splitOrganisation, request))) return
  world.ended.set(code, day)
  world.watch(code, 'ended')
  for (const successor of [heir, other]) world.watch(successor, 'successor')
}

/** One city leaves the group of cities, and comes back. */
async function recompose(client: Client, move: 'addMember' | 'removeMember'): Promise<void> {
  const about = { ...fresh(), name: named('hn-cities'), member: named('hn-xiangxi') }
  const effectiveDate = toDate(client.world.today)
  if (move === 'addMember') {
    const request = AddMemberRequest.create({ ...about, effectiveDate })
    await client.send('directory', (stub) => stub.addMember, request)
  } else {
    const request = RemoveMemberRequest.create({ ...about, effectiveDate })
    await client.send('directory', (stub) => stub.removeMember, request)
  }
}

async function rename(client: Client): Promise<void> {
  const { world } = client
  const code = world.somebody(['hn-sjt'], 'rename', world.today)
  const request = RenameOrganisationRequest.create({
    ...{ ...fresh(), name: named(code), titleZh: `更名${code}`, titleEn: `Renamed ${code}` },
    effectiveDate: toDate(addDays(world.today, 1)),
  })
  await client.send('directory', (stub) => stub.renameOrganisation, request)
}

async function beginTerms(client: Client): Promise<void> {
  const { world } = client
  for (const code of ['hn-kjt', 'hn-gxt'])
    for (const role of ['TERM_ROLE_LEADER_IN_CHARGE', 'TERM_ROLE_LIAISON'] as const) {
      const request = BeginTermRequest.fromPartial({
        ...{ ...fresh(), name: named(code), displayName: '张某', role, fromDate: toDate(world.today) },
      })
      const begun = await client.send('directory', (stub) => stub.beginTerm, request)
      const person = begun?.organisation?.terms.at(-1)?.person
      if (person && role === 'TERM_ROLE_LIAISON') world.liaisons.set(code, person)
    }
}

async function endTerm(client: Client): Promise<void> {
  const { world } = client
  const request = EndTermRequest.create({
    ...{ ...fresh(), name: named('hn-kjt'), person: world.liaisons.get('hn-kjt') ?? '', role: 'TERM_ROLE_LIAISON' },
    toDate: toDate(world.today),
  })
  await client.send('directory', (stub) => stub.endTerm, request)
}
