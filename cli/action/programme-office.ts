/** What of a programme is its office's alone, or nothing to the caller yet, told to who reads the programme. */
import { GetProgrammeRequest, ProgrammeServiceClient } from '#proto/qiantou/programme/v1/programme_service.ts'
import { codeOf } from '#shared/domain/resource-name.ts'
import type { Bus } from '../bus/bus.ts'
import { Failure, reworded } from '../failure.ts'

/** The office of a programme that the caller may read; undefined where none is there for it. */
async function officeOf(bus: Bus, name: string): Promise<string | undefined> {
  const request = GetProgrammeRequest.create({ name })
  try {
    const { programme } = await bus.call(ProgrammeServiceClient, (client) => client.getProgramme, request)
    return programme?.content?.office
  } catch (error) {
    if (error instanceof Failure) return undefined
    throw error
  }
}

const isMissing = (error: unknown): boolean => error instanceof Failure && error.report.reason === 'PROGRAMME_NOT_FOUND'

/**
 * Catches that a programme is not there for the caller where something of it is listed: for who reads the programme there
 * is nothing of that kind. @throws error for everybody else
 */
export const noneOf =
  (bus: Bus, programme: string) =>
  async (error: unknown): Promise<readonly never[]> => {
    if (isMissing(error) && (await officeOf(bus, programme)) !== undefined) return []
    throw error
  }

/** Catches the same of what the office alone may do, and says so to who reads the programme. @throws error */
export const officeAlone =
  (bus: Bus, programme: string) =>
  async (error: unknown): Promise<never> => {
    const office = isMissing(error) ? await officeOf(bus, programme) : undefined
    if (office === undefined) throw error
    return reworded('PROGRAMME_NOT_FOUND', {
      zh: `仅方案主管机构 ${codeOf(office)} 可执行此操作`,
      en: `only ${codeOf(office)}, the office of the programme, may do this`,
    })(error)
  }
