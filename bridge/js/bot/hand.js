'use strict'
/** The hand: which tool suits a block, and how it gets there. */

const { click } = require('./windows')

const HOTBAR = 36
const SLOTS = 9

/** Ticks that digging takes with an item (null: bare hand), from a standing start, by the client's table; Infinity: never. */
function digTicks (session, state, item) {
  const { bot, terrain } = session
  const block = terrain.kind(state)
  if (!block.diggable || block.hardness < 0) return Infinity
  const head = bot.inventory.slots[bot.getEquipmentDestSlot('head')]
  const enchantments = [...(item?.enchants ?? []), ...(head?.enchants ?? [])]
  const submerged = bot.blockAt(bot.entity.position.offset(0, bot.entity.eyeHeight, 0))?.name === 'water'
  return Math.ceil(block.digTime(item?.type ?? null, bot.game.gameMode === 'creative', submerged, !bot.entity.onGround, enchantments, bot.entity.effects) / 50)
}

/** Whether a block yields something to an item. */
function harvests (session, state, item) {
  const block = session.terrain.kind(state)
  return Boolean(block.canHarvest(item?.type ?? null))
}

/**
 * The best tool carried for a block: one that harvests before one that does not, then the fastest, then the hand before a tool that would wear out for
 * nothing, then by name.
 * @returns {object | null} an item, or null: the bare hand
 */
function bestTool (session, state) {
  const rank = item => [harvests(session, state, item) ? 0 : 1, digTicks(session, state, item), item?.maxDurability ? 1 : 0, item ? 1 : 0]
  let best = null
  for (const item of carried(session.bot)) if (compare(rank(item), rank(best)) < 0) best = item
  return best
}

/** What is carried, by name, then by slot. */
function carried (bot) {
  return bot.inventory.items().sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : a.slot - b.slot)
}

function compare (a, b) {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] < b[i] ? -1 : 1
  return 0
}

/** Hold an item that is carried. */
async function hold (session, item) {
  const { bot } = session
  if (item.slot >= HOTBAR) bot.setQuickBarSlot(item.slot - HOTBAR)
  else {
    const free = hotbar(bot).findIndex(slot => !slot)
    const to = free >= 0 ? free : bot.quickBarSlot
    click(session, item.slot, to, 2) // as the number keys do: swap with a slot of the hotbar
    bot.setQuickBarSlot(to)
  }
  await session.tick()
}

/** Hold nothing that would wear out. A hotbar full of tools keeps the one that is held. */
async function holdNothing (session) {
  const { bot } = session
  const worn = item => Boolean(item?.maxDurability)
  if (!worn(bot.heldItem)) return
  const slot = hotbar(bot).findIndex(item => !worn(item))
  if (slot < 0) return
  bot.setQuickBarSlot(slot)
  await session.tick()
}

function hotbar (bot) {
  return bot.inventory.slots.slice(HOTBAR, HOTBAR + SLOTS)
}

module.exports = { digTicks, harvests, bestTool, hold, holdNothing, carried }
