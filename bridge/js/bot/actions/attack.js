'use strict'
/**
 * Fight the nearest creature of the kind `target` within 16 blocks until it is dead or gone, and pick up what it leaves. `known` (bridge/knowledge.py): whether it is a
 * creature, the weapon to take (null: what is held), the ticks from one full swing to the next, whether it comes by itself.
 */

const { eyes, faceTo } = require('../body')
const { pickUp } = require('./collect')
const { hold, carried } = require('../hand')
const { walk, goals } = require('../paths')
const { failed, Stop } = require('../stop')

const NEAR = 16
/** From the eyes to the creature's box, in blocks (Minecraft Wiki, "Melee attack": 3). */
const ARM = 2.9
/** How near one walks, to the middle of its feet. */
const CLOSE = 2
/** Blocks that it may move before the way to it is planned anew. */
const MOVED = 1
/** Ticks for which one waits for a creature to which there is no way. */
const COMES = 100
/** Ticks after which its loot lies there, and how far from it, in blocks. */
const FALL = 3
const THROWN = 4

/** From the eyes to the nearest point of its box. */
function gap (bot, { position, width = 0.6, height = 1.8 }) {
  const from = eyes(bot)
  const out = (v, low, high) => Math.max(low - v, 0, v - high)
  return Math.hypot(
    out(from.x, position.x - width / 2, position.x + width / 2),
    out(from.y, position.y, position.y + height),
    out(from.z, position.z - width / 2, position.z + width / 2))
}

function nearest (bot, kind) {
  const far = entity => entity.position.distanceTo(bot.entity.position)
  return Object.values(bot.entities).filter(entity => entity !== bot.entity && entity.isValid && !entity.dead && entity.name === kind && far(entity) <= NEAR)
    .sort((a, b) => far(a) - far(b) || a.id - b.id)[0]
}

/** Get nearer. Throws no_path when there is no way, and it does not come either. */
async function chase (session, entity, comes, over) {
  const { bot } = session
  const there = entity.position.clone()
  const reached = () => over() || gap(bot, entity) <= ARM || entity.position.distanceTo(there) > MOVED
  try {
    await walk(session, new goals.GoalNear(there.x, there.y, there.z, CLOSE), { each: reached })
    if (!reached()) await session.tick()
  } catch (error) {
    if (!(error instanceof Stop) || error.reason !== 'no_path') throw error
    for (let left = comes ? COMES : 0; left > 0; left--) {
      await session.tick()
      if (reached()) return
    }
    throw error
  }
}

/** Blow by blow. */
async function fight (session, entity, { every, comes }, ready, over) {
  const { bot, time } = session
  let next = ready
  while (!over()) {
    if (gap(bot, entity) > ARM) await chase(session, entity, comes, over)
    else if (time.tick < next) await session.tick()
    else {
      await faceTo(session, entity.position.offset(0, (entity.height ?? 1.8) / 2, 0))
      if (over() || gap(bot, entity) > ARM) continue
      bot._client.write('use_entity', { target: entity.id, mouse: 1, sneaking: false })
      bot.swingArm()
      session.metabolism.spend('attack')
      next = time.tick + every
    }
  }
}

module.exports = {
  bears: true, // pain does not end a fight
  footprint: () => [],
  async run (session, { target, known }) {
    const { bot, time } = session
    const { creature, weapon, every } = known
    const entity = nearest(bot, target)
    if (!entity) throw failed('no_target', `no ${target} within ${NEAR} blocks`)
    if (!creature) throw failed('refused', `${target} is no creature that can be fought`)
    const arm = weapon && bot.heldItem?.name !== weapon && carried(bot).find(item => item.name === weapon)
    if (arm) await hold(session, arm)
    const state = { dead: false, at: null }
    const fallen = new Set()
    const died = other => { if (other === entity) Object.assign(state, { dead: true, at: entity.position.clone() }) }
    const spawned = other => { if (other.name === 'item') fallen.add(other.id) }
    bot.on('entityDead', died).on('entitySpawn', spawned)
    try {
      await fight(session, entity, known, arm ? time.tick + every : time.tick, () => state.dead || !entity.isValid)
      if (!state.dead) throw failed('no_target', `the ${target} is gone`)
      for (let t = 0; t < FALL; t++) await session.tick()
    } finally {
      bot.removeListener('entityDead', died).removeListener('entitySpawn', spawned)
    }
    await pickUp(session, item => fallen.has(item.id) && item.position.distanceTo(state.at) <= THROWN)
  }
}
