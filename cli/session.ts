/** What an action has at hand, and how a command comes to its action. */
import type { Command } from 'commander'
import type { Bus, Contact } from './bus/bus.ts'
import type { Identity } from './bus/certificate.ts'
import { Failure } from './failure.ts'
import { type Settings, settingsOf } from './settings.ts'

/** One run of the command. */
export class Session {
  readonly settings: Settings
  private readonly buses: Bus[] = []
  /** One command has one bus, whoever calls it. */
  private readonly contact: Contact = { made: false }

  constructor(settings: Settings) {
    this.settings = settings
  }

  /** The bus as the caller that `--as` names, or another identity, sees it. */
  async bus(identity: Identity = { kind: 'organisation', code: this.settings.as }): Promise<Bus> {
    // Loaded when first needed: help and reading a document do without gRPC.
    const { Bus } = await import('./bus/bus.ts')
    const bus = new Bus(this.settings, identity, this.contact)
    this.buses.push(bus)
    return bus
  }

  /** A failure as people read it; scripts get it as it came. */
  async explained(error: unknown): Promise<unknown> {
    const [bus] = this.buses
    if (this.settings.json || !bus || !(error instanceof Failure)) return error
    const { explained } = await import('./text/explained.ts')
    return explained(error, bus, this.settings)
  }

  close(): void {
    for (const bus of this.buses) bus.close()
  }
}

/** What a command does, once its arguments are read. */
export type Action<Args extends readonly unknown[]> = (session: Session, ...args: Args) => Promise<void>

/**
 * Makes the handler of a command: loads the module with its action, runs it, and closes connections. Modules are loaded
 * at the call because the messages of one area take longer to load than most commands to run.
 */
export const acting =
  <Module, Args extends readonly unknown[]>(load: () => Promise<Module>, pick: (module: Module) => Action<Args>) =>
  async (...args: unknown[]): Promise<void> => {
    // Commander calls with the arguments, the options, and last the command itself.
    const command = args.at(-1) as Command
    const session = new Session(settingsOf(command))
    try {
      const action = pick(await load())
      await action(session, ...(args.slice(0, -1) as unknown as Args))
    } catch (error) {
      const { withOptions } = await import('./input/field.ts')
      const { withOwnPart } = await import('./input/own-part.ts')
      throw withOwnPart(withOptions(await session.explained(error), command), command)
    } finally {
      session.close()
    }
  }
