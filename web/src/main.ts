import { createApp } from 'vue'
import App from './App.vue'
import { startTheme } from './lib/theme'
import { startQuality } from './quality/service'
import { createAppRouter } from './router'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/print.css'

startTheme()
startQuality()
createApp(App).use(createAppRouter()).mount('#app')
