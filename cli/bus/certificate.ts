/** Which certificate a command shows, and which authority it trusts. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Tls } from '#shared/grpc/server.ts'
import { Failure } from '../failure.ts'
import type { Bilingual, Settings } from '../settings.ts'

/** Whom a call comes from. */
export type Identity = { readonly kind: 'organisation' | 'service'; readonly code: string }

/** The operations team's own, for what services alone may do. */
export const operations: Identity = { kind: 'service', code: 'operations' }

/** Files that named certificates lie in, and where the embedded start puts them. */
type CertificateFiles = { readonly ca: string; readonly cert: string; readonly key: string }

/** Where the certificate, the key and the authority of an identity lie. A file that is named wins over one that is found. */
function certificateFiles({ home, certificates }: Settings, { kind, code }: Identity): CertificateFiles {
  const folder = join(home, 'certificates')
  return {
    ca: certificates.ca ?? join(folder, 'ca.crt'),
    cert: certificates.cert ?? join(folder, kind, `${code}.crt`),
    key: certificates.key ?? join(folder, kind, `${code}.key`),
  }
}

const shownCodes = 6

/** Organisations that the data folder has certificates for. */
function knownCodes(home: string, kind: Identity['kind']): readonly string[] {
  try {
    const files = readdirSync(join(home, 'certificates', kind))
    return files.filter((file) => file.endsWith('.crt')).map((file) => file.slice(0, -'.crt'.length))
  } catch {
    return []
  }
}

function missing(settings: Settings, identity: Identity, file: string): Failure {
  const known = knownCodes(settings.home, identity.kind)
  const rest = known.length - shownCodes
  const list = known.slice(0, shownCodes).join(', ')
  const folder = join(settings.home, 'certificates')
  const say: Bilingual =
    settings.certificates.cert || settings.certificates.ca || settings.certificates.key
      ? { zh: `无法读取证书文件 ${file}`, en: `cannot read the certificate file ${file}` }
      : known.length === 0
        ? {
            zh: `${folder} 中没有证书;请先启动总线:npm start`,
            en: `no certificates in ${folder}; start a bus first: npm start`,
          }
        : {
            zh: `${folder} 中没有 ${identity.code} 的证书;已有:${list}${rest > 0 ? ` 等 ${known.length} 个,见 npx qiantou directory list` : ''};新登记的单位:npm run certify -- ${identity.code}`,
            en: `no certificate for ${identity.code} in ${folder}; known: ${list}${rest > 0 ? ` and ${rest} more (npx qiantou directory list)` : ''}; of a body registered since: npm run certify -- ${identity.code}`,
          }
  return new Failure({ code: 'UNAUTHENTICATED', reason: 'NO_CERTIFICATE', message: say[settings.language] })
}

/** Reads the PEM files of an identity. @throws Failure NO_CERTIFICATE */
export function readCertificates(settings: Settings, identity: Identity): Tls {
  const files = certificateFiles(settings, identity)
  const read = (file: string): string => {
    try {
      return readFileSync(file, 'utf8')
    } catch {
      throw missing(settings, identity, file)
    }
  }
  return { cert: read(files.cert), key: read(files.key), ca: read(files.ca) }
}
