// How loud a track is right now, 0 to 1, for a meter.
import { onScopeDispose, ref, watch } from 'vue'

const kEvery_ms = 80
const kGestures = ['pointerdown', 'keydown'] as const

/** Root mean square on a scale that follows the ear: -60 dB is 0, full scale is 1. */
export function loudness(samples: Float32Array): number {
  let sum = 0
  for (const value of samples) sum += value * value
  const rms = Math.sqrt(sum / (samples.length || 1))
  return rms <= 0 ? 0 : Math.min(1, Math.max(0, 1 + (20 * Math.log10(rms)) / 60))
}

export function useLevel(track: () => MediaStreamTrack | null) {
  const level = ref(0)
  let stop = () => {}

  function listen(source: MediaStreamTrack): () => void {
    const context = new AudioContext()
    const analyser = context.createAnalyser()
    analyser.fftSize = 1024
    context.createMediaStreamSource(new MediaStream([source])).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      level.value = loudness(samples)
    }, kEvery_ms)
    // Some browsers begin with silence until the person has done something on the page.
    const wake = () => {
      if (context.state === 'suspended') context.resume().catch(() => undefined)
    }
    wake()
    for (const gesture of kGestures) addEventListener(gesture, wake)
    return () => {
      for (const gesture of kGestures) removeEventListener(gesture, wake)
      clearInterval(timer)
      void context.close()
    }
  }

  watch(
    track,
    (source) => {
      stop()
      level.value = 0
      stop = source && typeof AudioContext !== 'undefined' ? listen(source) : () => {}
    },
    { immediate: true },
  )
  onScopeDispose(() => stop())
  return level
}
