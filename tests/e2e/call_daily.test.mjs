import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DailyStandIn } from '../support/daily_stand_in.mjs'
import { FakeDaily } from '../support/fake_daily.mjs'
import { temporaryFolder } from '../support/server.mjs'
import { callStory } from './call_story.mjs'

callStory('a call on Daily (a fake of it) and SQLite', async () => {
  const daily = await FakeDaily.start()
  const standIn = new DailyStandIn(daily.domain)
  const config = join(temporaryFolder(), 'daily.toml')
  writeFileSync(
    config,
    `
[video]
plugin = "video-daily"

[metrics]
plugin = "metrics-sqlite"

[chart]
plugin = "chart-chartjs"

[plugins.video-daily]
api_key = "${daily.apiKey}"
api_url = "${daily.url}"
ui = "tracks"
`,
  )
  return { config, prepare: (person) => standIn.serve(person), end: () => daily.stop() }
})
