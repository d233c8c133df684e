/** Files of tasks: their rows, and the lock under which one is written or an object removed. */
import { type Marking, stricter } from '#shared/domain/secrecy.ts'
import { type Connection, type Database, inTransaction } from '#shared/postgres/database.ts'

/** A file of a task. */
export type AttachmentRow = Marking & {
  readonly parent: string
  readonly sha256: Buffer
  readonly size_bytes: bigint
  readonly media_type: string
  readonly title: string
  /** Who brought it first. */
  readonly uploader: string
  /** Who brought it later; null where nobody did. */
  readonly further: readonly string[] | null
  readonly create_time: Date
}

const columns = `parent, sha256, size_bytes, media_type, title, uploader, create_time, secrecy, publication,
  (SELECT array_agg(further.uploader) FROM attachment_uploader AS further
   WHERE further.parent = attachment.parent AND further.sha256 = attachment.sha256) AS further`

const selectAttachments = `
  SELECT ${columns} FROM attachment
  WHERE parent = $1 AND sha256 = ANY ($2) ORDER BY sha256`

/** Those of a task that have one of these hashes. */
export async function findAttachments(
  database: Database,
  parent: string,
  hashes: readonly Uint8Array[],
): Promise<readonly AttachmentRow[]> {
  if (hashes.length === 0) return []
  return (await database.query({ name: 'select-attachments', text: selectAttachments, values: [parent, hashes] })).rows
}

const listAttachmentsAfter = `
  SELECT ${columns} FROM attachment
  WHERE parent = $1 AND sha256 > $2 ORDER BY sha256 LIMIT $3`

/** The files of a task by hash, after one of them. */
export async function readAttachments(
  database: Database,
  parent: string,
  after: Uint8Array,
  limit: number,
): Promise<readonly AttachmentRow[]> {
  const values = [parent, after, limit]
  return (await database.query({ name: 'list-attachments', text: listAttachmentsAfter, values })).rows
}

/** Held while a row is written, or an object is removed that has none: neither happens between the other's two steps. */
const lockObject = `SELECT pg_advisory_xact_lock(hashtextextended('attachment ' || encode($1::bytea, 'hex'), 0))`

const withObject = <T>(
  database: Database,
  sha256: Uint8Array,
  work: (connection: Connection) => Promise<T>,
): Promise<T> =>
  inTransaction(database, async (connection) => {
    await connection.query(lockObject, [sha256])
    return await work(connection)
  })

/** Under the object's lock: nobody marks the file between this and what is written then. */
const selectMarking = 'SELECT secrecy, publication FROM attachment WHERE parent = $1 AND sha256 = $2'

const upsertAttachment = `
  INSERT INTO attachment
    (parent, sha256, size_bytes, media_type, title, uploader, create_time, secrecy, publication)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  ON CONFLICT (parent, sha256) DO UPDATE SET secrecy = excluded.secrecy, publication = excluded.publication`

/** Of a file that somebody else brought first. */
const insertUploader = `
  INSERT INTO attachment_uploader (parent, sha256, uploader) SELECT parent, sha256, $3 FROM attachment
  WHERE parent = $1 AND sha256 = $2 AND uploader <> $3 ON CONFLICT DO NOTHING`

/**
 * Writes a row once its object is there; of the row of the same file that is there already only the marking changes,
 * to the stricter of the two (docs/domain.md, rule 33).
 * @returns the row; undefined where the object is not there, because it was removed meanwhile
 */
export async function keepAttachment(
  database: Database,
  row: Omit<AttachmentRow, 'further'>,
  isThere: () => Promise<boolean>,
): Promise<AttachmentRow | undefined> {
  const kept = await withObject(database, row.sha256, async (connection) => {
    if (!(await isThere())) return false
    const { parent, sha256, size_bytes, media_type, title, uploader, create_time } = row
    const before: Marking | undefined = (await connection.query(selectMarking, [parent, sha256])).rows[0]
    const { secrecy, publication } = before ? stricter(before, row) : row
    const described = [media_type, title, uploader, create_time, secrecy, publication]
    await connection.query(upsertAttachment, [parent, sha256, size_bytes, ...described])
    await connection.query(insertUploader, [parent, sha256, uploader])
    return true
  })
  return kept ? (await findAttachments(database, row.parent, [row.sha256]))[0] : undefined
}

/** $1 hash: one row where a task has the file */
const selectOwned = 'SELECT FROM attachment WHERE sha256 = $1 LIMIT 1'

/** Removes an object that belongs to no task: whoever uploaded it has left before its row was written. */
export async function removeUnowned(
  database: Database,
  sha256: Uint8Array,
  remove: () => Promise<void>,
): Promise<void> {
  await withObject(database, sha256, async (connection) => {
    const { rowCount } = await connection.query(selectOwned, [sha256])
    if (rowCount === 0) await remove()
  })
}
