'use strict'
/**
 * Water and lava flow, and turn each other to stone; only where something has changed beside them. (Minecraft Wiki, "Fluid", "Water", "Lava"; numbers in
 * rules/fluids.json; what goes where: flow.js.)
 *
 * serv.liquids.at(x, y, z)   what a cell is to liquids (liquids.js): { liquid, amount, source ... }
 */

const { Vec3 } = require('vec3')
const rules = require('../rules')('fluids')
const { liquidsOf, OFFSETS, SOURCE } = require('../liquids')
const { flowOf, DOWN } = require('../flow')
const { dropsOf } = require('../drops')
const { keyed } = require('../random')

/** The cells around one in vanilla's order of updates: west, east, down, up, north, south. */
const AROUND = [4, 5, 0, 1, 2, 3]
/** Where water must be to harden lava: everywhere but below. */
const HARDENING = [1, 2, 3, 4, 5]

module.exports.server = (serv, options) => {
  const { cells, states } = serv
  const liquids = serv.liquids = liquidsOf(serv)
  const flow = flowOf(liquids)

  const beside = ({ x, y, z }, d) => new Vec3(x + OFFSETS[d][0], y + OFFSETS[d][1], z + OFFSETS[d][2])
  const look = ({ x, y, z }) => liquids.at(x, y, z)
  /** Vanilla counts sources and flowing liquid as two: what was scheduled for the one is not done to the other. */
  const kindOf = ({ liquid, source }) => source ? liquid : 'flowing_' + liquid

  for (const liquid of ['water', 'lava']) {
    for (const kind of [liquid, 'flowing_' + liquid]) {
      serv.scheduled.set(kind, pos => {
        const here = look(pos)
        if (here.liquid === liquid && kindOf(here) === kind) move(liquid, pos, here)
      })
    }
  }

  serv.on('cellChanged', pos => {
    touched(pos)
    for (const d of AROUND) touched(beside(pos, d))
  })

  /** Something has changed in this cell or beside it. */
  function touched (pos) {
    const here = look(pos)
    if (here.liquid === null) return
    if (here.liquid === 'lava' && HARDENING.some(d => look(beside(pos, d)).liquid === 'water')) {
      cells.set(pos, states.named(rules.lava_touched_by_water[here.source ? 'source' : 'flowing']))
    } else serv.schedule(pos, rules[here.liquid].ticks, kindOf(here))
  }

  function move (liquid, pos, here) {
    if (!here.source) {
      const fill = flow.next(liquid, pos.x, pos.y, pos.z, here)
      if (fill !== here.fill) {
        cells.set(pos, fill === 0 ? 0 : liquids.stateOf(liquid, fill))
        here = look(pos)
        if (here.liquid !== liquid) return
      }
    }
    flow.spread(liquid, pos.x, pos.y, pos.z, here, (d, fill) => enter(liquid, beside(pos, d), d, fill))
  }

  function enter (liquid, pos, d, fill) {
    const there = look(pos)
    if (d === DOWN && liquid === 'lava' && there.liquid === 'water') cells.set(pos, states.named(rules.lava_falls_on_water))
    else if (there.hold === 'source') serv.waterlog(pos)
    else wash(pos, liquid, liquids.stateOf(liquid, fill))
  }

  /** A liquid takes the place of what it washes away. */
  function wash (pos, liquid, state) {
    const { x, y, z } = pos
    const there = look(pos)
    const stacks = there.air || there.block || !rules[liquid].drops
      ? []
      : dropsOf(serv, there.state, null, keyed(options.lucid.seed, 'washed', x, y, z, serv.tickCount))
    cells.set(pos, state)
    for (const stack of stacks) serv.spill(pos, stack)
  }
  serv.wash = wash

  /** Fill a block that can stand in water; what burns on it goes out. */
  serv.waterlog = pos => {
    const { state } = look(pos)
    const lit = states.properties(state).lit === undefined ? {} : { lit: false }
    cells.set(pos, states.withProperties(state, { waterlogged: true, ...lit }))
  }

  // ice that is broken above something becomes water (Minecraft Wiki, "Ice")
  serv.on('broken', (pos, state) => {
    const below = look(beside(pos, DOWN))
    if (states.name(state) === 'ice' && (below.solid || below.block)) cells.set(pos, liquids.stateOf('water', SOURCE))
  })
}
