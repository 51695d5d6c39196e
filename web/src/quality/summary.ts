// Mean and worst of a participant's series. Buckets count as much as the samples in them.
import type { SeriesParticipant } from '../api/client'

export interface Summary {
  mean: number | null
  worst: number | null
}

export function summarize(
  { count, values }: SeriesParticipant,
  field: string,
  worst: 'lowest' | 'highest',
): Summary {
  const series = values[field]
  if (!series) return { mean: null, worst: null }
  let sum = 0
  let weight = 0
  let extreme: number | null = null
  const extremes = worst === 'lowest' ? series.min : series.max
  series.value.forEach((value, index) => {
    if (value === null) return
    const samples = count[index] || 1
    sum += value * samples
    weight += samples
    const candidate = extremes[index] ?? value
    const further = worst === 'lowest' ? Math.min : Math.max
    extreme = extreme === null ? candidate : further(extreme, candidate)
  })
  return { mean: weight ? sum / weight : null, worst: extreme }
}
