'use strict'
/**
 * What tools do to the ground and to logs, what farmland needs, and bone meal.
 * (Minecraft Wiki, "Hoe", "Shovel", "Axe", "Farmland", "Dirt Path", "Bone Meal"; rules/placing.json and rules/growth.json.)
 *
 * serv.fertile: block name -> (pos, state, dice) => true when bone meal was of use there
 * serv.trample(pos, blocks)   somebody landed on a cell after a fall of so many blocks
 */

const { keyed } = require('../random')
const { solid, wet, NORMALS } = require('../support')
const placing = require('../rules')('placing')
const rules = require('../rules')('growth')

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const { states, cells } = serv
  const nameAt = ({ x, y, z }) => states.name(cells.at(x, y, z) ?? 0)
  const isAir = pos => /air$/.test(nameAt(pos))

  serv.fertile = new Map()

  for (const { name } of serv.registry.itemsArray) {
    if (/_hoe$/.test(name)) serv.itemUsesOn.set(name, till)
    if (/_shovel$/.test(name)) serv.itemUsesOn.set(name, flatten)
    if (/_axe$/.test(name)) serv.itemUsesOn.set(name, strip)
  }
  serv.itemUsesOn.set('bone_meal', fertilise)

  function till (player, { pos, state, face, slot }) {
    const name = states.name(state)
    const into = placing.till[name]
    if (!into) return false
    const gives = placing.tilled_gives[name]
    if (!gives && (face === 'down' || !isAir(pos.offset(0, 1, 0)))) return false
    turn(pos, states.named(into))
    if (gives) serv.spill(pos.offset(...NORMALS[face]), serv.items.made(gives, 1))
    player.wear(slot, placing.wear.till)
    return true
  }

  function flatten (player, { pos, state, face, slot }) {
    const name = states.name(state)
    if (/campfire$/.test(name) && states.properties(state).lit) cells.set(pos, states.withProperties(state, { lit: false }))
    else {
      const into = placing.flatten[name]
      if (!into || face === 'down' || !isAir(pos.offset(0, 1, 0))) return false
      cells.set(pos, states.named(into))
    }
    player.wear(slot, placing.wear.flatten)
    return true
  }

  function strip (player, { pos, state, slot }) {
    const stripped = 'stripped_' + states.name(state)
    if (!serv.registry.blocksByName[stripped]) return false
    cells.set(pos, states.named(stripped, states.properties(state)))
    player.wear(slot, placing.wear.strip)
    return true
  }

  function fertilise (player, { pos, state, slot }) {
    const handler = serv.fertile.get(states.name(state))
    if (!handler?.(pos, state, keyed(seed, 'bone meal', pos.x, pos.y, pos.z, serv.tickCount))) return false
    if (player.gameMode === 0) player.putSlot(slot, serv.items.copy(player.inventory.slots[slot], player.inventory.slots[slot].count - 1))
    return true
  }

  /** Ground that rises lifts who stands in it. */
  function turn (pos, state) {
    const sunk = ({ position: { x, y, z } }, level) => Math.abs(x - pos.x - 0.5) < 0.8 && Math.abs(z - pos.z - 0.5) < 0.8 && y > pos.y && y < level
    cells.set(pos, state)
    const level = pos.y + Math.max(0, ...states.boxes(state).map(box => box[4]))
    const lifted = ({ position }) => position.offset(0, level - position.y, 0)
    for (const player of serv.players) if (player.health > 0 && sunk(player, level)) player.teleport(lifted(player))
    for (const creature of serv.creatures.values()) if (sunk(creature, level)) creature.position = lifted(creature)
  }

  const toDirt = pos => turn(pos, states.named('dirt'))

  // moisture: water within reach at the same height or one above keeps it wet
  serv.onRandomTick('farmland', (pos, state) => {
    const { moisture } = states.properties(state)
    if (watered(pos) || (serv.raining() && serv.light.sky(pos.x, pos.y + 1, pos.z) === 15)) {
      if (moisture < rules.farmland.wet) cells.set(pos, states.withProperties(state, { moisture: rules.farmland.wet }))
    } else if (moisture > 0) cells.set(pos, states.withProperties(state, { moisture: moisture - 1 }))
    else if (!rules.crops[nameAt(pos.offset(0, 1, 0))] && !/_stem$/.test(nameAt(pos.offset(0, 1, 0)))) toDirt(pos)
  })

  function watered ({ x, y, z }) {
    const r = rules.farmland.water
    for (let dy = 0; dy <= 1; dy++) {
      for (let dx = -r; dx <= r; dx++) {
        for (let dz = -r; dz <= r; dz++) {
          const state = cells.at(x + dx, y + dy, z + dz)
          if (state && wet(serv, state)) return true
        }
      }
    }
    return false
  }

  // farmland and paths under something solid turn to dirt
  const buried = (above, below) => /^(farmland|dirt_path)$/.test(states.name(below)) && solid(serv, above) && !/_fence_gate$/.test(states.name(above))
  serv.on('cellChanged', ({ x, y, z }, before, after) => {
    const below = cells.at(x, y - 1, z)
    if (after !== 0 && below && buried(after, below)) serv.schedule({ x, y: y - 1, z }, 1, 'farmland')
  })
  serv.scheduled.set('farmland', pos => {
    const [state, above] = [cells.at(pos.x, pos.y, pos.z), cells.at(pos.x, pos.y + 1, pos.z)]
    if (state && above && buried(above, state)) toDirt(pos)
  })

  serv.trample = (pos, blocks) => {
    if (nameAt(pos) !== 'farmland') return
    if (keyed(seed, 'trample', pos.x, pos.y, pos.z, serv.tickCount)() < blocks - rules.farmland.trample) toDirt(pos)
  }
}

module.exports.player = (player, serv) => {
  player.on('landed', blocks => { if (player.gameMode !== 3) serv.trample(player.position.offset(0, -0.2, 0).floored(), blocks) })
}
