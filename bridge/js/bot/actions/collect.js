'use strict'
/** Walk to the items that lie within 12 blocks and pick them up: those called `item`, or all. */

const { walk, goals } = require('../paths')
const { dropped } = require('../observe')
const { hasRoom } = require('../windows')
const { failed, Stop } = require('../stop')

const NEAR = 12
/** Ticks that are waited beside an item until it is in the inventory: it falls, and cannot be picked up in the first half second. */
const PICK_UP = 80
/** Of these, ticks beside it before one steps upon it. */
const BESIDE = 20
/** Nodes of a search for a way to an item: it lies near. */
const NODES = 800

/** Item entities that `wants` accepts, nearest first, ties by id. */
function lying (bot, wants) {
  const far = entity => entity.position.distanceTo(bot.entity.position)
  return Object.values(bot.entities).filter(entity => entity.isValid && entity.name === 'item' && wants(entity)).sort((a, b) => far(a) - far(b) || a.id - b.id)
}

/**
 * Pick up what lies there, nearest first.
 * @param {object} session
 * @param {(entity: object) => boolean} wants which items
 * @returns {Promise<{ taken: number, left: number }>} stacks picked up, and stacks that could not be
 */
async function pickUp (session, wants) {
  const { bot } = session
  const given = new Set() // up
  let taken = 0
  const collected = (who, what) => { if (who === bot.entity) taken++ }
  bot.on('playerCollect', collected)
  try {
    for (;;) {
      const [next] = lying(bot, entity => wants(entity) && !given.has(entity.id))
      if (!next) break
      if (!await fetch(session, next)) given.add(next.id)
    }
  } finally {
    bot.removeListener('playerCollect', collected)
  }
  return { taken, left: given.size }
}

/** Get one item. False when it cannot be had. */
async function fetch (session, entity) {
  const { bot } = session
  const item = dropped(entity)
  if (item && !hasRoom(bot.inventory, item, 1)) return false
  let waited = 0
  while (entity.isValid && waited < PICK_UP) {
    const there = cellOf(entity)
    const moved = () => !entity.isValid || !cellOf(entity).equals(there)
    const patient = near(bot, entity) && waited < BESIDE
    const upon = bot.entity.position.floored().equals(there)
    if (patient || upon) {
      await session.tick()
      waited++
      continue
    }
    try {
      await walk(session, waited < BESIDE ? new goals.GoalNear(there.x, there.y, there.z, 1) : new goals.GoalBlock(there.x, there.y, there.z), { each: moved, nodes: NODES })
      if (!near(bot, entity)) waited = Math.max(waited, BESIDE)
    } catch (error) {
      if (!(error instanceof Stop) || error.reason !== 'no_path') throw error
      for (let t = 0; t < 10 && !moved(); t++, waited++) await session.tick() // it may still fall to where one can go
    }
  }
  return !entity.isValid
}

/** Where it lies. Positions of entities are rounded on the wire, a little too low as a rule. */
const cellOf = entity => entity.position.offset(0, 0.1, 0).floored()

/** Whether an item touches the body stretched by a block to the sides and half a block up and down (Minecraft Wiki, "Item (entity)"). */
function near (bot, entity) {
  const way = entity.position.minus(bot.entity.position)
  return Math.abs(way.x) <= 1.3 && Math.abs(way.z) <= 1.3 && way.y >= -0.6 && way.y <= 2.3
}

module.exports = {
  footprint: () => [],
  pickUp,
  async run (session, { item: name = null }) {
    const { bot } = session
    const wants = entity => entity.position.distanceTo(bot.entity.position) <= NEAR && (!name || dropped(entity)?.name === name)
    if (!lying(bot, wants).length) throw failed('nothing_there', `no ${name ?? 'item'} lies within ${NEAR} blocks`)
    const { taken } = await pickUp(session, wants)
    if (taken) return
    const room = lying(bot, wants).some(entity => hasRoom(bot.inventory, dropped(entity), 1))
    throw room ? failed('item_lost', 'it could not be picked up') : failed('inventory_full', 'no room for it')
  }
}
