import { type PostgresServer, startPostgres } from '#infra/postgres/server.ts'
import type { Logger } from '#shared/telemetry/logger.ts'

/** PostgreSQL for as long as the bus lives, whatever becomes of its server. */
export type LastingPostgres = {
  /** As first started; another that takes its place has the same socket and the same password. */
  readonly server: PostgresServer
  /** Shuts down cleanly, also what is just being started again. */
  readonly stop: () => Promise<void>
}

/**
 * Starts PostgreSQL and starts it again whenever it has ended by itself; the pools of the services find the next one.
 * `lost` is told, once, that it does not start again.
 */
export async function startLastingPostgres(
  home: string,
  logger: Logger,
  lost: (reason: Error) => void,
): Promise<LastingPostgres> {
  const start = (): Promise<PostgresServer> => startPostgres({ home, log: (line) => logger.debug(line) })
  const first = await start()
  let server = first
  let isStopping = false
  const watch = async (): Promise<void> => {
    for (;;) {
      const exit = await server.exited
      if (isStopping) return
      logger.error(exit, 'PostgreSQL has ended; it is started again')
      server = await start()
      if (isStopping) await server.stop()
    }
  }
  const watching = watch().catch((error: Error) =>
    lost(new Error(`PostgreSQL has died and cannot be started again: ${error.message}`)),
  )
  return {
    server: first,
    stop: async () => {
      isStopping = true
      await server.stop()
      await watching
    },
  }
}
