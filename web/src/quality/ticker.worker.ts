// A clock that keeps its pace in background tabs, where browsers slow a page's own timers to one a
// minute. Receives the interval in milliseconds; posts a message at each tick.
let timer: ReturnType<typeof setInterval> | undefined

self.onmessage = (event: MessageEvent<number>) => {
  clearInterval(timer)
  timer = setInterval(() => self.postMessage(null), event.data)
}
