/** Exchange: what the composition and the sister rooms may use. */
export { createExchange, type Exchange, type ExchangeSettings } from './verbs.ts'
export { exchangeEndpoints } from './routes.ts'
export { lastShared } from './store/sources.ts'
export { taxiiRoutes } from './taxii/routes.ts'

/** For `migrate`. */
export const exchangeRoom = { room: 'exchange', directory: new URL('./migrations/', import.meta.url) }
