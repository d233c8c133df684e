/** Account numbers at rest: AES-256-GCM (NIST SP 800-38D), a random nonce of 12 bytes first, the tag of 16 bytes last. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

const nonceBytes = 12
const tagBytes = 16

/** All but the last four characters hidden. */
export const masked = (number: string): string => number.replace(/.(?=.{4})/gs, '*')

/** What only this service opens. */
export class Vault {
  private readonly key: Buffer

  /** @param key 32 bytes */
  constructor(key: Buffer) {
    if (key.length !== 32) throw new Error(`the key has ${key.length} bytes, and needs 32`)
    this.key = key
  }

  /** `about` binds it to its place: sealed for one payee it opens for no other. */
  seal(text: string, about: string): Buffer {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv('aes-256-gcm', this.key, nonce, { authTagLength: tagBytes })
    cipher.setAAD(Buffer.from(about))
    return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  }

  /** @throws where it was sealed with another key, for another place, or was changed since */
  open(sealed: Uint8Array, about: string): string {
    const bytes = Buffer.from(sealed)
    const decipher = createDecipheriv('aes-256-gcm', this.key, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAAD(Buffer.from(about))
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  }
}

/** Reads a key of 64 hexadecimal digits from a file. @throws Error that names the file where it holds anything else */
export function openVault(path: string): Vault {
  const text = readFileSync(path, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new Error(`${path}: must hold 64 hexadecimal digits`)
  return new Vault(Buffer.from(text, 'hex'))
}
