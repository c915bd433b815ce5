'use strict'
/** Get one block: walk within reach, equip the best tool at hand, dig, and pick up what falls. */

const { footprint, target, breakBlock } = require('./dig')
const { pickUp } = require('./collect')
const { bestTool, digTicks, harvests, hold, holdNothing } = require('../hand')
const { reaches, settle } = require('../body')
const { walk, Reach } = require('../paths')
const { dropped } = require('../observe')
const { hasRoom } = require('../windows')
const { failed } = require('../stop')

/** How far what fell may have been thrown, in blocks. */
const THROWN = 6
/** Ticks after which nothing falls any more. */
const FALL = 3

module.exports = {
  footprint,
  async run (session, { pos }) {
    const { bot } = session
    const state = target(session, pos)
    const tool = bestTool(session, state)
    if (!harvests(session, state, tool)) throw failed('no_tool', `${session.nameOf(state)} yields nothing to what is carried`)
    if (!reaches(bot, pos)) {
      await walk(session, new Reach(pos))
      await settle(session)
    }
    if (!reaches(bot, pos)) throw failed('no_path', 'no place to dig it from')
    if (tool) {
      if (bot.heldItem?.slot !== tool.slot) await hold(session, tool)
    } else await holdNothing(session)
    const fallen = new Set()
    const spawned = entity => { if (entity.name === 'item') fallen.add(entity.id) }
    bot.on('entitySpawn', spawned)
    try {
      await breakBlock(session, pos, digTicks(session, state, bot.heldItem))
      for (let t = 0; t < FALL; t++) await session.tick()
    } finally {
      bot.removeListener('entitySpawn', spawned)
    }
    session.sight.look()
    const near = entity => Math.hypot(entity.position.x - pos[0] - 0.5, entity.position.z - pos[2] - 0.5) <= THROWN
    const mine = Object.values(bot.entities).filter(entity => fallen.has(entity.id) && near(entity))
    const { left } = await pickUp(session, entity => mine.includes(entity))
    if (!left) return
    const room = mine.filter(entity => entity.isValid).some(entity => hasRoom(bot.inventory, dropped(entity), 1))
    throw room ? failed('item_lost', 'what fell could not be picked up') : failed('inventory_full', 'no room for what fell')
  }
}
