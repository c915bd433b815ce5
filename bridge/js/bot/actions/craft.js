'use strict'
/** Craft `item` `times` times by clicks of our own, in the inventory or at a crafting table within reach. `grid`: 4 or 9 names or null, row by row. */

const { click, putDown, tidy, hasRoom, openBlock, current, ANSWER } = require('../windows')
const { nearestKnown } = require('../body')
const { recipesFor, fill } = require('../recipes')
const { counts } = require('../ledger')
const { failed } = require('../stop')

const SMALL = 2
const LARGE = 3

/** How to make it, best first: { count, cells, size }: cells are choices, laid out in a grid of size x size. */
function waysOf (session, { item, grid }) {
  if (grid) return [{ count: 1, cells: grid.map(name => name === null ? null : [name]), size: Math.sqrt(grid.length) }]
  return recipesFor(session.bot.registry, item).map(({ count, width, height, cells }) => {
    const size = Math.max(width, height) > SMALL ? LARGE : SMALL
    const laid = new Array(size * size).fill(null)
    cells.forEach((choices, i) => { laid[Math.floor(i / width) * size + i % width] = choices })
    return { count, cells: laid, size }
  })
}

/** Make it once from the chosen items. Throws, with everything back in the inventory. */
async function craftOnce (session, name, chosen) {
  const { bot } = session
  const window = current(bot)
  const { registry } = bot
  const slotOf = item => window.findInventoryItem(registry.itemsByName[item].id, null)?.slot
  for (const item of new Set(chosen.filter(Boolean))) {
    for (let cell = 0; cell < chosen.length; cell++) {
      if (chosen[cell] !== item) continue
      if (window.selectedItem?.name !== item) {
        putDown(session)
        click(session, slotOf(item))
      }
      click(session, cell + 1, 1)
    }
    putDown(session)
  }
  const result = () => window.slots[0]
  for (let t = 0; result()?.name !== name && t < ANSWER; t++) await session.tick()
  if (result()?.name !== name) {
    await tidy(session)
    throw failed('no_recipe', result() ? `this makes ${result().name}` : 'the server makes nothing of this')
  }
  if (!hasRoom(window, result(), result().count)) {
    await tidy(session)
    throw failed('inventory_full', `no room for ${name}`)
  }
  click(session, 0)
  putDown(session)
  await session.tick()
  await tidy(session) // what is left over: a bucket, or what the server gave back
}

module.exports = {
  footprint: () => [],
  async run (session, { item, times = 1, grid = null }) {
    const { bot } = session
    if (grid && grid.length !== 4 && grid.length !== 9) throw failed('no_recipe', `a grid has 4 or 9 cells, not ${grid.length}`)
    const ways = waysOf(session, { item, grid })
    if (!ways.length) throw failed('no_recipe', `nothing is known to make ${item}`)
    const table = ways.some(way => way.size === LARGE) ? nearestKnown(session, name => name === 'crafting_table') : null
    const possible = ways.filter(way => way.size === SMALL || table)
    if (!possible.length) throw failed('no_table', 'no crafting table within reach')
    let opened = false
    for (let made = 0; made < times; made++) {
      const inventory = counts(current(bot))
      const filled = possible.map(way => ({ way, chosen: fill(way, inventory) }))
      const able = filled.find(({ chosen }) => Array.isArray(chosen))
      if (!able) throw failed('no_item', `needs ${filled[0].chosen}, made ${made} of ${times}`)
      if (able.way.size === LARGE && !opened) {
        await openBlock(session, table)
        opened = true
      }
      const chosen = opened && able.way.size === SMALL ? [0, 1, null, 2, 3].map(i => i === null ? null : able.chosen[i]).concat(null, null, null, null) : able.chosen
      await craftOnce(session, item, chosen)
    }
  }
}
