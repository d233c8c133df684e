/** Lists of a programme's resources: the same for all of them. */
import { type Either, right } from 'fp-ts/lib/Either.js'
import { mayRead } from '#shared/domain/entitlement.ts'
import type { Rejection } from '#shared/domain/rejection.ts'
import type { Call } from '#shared/grpc/method.ts'
import { holdsAny, readPage } from '#shared/grpc/page.ts'
import { programmeView } from '../domain/programme.ts'
import type { Finance } from '../main.ts'
import { type ListedRow, readListedRows } from '../postgres/listed.ts'
import { notFound } from './not-found.ts'

type Request = { readonly parent: string; readonly pageSize: number; readonly pageToken: string }

type Listing<State, Message> = {
  readonly collection?: string
  readonly keeps?: (row: ListedRow<State>) => boolean
  readonly toMessage: (row: ListedRow<State>) => Message
  readonly message: { readonly encode: (message: Message) => { readonly finish: () => Uint8Array } }
}

/** A page of what the caller may read of a programme; where that is nothing at all, the programme is not there to them. */
export async function readListed<State, Message>(
  aggregate: string,
  request: Request,
  { caller, services }: Call<Finance>,
  listing: Listing<State, Message>,
): Promise<Either<Rejection, { readonly page: readonly Message[]; readonly nextPageToken: string }>> {
  const { parent } = request
  const programme = (await services.store.load(parent, programmeView))?.state
  const readsAll = programme !== undefined && mayRead(caller, new Set([programme.office]))
  const { database } = services
  const listed = {
    read: (after: string, limit: number) =>
      readListedRows<State>(database, {
        ...{ aggregate, parent, collection: listing.collection, after, limit },
        reader: readsAll ? undefined : caller,
      }),
    keyOf: ({ name }: ListedRow<State>) => name,
    ...listing,
  }
  const page = await readPage(request, listed)
  const knows = programme && (readsAll || (await holdsAny(page.page, request, listed)))
  return knows ? right(page) : notFound.programme
}
