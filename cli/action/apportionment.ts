/** What `qiantou apportionment …` does. */
import * as apportionment from '#proto/qiantou/apportionment/v1/apportionment_service.ts'
import { yuanOf } from '#shared/domain/amount.ts'
import { allItems } from '#shared/grpc/page.ts'
import { type CommandOptions, commandFields, type LookingBack } from '../input/command.ts'
import { apportionmentName, programmeName } from '../input/name.ts'
import type { Session } from '../session.ts'
import { apportionmentSheet, apportionmentTable } from '../text/apportionment.ts'
import { jsonOf } from '../text/json.ts'
import { loadNames } from '../text/names.ts'
import { write, writeJson } from '../text/output.ts'
import { told } from '../text/receipt.ts'
import { noneOf } from './programme-office.ts'

const { ApportionmentServiceClient } = apportionment

export async function list(session: Session): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = { parent: programmeName(settings.programme), pageSize: 1_000 }
  const fetch = (pageToken: string) =>
    bus.call(
      ApportionmentServiceClient,
      (client) => client.listApportionments,
      apportionment.ListApportionmentsRequest.create({ ...request, pageToken }),
    )
  const found = await allItems(fetch, (page) => page.apportionments).catch(noneOf(bus, request.parent))
  if (settings.json) return writeJson({ apportionments: jsonOf(found) })
  await write(apportionmentTable(found, await loadNames(bus, settings), settings.language))
}

export async function show(session: Session, name: string, { after }: LookingBack): Promise<void> {
  const { settings } = session
  const bus = await session.bus()
  const request = apportionment.GetApportionmentRequest.create({ name: apportionmentName(name, settings) })
  const response = await bus.call(ApportionmentServiceClient, (client) => client.getApportionment, request, after)
  if (settings.json) return writeJson(jsonOf(response))
  const found = response.apportionment as apportionment.Apportionment
  await write(apportionmentSheet(found, await loadNames(bus, settings), settings.language))
}

export async function make(session: Session, name: string, options: CommandOptions): Promise<void> {
  const { settings } = session
  const fields = { ...commandFields(options), name: apportionmentName(name, settings) }
  const bus = await session.bus()
  const request = apportionment.ApportionPoolRequest.create(fields)
  const answer = await bus.call(ApportionmentServiceClient, (client) => client.apportionPool, request, options.after)
  if (settings.json) return writeJson(jsonOf(answer))
  const made = answer.apportionment as apportionment.Apportionment
  const [pool, claimed] = [yuanOf(made.poolFen), yuanOf(made.claimedFen)]
  const deed = {
    zh: `${made.shares.length} 件申报应补 ${claimed} 元,共分 ${pool} 元`,
    en: `${made.shares.length} claims of ${claimed} yuan share ${pool} yuan`,
  }
  const names = await loadNames(bus, settings)
  await write(told(made.name, deed[settings.language], answer.receipt, settings))
  await write(apportionmentSheet(made, names, settings.language))
}
