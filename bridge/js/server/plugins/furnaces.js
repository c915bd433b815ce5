'use strict'
/**
 * Furnaces, smokers and blast furnaces: they burn and smelt whether anybody looks or not, near players. (Minecraft Wiki, "Furnace" and "Smelting"; the order
 * of one tick's steps is vanilla's AbstractFurnaceBlockEntity.serverTick.) What is smelted, and what burns for how long: rules/smelting.json, rules/fuel.json.
 *
 * A furnace's data: burn, burnTotal, cook, cookTotal (ticks), smelted: { input: how many } since somebody took the result, for the experience.
 */

const { furnaceView } = require('../windows/containers')
const { eyesOf } = require('../body')
const { keyed } = require('../random')
const smelting = require('../rules')('smelting')
const fuel = require('../rules')('fuel')

/** Window numbers of the protocol. */
const NUMBERS = { furnace: 13, blast_furnace: 9, smoker: 21 }
/** What is left of a fuel. */
const REMAINS = { lava_bucket: 'bucket' }
const FAR = 8
/** How far from a player things go on, in chunks: vanilla's default simulation distance. */
const SIMULATED = 10
const [INPUT, FUEL, RESULT] = [0, 1, 2]

module.exports.server = (serv, options) => {
  const { items } = serv
  const running = new Set() // furnaces in which something may happen
  const recipe = (block, item) => {
    const found = item && smelting.recipes[item.name]
    return found?.in.includes(block) ? found : null
  }
  const burns = item => fuel.ticks[item.name] !== undefined

  for (const block of Object.keys(NUMBERS)) {
    serv.holds.set(block, 3)
    serv.uses.set(block, open)
  }

  function open (player, pos, state) {
    const furnace = ready(serv.containerAt(pos))
    const { block, data } = furnace
    player.closeView()
    const view = furnaceView({
      id: player.nextWindow(),
      number: NUMBERS[block],
      title: 'container.' + block,
      slots: player.inventory.slots,
      furnace,
      smelts: item => !!recipe(block, item),
      burns,
      changed (i, before, after) {
        if (i === INPUT && !items.alike(before, after)) Object.assign(data, { cook: 0, cookTotal: smelting.ticks[block] })
        running.add(furnace)
        serv.touched(furnace)
      },
      taken: () => reward(player, furnace)
    })
    player.openView({
      ...view,
      valid: () => eyesOf(player).distanceTo(pos.offset(0.5, 0.5, 0.5)) <= FAR,
      closed: () => serv.unwatch(player, furnace),
      progress: () => [[1, data.burnTotal], [3, data.cookTotal], [0, data.burn], [2, data.cook]] // Mineflayer needs the totals first
    })
    serv.watch(player, furnace)
    return true
  }

  function ready (furnace) {
    furnace.data.smelted ??= {}
    for (const name of ['burn', 'burnTotal', 'cook', 'cookTotal']) furnace.data[name] ??= 0
    return furnace
  }

  serv.on('tick', () => {
    for (const furnace of running) if (near(furnace.pos)) tick(furnace)
  })

  const chunk = v => Math.floor(v / 16)
  const near = ({ x, z }) => serv.players.some(({ position }) =>
    Math.max(Math.abs(chunk(position.x) - chunk(x)), Math.abs(chunk(position.z) - chunk(z))) <= SIMULATED)

  function tick (furnace) {
    const { block, slots, data } = furnace
    const wasLit = data.burn > 0
    if (wasLit) data.burn--
    const made = recipe(block, slots[INPUT])
    const fits = made && (!slots[RESULT] || (slots[RESULT].name === made.result && slots[RESULT].count < slots[RESULT].stackSize))
    if (data.burn === 0 && fits && slots[FUEL] && burns(slots[FUEL])) light(furnace)
    if (data.burn > 0 && fits) {
      data.cookTotal ||= smelting.ticks[block]
      if (++data.cook >= data.cookTotal) smelt(furnace, made)
    } else if (data.burn > 0 || (slots[INPUT] && slots[FUEL])) data.cook = 0
    else data.cook = Math.max(0, data.cook - 2)
    const lit = data.burn > 0
    if (lit !== wasLit) {
      const { x, y, z } = furnace.pos
      serv.cells.set(furnace.pos, serv.states.withProperties(serv.cells.at(x, y, z), { lit }))
    }
    if (data.burn === 0 && data.cook === 0 && !(fits && slots[FUEL])) running.delete(furnace) // until it is touched again
  }

  function light ({ block, slots, data }) {
    const { name } = slots[FUEL]
    data.burn = data.burnTotal = Math.floor(fuel.ticks[name] * smelting.fuel[block])
    const left = items.copy(slots[FUEL], slots[FUEL].count - 1)
    slots[FUEL] = left ?? (REMAINS[name] ? items.made(REMAINS[name]) : null)
  }

  function smelt (furnace, made) {
    const { block, slots, data } = furnace
    const { name } = slots[INPUT]
    data.cook = 0
    data.cookTotal = smelting.ticks[block]
    slots[RESULT] = slots[RESULT] ? items.copy(slots[RESULT], slots[RESULT].count + 1) : items.made(made.result)
    if (name === 'wet_sponge' && slots[FUEL]?.name === 'bucket') slots[FUEL] = items.made('water_bucket')
    slots[INPUT] = items.copy(slots[INPUT], slots[INPUT].count - 1)
    data.smelted[name] = (data.smelted[name] ?? 0) + 1
  }

  // after the furnaces' own ticks, so that who looks sees one state
  serv.on('tick', () => { for (const furnace of running) if (furnace.viewers.size) serv.touched(furnace) })

  /** Who takes the result gets the experience of all that was smelted; what is left of a point comes by chance. */
  function reward (player, { pos, block, data }) {
    for (const [name, count] of Object.entries(data.smelted)) {
      const points = count * (smelting.recipes[name]?.experience ?? 0)
      const dice = keyed(options.lucid.seed, 'furnace', pos.x, pos.y, pos.z, serv.tickCount)
      serv.spawnExperience(player.position, Math.floor(points + 1e-9) + (dice() < (points + 1e-9) % 1 - 1e-9 ? 1 : 0))
    }
    data.smelted = {}
  }

  serv.on('containerGone', furnace => {
    running.delete(furnace)
    for (const [name, count] of Object.entries(furnace.data.smelted ?? {})) {
      const points = count * (smelting.recipes[name]?.experience ?? 0)
      serv.spawnExperience(furnace.pos.offset(0.5, 0.5, 0.5), Math.floor(points))
    }
  })

  serv.on('restored', () => { for (const container of serv.containers.values()) if (NUMBERS[container.block]) running.add(ready(container)) })
}
