import { embedded } from '../support/server.mjs'
import { callStory } from './call_story.mjs'

callStory('a call on mesh and SQLite', async () => ({ config: embedded }))
