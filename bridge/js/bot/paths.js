'use strict'
/** Where one can walk, and what a walk can aim at: mineflayer-pathfinder without digging, building, towers and leaps. */

const { Vec3 } = require('vec3')
const { Movements, goals } = require('mineflayer-pathfinder')
const { failed } = require('./stop')

/**
 * Nodes that a search may open. Its own budgets are milliseconds, which a clock in lockstep never spends, and which would make the result depend on the
 * machine; nodes are the same everywhere.
 */
const NODES = 6000
/** How much farther than by land a way through water may be, per block of water. */
const SWIM = 4
/** The deepest drop, in blocks: no damage up to three. */
const DROP = 3
/** Times that a walk may get stuck before there is no way. */
const STUCK = 3

/** What hurts whoever stands on it or in it (Minecraft Wiki, "Damage"), besides fire and lava, which the library avoids. */
const HURTS = ['cactus', 'magma_block', 'sweet_berry_bush', 'wither_rose', 'campfire', 'soul_campfire', 'powder_snow']

/** A cell of which the server has sent nothing. */
const NOWHERE = { replaceable: false, canFall: false, safe: false, physical: false, liquid: false, climbable: false, openable: false }

class Paths extends Movements {
  constructor (bot, terrain) {
    super(bot)
    this.terrain = terrain
    this.kinds = new Map() // state id -> a block with what a walker asks of it, without a place
    this.canDig = false
    this.allow1by1towers = false
    this.allowParkour = false
    this.allowSprinting = true
    this.allowEntityDetection = false // the costliest question, and what stands in the way has moved on by then
    this.maxDropDown = DROP + 1 // the library counts down to the block that is landed on
    this.liquidCost = SWIM
    this.scafoldingBlocks = []
    for (const name of HURTS) if (bot.registry.blocksByName[name]) this.blocksToAvoid.add(bot.registry.blocksByName[name].id)
    this.budget = NODES
    this.opened = 0
  }

  /** Called once at the start of every search. */
  countScaffoldingItems () {
    this.opened = 0
    return 0
  }

  getNeighbors (node) {
    return ++this.opened > this.budget ? [] : super.getNeighbors(node)
  }

  /** The body is wider than the way: it cuts no corner of what hurts. */
  getMoveDiagonal (node, dir, neighbors) {
    const hurts = (dx, dz) => this.getBlock(node, dx, 0, dz).hurts || this.getBlock(node, dx, 1, dz).hurts
    if (!hurts(dir.x, 0) && !hurts(0, dir.z)) super.getMoveDiagonal(node, dir, neighbors)
  }

  /** What a walker asks of a cell. Called some sixty times a node, so all that depends on the state alone is kept. */
  getBlock (pos, dx, dy, dz) {
    if (!pos) return { ...NOWHERE, height: dy }
    const x = pos.x + dx
    const y = pos.y + dy
    const z = pos.z + dz
    const state = this.terrain.stateAt(x, y, z)
    if (state < 0) return { ...NOWHERE, height: dy }
    const block = Object.create(this.kinds.get(state) ?? this.describe(state))
    block.position = new Vec3(x, y, z)
    block.height = y + block.top
    return block
  }

  describe (state) {
    const kind = Object.create(this.terrain.kind(state))
    const { type, boundingBox, shapes } = kind
    kind.climbable = this.climbables.has(type)
    kind.safe = (boundingBox === 'empty' || kind.climbable || this.carpets.has(type)) && !this.blocksToAvoid.has(type)
    kind.physical = boundingBox === 'block' && !this.fences.has(type) && !this.blocksToAvoid.has(type)
    kind.replaceable = this.replaceables.has(type) && !kind.physical
    kind.hurts = this.blocksToAvoid.has(type)
    kind.liquid = this.liquids.has(type)
    kind.canFall = this.gravityBlocks.has(type)
    kind.openable = false
    kind.top = kind.liquid ? 1 : Math.max(0, ...shapes.map(shape => shape[4])) // one climbs out of water from its surface, not from its bed
    this.kinds.set(state, kind)
    return kind
  }
}

/** Stand where the eyes are within `reach` of the centre of a cell, and no part of the body in the cells of `keepOut`. */
class Reach extends goals.Goal {
  constructor (pos, { reach = 4.2, eyes = 1.62, keepOut = [] } = {}) {
    super()
    const [x, y, z] = pos
    Object.assign(this, { x: x + 0.5, y: y + 0.5, z: z + 0.5, reach, eyes, keepOut: new Set(keepOut.map(String)) })
  }

  distance (node) {
    return Math.hypot(node.x + 0.5 - this.x, node.y + this.eyes - this.y, node.z + 0.5 - this.z)
  }

  heuristic (node) {
    return Math.max(0, this.distance(node) - this.reach)
  }

  isEnd ({ x, y, z }) {
    return this.distance({ x, y, z }) <= this.reach && !this.keepOut.has(String([x, y, z])) && !this.keepOut.has(String([x, y + 1, z]))
  }
}

/** Get `length` blocks further in a direction, from where one stands; sideways as it comes. */
class Onward extends goals.Goal {
  constructor (from, [dx, dz], length) {
    super()
    Object.assign(this, { from: from.floored(), dx, dz, length })
  }

  left (node) {
    return this.length - (node.x - this.from.x) * this.dx - (node.z - this.from.z) * this.dz
  }

  heuristic (node) {
    return Math.max(0, this.left(node))
  }

  isEnd (node) {
    return this.left(node) <= 0
  }
}

/**
 * Walk to a goal. Ends on arrival; throws no_path when there is no way.
 * @param {object} session
 * @param {goals.Goal} goal
 * @param {{ each?: () => boolean, partial?: number, nodes?: number }} options each: called every tick, true ends the walk; partial: settle for a way that only leads nearer,
 *   when it gets at least so many blocks nearer; nodes: that the search may open
 */
async function walk (session, goal, { each = () => false, partial = Infinity, nodes = NODES } = {}) {
  const { bot, paths } = session
  const state = { end: null, stuck: 0 }
  const planned = result => {
    const { status, path } = result
    if (status === 'noPath' || status === 'timeout') {
      const nearer = path.length ? goal.heuristic(bot.entity.position.floored()) - goal.heuristic(path.at(-1).floored()) : 0
      if (nearer < partial) {
        path.length = 0 // or it would walk towards the nearest point first
        state.end = 'no_path'
      }
    } else if (status === 'success' && path.length === 0) state.end = 'arrived'
  }
  const arrived = () => { state.end = 'arrived' }
  const reset = reason => { if (reason === 'stuck' && ++state.stuck >= STUCK) state.end = 'no_path' }
  bot.on('path_update', planned).on('goal_reached', arrived).on('path_reset', reset)
  paths.budget = nodes
  try {
    bot.pathfinder.setGoal(goal)
    while (!state.end && !each()) {
      await session.tick()
      if (partial < Infinity && state.end === null && !bot.pathfinder.isMoving() && bot.pathfinder.goal) break // as near as it gets
    }
  } finally {
    bot.removeListener('path_update', planned).removeListener('goal_reached', arrived).removeListener('path_reset', reset)
    bot.pathfinder.setGoal(null)
    bot.clearControlStates()
  }
  if (state.end === 'no_path') throw failed('no_path', 'no way on foot')
}

module.exports = { Paths, Reach, Onward, walk, goals }
