import { createApp } from 'vue'
import App from './App.vue'
import { readLanguages } from './lib/languages'
import { startTheme } from './lib/theme'
import { startQuality } from './quality/service'
import { createAppRouter } from './router'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/print.css'

readLanguages()
startTheme()
startQuality()
createApp(App).use(createAppRouter()).mount('#app')
