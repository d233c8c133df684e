/** List calls, page by page (AIP-158): what a server cuts, and how a client gets all of it. */

/** As many entries has a page where the caller does not say. */
const usualSize = 100

/** The token of the page after `last`; opaque to callers. */
export const pageToken = (last: string): string => Buffer.from(last).toString('base64url')

/** Where the page before ended, '' for the first. @returns undefined for a token that no answer of ours held. */
export function parsePageToken(token: string): string | undefined {
  const last = Buffer.from(token, 'base64url').toString()
  return pageToken(last) === token && /^[\x20-\x7e]*$/.test(last) ? last : undefined
}

/** How much of a page an answer takes, in bytes: a client takes messages of 4 MiB unless it is told otherwise. */
export const maxPageBytes = 3 * 1024 * 1024

type Listing<Row, Message> = {
  /** What comes after a key, at most so many. */
  readonly read: (after: string, limit: number) => readonly Row[] | Promise<readonly Row[]>
  readonly keyOf: (row: Row) => string
  /** Leaves out what the database can't tell. */
  readonly keeps?: (row: Row) => boolean
  readonly toMessage: (row: Row) => Message
  readonly message: { readonly encode: (message: Message) => { readonly finish: () => Uint8Array } }
}

/**
 * Reads a page: as many entries as are asked for, or fewer, where more would be too large for an answer (AIP-158); one at
 * least, while there is any. Requests have been checked by `Fields.page`.
 */
export async function readPage<Row, Message>(
  request: { readonly pageSize: number; readonly pageToken: string },
  { read, keyOf, keeps = () => true, toMessage, message }: Listing<Row, Message>,
): Promise<{ readonly page: readonly Message[]; readonly nextPageToken: string }> {
  const size = request.pageSize || usualSize
  // One entry more than is needed, so that the last page names no next one; of large pages not all at once.
  const limit = Math.min(size, usualSize) + 1
  const page: Message[] = []
  let [after, last, bytes] = [parsePageToken(request.pageToken) ?? '', '', 0]
  for (;;) {
    const rows = await read(after, limit)
    for (const row of rows.filter(keeps)) {
      const entry = toMessage(row)
      bytes += message.encode(entry).finish().length
      const isFull = page.length === size || (page.length > 0 && bytes > maxPageBytes)
      if (isFull) return { page, nextPageToken: pageToken(last) }
      page.push(entry)
      last = keyOf(row)
    }
    const end = rows.at(-1)
    if (rows.length < limit || end === undefined) return { page, nextPageToken: '' }
    after = keyOf(end)
  }
}

/**
 * Whether a list has anything for its caller, by one of its pages: an empty one may come after the last entry, by a token of
 * anybody's making.
 */
export const holdsAny = async <Row, Message>(
  page: readonly Message[],
  { pageToken: token }: { readonly pageToken: string },
  listing: Listing<Row, Message>,
): Promise<boolean> =>
  page.length > 0 || (token !== '' && (await readPage({ pageSize: 1, pageToken: '' }, listing)).page.length > 0)

/** Every page of a list, one after the other; `fetch` is given the token of each. */
export async function* allPages<Page extends { readonly nextPageToken: string }>(
  fetch: (pageToken: string) => Promise<Page>,
): AsyncGenerator<Page> {
  for (let token: string | undefined = ''; token !== undefined; ) {
    const page: Page = await fetch(token)
    yield page
    token = page.nextPageToken || undefined
  }
}

/** What all pages hold, in their order. */
export async function allItems<Page extends { readonly nextPageToken: string }, Item>(
  fetch: (pageToken: string) => Promise<Page>,
  itemsOf: (page: Page) => readonly Item[],
): Promise<readonly Item[]> {
  const all: Item[] = []
  for await (const page of allPages(fetch)) all.push(...itemsOf(page))
  return all
}
