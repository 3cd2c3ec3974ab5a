/** An address that leads nowhere. */
import { data } from 'react-router'
import { page } from '../../page.ts'

export const loader = page(async () => {
  throw data(null, { status: 404 })
})

export const action = loader

export default function Nowhere() {
  return null
}
