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
/** Ticks after which it lies still, and blocks by which it does not. */
const STILL = 10
const MOVED = 0.5
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
  if (!hasRoom(bot.inventory, dropped(entity), 1)) return false
  for (let waited = 0; entity.isValid && waited < PICK_UP; waited++) {
    const there = entity.position.clone()
    const moved = () => !entity.isValid || entity.position.distanceTo(there) > MOVED
    const close = near(bot.entity.position, there, 0) && waited < BESIDE
    if (!close && !bot.entity.position.floored().equals(cellOf(there))) {
      const goal = waited < BESIDE ? new Touch(there) : new goals.GoalBlock(...cellOf(there).toArray())
      if (!await tryWalk(session, goal, moved)) return false
    }
    if (entity.isValid) await session.tick()
  }
  return !entity.isValid
}

/** Walk there, or until it moved. False when there is no way, and it lies still. */
async function tryWalk (session, goal, moved) {
  try {
    await walk(session, goal, { each: moved, nodes: NODES })
    return true
  } catch (error) {
    if (!(error instanceof Stop) || error.reason !== 'no_path') throw error
    for (let t = 0; t < STILL && !moved(); t++) await session.tick() // it may still fall to where one can go
    return moved()
  }
}

/** The cell it lies in. Positions of entities are rounded on the wire, a little too low as a rule. */
const cellOf = position => position.offset(0, 0.1, 0).floored()

/**
 * Whether an item touches the body, stretched by a block to the sides and by half a block up and down (Minecraft Wiki, "Item (entity)").
 * @param {number} spare how far inside it must be, in blocks
 */
function near (feet, item, spare) {
  const up = item.y - feet.y
  return Math.max(Math.abs(item.x - feet.x), Math.abs(item.z - feet.z)) <= 1.3 - spare && up >= -0.5 + spare && up <= 2.3 - spare
}

/** Stand where an item is near, though one may stand a little beside the middle of the cell. */
class Touch extends goals.GoalNear {
  constructor (item) {
    super(item.x, item.y, item.z, 1)
    this.item = item
  }

  isEnd ({ x, y, z }) {
    return near({ x: x + 0.5, y, z: z + 0.5 }, this.item, 0.3)
  }
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
