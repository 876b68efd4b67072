import type { Drawing, Graph } from './graph.ts'

let worker: Worker | undefined
let last = 0
const waiting = new Map<number, (drawing: Drawing) => void>()

/** Finds places for a graph, beside the thread that draws. */
export const layOut = (graph: Graph): Promise<Drawing> => {
  if (!worker) {
    worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<{ id: number; drawing: Drawing }>) => {
      waiting.get(data.id)?.(data.drawing)
      waiting.delete(data.id)
    })
  }
  const id = ++last
  worker.postMessage({ id, graph })
  return new Promise((resolve) => waiting.set(id, resolve))
}
