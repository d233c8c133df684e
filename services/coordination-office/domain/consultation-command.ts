/** What is commanded of consultations, and the shape of what is decided. */
import type { Either } from 'fp-ts/lib/Either.js'
import type { AnswerKind, ConsultationKind } from '#proto/qiantou/consultation/v1/consultation_service.ts'
import type { ContentReference } from '#proto/qiantou/record/v1/record.ts'
import type { ConsultationFact } from '#shared/domain/consultation-state.ts'
import type { OrganisationName } from '#shared/domain/decider.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Limit } from './consultation-ground.ts'
import type { Known } from './organisation.ts'
import type { ProgrammeView } from './programme.ts'

/** What is known of the programme, and of the organisations that a command names. */
export type Ground = { readonly programme: ProgrammeView; readonly known: Known }

/** 0 stands for the only case, or for the composition of a standing joint review. */
type OnCase = { readonly caseNumber: number }
type OnBody = OnCase & { readonly organisation: OrganisationName; readonly reason: ContentReference }

export type ConsultationCommand = Ground &
  (
    | {
        readonly type: 'Open'
        readonly kind: ConsultationKind
        readonly title: string
        readonly task: string
        readonly application: string
        /** Who runs the programme today, as far as the directory says: its office may have ended a moment ago. */
        readonly office: OrganisationName
        readonly organisations: readonly OrganisationName[]
        readonly standing: boolean
        readonly silenceConsents: boolean
        /** Of all but a standing joint review. */
        readonly asked?: { readonly text: ContentReference; readonly limit: Limit }
      }
    | {
        readonly type: 'OpenCase'
        readonly title: string
        readonly text: ContentReference
        readonly limit: Limit
      }
    | (OnCase & {
        readonly type: 'Answer'
        readonly version: number
        readonly answer: AnswerKind
        readonly text: ContentReference | undefined
      })
    | (OnCase & {
        readonly type: 'Revise'
        readonly text: ContentReference
        readonly reason: ContentReference
        readonly affected: readonly OrganisationName[]
        readonly limit: Limit | undefined
        /** The hash, in hex, of a text of the consultation that reads the same: hashes are salted and do not say it. */
        readonly same?: string
      })
    | (OnCase & { readonly type: 'Renew'; readonly limit: Limit; readonly reason: ContentReference })
    | (OnBody & { readonly type: 'AddBody' })
    | (OnBody & { readonly type: 'RemoveBody' })
    | (OnCase & {
        readonly type: 'Refer'
        readonly referee: OrganisationName
        readonly statement: ContentReference
      })
    | (OnCase & {
        readonly type: 'Rule'
        readonly approves: boolean
        readonly ruling: ContentReference
        readonly minutes: string
      })
    | (OnCase & { readonly type: 'Withdraw'; readonly reason: ContentReference })
  )

export type CommandOf<Type extends ConsultationCommand['type']> = Extract<ConsultationCommand, { type: Type }>
export type CaseCommand = Extract<ConsultationCommand, OnCase>

/** The service itself puts a successor in the place of an organisation that is no longer there. */
export type SucceedCommand = {
  readonly type: 'Succeed'
  readonly organisation: OrganisationName
  /** Undefined where nobody does: it is not waited for, and the office decides in its place. */
  readonly successor: OrganisationName | undefined
}

/** The service itself puts a successor in the place of an office that is no longer there, also where all has ended. */
export type SucceedOfficeCommand = {
  readonly type: 'SucceedOffice'
  readonly office: OrganisationName
  readonly successor: OrganisationName
}

export type Decision = Either<Rejection, readonly [ConsultationFact, ...ConsultationFact[]]>
