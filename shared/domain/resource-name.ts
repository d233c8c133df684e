/**
 * Names of resources (AIP-122): which there are, and how each is put together and taken apart. A part is known by its place
 * alone: a programme may be called `tasks`, a task `supervisions`.
 */
import type { Actor, OrganisationName, ResourceName, Source } from './decider.ts'

/** How the name of each kind of resource is written. Pieces of an assignment, steps and cases have numbers, no names. */
export const forms = {
  organisation: 'organisations/{organisation}',
  programme: 'programmes/{programme}',
  clause: 'programmes/{programme}/clauses/{clause}',
  measure: 'programmes/{programme}/measures/{measure}',
  pool: 'programmes/{programme}/pools/{pool}',
  quota: 'programmes/{programme}/pools/{pool}/quotas/{organisation}',
  allocation: 'programmes/{programme}/allocations/{allocation}',
  apportionment: 'programmes/{programme}/apportionments/{measure}/calls/{call}',
  application: 'programmes/{programme}/applications/{application}',
  voucher: 'programmes/{programme}/vouchers/{voucher}',
  letters: 'programmes/{programme}/letters/{organisation}',
  invoice: 'programmes/{programme}/invoices/{invoice}',
  awaited: 'programmes/{programme}/awaited/{task}',
  applicant: 'programmes/{programme}/applicants/{applicant}',
  roster: 'programmes/{programme}/rosters/{roster}',
  transfer: 'programmes/{programme}/transfers/{transfer}',
  payee: 'programmes/{programme}/payees/{payee}',
  report: 'programmes/{programme}/reports/{report}',
  consultation: 'programmes/{programme}/consultations/{consultation}',
  task: 'programmes/{programme}/tasks/{task}',
  assignment: 'programmes/{programme}/tasks/{task}/assignments/{organisation}',
  supervision: 'programmes/{programme}/tasks/{task}/supervisions/{organisation}',
  attachment: 'programmes/{programme}/tasks/{task}/attachments/{sha256}',
} as const

export type Kind = keyof typeof forms

type PartOf<Form extends string> = Form extends `${string}{${infer Part}}${infer Rest}` ? Part | PartOf<Rest> : never

/** What a name of a kind consists of: `{ programme, task }` of a task. Organisations by their codes. */
export type Parts<K extends Kind> = Readonly<Record<PartOf<(typeof forms)[K]>, string>>

/** What callers may choose as an id. */
export const idPattern = '[a-z0-9][a-z0-9-]{0,62}'
const hashPattern = '[0-9a-f]{64}'

const places = /\{(\w+)\}/g

function patternOf(form: string): RegExp {
  const pattern = form.replaceAll(places, (_, part) => `(?<${part}>${part === 'sha256' ? hashPattern : idPattern})`)
  return new RegExp(`^${pattern}$`)
}

/** What a name of each kind looks like. */
export const patterns = Object.fromEntries(
  Object.entries(forms).map(([kind, form]) => [kind, patternOf(form)]),
) as Readonly<Record<Kind, RegExp>>

/** The parts of a name; undefined where it is not of that kind. */
export function parseName<K extends Kind>(kind: K, name: string): Parts<K> | undefined {
  const groups = patterns[kind].exec(name)?.groups
  return groups && ({ ...groups } as Parts<K>)
}

/** The parts of a name that is of that kind. @throws where it is not: a bug */
export function partsOf<K extends Kind>(kind: K, name: ResourceName): Parts<K> {
  const parts = parseName(kind, name)
  if (!parts) throw new Error(`${name} is no ${kind}`)
  return parts
}

/** The name that has these parts, others left out. */
export const formatName = <K extends Kind>(kind: K, parts: Parts<K>): ResourceName =>
  forms[kind].replaceAll(places, (_, part) => (parts as Readonly<Record<string, string>>)[part] as string)

// ---- What is asked all the time

/** Whether a resource lies under another one, at any remove. */
export const isUnder = (name: ResourceName, above: ResourceName): boolean => name.startsWith(`${above}/`)

export const organisationName = (organisation: string): OrganisationName => `organisations/${organisation}`

/** `hn-kjt` of `organisations/hn-kjt`; of any actor what stands behind what it is. */
export const codeOf = (actor: Actor): string => actor.slice(actor.indexOf('/') + 1)

/** The service whose records a source has, as an actor. */
export const serviceOf = (source: Source): Actor => source.replace('//qiantou/', 'services/')

/** A body's part of a task. */
export const assignmentName = (task: ResourceName, organisation: OrganisationName): ResourceName =>
  `${task}/assignments/${codeOf(organisation)}`

/** The supervision of a body's part of a task. */
export const supervisionName = (task: ResourceName, organisation: OrganisationName): ResourceName =>
  `${task}/supervisions/${codeOf(organisation)}`

/** A file that lies with a task, by the hash of its bytes. */
export const attachmentName = (task: ResourceName, sha256: Uint8Array): ResourceName =>
  `${task}/attachments/${Buffer.from(sha256).toString('hex')}`

/** Whose part an assignment is, or a supervision is about. @throws where it is neither: a bug */
export function bodyOf(name: ResourceName): OrganisationName {
  // Asked of every fact by every fold: the end of the name, without taking it apart.
  const end = name.lastIndexOf('/')
  if (!name.endsWith('/assignments', end) && !name.endsWith('/supervisions', end))
    throw new Error(`${name} is no assignment, and no supervision`)
  return organisationName(name.slice(end + 1))
}

/** The programme under which something stands. @throws where it stands under none: a bug */
export function programmeOf(name: ResourceName): ResourceName {
  const [collection, programme = ''] = name.split('/', 2)
  if (collection !== 'programmes') throw new Error(`${name} is under no programme`)
  return `programmes/${programme}`
}

/** The first resource of which `name` is a part: `programmes/p/tasks/t` of an assignment, and so on. */
export function workflowOf(name: ResourceName): ResourceName {
  // Asked of every record several times: four segments, without taking the name apart.
  let end = -1
  for (let segments = 0; segments < 4; segments += 1) {
    end = name.indexOf('/', end + 1)
    if (end < 0) return name
  }
  return name.slice(0, end)
}
