'use strict'
/**
 * What a player has open, as numbered slots: the inventory, or a crafting table over it; containers are in containers.js. (Minecraft Wiki, "Java Edition
 * protocol/Inventory".)
 *
 * A view is { id, kind, size, result, grid, main, hotbar, carried, get(i), set(i, item), accepts(i, item), limit(i, item), quick(i, item), taken(i, item) }:
 *   result   the slot that shows what was made, if there is one: it can only be emptied
 *   grid     { side, first }: a crafting grid, which makes what slot 0 shows
 *   main, hotbar   [from, to) of the carried slots
 *   carried  the player's own slots, as the inventory numbers them
 *   accepts  whether a stack may be put into a slot by hand; limit: how many of it (left out: a whole stack)
 *   quick    where a shift-click from slot i goes: a list of lists of slots, tried in turn
 *   taken    told what was taken out of a slot by hand (may be left out)
 */

const range = (from, to) => Array.from({ length: to - from }, (_, i) => from + i)

/** What slots 5 to 8 of the inventory take (Minecraft Wiki, "Armor"). */
const ARMOUR = [/_helmet$|^carved_pumpkin$|_head$|_skull$/, /_chestplate$|^elytra$/, /_leggings$/, /_boots$/]

/** The slot in which an item is worn: 5 to 8, 45 for a shield; -1: none. */
function wornIn (item) {
  if (item.name === 'shield') return 45
  const at = ARMOUR.findIndex(name => name.test(item.name))
  return at < 0 ? -1 : 5 + at
}

/** The player's own inventory: 0 result, 1-4 grid, 5-8 armour, 9-35 main, 36-44 hotbar, 45 off hand. */
function inventoryView (slots) {
  return {
    id: 0,
    kind: 'inventory',
    size: 46,
    result: 0,
    carried: slots,
    grid: { side: 2, first: 1 },
    main: [9, 36],
    hotbar: [36, 45],
    get: i => slots[i] ?? null,
    set: (i, item) => put(slots, i, item),
    accepts: (i, item) => i !== 0 && (i < 5 || i > 8 || wornIn(item) === i),
    limit: (i, item) => i >= 5 && i <= 8 ? 1 : item.stackSize,
    quick (i, item) {
      if (i === 0) return [range(9, 45).reverse()]
      if (i < 9 || i === 45) return [range(9, 45)]
      const worn = wornIn(item)
      if (worn > 0 && !slots[worn]) return [[worn]]
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
    result: 0,
    carried: slots,
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

module.exports = { inventoryView, craftingView, wornIn, range, put }
