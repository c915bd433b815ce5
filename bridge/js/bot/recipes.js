'use strict'
/**
 * Crafting recipes of the played version. minecraft-data lists an item tag as one recipe an item, never a mixture; here they are merged again: recipes with
 * the same result and the same pattern of slots become one, in which every slot may be filled by any item of its class.
 */

/**
 * @param {object} registry prismarine-registry
 * @param {string} name of the item
 * @returns {Array<{ count: number, width: number, height: number, cells: Array<string[] | null> }>} cells row by row; null: empty; else what may lie there
 */
function recipesFor (registry, name) {
  const groups = new Map()
  for (const recipe of registry.recipes[registry.itemsByName[name]?.id] ?? []) {
    const shape = shapeOf(recipe)
    const cells = shape.flat()
    const classes = []
    const seen = []
    for (const id of cells) {
      if (id === null) classes.push(-1)
      else classes.push(seen.includes(id) ? seen.indexOf(id) : seen.push(id) - 1)
    }
    const key = [recipe.result.count, shape.length, shape[0].length, ...classes].join()
    if (!groups.has(key)) groups.set(key, { count: recipe.result.count, width: shape[0].length, height: shape.length, classes, choices: seen.map(() => new Set()) })
    const { choices } = groups.get(key)
    seen.forEach((id, i) => choices[i].add(registry.items[id].name))
  }
  return [...groups.values()].map(({ count, width, height, classes, choices }) =>
    ({ count, width, height, cells: classes.map(i => i < 0 ? null : [...choices[i]]) }))
}

/** Rows of item ids or null. A shapeless recipe is laid out in the smallest grid that holds it. */
function shapeOf ({ inShape, ingredients }) {
  if (inShape) {
    const width = Math.max(...inShape.map(row => row.length))
    return inShape.map(row => Array.from({ length: width }, (_, i) => row[i] ?? null))
  }
  const width = ingredients.length <= 2 ? ingredients.length : ingredients.length <= 4 ? 2 : 3
  const rows = []
  for (let i = 0; i < ingredients.length; i += width) rows.push(Array.from({ length: width }, (_, j) => ingredients[i + j] ?? null))
  return rows
}

/**
 * Which item goes into which cell: for every class the most plentiful that is carried first, ties by name.
 * @param {{ cells: Array<string[] | null> }} recipe
 * @param {Object<string, number>} inventory counts by item
 * @returns {Array<string | null> | string} an item a cell; or, as text, what is missing
 */
function fill ({ cells }, inventory) {
  const left = { ...inventory }
  const order = (a, b) => (inventory[b] ?? 0) - (inventory[a] ?? 0) || (a < b ? -1 : 1)
  const out = []
  for (const choices of cells) {
    if (choices === null) {
      out.push(null)
      continue
    }
    const item = [...choices].sort(order).find(name => left[name] > 0)
    if (!item) return choices.length === 1 ? choices[0] : `any of ${choices.slice(0, 3).join(', ')}${choices.length > 3 ? ' ...' : ''}`
    left[item]--
    out.push(item)
  }
  return out
}

module.exports = { recipesFor, fill }
