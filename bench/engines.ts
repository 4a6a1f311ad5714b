// The one list of engines that the bench can run.
import type { Engine } from './engine.ts'
import { solveNative } from './native.ts'

export const ENGINES = { native: solveNative } as const satisfies Readonly<Record<string, Engine>>

export type EngineName = keyof typeof ENGINES
export const ENGINE_NAMES = Object.keys(ENGINES) as readonly EngineName[]
