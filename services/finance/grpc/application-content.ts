/** What the comments of an application promise of its fields. */
import type { ApplicationContent, Bill, Builder } from '#proto/qiantou/application/v1/application.ts'
import { isCreditCode } from '#shared/domain/credit-code.ts'
import { isUnder } from '#shared/domain/resource-name.ts'
import { type Fields, limits } from '#shared/grpc/fields.ts'

/** Amounts are whole fen of less than 90 trillion yuan, so that whoever reads them as numbers gets them right. */
const mostFen = 2n ** 53n

function checkBill(path: string, { invoice, date, fen }: Bill, fields: Fields): void {
  fields.require(`${path}.invoice`, /^[A-Za-z0-9-]{1,40}$/.test(invoice), 'must be 1 to 40 letters, digits and hyphens')
  fields.date(`${path}.date`, date)
  fields.require(`${path}.fen`, fen > 0n && fen < mostFen, 'must be an amount in fen, from 1')
}

function checkParty(path: string, { code, name }: Pick<Builder, 'code' | 'name'>, fields: Fields): void {
  fields.require(
    `${path}.code`,
    isCreditCode(code),
    'must be a unified social credit code of 18 characters (GB 32100-2015) with a true check character',
  )
  fields.text(`${path}.name`, name, 1, limits.title)
}

export function checkApplication(content: ApplicationContent | undefined, parent: string, fields: Fields): void {
  if (!content) return fields.require('content', false, 'is required')
  const { measure, applicant, title, project, bills, investmentFen, othersFen, call, builder } = content
  fields.name('content.measure', measure, 'measure')
  fields.require('content.measure', isUnder(measure, parent), 'must be of the programme')
  if (builder) checkParty('content.builder', builder, fields)
  if (applicant) {
    checkParty('content.applicant', applicant, fields)
    if (applicant.applicantClass) fields.id('content.applicant.applicant_class', applicant.applicantClass)
  } else fields.require('content.applicant', false, 'is required')
  fields.text('content.title', title, 1, limits.title)
  if (project) fields.id('content.project', project)
  if (call) fields.id('content.call', call)
  fields.count('content.bills', bills.length, 0, 200)
  for (const [i, bill] of bills.slice(0, 200).entries()) checkBill(`content.bills[${i}]`, bill, fields)
  const invoices = new Set(bills.map(({ invoice }) => invoice))
  fields.require('content.bills', invoices.size === bills.length, 'must name each invoice once')
  for (const [field, fen] of [
    ['investment_fen', investmentFen],
    ['others_fen', othersFen],
  ] as const)
    fields.require(`content.${field}`, fen >= 0n && fen < mostFen, 'must be an amount in fen, from 0')
}
