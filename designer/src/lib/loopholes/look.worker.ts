import { findLoopholes } from '#engine'
import type { Asked, Looked } from './loopholes.svelte.ts'

// Looks for what a plan can be gamed by, beside the page: an analysis may take longer than a frame.
globalThis.addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  const looked: Looked = { asked: data.asked, found: findLoopholes(data.plan) }
  globalThis.postMessage(looked)
})
