/** The directory of organisations, as shipped. Facts of reorganisation will change it; until then it is data. */
import { z } from 'zod'
import shipped from '../directory.json' with { type: 'json' }

const organisation = z.strictObject({
  code: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  level: z.enum(['PARTY_ORGAN', 'PROVINCE', 'CITY', 'COUNTY', 'PARK', 'CENTRAL_AGENCY']),
  name: z.strictObject({ zh: z.string(), en: z.string() }),
  aliases: z.array(z.string()),
  kind: z.enum(['ORGANISATION', 'GROUP', 'MECHANISM']),
  fromDocument: z.boolean(),
  note: z.string().optional(),
})

export type Organisation = z.infer<typeof organisation>

/** Organisations by resource name, in the order of names. */
export const organisations: ReadonlyMap<string, Organisation> = new Map(
  z
    .strictObject({ organisations: z.array(organisation) })
    .parse(shipped)
    .organisations.map((entry): [string, Organisation] => [`organisations/${entry.code}`, entry])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
)
