'use strict'
/** The crafting grid of a view: what it makes, and what is used up when the result is taken. */

const { recipeBook } = require('./recipes')

/** What stays in the grid when an ingredient is used (Minecraft Wiki, "Crafting"). */
const REMAINS = { water_bucket: 'bucket', lava_bucket: 'bucket', milk_bucket: 'bucket', honey_bottle: 'glass_bottle', dragon_breath: 'glass_bottle' }

/**
 * @param registry prismarine-registry of the played version
 * @param items itemsOf(registry)
 */
function crafting (registry, items) {
  const find = recipeBook(registry)
  const cells = ({ side, first }) => Array.from({ length: side * side }, (_, i) => first + i)

  /** Put into slot 0 what the grid makes now. */
  function refresh (view) {
    if (!view.grid) return
    const made = find(cells(view.grid).map(i => view.get(i)?.type ?? null), view.grid.side)
    view.set(0, made ? items.made(registry.items[made.item].name, made.count) : null)
  }

  /** Take one of every ingredient, as when the result is taken; then show what the rest makes. What stays of one of many goes to the hand's owner. */
  function consume (view, hand) {
    for (const i of cells(view.grid)) {
      const item = view.get(i)
      if (!item) continue
      const remains = REMAINS[item.name] ? items.made(REMAINS[item.name]) : null
      view.set(i, items.copy(item, item.count - 1) ?? remains)
      const over = remains && item.count > 1 && hand.give(remains)
      if (over) hand.toss(over)
    }
    refresh(view)
  }

  /** Take all ingredients out of the grid. */
  function emptied (view) {
    if (!view.grid) return []
    const out = cells(view.grid).map(i => view.get(i)).filter(Boolean)
    for (const i of [0, ...cells(view.grid)]) view.set(i, null)
    return out
  }

  return { refresh, consume, emptied }
}

module.exports = { crafting }
