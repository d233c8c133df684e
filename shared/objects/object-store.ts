/** Where files lie by their hash: a port with two engines, a local folder and an S3-compatible store. */

/** The SHA-256 of an object's bytes in hex; that it is so is for whoever puts it to check. */
export type ObjectKey = string

export type ObjectStore = {
  /**
   * Takes in a file as the object of its hash; durable when it resolves, there whole or not at all before. Nobody may
   * write to the file afterwards: an engine may keep it rather than copy it. An object that is there is replaced.
   */
  readonly put: (key: ObjectKey, file: string) => Promise<void>
  /** Its bytes from an offset on, none from its end on; undefined where there is no such object. Who stops iterating frees what it holds. */
  readonly get: (key: ObjectKey, offset: number) => Promise<AsyncIterable<Uint8Array> | undefined>
  /** Its size; undefined where there is no such object. */
  readonly head: (key: ObjectKey) => Promise<number | undefined>
  /** Also where there is none. */
  readonly delete: (key: ObjectKey) => Promise<void>
  readonly close: () => void
}

/** The store does not answer, or not as it should: the world is unwell, and the call may be repeated. */
export class ObjectFault extends Error {
  override readonly name = 'ObjectFault'
}
