import { describe, expect, it } from 'vitest'
import type { LocationQuery } from 'vue-router'
import { queryOf, viewOf, type View } from './view'

describe('the address of a report', () => {
  it.each<View>([
    { range: 'all', interval: 'auto', zoomed: null },
    { range: 'day', interval: '90', zoomed: null },
    { range: 'all', interval: 'auto', zoomed: { from: 1_700_000_000_000, to: 1_700_000_060_000 } },
  ])('leads back to %o', (view) => expect(viewOf(queryOf(view))).toEqual(view))

  it('is short for what a first visit shows', () => {
    expect(queryOf({ range: 'all', interval: 'auto', zoomed: null })).toEqual({})
  })

  it.each<LocationQuery>([
    { range: 'ever' },
    { interval: '0' },
    { interval: '1e9' },
    { interval: ['15', '30'] },
    { from: '5' },
    { from: '9', to: '5' },
    { from: 'x', to: '5' },
  ])('with %o is as on a first visit', (query) =>
    expect(viewOf(query)).toEqual({ range: 'all', interval: 'auto', zoomed: null }),
  )
})
