/** What the comments of an application promise of its fields. */
import type { Applicant, ApplicationContent, Bill, Builder } from '#proto/qiantou/application/v1/application.ts'
import { isCreditCode } from '#shared/domain/credit-code.ts'
import { isUnder } from '#shared/domain/resource-name.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'
import { isXmlText } from '../bank/xml.ts'

function checkBill(path: string, { invoice, date, fen }: Bill, fields: Fields): void {
  fields.require(`${path}.invoice`, /^[A-Za-z0-9-]{1,40}$/.test(invoice), 'must be 1 to 40 letters, digits and hyphens')
  fields.date(`${path}.date`, date)
  fields.fen(`${path}.fen`, fen, 1n)
}

/** What is no character, not seen, or begins another line: two names would look alike, and be two. */
const unsendable = /[\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]/u

/** A name to which is paid goes to the bank as it is written: one that no bank takes is refused before. */
export function checkPayeeName(field: string, name: string, fields: Fields): void {
  fields.text(field, name, 1, limits.payeeName)
  const isSendable = name === name.trim() && isXmlText(name) && !unsendable.test(name)
  fields.require(
    field,
    isSendable,
    'must be a name that banks take: one line, no white space around it, nothing unseen',
  )
}

export function checkParty(path: string, { code, name }: Pick<Builder, 'code' | 'name'>, fields: Fields): void {
  fields.require(
    `${path}.code`,
    isCreditCode(code),
    'must be a unified social credit code of 18 characters (GB 32100-2015) with a true check character',
  )
  checkPayeeName(`${path}.name`, name, fields)
}

export function checkApplicant(path: string, applicant: Applicant | undefined, fields: Fields): void {
  if (!applicant) return fields.require(path, false, 'is required')
  checkParty(path, applicant, fields)
  if (applicant.applicantClass) fields.id(`${path}.applicant_class`, applicant.applicantClass)
}

export function checkBills(
  path: string,
  bills: readonly Bill[],
  [least, most]: readonly [number, number],
  fields: Fields,
): void {
  fields.count(path, bills.length, least, most)
  for (const [i, bill] of bills.slice(0, most).entries()) checkBill(`${path}[${i}]`, bill, fields)
  fields.sum(
    path,
    bills.map(({ fen }) => fen),
  )
  const invoices = new Set(bills.map(({ invoice }) => invoice.toUpperCase()))
  fields.require(path, invoices.size === bills.length, 'must name each invoice once')
}

/** What an application asks for, and what a row of a roster says in its place. */
export function checkAsked(
  path: string,
  asked: Pick<ApplicationContent, 'applicant' | 'title' | 'project' | 'bills' | 'investmentFen' | 'othersFen'>,
  fields: Fields,
): void {
  const { applicant, title, project, bills, investmentFen, othersFen } = asked
  checkApplicant(`${path}.applicant`, applicant, fields)
  fields.text(`${path}.title`, title, 1, limits.title)
  if (project) fields.id(`${path}.project`, project)
  checkBills(`${path}.bills`, bills, [0, 200], fields)
  for (const [field, fen] of [
    ['investment_fen', investmentFen],
    ['others_fen', othersFen],
  ] as const)
    fields.fen(`${path}.${field}`, fen, 0n)
}

export function checkApplication(content: ApplicationContent | undefined, parent: string, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  const { measure, call, builder } = content
  fields.name('content.measure', measure, 'measure')
  fields.require('content.measure', isUnder(measure, parent), 'must be of the programme')
  checkAsked('content', content, fields)
  if (builder) checkParty('content.builder', builder, fields)
  if (call) fields.id('content.call', call)
}
