// The pages and their titles. Room names in addresses are checked before a page opens.
import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouterHistory,
} from 'vue-router'
import Home from './pages/HomePage.vue'

declare module 'vue-router' {
  interface RouteMeta {
    title: (route: RouteLocationNormalized) => string
  }
}

const roomOf = (route: RouteLocationNormalized) => String(route.params.name)

/** What a room's name may look like: bounded, and nothing that an address would have to escape. */
export function isRoomName(name: unknown): name is string {
  return typeof name === 'string' && /^[A-Za-z0-9_-]{1,128}$/.test(name)
}

function checkRoomName(to: RouteLocationNormalized) {
  if (isRoomName(to.params.name)) return true
  return { name: 'not-found', params: { path: to.path.slice(1).split('/') }, replace: true }
}

export function createAppRouter(history: RouterHistory = createWebHistory()) {
  const router = createRouter({
    history,
    scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
    routes: [
      { path: '/', name: 'home', component: Home, meta: { title: () => 'Vuedeo' } },
      {
        path: '/room/:name',
        name: 'room',
        component: () => import('./pages/RoomPage.vue'),
        props: true,
        beforeEnter: checkRoomName,
        meta: { title: (route) => `${roomOf(route)} · Vuedeo` },
      },
      {
        path: '/metrics',
        name: 'metrics',
        component: () => import('./pages/MetricsPage.vue'),
        meta: { title: () => 'Metrics · Vuedeo' },
      },
      {
        path: '/metrics/:name',
        name: 'room-metrics',
        component: () => import('./pages/RoomMetricsPage.vue'),
        props: true,
        beforeEnter: checkRoomName,
        meta: { title: (route) => `Metrics of ${roomOf(route)} · Vuedeo` },
      },
      {
        path: '/admin/plugins',
        name: 'plugins',
        component: () => import('./pages/PluginsPage.vue'),
        meta: { title: () => 'Plugins · Vuedeo' },
      },
      {
        path: '/:path(.*)*',
        name: 'not-found',
        component: () => import('./pages/NotFoundPage.vue'),
        meta: { title: () => 'Page not found · Vuedeo' },
      },
    ],
  })
  router.afterEach((to) => {
    document.title = to.meta.title(to)
  })
  return router
}
