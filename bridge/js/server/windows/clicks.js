'use strict'
/**
 * What a click in a window does, by the rules of the game (Minecraft Wiki, "Java Edition protocol/Inventory" and "Inventory").
 * Modes: 0 left and right click, 1 shift-click, 2 number keys, 4 drop keys. Others change nothing: the client is then told how things are.
 */

const { range } = require('./view')

/** The button that stands for the off hand in mode 2. */
const OFF_HAND = 40

/**
 * @param items itemsOf(registry)
 * @param craft crafting(registry, items)
 * @returns {(hand: { cursor: object|null, toss: (item: object) => void }, view: object, click: { slot: number, mouseButton: number, mode: number }) => boolean}
 *   does the click: changes the view's slots and the hand's cursor; answers whether it was one that is known
 */
function clicker (items, craft) {
  const { alike, copy } = items
  const isResult = (view, slot) => slot === 0 && !!view.grid

  /** Move as much as fits of `item` into the slots of `order`: first onto its like, then into empty ones. Answers what is left, or null. */
  function merge (view, item, order) {
    let left = item.count
    for (const i of order) {
      const there = view.get(i)
      if (left === 0 || !alike(there, item) || !view.accepts(i, item)) continue
      const n = Math.min(left, there.stackSize - there.count)
      view.set(i, copy(there, there.count + n))
      left -= n
    }
    for (const i of order) {
      if (left === 0 || view.get(i) || !view.accepts(i, item)) continue
      const n = Math.min(left, item.stackSize)
      view.set(i, copy(item, n))
      left -= n
    }
    return copy(item, left)
  }

  function outside (hand, button) {
    if (!hand.cursor) return
    const n = button === 0 ? hand.cursor.count : 1
    hand.toss(copy(hand.cursor, n))
    hand.cursor = copy(hand.cursor, hand.cursor.count - n)
  }

  function takeResult (hand, view) {
    const made = view.get(0)
    const held = hand.cursor
    if (!made || (held && (!alike(held, made) || held.count + made.count > made.stackSize))) return
    hand.cursor = copy(made, made.count + (held?.count ?? 0))
    craft.consume(view)
  }

  function pick (hand, view, slot, button) {
    const there = view.get(slot)
    const held = hand.cursor
    if (!held) {
      if (!there) return
      const n = button === 0 ? there.count : Math.ceil(there.count / 2)
      hand.cursor = copy(there, n)
      view.set(slot, copy(there, there.count - n))
    } else if (!view.accepts(slot, held)) {
      // stays in the hand
    } else if (!there || alike(there, held)) {
      const n = Math.min(button === 0 ? held.count : 1, held.stackSize - (there?.count ?? 0))
      view.set(slot, copy(held, n + (there?.count ?? 0)))
      hand.cursor = copy(held, held.count - n)
    } else {
      view.set(slot, held)
      hand.cursor = there
    }
  }

  function shift (hand, view, slot) {
    const first = view.get(slot)
    if (!first) return
    if (!isResult(view, slot)) return view.set(slot, quickly(view, slot, first))
    for (let made = first; made && alike(made, first); made = view.get(0)) {
      const left = quickly(view, 0, made)
      if (left && left.count === made.count) return
      craft.consume(view)
      if (left) hand.toss(left)
    }
  }

  /** Send a stack where a shift-click sends it; answers what is left. */
  function quickly (view, slot, item) {
    for (const order of view.quick(slot, item)) {
      const left = merge(view, item, order)
      if (!left || left.count < item.count) return left
    }
    return copy(item)
  }

  function number (view, slot, button) {
    const other = button === OFF_HAND && view.kind === 'inventory' ? 45 : button >= 0 && button < 9 ? view.hotbar[0] + button : null
    if (other === null) return
    const [here, there] = [view.get(slot), view.get(other)]
    if (isResult(view, slot)) {
      if (!here || there) return
      view.set(other, copy(here))
      return craft.consume(view)
    }
    if (there && !view.accepts(slot, there)) return
    view.set(other, here)
    view.set(slot, there)
  }

  function drop (hand, view, slot, button) {
    const there = view.get(slot)
    if (!there || hand.cursor) return
    if (isResult(view, slot)) {
      hand.toss(copy(there))
      return craft.consume(view)
    }
    const n = button === 0 ? 1 : there.count
    hand.toss(copy(there, n))
    view.set(slot, copy(there, there.count - n))
  }

  return function click (hand, view, { slot, mouseButton, mode }) {
    if (slot !== -999 && !(slot >= 0 && slot < view.size)) return false
    if (mode === 0 && slot === -999) outside(hand, mouseButton)
    else if (slot === -999) return mode === 4
    else if (mode === 0) isResult(view, slot) ? takeResult(hand, view) : pick(hand, view, slot, mouseButton)
    else if (mode === 1) shift(hand, view, slot)
    else if (mode === 2) number(view, slot, mouseButton)
    else if (mode === 4) drop(hand, view, slot, mouseButton)
    else return false
    if (view.grid && !isResult(view, slot)) craft.refresh(view)
    return true
  }
}

/** Where carried items go that were not clicked anywhere: the hotbar first, then the rest, as when something is picked up. */
const carried = view => [...range(...view.hotbar), ...range(...view.main)]

module.exports = { clicker, carried }
