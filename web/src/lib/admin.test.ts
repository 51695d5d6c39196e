// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest'

const load = async () => {
  vi.resetModules()
  const { Problem } = await import('../api/client')
  const refused = new Problem('admin-token-required', 401, 'Private', '')
  return { ...(await import('./admin')), refused }
}

beforeEach(() => {
  localStorage.clear()
  sessionStorage.clear()
})

describe('the administrator’s token', () => {
  it('is kept for the tab, or for the device if so wished', async () => {
    let admin = await load()
    expect(admin.adminToken()).toBeUndefined()
    admin.keepAdminToken('a', false)
    expect(localStorage).toHaveLength(0)
    admin = await load()
    expect(admin.adminToken()).toBe('a')
    admin.keepAdminToken('b', true)
    sessionStorage.clear()
    admin = await load()
    expect(admin.adminToken()).toBe('b')
  })

  it('is asked for, and forgotten when it is wrong', async () => {
    const { adminToken, keepAdminToken, refused, useAdmin } = await load()
    const { asks, wants, satisfied } = useAdmin()
    expect(wants(refused)).toBe(true)
    expect(asks.value).toBe('token')
    keepAdminToken('wrong', true)
    expect(wants(refused)).toBe(true)
    expect(asks.value).toBe('another token')
    expect(adminToken()).toBeUndefined()
    expect(localStorage).toHaveLength(0)
    satisfied()
    expect(asks.value).toBe('nothing')
  })

  it('is not asked for because of anything else', async () => {
    const { useAdmin } = await load()
    const { asks, wants } = useAdmin()
    expect(wants(new Error('offline'))).toBe(false)
    expect(asks.value).toBe('nothing')
  })
})
