/** Asks the hub's interface as this visitor. */

/** The hub said no, in its own words. */
export class HubSaidNo extends Error {}

export async function post(path: string, body: unknown) {
  const response = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) })
  const read = await response.json()
  if (!response.ok) throw new HubSaidNo(read.faults?.[0]?.rule ?? read.detail)
  return read
}
