/** The bus as a command sees it: stubs that are made when needed, and calls that outlast a restart. */
import { setTimeout as pause } from 'node:timers/promises'
import {
  type ChannelCredentials,
  type ChannelOptions,
  type Client,
  connectivityState,
  type ServiceError,
} from '@grpc/grpc-js'
import type { After } from '#shared/domain/decider.ts'
import { call, clientOptions, mutualTls } from '#shared/grpc/client.ts'
import type { Tls } from '#shared/grpc/server.ts'
import { readBusFile } from '#shared/lifecycle/data-folder.ts'
import type { Settings } from '../settings.ts'
import { type Identity, readCertificates } from './certificate.ts'
import { findObstacle, noBus, type Place, unreadableCertificate } from './handshake.ts'
import { type Asked, isAnswered, isPassing, isServiceError, refused } from './refusal.ts'

/** For how long a call is repeated while the bus is unavailable. */
export const patienceMilliseconds = 10_000
/** For how long a first connection may take: what is left of the patience goes into asking why. */
const connectionPatienceMilliseconds = 7_000
const firstPauseMilliseconds = 50
const longestPauseMilliseconds = 1_000

/** A client as ts-proto makes it. */
export type Stub<C extends Client> = new (
  address: string,
  credentials: ChannelCredentials,
  options: Partial<ChannelOptions>,
) => C

/** Picks a unary RPC of a client. */
export type Method<C, Request, Response> = Parameters<typeof call<C, Request, Response>>[1]

/** The pauses between attempts: soon at first, then every second. */
export const pauseAfter = (attempt: number): number =>
  Math.min(longestPauseMilliseconds, firstPauseMilliseconds * 2 ** attempt)

/** Whether a command has met its bus: from then on an absence is a restart, and is waited for. */
export type Contact = { made: boolean }

/** One caller on one bus. */
export class Bus {
  private readonly settings: Settings
  private readonly tls: Tls
  private readonly credentials: ChannelCredentials
  private readonly contact: Contact
  readonly caller: string
  private readonly stubs = new Map<Stub<Client>, Client>()
  private address: string

  /** @throws Failure where no bus runs, or the identity has no certificate. */
  constructor(settings: Settings, identity: Identity, contact: Contact) {
    const address = settings.address ?? readBusFile(settings.home)?.address
    if (address === undefined) throw noBus(settings.home, settings.language)
    this.settings = settings
    this.contact = contact
    this.caller = identity.code
    this.address = address
    this.tls = readCertificates(settings, identity)
    try {
      this.credentials = mutualTls(this.tls)
    } catch (error) {
      throw unreadableCertificate(error as Error, this.place)
    }
  }

  private get place(): Place {
    const { address, language } = this.settings
    return { address: this.address, isGiven: address !== undefined, language }
  }

  /** The client of a service, made at its first use. */
  stub<C extends Client>(service: Stub<C>): C {
    const made = this.stubs.get(service) ?? new service(this.address, this.credentials, clientOptions)
    this.stubs.set(service, made)
    return made as C
  }

  /**
   * Waits until a first connection stands or fails: gRPC gives a handshake as long as the call, and whoever accepts
   * connections and says nothing would keep the caller waiting. @throws Failure where there is no bus behind it
   */
  async reach<C extends Client>(service: Stub<C>): Promise<void> {
    if (this.contact.made) return
    const channel = this.stub(service).getChannel()
    const deadline = Date.now() + connectionPatienceMilliseconds
    const { IDLE, CONNECTING } = connectivityState
    for (let state = channel.getConnectivityState(true); state === IDLE || state === CONNECTING; ) {
      const isLate = await new Promise((resolve) => channel.watchConnectivityState(state, deadline, resolve))
      const obstacle = isLate ? await findObstacle(this.tls, this.place) : undefined
      if (obstacle) throw obstacle.failure
      if (isLate) return
      state = channel.getConnectivityState(true)
    }
  }

  /**
   * Calls a unary RPC. While the bus is unavailable the same request, with the same request id, is repeated for ten
   * seconds. `after` names what the call builds on. @throws Failure
   */
  async call<C extends Client, Request, Response>(
    service: Stub<C>,
    method: Method<C, Request, Response>,
    request: Request,
    after: readonly After[] = [],
  ): Promise<Response> {
    const deadline = performance.now() + patienceMilliseconds
    await this.reach(service)
    for (let attempt = 0; ; attempt += 1)
      try {
        const response = await call(this.stub(service), method, request, after)
        this.met()
        return response
      } catch (error) {
        if (!isServiceError(error)) throw error
        const milliseconds = pauseAfter(attempt)
        const isLast = !isPassing(error) || performance.now() + milliseconds > deadline
        await this.weigh(error, isLast, { request, caller: this.caller })
        await pause(milliseconds)
        this.findAgain()
      }
  }

  /**
   * Whether a call that failed may be made again: returns where it may. @throws Failure where it may not, which is so
   * after the last attempt, where the other side says no, where the handshake fails for good, and where no bus has been
   * met and none runs in the data folder.
   */
  async weigh(error: ServiceError, isLast: boolean, asked?: Asked): Promise<void> {
    const { language, home } = this.settings
    const obstacle = isPassing(error) && !isAnswered(error) ? await findObstacle(this.tls, this.place) : undefined
    const stale = !this.contact.made && obstacle?.failure.report.reason === 'NO_BUS' && !this.settings.address
    if (stale && !isRunning(readBusFile(home)?.pid)) throw noBus(home, language)
    if (isLast || (obstacle && !obstacle.passes)) throw obstacle?.failure ?? refused(error, language, asked)
  }

  /** The bus has answered. */
  met(): void {
    this.contact.made = true
  }

  /** A bus that started again may listen elsewhere. */
  findAgain(): void {
    const address = this.settings.address ?? readBusFile(this.settings.home)?.address
    if (address === undefined || address === this.address) return
    this.close()
    this.address = address
  }

  close(): void {
    for (const client of this.stubs.values()) client.close()
    this.stubs.clear()
  }
}

/** Whether the process that left the bus file still lives. */
function isRunning(pid: number | undefined): boolean {
  if (pid === undefined) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
