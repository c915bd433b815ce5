'use strict'
/**
 * Smelt `count` of `item` in a furnace within reach, and take out what comes of it. `known` is what Mineflayer's data lacks (bridge/knowledge.py): the oven, which
 * fuel and how many pieces, what should come of it. What the fire really does is looked at, not believed.
 */

const { click, openBlock, putDown } = require('../windows')
const { transfer, countIn, fits, pockets } = require('../transfer')
const { carried } = require('../hand')
const { failed } = require('../stop')

const [INPUT, FUEL, RESULT] = [[0, 1], [1, 2], [2, 3]]
/** Properties of an open furnace: ticks that it still burns, ticks that the item is in the fire. */
const [BURNS, COOKS] = [0, 2]
/** Ticks without any progress after which there will be none. */
const STILL = 6
/** Ticks until the server has said what it makes of our clicks. */
const HEARD = 2

const total = (bot, name) => carried(bot).reduce((sum, item) => sum + (item.name === name ? item.count : 0), 0)

/** Whether `count` of `item` would find room once `spent` (counts by name) has gone. */
function roomAfter (window, spent, item, count) {
  const left = { ...spent }
  let room = 0
  const stacks = window.slots.slice(window.inventoryStart, window.inventoryEnd)
  for (const stack of stacks.filter(Boolean).sort((a, b) => a.count - b.count)) {
    const gone = Math.min(left[stack.name] ?? 0, stack.count)
    if (gone) left[stack.name] -= gone
    if (gone === stack.count) room += item.stackSize
    else if (stack.type === item.id) room += item.stackSize - stack.count
  }
  return room + stacks.filter(stack => !stack).length * item.stackSize >= count
}

/** The fire of an open furnace, tick by tick. */
async function burn (session, window, bars, { item: name, count }, { fuel, pieces, burns }) {
  const slot = part => window.slots[part[0]]
  let fed = 0
  let laid = 0
  let still = 0
  let cooked = -1
  for (;;) {
    const made = slot(RESULT)
    const finished = laid >= count && !slot(INPUT)
    if (made && (finished || made.count >= made.stackSize)) {
      if (!fits(window, pockets(window), made, made.count)) throw failed('inventory_full', `no room for ${made.count} ${made.name}`)
      transfer(session, made.name, made.count, RESULT, pockets(window))
    }
    if (finished) return
    if (laid < count && !slot(INPUT)) laid += transfer(session, name, Math.min(carriedStack(window, name), count - laid), pockets(window), INPUT)
    const stock = fed < pieces && window.slots.slice(...pockets(window)).find(item => item?.name === fuel)
    if (stock && fits(window, FUEL, stock, 1)) {
      if (burns) fed += transfer(session, fuel, pieces - fed, pockets(window), FUEL)
      else { // the whole stack: if it is refused, the server gives it back as the last word
        for (const at of [stock.slot, FUEL[0]]) click(session, at)
        fed = pieces
      }
    }
    await session.tick()
    still = bars[COOKS] > 0 && bars[COOKS] !== cooked ? 0 : still + 1
    cooked = bars[COOKS] ?? 0
    if (still < STILL) continue
    if (bars[BURNS] > 0 || slot(FUEL)) throw failed('no_recipe', `the fire makes nothing of ${name}`)
    if (window.selectedItem) putDown(session) // the server gave it back: it is no fuel
    else if (burns && slot(INPUT) && countIn(window, pockets(window), fuel) > 0) { // it burns for a shorter time than was thought
      pieces++
      still = 0
      continue
    }
    throw failed('no_fuel', !burns ? `${fuel} does not burn` : `the fire went out with ${slot(INPUT)?.count ?? 0} ${name} in it`)
  }
}

const carriedStack = (window, name) => window.slots.find(item => item?.name === name)?.stackSize ?? 64

/** Take out all that is in it. */
function empty (session, window) {
  for (const part of [RESULT, INPUT, FUEL]) {
    const item = window.slots[part[0]]
    if (item) transfer(session, item.name, item.count, part, pockets(window))
  }
}

module.exports = {
  footprint: ({ known: { oven } }) => oven ? [oven] : [],
  async run (session, action) {
    const { bot } = session
    const { item: name, count, known } = action
    const { oven, fuel, pieces, result } = known
    if (!oven) throw failed('no_furnace', 'no furnace within reach')
    if (total(bot, name) < count) throw failed('no_item', `needs ${count} ${name}, has ${total(bot, name)}`)
    if (pieces === null) throw failed('no_fuel', 'nothing that is carried burns long enough')
    const makes = result && bot.registry.itemsByName[result]
    if (makes && !roomAfter(bot.inventory, { [name]: count, ...(fuel !== name && { [fuel]: pieces }) }, makes, count)) throw failed('inventory_full', `no room for ${count} ${result}`)
    const bars = {}
    const note = ({ property, value }) => { bars[property] = value }
    session.fire = { window: null, bars, end: () => bot._client.removeListener('craft_progress_bar', note) }
    bot._client.on('craft_progress_bar', note)
    await openBlock(session, oven)
    session.fire.window = bot.currentWindow
    empty(session, bot.currentWindow)
    await burn(session, bot.currentWindow, bars, action, known)
  },

  /** What is in there is taken along, however it ended. */
  async after (session, { known: { oven } }) {
    if (!session.fire) return
    const { window, bars, end } = session.fire
    session.fire = null
    if (window && session.bot.currentWindow === window) {
      if (window.selectedItem) putDown(session)
      empty(session, window)
      for (let t = 0; t < HEARD; t++) await session.tick()
    }
    end()
    if (window) session.memory.furnace(oven, window, bars[BURNS] ?? 0)
  }
}
