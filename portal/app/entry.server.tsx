/** Where requests come in and pages go out. No React goes to the browser, so pages are plain, whole HTML. */
import { renderToStaticMarkup } from 'react-dom/server'
import { createRequestHandler, isRouteErrorResponse, RouterContextProvider, ServerRouter, type EntryContext } from 'react-router'
import { visitKey, type FromHub, type Portal, type PortalOptions } from './context.ts'
import { VisitProvider } from './ui/visit.tsx'
import { beginVisit } from './visit.ts'

let onError: PortalOptions['onError']

/** Put to work by `portal/server.ts`. */
export function createPortal(options: PortalOptions): Portal {
  const answer = createRequestHandler(options.build, 'production')
  onError = options.onError
  return { handle: (request, from) => handle(answer, options, request, from) }
}

async function handle(answer: ReturnType<typeof createRequestHandler>, options: PortalOptions, asked: Request, from: FromHub): Promise<Response> {
  try {
    const request = atOrigin(asked, from.origin)
    const visit = await beginVisit(request, from, options)
    const context = new RouterContextProvider()
    context.set(visitKey, visit)
    const response = await answer(request, context)
    const headers = new Headers(response.headers)
    for (const cookie of visit.setCookies) headers.append('set-cookie', cookie)
    // Pages speak to one visitor; nobody in between keeps them.
    if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
    return new Response(response.body, { status: response.status, headers })
  } catch (error) {
    options.onError?.(error, asked)
    return new Response('500\n', { status: 500, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } })
  }
}

/**
 * The request as if made to the public address, which is what React Router compares `Origin` with; and without the
 * router's own data addresses (`….data`), for there is no router in the browser.
 */
function atOrigin(request: Request, origin: string): Request {
  const url = new URL(request.url)
  const path = url.pathname.endsWith('.data') ? `${url.pathname}/` : url.pathname
  const headers = new Headers(request.headers)
  if (headers.get('origin') === 'null' && headers.get('sec-fetch-site') === 'same-origin') headers.delete('origin')
  const init: RequestInit & { duplex?: 'half' } = { method: request.method, headers, signal: request.signal }
  if (request.body !== null) Object.assign(init, { body: request.body, duplex: 'half' })
  return new Request(new URL(path.replace(/^\/{2,}/, '/') + url.search, origin), init)
}

export function handleError(error: unknown, { request }: { request: Request }): void {
  // a form sent to a page that takes none is the visitor's affair: the page says so
  const expected = isRouteErrorResponse(error) && error.status < 500
  if (!expected && !request.signal.aborted) onError?.(error, request)
}

export default function render(request: Request, status: number, headers: Headers, entry: EntryContext, context: RouterContextProvider): Response {
  const visit = context.get(visitKey)
  // nothing is handed over to a router in the browser
  void entry.serverHandoffStream?.cancel()
  const { serverHandoffStream: _, ...plain } = entry
  const html = renderToStaticMarkup(
    <VisitProvider visit={visit}>
      <ServerRouter context={plain} url={request.url} />
    </VisitProvider>,
  )
  headers.set('content-type', 'text/html; charset=utf-8')
  headers.set('content-language', [...visit.spoken].join(', '))
  return new Response(`<!doctype html>${html}`, { status, headers })
}
