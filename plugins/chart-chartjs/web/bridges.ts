// Which unknown values a line may cross: samples drift across the edges of short buckets, so that some
// stay empty though nothing is missing.

/** For each value: is it unknown, and are the known ones beside it no more than `longestMs` apart? */
export function bridged(
  data: readonly (number | null)[],
  times: readonly number[],
  longestMs: number,
): boolean[] {
  const result = data.map(() => false)
  let before = -1
  data.forEach((value, i) => {
    if (value === null) return
    const apart = (times[i] ?? 0) - (times[before] ?? 0)
    if (before >= 0 && apart <= longestMs) result.fill(true, before + 1, i)
    before = i
  })
  return result
}
