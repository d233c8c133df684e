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

/**
 * Reads a page: `read` is asked for what comes after a key, one entry more than the page holds, so that the last page
 * names no next one. `keeps` leaves out what the database can't tell. Requests have been checked by `Fields.page`.
 */
export async function readPage<Row>(
  request: { readonly pageSize: number; readonly pageToken: string },
  read: (after: string, limit: number) => readonly Row[] | Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
  keeps: (row: Row) => boolean = () => true,
): Promise<{ readonly page: readonly Row[]; readonly nextPageToken: string }> {
  const size = request.pageSize || usualSize
  const found: Row[] = []
  let after: string | undefined = parsePageToken(request.pageToken) ?? ''
  while (after !== undefined && found.length <= size) {
    const rows: readonly Row[] = await read(after, size + 1)
    found.push(...rows.filter(keeps))
    const last = rows.at(-1)
    after = rows.length > size && last !== undefined ? keyOf(last) : undefined
  }
  const page = found.slice(0, size)
  const last = page.at(-1)
  return { page, nextPageToken: found.length > size && last !== undefined ? pageToken(keyOf(last)) : '' }
}

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
