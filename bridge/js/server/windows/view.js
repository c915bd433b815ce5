'use strict'
/**
 * What a player has open, as numbered slots: the inventory, or a crafting table over it. (Minecraft Wiki, "Java Edition protocol/Inventory".)
 *
 * A view is { id, kind, size, grid, main, hotbar, get(i), set(i, item), accepts(i, item), quick(i, item) }:
 *   grid     { side, first }: the crafting grid, whose result is slot 0
 *   main, hotbar   [from, to) of the carried slots
 *   accepts  whether a stack may be put into a slot by hand
 *   quick    where a shift-click from slot i goes: a list of lists of slots, tried in turn
 */

const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i)

const ARMOUR = ['_helmet', '_chestplate', '_leggings', '_boots'] // slots 5 to 8 of the inventory

/** The player's own inventory: 0 result, 1-4 grid, 5-8 armour, 9-35 main, 36-44 hotbar, 45 off hand. */
function inventoryView (slots) {
  const fits = (i, item) => i < 5 || i > 8 || item.name.endsWith(ARMOUR[i - 5])
  return {
    id: 0,
    kind: 'inventory',
    size: 46,
    grid: { side: 2, first: 1 },
    main: [9, 36],
    hotbar: [36, 45],
    get: i => slots[i] ?? null,
    set: (i, item) => put(slots, i, item),
    accepts: (i, item) => i !== 0 && fits(i, item),
    quick (i, item) {
      if (i === 0) return [range(9, 45).reverse()]
      if (i < 9 || i === 45) return [range(9, 45)]
      const armour = ARMOUR.findIndex(end => item.name.endsWith(end)) + 5
      if (armour > 4 && !slots[armour]) return [[armour]]
      return [i < 36 ? range(36, 45) : range(9, 36)]
    }
  }
}

/** A crafting table: 0 result, 1-9 grid, 10-36 main, 37-45 hotbar. */
function craftingView (id, slots) {
  const table = Array(10).fill(null)
  return {
    id,
    kind: 'crafting',
    size: 46,
    grid: { side: 3, first: 1 },
    main: [10, 37],
    hotbar: [37, 46],
    get: i => i < 10 ? table[i] : slots[i - 1] ?? null,
    set: (i, item) => i < 10 ? put(table, i, item) : put(slots, i - 1, item),
    accepts: i => i !== 0,
    quick (i) {
      if (i === 0) return [range(10, 46).reverse()]
      if (i < 10) return [range(10, 46)]
      return [range(1, 10), i < 37 ? range(37, 46) : range(10, 37)]
    }
  }
}

function put (slots, i, item) {
  const kept = item && item.count > 0 ? item : null
  if (kept) kept.slot = i
  slots[i] = kept
}

module.exports = { inventoryView, craftingView, range }
