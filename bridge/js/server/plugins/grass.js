'use strict'
/**
 * Grass spreads over dirt in the light, and dies under what lets no light through. Bone meal lets plants spring up.
 * (Minecraft Wiki, "Grass Block", sections "Spread" and "Death"; "Bone Meal"; numbers in rules/growth.json.)
 */

const { NORMALS } = require('../support')
const rules = require('../rules')('growth')

module.exports.server = serv => {
  const { states, cells } = serv
  const stateAt = ({ x, y, z }) => cells.at(x, y, z) ?? 0
  const nameAt = pos => states.name(stateAt(pos))

  /** Whether grass lives under a state. */
  function lets (above) {
    if (above === 0) return true
    const name = states.name(above)
    if (name === 'snow') return states.properties(above).layers === 1
    if (name === 'water' || name === 'lava') return states.properties(above).level % 8 !== 0
    if (states.properties(above).waterlogged) return false
    if (/_(slab|stairs)$|^(farmland|dirt_path)$/.test(name)) return !states.sturdy(above, NORMALS.down)
    return (states.block(above).filterLight ?? 0) < 15
  }

  for (const [grass, dirt] of Object.entries(rules.grass.spreads)) {
    serv.onRandomTick(grass, (pos, state, dice) => {
      const up = pos.offset(0, 1, 0)
      if (!lets(stateAt(up))) return cells.set(pos, states.named(dirt))
      for (let i = 0; i < rules.grass.tries; i++) {
        const to = pos.offset(Math.floor(dice() * 3) - 1, Math.floor(dice() * 5) - 3, Math.floor(dice() * 3) - 1)
        if (nameAt(to) !== dirt) continue
        const above = stateAt(to.offset(0, 1, 0))
        if (!lets(above) || /^(water|lava)$/.test(states.name(above)) || serv.light.now(up.x, up.y, up.z) < rules.light) continue
        cells.set(to, states.named(grass, { snowy: /^(snow|snow_block)$/.test(states.name(above)) }))
      }
    })
  }

  serv.fertile.set('grass_block', (pos, state, dice) => {
    if (stateAt(pos.offset(0, 1, 0)) !== 0) return false
    for (let i = 0; i < rules.grass.meal_tries; i++) {
      const at = wandered(pos.offset(0, 1, 0), Math.floor(i / 16), dice)
      if (!at) continue
      if (nameAt(at) === 'grass' && dice() < 0.1) taller(at)
      if (stateAt(at) !== 0) continue
      const flower = dice() < rules.grass.flower_chance
      cells.set(at, states.named(flower ? rules.grass.flowers[Math.floor(dice() * rules.grass.flowers.length)] : 'grass'))
    }
    return true
  })

  /** A walk of some steps over grass; null where it leaves it. */
  function wandered (at, steps, dice) {
    for (let i = 0; i < steps; i++) {
      at = at.offset(Math.floor(dice() * 3) - 1, Math.trunc((Math.floor(dice() * 3) - 1) * Math.floor(dice() * 3) / 2), Math.floor(dice() * 3) - 1)
      if (nameAt(at.offset(0, -1, 0)) !== 'grass_block' || states.block(stateAt(at)).boundingBox === 'block') return null
    }
    return at
  }

  function taller (pos) {
    const [name, up] = [nameAt(pos) === 'fern' ? 'large_fern' : 'tall_grass', pos.offset(0, 1, 0)]
    if (stateAt(up) !== 0) return false
    cells.set(pos, states.named(name, { half: 'lower' }))
    cells.set(up, states.named(name, { half: 'upper' }))
    return true
  }

  for (const name of ['grass', 'fern']) serv.fertile.set(name, taller)
}
