/** React Router, framework mode: pages are rendered by the hub and carry no React to the browser. */
import type { Config } from '@react-router/dev/config'

export default {
  appDirectory: 'app',
  ssr: true,
  // There is no router in the browser, so nothing asks for routes piecemeal.
  routeDiscovery: { mode: 'initial' },
} satisfies Config
