'use strict'
/**
 * Hunger: what tires, what food gives, what it heals, starving. (Minecraft Wiki, "Hunger", "Healing"; numbers in rules/hunger.json.)
 *
 * player.exhaust(points)                exhaustion; a point of saturation, then of food, is lost for each 4
 * player.nourish(food, saturation)      eats
 * player.food, player.foodSaturation    0 to 20; saturation never above food
 */

const rules = require('../rules')('hunger')
const { isMortal } = require('../body')

module.exports.server = serv => {
  serv.gamerules.naturalRegeneration = true
  serv.on('tick', () => { for (const player of serv.players) if (isMortal(player)) player.digest() })
  serv.playerKeeps.hunger = { save: player => player.hunger(), load: (player, record) => player.setHunger(record) }
}

module.exports.player = (player, serv) => {
  let exhaustion = 0
  let timer = 0 // ticks since it last healed or starved
  player.foodSaturation = rules.saturation

  player.hunger = () => ({ saturation: player.foodSaturation, exhaustion, timer })
  player.setHunger = record => {
    player.foodSaturation = record.saturation
    exhaustion = record.exhaustion
    timer = record.timer
  }

  player.exhaust = points => {
    if (isMortal(player)) exhaustion = Math.min(rules.most, exhaustion + points)
  }

  player.nourish = (food, saturation) => {
    player.food = Math.min(rules.full, player.food + food)
    player.foodSaturation = Math.min(player.food, player.foodSaturation + saturation)
  }

  player.digest = () => {
    if (exhaustion > rules.exhausted) {
      exhaustion -= rules.exhausted
      if (player.foodSaturation > 0) player.foodSaturation = Math.max(0, player.foodSaturation - 1)
      else if (serv.difficulty > 0) player.food = Math.max(0, player.food - 1)
    }
    const heals = serv.gamerules.naturalRegeneration && player.health < 20
    if (heals && player.foodSaturation > 0 && player.food >= rules.fast.from) {
      if (++timer < rules.fast.ticks) return
      const spent = Math.min(player.foodSaturation, rules.fast.most)
      player.heal(spent / rules.fast.most)
      player.exhaust(spent)
    } else if (heals && player.food >= rules.slow.from) {
      if (++timer < rules.slow.ticks) return
      player.heal(rules.slow.heals)
      player.exhaust(rules.slow.costs)
    } else if (player.food <= 0) {
      if (++timer < rules.starvation.ticks) return
      if (player.health > (rules.starvation.down_to[serv.difficulty] ?? 20)) player.hurt(rules.starvation.damage, 'starve')
    }
    timer = 0
  }

  player.on('moved', (step, { jumped }) => {
    if (jumped) player.exhaust(player.sprinting ? rules.exhaustion.sprint_jump : rules.exhaustion.jump)
    const { water, eyes } = player.immersed
    const aside = Math.hypot(step.x, step.z)
    const cost = rules.exhaustion
    if (eyes) player.exhaust(cost.swim * centimetres(step.norm()))
    else if (water) player.exhaust(cost.swim * centimetres(aside))
    else if (player.onGround) player.exhaust((player.sprinting ? cost.sprint : cost.walk) * centimetres(aside))
  })

  player.on('harvested', () => player.exhaust(rules.exhaustion.dig))

  player.on('renewed', () => {
    player.food = rules.full
    player.setHunger({ saturation: rules.saturation, exhaustion: 0, timer: 0 })
  })
}

/** Blocks in whole hundredths, as vanilla counts them. */
const centimetres = blocks => Math.round(blocks * 100) / 100
