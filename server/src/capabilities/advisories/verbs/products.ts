/** Products of an organisation, kept once for all of its drafts. Drafts copy what they take: what was approved does not change. */
import { checkDraft, type Draft, type Release } from '@openaccord/advisory'
import { newId } from '@openaccord/names'
import { need, type Actor } from '../../../kernel/index.ts'
import type { Reader } from '../../../platform/database.ts'
import type { Means } from '../means.ts'
import { conflict, fault, unknownAdvisory } from '../model.ts'
import { emptyDraft } from '../model/stamp.ts'
import { loadDraftsOf, newestVersion } from '../store.ts'
import { loadProducts, removeProduct, saveProduct, type Product } from '../store/products.ts'
import { readDraftJson, type Book } from './book.ts'

export const MOST_PRODUCTS = 2_000
export type UsedProduct = Product & { usedIn: { id: string; trackingId: string; title: string }[] }
type Wish = { vendor: string; name: string; releases: readonly unknown[] }

export function createProductVerbs({ database, vault, random }: Means, book: Book) {
  async function used(tx: Reader, organisation: Product['organisation']): Promise<UsedProduct[]> {
    const places = new Map<string, UsedProduct['usedIn']>()
    for (const { id, discarded } of await loadDraftsOf(tx, organisation)) {
      if (discarded !== null) continue
      const { draft } = await newestVersion(tx, vault, id)
      for (const release of idsOf(draft)) places.set(release, [...(places.get(release) ?? []), { id, trackingId: draft.head.id, title: draft.head.title }])
    }
    return (await loadProducts(tx, vault, organisation)).map((product) => {
      const all = new Map(product.releases.flatMap(({ id }) => places.get(id) ?? []).map((place) => [place.id, place]))
      return { ...product, usedIn: [...all.values()] }
    })
  }

  const save = (actor: Actor, id: Product['id'] | undefined, wish: Wish): Promise<UsedProduct> => book.change(async (tx, at) => {
    const { person, organisation } = need(actor, 'advisories.publish')
    const kept = await loadProducts(tx, vault, organisation)
    if (id !== undefined && !kept.some((one) => one.id === id)) throw unknownAdvisory()
    if (id === undefined && kept.length >= MOST_PRODUCTS) throw conflict('many-products', `your organisation keeps ${MOST_PRODUCTS} products already`)
    const product: Product = { id: id ?? newId('product', random), organisation, at, person, ...checkedProduct(wish) }
    needOwnIds(product, kept.filter((one) => one.id !== product.id))
    await saveProduct(tx, vault, product)
    return (await used(tx, organisation)).find((one) => one.id === product.id)!
  })

  return {
    products: (actor: Actor): Promise<UsedProduct[]> => database.read((tx) => used(tx, need(actor, 'advisories.publish').organisation)),
    addProduct: (actor: Actor, wish: Wish): Promise<UsedProduct> => save(actor, undefined, wish),
    saveProduct: (actor: Actor, id: string, wish: Wish): Promise<UsedProduct> => save(actor, id as Product['id'], wish),
    removeProduct: (actor: Actor, id: string): Promise<void> => book.change(async (tx) => {
      const { organisation } = need(actor, 'advisories.publish')
      if ((await removeProduct(tx, organisation, id)) === 0) throw unknownAdvisory()
    }),
  }
}

const idsOf = ({ products }: Draft): Set<string> => new Set(products.vendors.flatMap((vendor) => vendor.products.flatMap(({ releases }) => releases.map(({ id }) => id))))

/** A product is entered before its first release; a draft has one. */
const NONE_YET: readonly Release[] = [{ id: 'none-yet', words: 'none yet' }]

/** By the rules of a draft that has this product alone. */
function checkedProduct({ vendor, name, releases }: Wish): Pick<Product, 'vendor' | 'name' | 'releases'> {
  const empty = emptyDraft({ title: 'Products', language: 'en', id: 'PRODUCTS', publisher: { name: 'Products', category: 'vendor', namespace: 'https://products.invalid' }, at: 0 })
  const draft = readDraftJson({ ...empty, products: { vendors: [{ name: vendor.trim(), products: [{ name: name.trim(), releases: releases.length === 0 ? NONE_YET : releases }] }] } })
  const wrong = checkDraft(draft).find(({ level, path }) => level === 'error' && path.startsWith('/products/vendors/0/'))
  if (wrong !== undefined) throw fault('product', wrong.path.replace('/products/vendors/0/products/0', ''), wrong.message, wrong.fix)
  return { vendor: vendor.trim(), name: name.trim(), releases: releases.length === 0 ? [] : [...draft.products.vendors[0]!.products[0]!.releases] }
}

function needOwnIds({ releases, vendor, name }: Product, others: readonly Product[]): void {
  const taken = new Map(others.flatMap((one) => one.releases.map(({ id }) => [id, `${one.vendor} ${one.name}`] as const)))
  for (const [at, { id }] of releases.entries()) {
    const owner = taken.get(id)
    if (owner !== undefined) throw fault('product-id', `/releases/${at}/id`, `“${id}” is a release of ${owner} already`, 'choose an id that says which product it is of')
  }
  if (others.some((one) => one.vendor === vendor && one.name === name)) throw fault('product-name', '/name', `${vendor} ${name} is kept already`, 'change that one')
}
