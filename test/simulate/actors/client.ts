/** One organisation's system: it shows its own certificate, sends again what it knows no answer of, and counts. */
import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type ServiceError, status } from '@grpc/grpc-js'
import { Evidence, type Receipt } from '#proto/qiantou/record/v1/record.ts'
import { ListTasksRequest } from '#proto/qiantou/task/v1/task_service.ts'
import { explained, type Unary } from '#shared/grpc/client.ts'
import { upload } from '#shared/grpc/transfer.ts'
import type { Stubs } from '#shared/testing/stubs.ts'
import { persistentCall, persistently } from '../../faults/persistent-call.ts'
import type { World } from '../world/world.ts'

type Answered = { readonly receipt?: Receipt | undefined }
export type Asking = {
  readonly $type: string
  readonly name?: string
  readonly parent?: string
  readonly filter?: string
}
type Commanding = { readonly requestId: string; readonly $type: string; readonly name?: string }
type Service = Exclude<keyof Stubs, 'close'>
type Method<S extends Service, Request, Response> = (stub: Stubs[S]) => Unary<Request, Response>

/** `AcknowledgeAssignment` of its request. */
const actOf = ({ $type }: Commanding): string => ($type.split('.').at(-1) ?? '').replace(/Request$/, '')

/** What a service may say to a command that was not right, or came too late. */
const refusals: readonly number[] = [
  status.NOT_FOUND,
  status.ALREADY_EXISTS,
  status.PERMISSION_DENIED,
  status.FAILED_PRECONDITION,
  status.INVALID_ARGUMENT,
  status.ABORTED,
]

export class Client {
  readonly code: string
  readonly name: string
  readonly world: World
  readonly stubs: Stubs
  /** Commands whose answer got lost on this side: they are sent again at the next look, be that days later. */
  private lost: (() => Promise<void>)[] = []

  constructor(code: string, stubs: Stubs, world: World) {
    this.code = code
    this.name = `organisations/${code}`
    this.stubs = stubs
    this.world = world
  }

  /** Sends a command. @returns undefined where it was refused */
  async send<S extends Service, Request extends Commanding, Response extends Answered>(
    service: S,
    method: Method<S, Request, Response>,
    request: Request,
    act = actOf(request),
  ): Promise<Response | undefined> {
    const { chance, tally, today } = this.world
    const call = (): Promise<Response> => this.call(service, method, request)
    const answer = await this.settle(act, call())
    if (!answer) return undefined
    tally.did(act, answer.receipt)
    if (chance.odds(0.02, 'lost', this.code, act, today, request.name ?? ''))
      this.lost.push(() => this.again(act, call, answer))
    return answer
  }

  /** Uploads a file to a task. @returns what names it as evidence; undefined where that was refused */
  async attach(parent: string, title: string): Promise<Evidence | undefined> {
    const { tally, today } = this.world
    const bytes = Buffer.from(`${title} ${parent} ${this.code} ${today}`)
    const sha256 = createHash('sha256').update(bytes).digest()
    const [sizeBytes, mediaType] = [BigInt(bytes.length), 'text/plain']
    const announced = { parent, sha256, sizeBytes, mediaType, title }
    const again = (): void => {
      tally.resent += 1
    }
    // A repeat of an upload is harmless by nature: it begins anew.
    const uploading = persistently(() => upload(this.stubs.attachments, announced, Readable.from([bytes]), {}), again)
    const attachment = await this.settle('UploadAttachment', uploading)
    if (!attachment) return undefined
    tally.acted('UploadAttachment')
    return Evidence.create({ title, sha256, sizeBytes, mediaType, location: attachment.name })
  }

  /** Sends what must be refused. */
  async tries<S extends Service, Request extends Commanding, Response>(
    service: S,
    method: Method<S, Request, Response>,
    request: Request,
  ): Promise<void> {
    const act = actOf(request)
    const answer = await this.settle(act, this.call(service, method, request))
    if (answer) this.world.tally.wrongs.push(`${this.code} could ${act} on ${this.world.today}, and must not`)
  }

  /**
   * Asks; undefined where there is nothing for it to see. Whether there really was nothing is judged once the day has come to
   * rest: a service may not have heard yet of what makes it party.
   */
  async ask<S extends Service, Request extends Asking, Response>(
    service: S,
    method: Method<S, Request, Response>,
    request: Request,
  ): Promise<Response | undefined> {
    const ask = async (): Promise<Response> => await this.call(service, method, request)
    const question =
      request.$type
        .split('.')
        .at(-1)
        ?.replace(/Request$/, '') ?? ''
    return await this.settle(question, ask(), (reason, code) => {
      const { tally, today, refused } = this.world
      tally.unanswered(`${question} ${reason}`)
      if (code === status.NOT_FOUND) refused.push({ by: this.name, question, request, again: ask })
      // An ended body is no caller any more; everybody else may always ask.
      else if (!this.world.hasEnded(this.code))
        tally.wrongs.push(`${this.code} asked ${question} on ${today}, and was told ${status[code]} ${reason}`)
    })
  }

  /** Shows a certificate that is no longer worth anything. */
  async knocks(): Promise<void> {
    const request = ListTasksRequest.create({ parent: this.world.parent })
    const answer = await this.ask('tasks', (stub) => stub.listTasks, request)
    if (answer) this.world.tally.wrongs.push(`${this.code} has ended, and was answered on ${this.world.today}`)
  }

  /** Sends again whatever it has not heard the answer of. */
  async sendLost(): Promise<void> {
    const { lost } = this
    this.lost = []
    for (const again of lost) await again()
  }

  close(): void {
    this.stubs.close()
  }

  private async again(act: string, call: () => Promise<Answered>, first: Answered): Promise<void> {
    const { tally, today } = this.world
    tally.resent += 1
    const second = await this.settle(act, call())
    const receiptOf = (answer: Answered | undefined): string =>
      `${answer?.receipt?.source} ${answer?.receipt?.sequence} ${Buffer.from(answer?.receipt?.hash ?? []).toString('hex')}`
    if (second && receiptOf(second) !== receiptOf(first))
      tally.wrongs.push(`${this.code} sent ${act} again on ${today}, and got another receipt`)
    // What has ended in between answers nobody; everybody else gets the first receipt.
    if (!second && !this.world.hasEnded(this.code))
      tally.wrongs.push(`${this.code} sent ${act} again on ${today}, and was refused`)
  }

  private call<S extends Service, Request, Response>(
    service: S,
    method: Method<S, Request, Response>,
    request: Request,
  ): Promise<Response> {
    const onRepeat = (): void => {
      this.world.tally.resent += 1
    }
    return persistentCall([this.stubs[service]], method, request, [], onRepeat)
  }

  private async settle<Response>(
    act: string,
    work: Promise<Response>,
    refused = (reason: string, _code: status): void => this.world.tally.refused(reason),
  ): Promise<Response | undefined> {
    try {
      return await work
    } catch (caught) {
      const error = caught as ServiceError
      const reason = explained(error)?.reason ?? error.details
      if (refusals.includes(error.code)) refused(reason, error.code)
      else this.world.tally.wrongs.push(`${this.code} ${act}: ${status[error.code] ?? error} ${reason}`)
      return undefined
    }
  }
}
