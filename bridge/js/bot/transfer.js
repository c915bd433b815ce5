'use strict'
/** Moving things between two parts of an open window, by clicks. Parts are ranges of slots: [first, after the last]. */

const { click, current } = require('./windows')

const alike = (a, b) => a.type === b.type && a.metadata === b.metadata && JSON.stringify(a.nbt ?? null) === JSON.stringify(b.nbt ?? null)

const slotsOf = (window, [from, to]) => window.slots.slice(from, to).map((item, i) => ({ item, slot: from + i }))

/** The part of the open window that is carried; the one that is not. */
const pockets = window => [window.inventoryStart, window.inventoryEnd]
const inside = window => [0, window.inventoryStart]

/** How many of an item lie in a part. */
function countIn (window, part, name) {
  return slotsOf(window, part).reduce((sum, { item }) => sum + (item?.name === name ? item.count : 0), 0)
}

/** Whether a part takes `count` more of an item. */
function fits (window, part, item, count) {
  const room = slotsOf(window, part).reduce((sum, slot) => sum + (!slot.item ? item.stackSize : alike(slot.item, item) ? item.stackSize - slot.item.count : 0), 0)
  return room >= count
}

/** Where what is on the cursor goes: onto a stack of its kind, then into a free slot; undefined: nowhere. */
function place (window, part) {
  const held = window.selectedItem
  const slots = slotsOf(window, part)
  return (slots.find(({ item }) => item && alike(item, held) && item.count < item.stackSize) ?? slots.find(({ item }) => !item))?.slot
}

/**
 * Move up to `count` of an item.
 * @returns {number} how many were moved
 */
function transfer (session, name, count, from, to) {
  const window = current(session.bot)
  let moved = 0
  while (moved < count) {
    const source = slotsOf(window, from).filter(({ item }) => item?.name === name).sort((a, b) => a.item.count - b.item.count || a.slot - b.slot)[0]
    if (!source) break
    click(session, source.slot)
    const before = moved
    while (window.selectedItem && moved < count) {
      const slot = place(window, to)
      if (slot === undefined) break
      const held = window.selectedItem.count
      click(session, slot, held <= count - moved ? 0 : 1) // the left button puts down all that fits, the right one a single item
      const put = held - (window.selectedItem?.count ?? 0)
      if (put <= 0) break
      moved += put
    }
    if (window.selectedItem) click(session, source.slot)
    if (moved === before) break
  }
  return moved
}

module.exports = { transfer, countIn, fits, pockets, inside }
