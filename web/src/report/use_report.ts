// The report of a room: one series of all that it needs, and what follows from it.
import { computed, type Ref } from 'vue'
import type { Series } from '../api/client'
import { peopleOf } from './measures'
import { momentsOf } from './moments'
import { summaryOf, worstFirst } from './people_summary'

export function useReport(series: Ref<Series | null>) {
  const people = computed(() => (series.value ? peopleOf(series.value) : []))
  const summaries = computed(() => {
    const interval_s = series.value?.sample_interval_s ?? 15
    return worstFirst(people.value.map((one) => summaryOf(one, interval_s)))
  })
  const moments = computed(() => momentsOf(people.value))
  return { people, summaries, moments }
}
