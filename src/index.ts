import { loadZod } from './core/zod.ts'

await loadZod() // fixtures are read synchronously

export { fileLog } from './core/log-file.ts'
export type { Durability } from './core/log-file.ts'
export { ConfigError, createEmulator, providerNames } from './emulator.ts'
export type {
  Addresses,
  AuthMode,
  ClientLines,
  ClockMode,
  ClockSetting,
  Emulator,
  EmulatorOptions,
  Guide,
  ListenOptions,
  Millis,
  Settings,
  World,
  WorldOptions,
} from './emulator.ts'
