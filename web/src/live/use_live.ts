// A room's live channel for as long as a component is shown and its tab is looked at.
import { onBeforeUnmount, onMounted, readonly, ref, type Ref } from 'vue'
import { signalAddress } from '../call/signal'
import { LiveChannel, type LiveEvents } from './channel'

/** True: connected; as long as it is false, the component has to poll. */
export function useLive(
  room: string,
  events: Pick<LiveEvents, 'samples' | 'reload'>,
): Readonly<Ref<boolean>> {
  const isConnected = ref(false)
  const path = `/api/v1/rooms/${encodeURIComponent(room)}/live`
  const channel = new LiveChannel(signalAddress(path, location), {
    ...events,
    connected: (now) => (isConnected.value = now),
  })
  const follow = () => (document.hidden ? channel.stop() : channel.start())
  onMounted(() => {
    document.addEventListener('visibilitychange', follow)
    follow()
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', follow)
    channel.stop()
  })
  return readonly(isConnected)
}
