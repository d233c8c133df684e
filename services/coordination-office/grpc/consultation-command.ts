/** What the commands of consultations have in common. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import type { DateMessage } from '#proto/google/type/date.ts'
import type { TimeLimit } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { Consultation } from '#shared/domain/consultation-state.ts'
import type { OrganisationName, ResourceName } from '#shared/domain/decider.ts'
import { membersOn } from '#shared/domain/organisation-state.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import { programmeOf } from '#shared/domain/resource-name.ts'
import type { Fields } from '#shared/grpc/fields.ts'
import { type Call, type Prepared, prepared, todayOf } from '#shared/grpc/method.ts'
import { toReceipt } from '#shared/grpc/receipt.ts'
import type { Content, Decided } from '#shared/postgres/work.ts'
import type { ConsultationCommand, Ground } from '../domain/consultation-command.ts'
import type { Limit } from '../domain/consultation-ground.ts'
import { consultationReaders, seenAfter } from '../domain/consultation-sight.ts'
import { knownOf, organisationDecider } from '../domain/organisation.ts'
import { programmeView } from '../domain/programme.ts'
import type { CoordinationOffice } from '../main.ts'
import { toConsultation } from './consultation-resource.ts'
import { notFound } from './not-found.ts'

/** The members today of those that are groups. */
export async function membersOf(
  names: readonly OrganisationName[],
  services: Pick<CoordinationOffice, 'store' | 'clock'>,
): Promise<readonly OrganisationName[]> {
  const rows = await Promise.all(names.map((name) => services.store.glance(name, organisationDecider)))
  const today = todayOf({ services })
  return rows.flatMap((row) => (row?.state ? membersOn(row.state, today) : []))
}

type Ready = Promise<Either<Rejection, Prepared<ConsultationCommand>>>

/** What a command brings: the organisations that it speaks of, those of them that only the directory names, and its texts. */
type Brought = {
  readonly names?: readonly OrganisationName[]
  readonly members?: readonly OrganisationName[]
  readonly contents?: readonly Content[]
}

/** A command with what is known of a programme, and of the organisations that it speaks of. */
export const readyIn = (
  programme: ResourceName,
  make: (ground: Ground) => ConsultationCommand,
  { names = [], members = [], contents = [] }: Brought,
  none: keyof typeof notFound = 'programme',
): Ready =>
  prepared(
    (stateOf) => {
      const view = stateOf(programme, programmeView)
      const known = knownOf([...names, ...members], stateOf)
      return view ? right(make({ programme: view, known })) : notFound[none]
    },
    contents,
    { beside: members },
  )

type Change = ConsultationCommand extends infer Command
  ? Command extends Ground
    ? Omit<Command, keyof Ground>
    : never
  : never

/** A command on a consultation that is there. */
export const ready = (consultation: ResourceName, change: Change, brought: Brought = {}): Ready =>
  readyIn(
    programmeOf(consultation),
    (ground) => ({ ...ground, ...change }) as ConsultationCommand,
    brought,
    'consultation',
  )

export const answering = {
  parties: ({ state }: Decided<Consultation>) => consultationReaders(state),
  reply: ({ stream, state, version, receipt }: Decided<Consultation>, { caller }: Call<CoordinationOffice>) => {
    const seen = seenAfter(state, caller.actor)
    return { consultation: seen && toConsultation(stream, seen, version), receipt: toReceipt(receipt) }
  },
}

export type Named = { readonly name: string }

export const onConsultation = {
  stream: ({ name }: Named) => name,
  beside: ({ name }: Named) => [programmeOf(name)],
  ...answering,
}

// ---- Checks

export const checkName = ({ name }: Named, fields: Fields): void => fields.name('name', name, 'consultation')

const mostWorkingDays = 250

export function checkLimit(limit: TimeLimit | undefined, fields: Fields): void {
  const chosen = limit?.limit
  if (chosen?.$case === 'date') return fields.date('limit.date', chosen.value)
  const days = chosen?.value ?? 0
  fields.require(
    'limit',
    days >= 1 && days <= mostWorkingDays,
    `must be a date, or 1 to ${mostWorkingDays} working days`,
  )
}

/** A limit that has been checked. */
export const limitOf = (limit: TimeLimit | undefined): Limit =>
  limit?.limit?.$case === 'date'
    ? { date: limit.limit.value as DateMessage }
    : { workingDays: limit?.limit?.value ?? mostWorkingDays }
