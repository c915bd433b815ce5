'use strict'
/**
 * Fire: lit with flint and steel; it ages, spreads to what burns, burns it up and dies out, sooner in rain. (Minecraft Wiki, "Fire", "Flint and Steel";
 * vanilla's FireBlock; rules/fire.json.) Left out: fire from lava and lightning, soul fire, TNT, portals, damp biomes.
 */

const { Vec3 } = require('vec3')
const rules = require('../rules')('fire')
const { globs, OFFSETS } = require('../liquids')
const { NORMALS } = require('../support')
const { keyed } = require('../random')

const KIND = 'fire'
/** How hard it is to burn up what is beside: to the sides, below and above. */
const TOUGH = { 0: 250, 1: 250, 2: 300, 3: 300, 4: 300, 5: 300 }

module.exports.server = (serv, options) => {
  const { cells, states } = serv
  const fires = Object.entries(rules.burns).map(([name, odds]) => [globs([name]), odds])
  const safe = globs(rules.fireproof)
  const known = [] // state -> [ignites, burns up] or null
  const at = ({ x, y, z }, [dx, dy, dz] = [0, 0, 0]) => cells.at(x + dx, y + dy, z + dz)
  const isFire = state => states.name(state) === 'fire'

  function burning (state) {
    if (state === null) return null
    if (known[state] === undefined) {
      const name = states.name(state)
      const wet = states.properties(state).waterlogged === true
      known[state] = wet || safe.test(name) ? null : fires.find(([names]) => names.test(name))?.[1] ?? null
    }
    return known[state]
  }

  const fuelled = pos => OFFSETS.some(offset => burning(at(pos, offset)))
  const stands = pos => { const below = at(pos, NORMALS.down); return below === null || states.sturdy(below, NORMALS.up) || fuelled(pos) }

  /** Fire of an age in a cell: on the ground, or clinging to what burns around it. */
  function fireFor (pos, age) {
    const below = at(pos, NORMALS.down)
    if (burning(below) || (below !== null && states.sturdy(below, NORMALS.up))) return states.named('fire', { age })
    const sides = ['north', 'south', 'west', 'east', 'up'].map(side => [side, !!burning(at(pos, NORMALS[side]))])
    return states.named('fire', { age, ...Object.fromEntries(sides) })
  }

  serv.on('cellChanged', (pos, before, after) => {
    if (isFire(after)) wait(pos)
    for (const offset of OFFSETS) {
      const beside = new Vec3(pos.x + offset[0], pos.y + offset[1], pos.z + offset[2])
      const state = at(beside)
      if (state && isFire(state) && !stands(beside)) cells.set(beside, 0)
    }
  })

  const dice = ({ x, y, z }) => keyed(options.lucid.seed, 'fire', x, y, z, serv.tickCount)

  function wait (pos) {
    const [least, most] = rules.ticks
    serv.schedule(pos, least + Math.floor(dice(pos)() * (most - least + 1)), KIND)
  }

  serv.scheduled.set(KIND, pos => {
    const state = at(pos)
    if (!isFire(state)) return
    const throwDice = dice(pos)
    const roll = n => Math.floor(throwDice() * n)
    wait(pos)
    if (!stands(pos)) return cells.set(pos, 0)
    const { age } = states.properties(state)
    const eternal = rules.eternal.includes(states.name(at(pos, NORMALS.down)))
    if (!eternal && drenched(pos) && throwDice() < 0.2 + age * 0.03) return cells.set(pos, 0)
    const older = Math.min(rules.oldest, Number(age) + (roll(3) >> 1))
    if (older !== Number(age)) cells.set(pos, fireFor(pos, older))
    if (!eternal) {
      if (!fuelled(pos)) {
        if (Number(age) > rules.dies_at || !states.sturdy(at(pos, NORMALS.down), NORMALS.up)) cells.set(pos, 0)
        return
      }
      if (Number(age) === rules.oldest && roll(4) === 0 && !burning(at(pos, NORMALS.down))) return cells.set(pos, 0)
    }
    for (const d of [5, 4, 0, 1, 2, 3]) burnUp(pos.offset(...OFFSETS[d]), TOUGH[d], Number(age), roll)
    spread(pos, Number(age), roll)
  })

  const drenched = pos => serv.raining() && [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]].some(([dx, dz]) => serv.rainsAt(pos.offset(dx, 0, dz)))

  function burnUp (pos, tough, age, roll) {
    const odds = burning(at(pos))
    if (!odds || roll(tough) >= odds[1]) return
    if (roll(age + 10) < 5 && !drenched(pos)) cells.set(pos, fireFor(pos, Math.min(rules.oldest, age + (roll(5) >> 2))))
    else cells.set(pos, 0)
  }

  function spread (pos, age, roll) {
    for (let dx = -1; dx <= 1; dx++) {
      for (let dz = -1; dz <= 1; dz++) {
        for (let dy = -1; dy <= 4; dy++) {
          const target = pos.offset(dx, dy, dz)
          if (at(target) !== 0) continue
          const ease = Math.max(0, ...OFFSETS.map(offset => burning(at(target, offset))?.[0] ?? 0))
          if (!ease) continue
          const odds = Math.floor((ease + rules.spread + rules.difficulty) / (age + 30))
          if (odds > 0 && roll(100 + Math.max(0, dy - 1) * 100) <= odds && !drenched(target)) cells.set(target, fireFor(target, Math.min(rules.oldest, age + (roll(5) >> 2))))
        }
      }
    }
  }

  for (const [item, wear] of Object.entries(rules.lit_by)) {
    serv.itemUsesOn.set(item, (player, { pos, state, face, slot }) => {
      const { lit, waterlogged } = states.properties(state)
      const kindles = /campfire$|candle/.test(states.name(state)) && lit === false && waterlogged !== true
      const target = kindles ? pos : pos.offset(...NORMALS[face])
      if (!kindles && (at(target) !== 0 || !stands(target))) return false
      cells.set(target, kindles ? states.withProperties(state, { lit: true }) : fireFor(target, 0))
      player.wear(slot, wear)
      return true
    })
  }
}
