'use strict'
/**
 * What hurts where one is: water without air, fire, lava, walls, the void, cactus, magma, falls. (Minecraft Wiki, "Damage" and the pages of the blocks; numbers
 * in rules/damage.json and rules/falls.json; the order of a tick is that of vanilla's Entity and LivingEntity.baseTick.)
 *
 * player.immersed       { water, lava, eyes }: whether its body touches water or lava, and whether its eyes are under water
 * player.air            ticks of breath left, 0 to 300
 * player.burning()      whether it is on fire; player.ignite(ticks)
 */

const rules = require('../rules')('damage')
const falls = require('../rules')('falls')
const effects = require('../rules')('effects')
const { boxOf, eyesOf, isMortal } = require('../body')
const { cellsOf, touches, under } = require('../immersion')

/** The eyes' box that must not be in a wall is so wide. */
const EYES = 0.48
/** Whole blocks in which one can breathe. */
const AIRY = /glass$|_leaves$|^(barrier|beacon|ice|frosted_ice|slime_block|honey_block|spawner|sea_lantern)$/

module.exports.server = serv => {
  serv.on('tick', () => { for (const player of serv.players) if (player.restored && player.health > 0) player.endure() })

  const walls = new Map() // state -> whether one suffocates in it
  serv.suffocates = state => {
    if (!state) return false
    if (!walls.has(state)) {
      const boxes = serv.states.boxes(state)
      walls.set(state, boxes.length === 1 && boxes[0].every((v, i) => v === (i < 3 ? 0 : 1)) && !AIRY.test(serv.states.name(state)))
    }
    return walls.get(state)
  }

  serv.playerKeeps.body = {
    save: ({ air, fire, absorption }) => ({ air, fire, absorption }),
    load: (player, { air, fire, absorption }) => Object.assign(player, { air, fire, absorption })
  }
}

module.exports.player = (player, serv) => {
  let before = null // where it was a tick ago
  player.air = rules.air.full
  player.fire = -rules.fire.immune // ticks that it will burn; below zero: how long it bears fire without catching it
  player.immersed = { water: false, lava: false, eyes: false }
  player.burning = () => player.fire > 0
  player.ignite = ticks => { player.fire = Math.max(player.fire, ticks) }
  const putOut = () => { player.fire = -rules.fire.immune }

  player.on('renewed', () => {
    player.air = rules.air.full
    putOut()
  })
  player.on('died', putOut)

  player.endure = () => {
    const box = boxOf(player)
    const { water, lava, eyes } = player.immersed = { water: touches(serv, box, 'water'), lava: touches(serv, box, 'lava'), eyes: under(serv, eyesOf(player), 'water') }
    if (water) player.fallen = 0
    if (water) putOut()
    if (!isMortal(player)) return putOut()
    const steps = [() => wall(), () => burn(lava), () => { if (lava) swimInLava() }, () => fallOut(), () => breathe(eyes), () => touch(box, water)]
    for (const step of steps) if (player.health > 0) step()
    before = player.position
  }

  function wall () {
    const { x, y, z } = eyesOf(player)
    if (cellsOf([x - EYES / 2, y, z - EYES / 2, x + EYES / 2, y + 1e-6, z + EYES / 2], (...cell) => serv.suffocates(serv.cells.at(...cell)))) player.hurt(rules.wall, 'in_wall')
  }

  function burn (lava) {
    if (player.fire <= 0) return
    if (player.fire % rules.fire.every === 0 && !lava) player.hurt(rules.fire.damage, 'on_fire')
    if (player.fire > 0) player.fire--
  }

  function swimInLava () {
    player.ignite(rules.lava.burns)
    player.hurt(rules.lava.damage, 'lava')
    player.fallen *= 0.5
  }

  function fallOut () {
    if (player.position.y < serv.cells.MIN_Y - rules.void.depth) player.hurt(rules.void.damage, 'void')
  }

  function breathe (eyes) {
    if (!eyes || player.effects.has('water_breathing')) player.air = Math.min(rules.air.full, player.air + rules.air.back)
    else if (--player.air <= rules.air.damage_at) {
      player.air = 0
      player.hurt(rules.air.damage, 'drown')
    }
  }

  /** The blocks that its box reaches into, and the one that it stands on. */
  function touch (box, water) {
    let hot = false
    cellsOf(box, (x, y, z) => {
      const state = serv.cells.at(x, y, z)
      if (!state || player.health <= 0) return false
      const name = serv.states.name(state)
      hot ||= name === 'lava' || name === 'fire' || name === 'soul_fire'
      if (rules.inside[name]) meet(rules.inside[name], state)
      return false
    })
    const { x, y, z } = player.position.offset(0, -0.2, 0).floored()
    const floor = serv.cells.at(x, y, z)
    const under = floor ? rules.under[serv.states.name(floor)] : undefined
    if (under && player.onGround && !player.crouching) player.hurt(under.damage, under.kind)
    if (!hot && player.fire <= 0) putOut()
    if (player.fire > 0 && (water || rainedOn())) putOut()
  }

  function meet (rule, state) {
    const { lit, age } = serv.states.properties(state)
    if (lit === false || age < rule.from_age) return
    if (rule.moving && !(before && Math.max(Math.abs(player.position.x - before.x), Math.abs(player.position.z - before.z)) >= rule.moving)) return
    if (rule.ignites && ++player.fire === 0) player.ignite(rules.fire.burns)
    player.hurt(rule.damage, rule.kind)
  }

  const rainedOn = () => serv.raining() && (serv.rainsAt(player.position.floored()) || serv.rainsAt(eyesOf(player).floored()))

  player.on('landed', blocks => {
    if (!isMortal(player) || player.effects.has('slow_falling')) return
    const below = player.position.offset(0, -0.2, 0).floored()
    const state = serv.cells.at(below.x, below.y, below.z)
    const name = state === null ? 'air' : serv.states.name(state)
    const kind = name.endsWith('_bed') ? 'beds' : name
    const factor = (player.crouching ? falls.sneaking[kind] : undefined) ?? falls.factor[kind] ?? 1
    const jumps = player.effects.get('jump_boost')
    const free = falls.free + (jumps ? effects.jump_boost.blocks * (jumps.amplifier + 1) : 0)
    // positions are sums of doubles: a fall of 10 blocks may read 10.0000001
    player.hurt(Math.ceil((blocks * (falls.distance[kind] ?? 1) - free) * factor - 1e-4), 'fall')
  })
}
