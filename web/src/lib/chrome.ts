// What surrounds the page: a running call has the whole window.
import { ref } from 'vue'

export const isHeaderHidden = ref(false)
