'use strict'
/** Stacks of items: compared, copied, counted. An empty slot is null. */

/** @param registry prismarine-registry of the played version */
function itemsOf (registry) {
  const Item = require('prismarine-item')(registry)

  const tag = item => JSON.stringify(item.nbt?.value ?? null)
  /** Whether two stacks are of one kind: they may be put together. */
  const alike = (a, b) => !!a && !!b && a.type === b.type && tag(a) === tag(b)
  const same = (a, b) => (!a && !b) || (alike(a, b) && a.count === b.count)
  const copy = (item, count = item.count) => count > 0 ? new Item(item.type, count, item.metadata, structuredClone(item.nbt)) : null

  /** A new stack by name. */
  function made (name, count = 1) {
    const info = registry.itemsByName[name]
    if (!info) throw new Error(`expected an item of ${registry.version.minecraftVersion}, found ${name}`)
    return new Item(info.id, count)
  }

  /** A stack as it is saved, and back. */
  const saved = item => item && { item: item.name, count: item.count, ...(item.nbt ? { nbt: item.nbt } : {}) }
  const restored = record => record && Object.assign(made(record.item, record.count), { nbt: record.nbt })

  return { alike, same, copy, made, saved, restored, toNotch: Item.toNotch, fromNotch: Item.fromNotch }
}

module.exports = { itemsOf }
