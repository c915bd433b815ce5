'use strict'
/** Containers as a player has them open (view.js says what a view is): chests of one or two halves, and furnaces. */

const { range, put } = require('./view')

/** What all containers have: `size` slots of their own, then the player's main and hotbar slots. */
function containerView ({ id, number, title, kind, size, at, slots, changed }) {
  const cell = i => i < size ? at(i) : [slots, i - size + 9]
  return {
    id,
    number,
    title,
    kind,
    size: size + 36,
    own: size, // slots that others may change, too
    main: [size, size + 27],
    hotbar: [size + 27, size + 36],
    carried: slots,
    get (i) {
      const [array, index] = cell(i)
      return array[index] ?? null
    },
    set (i, item) {
      const [array, index] = cell(i)
      const before = array[index] ?? null
      put(array, index, item)
      if (i < size) changed(i, before, array[index])
    },
    accepts: () => true
  }
}

/**
 * A chest, barrel or double chest.
 * @param {{ id: number, title: object, slots: object[], parts: object[][], changed: () => void }} what parts: the slots of each half, upper rows first
 */
function chestView ({ id, title, slots, parts, changed }) {
  const size = 27 * parts.length
  const view = containerView({ id, number: 3 * parts.length - 1, title, kind: 'chest', size, at: i => [parts[Math.floor(i / 27)], i % 27], slots, changed })
  view.quick = i => [i < size ? range(size, size + 36).reverse() : range(0, size)]
  return view
}

/**
 * A furnace, smoker or blast furnace: 0 input, 1 fuel, 2 result.
 * @param {{ id, number, title, slots, furnace: { slots: object[] }, smelts: (item) => boolean, burns: (item) => boolean, changed, taken }} what
 */
function furnaceView ({ id, number, title, slots, furnace, smelts, burns, changed, taken }) {
  const view = containerView({ id, number, title, kind: 'furnace', size: 3, at: i => [furnace.slots, i], slots, changed })
  const isBucket = item => item.name === 'bucket'
  return Object.assign(view, {
    result: 2,
    accepts: (i, item) => i === 1 ? burns(item) || isBucket(item) : i !== 2,
    limit: (i, item) => i === 1 && isBucket(item) ? 1 : item.stackSize,
    quick (i, item) {
      if (i === 2) return [range(3, 39).reverse()]
      if (i < 2) return [range(3, 39)]
      if (smelts(item)) return [[0]]
      if (burns(item)) return [[1]]
      return [i < 30 ? range(30, 39) : range(3, 30)]
    },
    taken: (i, item) => { if (i === 2) taken(item) }
  })
}

module.exports = { chestView, furnaceView }
