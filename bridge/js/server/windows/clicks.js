'use strict'
/**
 * What a click in a window does, by the rules of the game (Minecraft Wiki, "Java Edition protocol/Inventory" and "Inventory"; vanilla 1.19.4's doClick).
 * Modes: 0 left and right click, 1 shift-click, 2 number keys and off-hand key, 3 middle click, 4 drop keys, 5 drag, 6 double click.
 */

const { range, put } = require('./view')

/** The button that stands for the off hand in mode 2. */
const OFF_HAND = 40
const OUTSIDE = -999

/**
 * @param items itemsOf(registry)
 * @param craft crafting(registry, items)
 * @returns {(hand: object, view: object, click: { slot: number, mouseButton: number, mode: number }) => boolean}
 *   does the click: changes the view's slots and the hand's cursor; answers whether it was one that is known.
 *   A hand is { cursor: stack|null, drag: null, toss (stack), give (stack) => what did not fit, creative () }.
 */
function clicker (items, craft) {
  const { alike, copy } = items
  const room = (view, slot, item) => view.limit ? view.limit(slot, item) : item.stackSize
  const isCrafted = (view, slot) => !!view.grid && slot === view.result

  /** Take up to `n` out of a slot, when `limit` allows; what was made is taken whole. Answers the stack, or null. */
  function take (hand, view, slot, n, limit = Infinity) {
    const there = view.get(slot)
    if (!there || (slot === view.result && limit < there.count)) return null
    const count = isCrafted(view, slot) ? there.count : Math.min(n, limit, there.count)
    if (count <= 0) return null
    const taken = copy(there, count)
    if (isCrafted(view, slot)) craft.consume(view, hand)
    else view.set(slot, copy(there, there.count - count))
    view.taken?.(slot, taken)
    return taken
  }

  /** Put up to `n` of a stack into a slot that is empty or holds its like. Answers what is left, or null. */
  function insert (view, slot, item, n) {
    const there = view.get(slot)
    const moved = Math.max(0, Math.min(n, item.count, room(view, slot, item) - (there?.count ?? 0)))
    if (!view.accepts(slot, item) || moved === 0) return item
    view.set(slot, copy(item, moved + (there?.count ?? 0)))
    return copy(item, item.count - moved)
  }

  /** Move as much as fits of `item` into the slots of `order`: first onto its like, then into the first empty one. Answers what is left, or null. */
  function merge (view, item, order) {
    let left = item
    if (item.stackSize > 1) for (const slot of order) if (left && alike(view.get(slot), left)) left = insert(view, slot, left, left.count)
    const free = left && order.find(slot => !view.get(slot) && view.accepts(slot, left))
    return left && free !== undefined ? insert(view, free, left, left.count) : left
  }

  function outside (hand, button) {
    if (!hand.cursor || button > 1) return
    const n = button === 0 ? hand.cursor.count : 1
    hand.toss(copy(hand.cursor, n))
    hand.cursor = copy(hand.cursor, hand.cursor.count - n)
  }

  function pick (hand, view, slot, button) {
    const there = view.get(slot)
    const held = hand.cursor
    if (!there) {
      if (held) hand.cursor = insert(view, slot, held, button === 0 ? held.count : 1)
    } else if (!held) {
      hand.cursor = take(hand, view, slot, button === 0 ? there.count : Math.ceil(there.count / 2))
    } else if (!view.accepts(slot, held)) {
      const more = alike(there, held) && take(hand, view, slot, there.count, held.stackSize - held.count)
      if (more) hand.cursor = copy(held, held.count + more.count)
    } else if (alike(there, held)) {
      hand.cursor = insert(view, slot, held, button === 0 ? held.count : 1)
    } else if (held.count <= room(view, slot, held)) {
      view.set(slot, held)
      hand.cursor = there
    }
  }

  function shift (hand, view, slot) {
    const first = view.get(slot)
    for (let there = first; there && there.type === first.type; there = view.get(slot)) {
      const left = quickly(view, slot, there)
      if (left && left.count === there.count) return
      if (isCrafted(view, slot)) {
        craft.consume(view, hand)
        if (left) hand.toss(left)
      } else view.set(slot, left)
      view.taken?.(slot, copy(there, there.count - (left?.count ?? 0)))
    }
  }

  /** Send a stack where a shift-click sends it; answers what is left. */
  function quickly (view, slot, item) {
    for (const order of view.quick(slot, item)) {
      const left = merge(view, copy(item), order)
      if (!left || left.count < item.count) return left
    }
    return item
  }

  /** Exchange a slot with one of the hotbar or the off hand. */
  function number (hand, view, slot, button) {
    if (button !== OFF_HAND && !(button >= 0 && button < 9)) return
    const other = button === OFF_HAND ? 45 : 36 + button
    const [here, there] = [view.get(slot), view.carried[other] ?? null]
    if (!there) {
      if (here) put(view.carried, other, take(hand, view, slot, here.count))
    } else if (view.accepts(slot, there)) {
      const fits = Math.min(there.count, room(view, slot, there))
      if (fits === there.count) put(view.carried, other, here)
      else put(view.carried, other, copy(there, there.count - fits))
      view.set(slot, copy(there, fits))
      if (fits === there.count || !here) return
      const over = hand.give(here)
      if (over) hand.toss(over)
    }
  }

  function clone (hand, view, slot) {
    const there = view.get(slot)
    if (there && !hand.cursor && hand.creative()) hand.cursor = copy(there, there.stackSize)
  }

  function drop (hand, view, slot, button) {
    const taken = !hand.cursor && view.get(slot) && take(hand, view, slot, button === 0 ? 1 : view.get(slot).count)
    if (taken) hand.toss(taken)
  }

  /** A drag: begun (stage 0), over slots (1), ended (2); evenly (kind 0), one each (1), or a whole stack each for a creator (2). */
  function drag (hand, view, slot, button) {
    const [stage, kind] = [button & 3, button >> 2 & 3]
    const { drag } = hand
    hand.drag = null
    if (!hand.cursor) return
    if (stage === 0) {
      if (kind < 2 || (kind === 2 && hand.creative())) hand.drag = { kind, slots: [] }
    } else if (stage === 1 && drag) {
      hand.drag = drag
      if (slot >= 0 && !drag.slots.includes(slot) && open(hand, view, slot) && (drag.kind === 2 || hand.cursor.count > drag.slots.length)) drag.slots.push(slot)
    } else if (stage === 2 && drag) {
      if (drag.slots.length === 1) pick(hand, view, drag.slots[0], drag.kind)
      else if (drag.slots.length > 1) spread(hand, view, drag)
    }
  }

  /** Whether a drag may put something of the cursor here. */
  const open = (hand, view, slot) => (!view.get(slot) || alike(view.get(slot), hand.cursor)) && view.accepts(slot, hand.cursor)

  function spread (hand, view, { kind, slots }) {
    const item = hand.cursor
    const each = [Math.floor(item.count / slots.length), 1, item.stackSize][kind]
    let left = item.count
    for (const slot of slots) {
      if (!open(hand, view, slot) || (kind !== 2 && item.count < slots.length)) continue
      const there = view.get(slot)?.count ?? 0
      const now = Math.min(there + each, item.stackSize, room(view, slot, item))
      left -= now - there
      view.set(slot, copy(item, now))
    }
    hand.cursor = copy(item, left)
  }

  /** Fill the cursor with its like: from stacks that are not full first, then from full ones. */
  function gather (hand, view, slot, button) {
    if (!hand.cursor || view.get(slot)) return
    const order = button === 0 ? range(0, view.size) : range(0, view.size).reverse()
    for (const fullToo of [false, true]) {
      for (const from of order) {
        const [there, held] = [view.get(from), hand.cursor]
        if (held.count >= held.stackSize) return
        if (!alike(there, held) || isCrafted(view, from) || (!fullToo && there.count === there.stackSize)) continue
        const taken = take(hand, view, from, there.count, held.stackSize - held.count)
        if (taken) hand.cursor = copy(held, held.count + taken.count)
      }
    }
  }

  return function click (hand, view, { slot, mouseButton, mode }) {
    const inside = slot >= 0 && slot < view.size
    if (!inside && slot !== OUTSIDE) return false
    if (mode === 5) drag(hand, view, slot, mouseButton)
    else if (hand.drag) hand.drag = null // any other click ends a drag, and does nothing else
    else if (mode === 0 && slot === OUTSIDE) outside(hand, mouseButton)
    else if (!inside) return mode === 1 || mode === 4
    else if (mode === 0) { if (mouseButton === 0 || mouseButton === 1) pick(hand, view, slot, mouseButton) } else if (mode === 1) shift(hand, view, slot)
    else if (mode === 2) number(hand, view, slot, mouseButton)
    else if (mode === 3) clone(hand, view, slot)
    else if (mode === 4) drop(hand, view, slot, mouseButton)
    else if (mode === 6) gather(hand, view, slot, mouseButton)
    else return false
    if (view.grid) craft.refresh(view)
    return true
  }
}

/** Where carried items go that were not clicked anywhere: the hotbar first, then the rest, as when something is picked up. */
const carried = view => [...range(...view.hotbar), ...range(...view.main)]

module.exports = { clicker, carried }
