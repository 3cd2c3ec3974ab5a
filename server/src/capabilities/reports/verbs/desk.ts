/** A team’s desk: what it says of itself, its keys, its products and what they are made of; and who else ships a component. */
import { newId } from '@openaccord/names'
import { iso, need, type Actor } from '../../../kernel/index.ts'
import type { Tx } from '../../../platform/database.ts'
import { needRecipient, readWrapped } from '../age.ts'
import type { Means } from '../means.ts'
import { conflict, fault, LIMITS } from '../model.ts'
import { cleanProduct, readPackage, type Product, type ProductFields, type ProductId } from '../model/products.ts'
import { readBill } from '../model/sbom.ts'
import { componentKey } from '../secrets.ts'
import { remindOnce } from '../store.ts'
import { addKey, dropProduct, findDesk, liveRecipients, loadKeys, loadProducts, productsWith, retireKey, saveComponents, saveDesk, saveProduct, type DeskSettings, type TeamKey } from '../store/desk.ts'
import { cleanText, tooMany, UNSET, type Book } from './book.ts'

const QUESTIONS_A_DAY = 100
const own = (actor: Actor) => need(actor, 'reports.triage')

async function ownProduct(tx: Tx, actor: Actor, id: string): Promise<Product> {
  const found = (await loadProducts(tx, own(actor).organisation)).find((product) => product.id === id)
  if (found === undefined) throw conflict('product-unknown', 'there is no such product at your desk')
  return found
}

export function createDeskVerbs(means: Means, book: Book) {
  const { database, random, feeds } = means

  return {
    async deskSettings(actor: Actor): Promise<{ settings: DeskSettings; keys: TeamKey[]; products: Product[]; feeds: string; slug: string }> {
      const { organisation } = own(actor)
      return database.read(async (tx) => ({
        settings: (await findDesk(tx, organisation)) ?? UNSET, keys: await loadKeys(tx, organisation), products: await loadProducts(tx, organisation),
        feeds: feeds.words(), slug: (await book.listed(tx, organisation)).slug,
      }))
    },

    setDesk(actor: Actor, wish: DeskSettings): Promise<DeskSettings> {
      const { organisation, person } = own(actor)
      const settings: DeskSettings = {
        ...wish, languages: [...new Set(wish.languages)], policy: cleanText(wish.policy, '/policy'),
        contacts: wish.contacts.map(({ name, mail }, at) => ({ name: cleanText(name, `/contacts/${at}/name`).replace(/\s+/g, ' '), mail: mail.trim() })),
      }
      return book.change(async (tx, now) => {
        if (settings.open && (await liveRecipients(tx, organisation)).length === 0) throw fault('no-key', '/open', 'a desk is opened once the team has a key to which reports are encrypted', 'make a team key first')
        await saveDesk(tx, organisation, settings, { at: now, by: person })
        return settings
      })
    },

    async addKey(actor: Actor, { recipient, label, wrapped }: { recipient: string; label: string; wrapped: string }): Promise<TeamKey[]> {
      const { organisation, person } = own(actor)
      const bytes = readWrapped(wrapped)
      await needRecipient(recipient, '/recipient')
      return book.change(async (tx, now) => {
        if ((await loadKeys(tx, organisation)).length >= LIMITS.keys) throw conflict('many-keys', `a team has at most ${LIMITS.keys} keys, those that are retired among them`)
        const kept = await addKey(tx, { recipient, organisation, label: cleanText(label, '/label').replace(/\s+/g, ' '), wrapped: bytes, made: now, retired: null }, person)
        if (kept !== 1) throw conflict('key-known', 'this key is known already: make a new one')
        return loadKeys(tx, organisation)
      })
    },

    retireKey: (actor: Actor, recipient: string): Promise<TeamKey[]> => book.change(async (tx, now) => {
      const { organisation, person } = own(actor)
      if ((await retireKey(tx, organisation, recipient, now)) !== 1) throw conflict('key-unknown', 'there is no such key of your team in use')
      const settings = await findDesk(tx, organisation)
      // Without a key nobody could send anything: the desk closes by itself.
      if (settings?.open === true && (await liveRecipients(tx, organisation)).length === 0) await saveDesk(tx, organisation, { ...settings, open: false }, { at: now, by: person })
      return loadKeys(tx, organisation)
    }),

    addProduct(actor: Actor, wish: ProductFields): Promise<Product> {
      const { organisation } = own(actor)
      const fields = cleanProduct(wish)
      return book.change(async (tx) => {
        if ((await loadProducts(tx, organisation)).length >= LIMITS.products) throw conflict('many-products', `a desk has at most ${LIMITS.products} products`)
        const id: ProductId = newId('product', random)
        await saveProduct(tx, { id, organisation, fields })
        return ownProduct(tx, actor, id)
      })
    },

    setProduct(actor: Actor, id: string, wish: ProductFields): Promise<Product> {
      const fields = cleanProduct(wish)
      return book.change(async (tx) => {
        const { id: own, organisation } = await ownProduct(tx, actor, id)
        await saveProduct(tx, { id: own, organisation, fields })
        return ownProduct(tx, actor, own)
      })
    },

    dropProduct: (actor: Actor, id: string): Promise<void> => book.change(async (tx) => dropProduct(tx, (await ownProduct(tx, actor, id)).id)),

    importSbom(actor: Actor, id: string, sbom: string): Promise<{ product: Product; left: number }> {
      own(actor)
      const { format, packages, left } = readBill(sbom)
      return book.change(async (tx, now) => {
        const product = await ownProduct(tx, actor, id)
        const keyed = await componentKey(tx, means)
        await saveComponents(tx, product.id, { hashes: packages.map(keyed), format, at: now })
        return { product: await ownProduct(tx, actor, id), left }
      })
    },

    /** Each question is counted, and told to nobody; a team decides for each product whether it is named. */
    async downstream(actor: Actor, purl: string): Promise<{ purl: string; named: { slug: string; name: string; product: string }[]; counted: number }> {
      const { organisation } = own(actor)
      const asked = readPackage(purl, '/purl')
      return book.change(async (tx, now) => {
        await needQuestion(tx, organisation, now)
        const keyed = await componentKey(tx, means)
        const found = new Set(await productsWith(tx, [keyed(asked)]))
        const products = (await loadProducts(tx)).filter((product) => product.organisation !== organisation && (found.has(product.id) || product.purls.includes(asked)))
        const named = products.filter(({ answers }) => answers === 'named')
        const roll = new Map(await Promise.all([...new Set(named.map((product) => product.organisation))].map(async (id) => [id, await book.listed(tx, id)] as const)))
        const active = named.flatMap(({ organisation: id, name: product }) => {
          const listed = roll.get(id)
          return listed === undefined || listed.state === 'left' ? [] : [{ slug: listed.slug, name: listed.name, product }]
        })
        return { purl: asked, named: active.sort((a, b) => a.name.localeCompare(b.name, 'en')), counted: new Set(products.filter(({ answers }) => answers === 'counted').map((product) => product.organisation)).size }
      })
    },
  }
}

/** Who asks for everything learns everything: a hundred questions a day for one team. */
async function needQuestion(tx: Tx, organisation: string, now: number): Promise<void> {
  const day = iso(now).slice(0, 10)
  for (let nth = 1; nth <= QUESTIONS_A_DAY; nth++) if (await remindOnce(tx, `downstream ${organisation} ${day} ${nth}`, now)) return
  throw tooMany(`your team has asked ${QUESTIONS_A_DAY} questions today; tomorrow it may ask again`)
}
