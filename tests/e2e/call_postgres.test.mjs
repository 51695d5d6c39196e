import { postgresToml, startPostgres } from '../support/postgres.mjs'
import { callStory } from './call_story.mjs'

callStory('a call on mesh and PostgreSQL', async () => {
  const database = await startPostgres()
  return { config: postgresToml(database), end: () => database.remove() }
})
