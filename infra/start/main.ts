/** `npm start`: the whole bus on one machine with nothing installed. PostgreSQL, certificates, services, sample. */
import { keepCompiled } from '#shared/lifecycle/compiled.ts'

keepCompiled()
const { main } = await import('./command.ts')
await main()
