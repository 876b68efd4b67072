import * as zod from 'zod'
import { useZod } from './core/schema.ts'

useZod(zod) // fixtures are read synchronously

export { folderLog } from './log/folder-log.ts'
export type { Durability } from './log/folder-log.ts'
export { ConfigError, createEmulator, openEmulator, providerNames } from './emulator.ts'
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
