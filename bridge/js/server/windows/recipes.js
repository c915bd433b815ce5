'use strict'
/**
 * Which recipe a crafting grid shows. minecraft-data lists a recipe with an item tag once for each item and never for a mixture (oak and birch planks in one
 * table), so variants are merged again: two slots of a recipe are in one class when they hold the same item in a variant; recipes with the same result, count
 * and pattern of classes are one recipe, and each class accepts every item that any variant has there. What rules/recipes.json says differently comes first.
 */

const rules = require('../rules')

/**
 * @param registry prismarine-registry of the played version
 * @returns {(grid: (number|null)[], side: number) => { item: number, count: number } | null} finds what a grid of item ids, row by row, makes
 */
function recipeBook (registry) {
  const shaped = new Map() // 'width x height' -> merged recipes
  const shapeless = new Map() // number of ingredients -> merged recipes
  const groups = new Map()

  const { counts, instead, also } = rules('recipes')
  for (const [name, recipes] of [...Object.entries(instead), ...Object.entries(also)]) for (const recipe of recipes) add(registry, name, recipe, shaped, shapeless)

  for (const recipe of Object.values(registry.recipes).flat()) {
    const made = registry.items[resultOf(recipe.result).item].name
    if (instead[made]) continue
    const rows = recipe.inShape?.map(row => row.map(idOf))
    const width = rows && Math.max(...rows.map(row => row.length))
    const slots = rows ? rows.flatMap(row => [...row, ...Array(width - row.length).fill(null)]) : recipe.ingredients.map(idOf)
    const size = rows ? `${width}x${rows.length}` : slots.length
    const { item } = resultOf(recipe.result)
    const count = counts[made] ?? resultOf(recipe.result).count
    const classes = classesOf(slots)
    const key = [item, count, size, classes.join()].join(':')
    let merged = groups.get(key)
    if (!merged) {
      merged = { item, count, width, classes, accepts: [] }
      groups.set(key, merged)
      listed(rows ? shaped : shapeless, size).push(merged)
    }
    slots.forEach((id, i) => { if (id !== null) (merged.accepts[classes[i]] ??= new Set()).add(id) })
  }

  return function find (grid, side) {
    const { ids, width } = trimmed(grid, side)
    if (ids.length === 0) return null
    const fits = recipe => recipe.classes.every((c, i) => c < 0 ? ids[i] === null : recipe.accepts[c].has(ids[i]))
    const mirrored = recipe => recipe.classes.every((c, i) => {
      const id = ids[i - i % width + width - 1 - i % width]
      return c < 0 ? id === null : recipe.accepts[c].has(id)
    })
    const candidates = shaped.get(`${width}x${ids.length / width}`) ?? []
    const filled = ids.filter(id => id !== null)
    const loose = recipe => assigned(recipe.classes.map(c => recipe.accepts[c]), filled)
    return candidates.find(fits) ?? candidates.find(mirrored) ?? (shapeless.get(filled.length) ?? []).find(loose) ?? null
  }
}

/** Add a recipe of the rules: each of its slots takes what it names, whatever the others hold. */
function add (registry, name, { count = 1, shape, ingredients }, shaped, shapeless) {
  const idsOf = slot => new Set([slot].flat().map(each => known(registry, each)))
  const width = shape && Math.max(...shape.map(row => row.length))
  const slots = shape ? shape.flatMap(row => [...row, ...Array(width - row.length).fill(null)]) : ingredients
  const recipe = { item: known(registry, name), count, width, classes: slots.map((slot, i) => slot === null ? -1 : i), accepts: slots.map(slot => slot === null ? null : idsOf(slot)) }
  listed(shape ? shaped : shapeless, shape ? `${width}x${shape.length}` : slots.length).push(recipe)
}

function known (registry, name) {
  const item = registry.itemsByName[name]
  if (!item) throw Object.assign(new Error(`expected an item of ${registry.version.minecraftVersion}, found ${name}`), { code: 'ERULES' })
  return item.id
}

const idOf = slot => {
  const id = slot !== null && typeof slot === 'object' ? slot.id : slot
  return id === null || id === undefined || id < 0 ? null : id
}

const resultOf = result => typeof result === 'number' ? { item: result, count: 1 } : { item: result.id, count: result.count ?? 1 }

const listed = (map, key) => map.get(key) ?? map.set(key, []).get(key)

/** Number the different items of a recipe in the order in which they appear; -1 for an empty slot. */
function classesOf (slots) {
  const seen = new Map()
  return slots.map(id => {
    if (id === null) return -1
    if (!seen.has(id)) seen.set(id, seen.size)
    return seen.get(id)
  })
}

/** The part of a grid that is used: without empty rows and columns around it. */
function trimmed (grid, side) {
  const used = grid.flatMap((id, i) => id === null ? [] : [[i % side, Math.floor(i / side)]])
  if (used.length === 0) return { ids: [], width: 0 }
  const [x0, x1] = [Math.min(...used.map(([x]) => x)), Math.max(...used.map(([x]) => x))]
  const [y0, y1] = [Math.min(...used.map(([, y]) => y)), Math.max(...used.map(([, y]) => y))]
  const ids = []
  for (let y = y0; y <= y1; y++) for (let x = x0; x <= x1; x++) ids.push(grid[y * side + x])
  return { ids, width: x1 - x0 + 1 }
}

/** Whether every item can be given a slot of its own that accepts it. */
function assigned (slots, ids) {
  if (ids.length === 0) return true
  const [first, ...rest] = ids
  return slots.some((accepts, i) => accepts.has(first) && assigned(slots.toSpliced(i, 1), rest))
}

module.exports = { recipeBook }
