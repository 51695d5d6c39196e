// A private server: who has the administrator's token makes and lists rooms, who has a link joins.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, it } from 'node:test'
import { assertAccessible } from '../support/axe.mjs'
import { gathering } from '../support/browser.mjs'
import { embedded, startServer, temporaryFolder } from '../support/server.mjs'

const token = 'the token of the administrator'

const config = join(temporaryFolder(), 'private.toml')
const configuration = readFileSync(embedded, 'utf8')

let server, people, ada
before(async () => {
  writeFileSync(config, configuration)
  const settings = { 'server.mode': 'private', 'server.admin_token': token }
  server = await startServer({ config, settings })
  people = gathering()
  ada = await people.arrive('Ada')
  ada.tolerate(/status of 401/)
})
after(async () => {
  await people?.goHome()
  await server?.stop()
})

const field = () => ada.page.getByLabel('Administrator’s token')
const rooms = () => ada.page.getByRole('list', { name: 'Rooms' }).getByRole('link')
async function give(text) {
  await field().fill(text)
  await ada.button('Continue').click()
}

describe('a private server', () => {
  let room

  it('asks for the token before it makes a room, and says when it is wrong', async () => {
    await ada.page.goto(server.url)
    await ada.button('Create a room').click()
    await field().and(ada.page.locator(':focus')).waitFor()
    await give('not the token')
    await ada.page.getByText('This is not the right token').waitFor()
    await give(token)
    await ada.page.getByLabel('Your name').waitFor()
    room = ada.page.url()
  })

  it('does not ask again in the same tab', async () => {
    await ada.page.goto(`${server.url}/metrics`)
    await rooms().first().waitFor()
  })

  it('asks in another tab, which lists the rooms once it has the token', async () => {
    const former = ada.page
    ada.page = await ada.newPage()
    await ada.page.goto(`${server.url}/metrics`)
    await give(token)
    await rooms().first().waitFor()
    await ada.page.getByRole('button', { name: 'Forget the token' }).click()
    await field().waitFor()
    await ada.page.close()
    ada.page = former
  })

  it('shows the administrator how its plugins do, again and again', async () => {
    const { page } = ada
    await page.goto(`${server.url}/admin/plugins`)
    const cards = page.getByRole('list', { name: 'Plugins' }).getByRole('article')
    await cards.first().waitFor()
    assert.equal(await cards.count(), 3)
    const store = page.getByRole('article', { name: 'SQLite' })
    await store.getByText('ready', { exact: true }).waitFor()
    await store.getByText('What it says of itself').focus()
    await page.keyboard.press('Enter')
    await store.getByText('What it says of itself').waitFor()
    await page.waitForResponse((answer) => answer.url().endsWith('/api/v1/plugins'))
    await store.locator('details[open]').waitFor() // a refresh closes nothing
    await assertAccessible(page, 'the plugins')
    await page.setViewportSize({ width: 340, height: 700 })
    const overflow = () => document.documentElement.scrollWidth - window.innerWidth
    assert.ok((await page.evaluate(overflow)) <= 0)
    await page.setViewportSize({ width: 1000, height: 720 })
    await page.getByRole('button', { name: 'Forget the token' }).click()
    await field().waitFor()
    await give('not the token')
    await page.getByText('This is not the right token').waitFor()
    await give(token)
    await cards.first().waitFor()
  })

  it('has the configuration read anew, and shows what is wrong with it', async () => {
    const { page } = ada
    ada.tolerate(/status of 422/)
    const button = ada.button('Reload the configuration')
    const unchanged = page.getByText('Unchanged: video-mesh, metrics-sqlite, chart-chartjs.')
    await button.click()
    await unchanged.waitFor()
    writeFileSync(config, `${configuration}\n[log]\nlevel = "loud"\n`)
    await button.click()
    const fault = page.getByRole('alert').filter({ hasText: 'was not put into effect' })
    await fault.getByText(/private\.toml:[\d:]+: log\.level: /).waitFor()
    assert.equal(await unchanged.count(), 0)
    await assertAccessible(page, 'a refused configuration')
    writeFileSync(config, configuration)
    await button.click()
    await unchanged.waitFor()
    assert.equal(await fault.count(), 0)
  })

  it('sends the token with nothing that does not need it', async () => {
    const authorized = []
    ada.page.on('request', (request) => {
      if (request.headers().authorization === `Bearer ${token}`) authorized.push(request.url())
    })
    await ada.join(room)
    await ada.leave()
    assert.deepEqual(authorized, [])
  })

  it('lets in whoever has a link', async () => {
    const grace = await people.arrive('Grace')
    await grace.join(room)
    await grace.leave()
    await grace.assertUntroubled()
    await ada.assertUntroubled()
  })
})

describe('an open server', () => {
  let open
  before(async () => (open = await startServer({ settings: { 'server.admin_token': token } })))
  after(() => open?.stop())

  it('asks for the token before it reads the configuration anew, and then does', async () => {
    const { page } = ada
    await page.goto(`${open.url}/admin/plugins`)
    await ada.button('Reload the configuration').click()
    await give('not the token')
    await page.getByText('This is not the right token').waitFor()
    await give(token)
    await page.getByText('The configuration is in effect').waitFor()
    await ada.assertUntroubled()
  })
})
