/** Why no connection comes about, in one line: gRPC says only that there is none. */
import { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { connect } from 'node:tls'
import type { Tls } from '#shared/grpc/server.ts'
import { Failure } from '../failure.ts'
import type { Bilingual, Language } from '../settings.ts'

type Cause =
  | 'NO_BUS'
  | 'UNREACHABLE'
  | 'NOT_TLS'
  | 'SERVER_CERTIFICATE_FOREIGN'
  | 'SERVER_CERTIFICATE_EXPIRED'
  | 'SERVER_NAME_WRONG'
  | 'CERTIFICATE_MISSING'
  | 'CERTIFICATE_EXPIRED'
  | 'CERTIFICATE_NOT_YET_VALID'
  | 'CERTIFICATE_FOREIGN'
  | 'CERTIFICATE_UNREADABLE'
  | 'CERTIFICATE_REFUSED'

/** Causes that may pass by themselves: a bus that starts again, a network that comes back. */
const passing: readonly Cause[] = ['NO_BUS', 'UNREACHABLE']

/** What stands in the way of a connection; `passes` says whether trying again makes sense. */
export type Obstacle = { readonly failure: Failure; readonly passes: boolean }

/** Where a bus is looked for; whether the caller said so, or the data folder. */
export type Place = { readonly address: string; readonly isGiven: boolean; readonly language: Language }

const probePatienceMilliseconds = 3_000

const sentences: Record<Cause, (address: string, detail: string, isGiven: boolean) => Bilingual> = {
  NO_BUS: (address, _, isGiven) => ({
    zh: `${address} 上没有运行中的总线;${isGiven ? '请检查 --address(或 QIANTOU_ADDRESS)' : '启动:npm start'}`,
    en: `no bus is running on ${address}; ${isGiven ? 'check --address (or QIANTOU_ADDRESS)' : 'start it with: npm start'}`,
  }),
  UNREACHABLE: (address, detail) => ({
    zh: `无法连接 ${address}(${detail})`,
    en: `cannot reach ${address} (${detail})`,
  }),
  NOT_TLS: (address) => ({
    zh: `${address} 不使用 TLS,不是总线;请检查 --address`,
    en: `${address} does not speak TLS, so it is no bus; check --address`,
  }),
  SERVER_CERTIFICATE_FOREIGN: (address) => ({
    zh: `${address} 的证书并非由所信任的证书机构签发;请检查 --ca`,
    en: `the certificate of ${address} is not from the authority that you trust; check --ca`,
  }),
  SERVER_CERTIFICATE_EXPIRED: (address) => ({
    zh: `${address} 的证书已过期;请重新启动总线以换发`,
    en: `the certificate of ${address} has expired; restart the bus to renew it`,
  }),
  SERVER_NAME_WRONG: (address) => ({
    zh: `${address} 的证书是发给另一主机名的;请检查 --address`,
    en: `the certificate of ${address} is for another host name; check --address`,
  }),
  CERTIFICATE_MISSING: (address) => ({
    zh: `${address} 要求客户端证书,而未出示;请用 --as 或 --cert 与 --key`,
    en: `${address} asks for a client certificate and none was shown; use --as, or --cert and --key`,
  }),
  CERTIFICATE_EXPIRED: (_, detail) => ({
    zh: `您的证书已于 ${detail} 过期;请换发`,
    en: `your certificate expired on ${detail}; have it renewed`,
  }),
  CERTIFICATE_NOT_YET_VALID: (_, detail) => ({
    zh: `您的证书自 ${detail} 起才有效`,
    en: `your certificate is valid only from ${detail}`,
  }),
  CERTIFICATE_FOREIGN: (address) => ({
    zh: `您的证书并非由 ${address} 总线的证书机构签发,握手被拒`,
    en: `your certificate is not from the authority of the bus on ${address}, which refused the handshake`,
  }),
  CERTIFICATE_UNREADABLE: (_, detail) => ({
    zh: `证书或私钥无法读取(${detail});须为相互匹配的 PEM 文件`,
    en: `the certificate or the key cannot be read (${detail}); they must be PEM and belong together`,
  }),
  CERTIFICATE_REFUSED: (address) => ({
    zh: `${address} 拒绝了您的证书;请向其管理员确认`,
    en: `${address} refused your certificate; ask who runs it`,
  }),
}

const obstacle = (cause: Cause, { address, isGiven, language }: Place, detail = ''): Obstacle => ({
  failure: new Failure({
    code: cause.startsWith('CERTIFICATE_') ? 'UNAUTHENTICATED' : 'UNAVAILABLE',
    reason: cause,
    message: sentences[cause](address, detail, isGiven)[language],
  }),
  passes: passing.includes(cause),
})

/** What a handshake by hand came to: a failure before it, a server that hung up after it, or a bus. */
type Handshake = { readonly error: Error & { readonly code?: string } } | 'hung up' | 'accepted'

/** Says hello as HTTP/2 does: in TLS 1.3 a server refuses a client's certificate only after the client is through. */
const preface = Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0', 'latin1')

function shakeHands(address: string, tls: Tls): Promise<Handshake> {
  const colon = address.lastIndexOf(':')
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  return new Promise((resolve) => {
    // A server is named to itself only by a host name (RFC 6066 §3); its certificate is checked against either.
    const servername = isIP(host) ? '' : host
    const socket = connect({ host, port: Number(address.slice(colon + 1)), servername, ALPNProtocols: ['h2'], ...tls })
    const end = (result: Handshake): void => {
      socket.destroy()
      resolve(result)
    }
    socket.setTimeout(probePatienceMilliseconds, () => end({ error: new Error('it does not answer') }))
    // A server that is still starting, or a proxy without one, hangs up before the handshake is through.
    let hungUp: Handshake = { error: new Error('it hung up') }
    socket.once('secureConnect', () => {
      hungUp = 'hung up'
      socket.write(preface)
    })
    socket.once('data', () => end('accepted'))
    socket.once('end', () => end(hungUp))
    socket.once('error', (error: Error & { code?: string }) =>
      end(error.code === 'ECONNRESET' || error.code === 'EPIPE' ? hungUp : { error }),
    )
  })
}

function causeOf({ code = '', message }: Error & { readonly code?: string }): Cause {
  if (code === 'ECONNREFUSED') return 'NO_BUS'
  if (code === 'CERT_HAS_EXPIRED') return 'SERVER_CERTIFICATE_EXPIRED'
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return 'SERVER_NAME_WRONG'
  if (/^(SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|CERT_)/.test(code)) return 'SERVER_CERTIFICATE_FOREIGN'
  if (/alert certificate required/.test(message)) return 'CERTIFICATE_MISSING'
  if (/alert certificate expired/.test(message)) return 'CERTIFICATE_EXPIRED'
  if (/alert (unknown ca|bad certificate|certificate unknown)/.test(message)) return 'CERTIFICATE_REFUSED'
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'NOT_TLS'
  return 'UNREACHABLE'
}

/** What is wrong with our own certificate, as far as it can be seen from here. */
function ownFault({ cert, ca }: Tls, place: Place): Obstacle {
  const own = new X509Certificate(cert)
  const day = (date: Date): string => date.toISOString().slice(0, 10)
  if (own.validToDate < new Date()) return obstacle('CERTIFICATE_EXPIRED', place, day(own.validToDate))
  if (own.validFromDate > new Date()) return obstacle('CERTIFICATE_NOT_YET_VALID', place, day(own.validFromDate))
  const authority = new X509Certificate(ca)
  const isOurs = own.checkIssued(authority) && own.verify(authority.publicKey)
  return obstacle(isOurs ? 'CERTIFICATE_REFUSED' : 'CERTIFICATE_FOREIGN', place)
}

/** Tries the handshake by hand and says what stands in its way; undefined where nothing does (any more). */
export async function findObstacle(tls: Tls, place: Place): Promise<Obstacle | undefined> {
  let handshake: Handshake
  try {
    handshake = await shakeHands(place.address, tls)
  } catch (error) {
    return obstacle('CERTIFICATE_UNREADABLE', place, (error as Error).message)
  }
  if (handshake === 'accepted') return undefined
  if (handshake === 'hung up') return ownFault(tls, place)
  return obstacle(causeOf(handshake.error), place, handshake.error.message.split('\n')[0])
}

/** A certificate or a key that is no PEM, or two that do not belong together. */
export const unreadableCertificate = (error: Error, place: Place): Failure =>
  obstacle('CERTIFICATE_UNREADABLE', place, error.message).failure

/** No bus has been started in the data folder, or it was stopped. */
export const noBus = (home: string, language: Language): Failure =>
  new Failure({
    code: 'UNAVAILABLE',
    reason: 'NO_BUS',
    message: {
      zh: `${home} 中没有运行中的总线(其他目录由 QIANTOU_HOME 指定);启动:npm start`,
      en: `no bus is running in ${home} (QIANTOU_HOME names another folder); start it with: npm start`,
    }[language],
  })
