'use strict'
/**
 * Health: damage, what armor and resistance take from it, healing, and what the client is told of its body.
 * (Minecraft Wiki, "Damage", "Armor"; numbers in rules/damage.json, rules/armor.json.)
 *
 * player.hurt(halfHearts, cause, always?)   damage; answers whether any was done. `cause`: a kind of rules/damage.json, or a death's message ('was slain by
 *   Zombie': then armor protects). For 10 ticks only what exceeds the damage before counts. `always`: nothing protects, not even creative mode
 * player.heal(halfHearts)
 * player.renew()      emits 'renewed': everything of the body is as at the beginning of a life
 * player.tellBody()   shows health, food and saturation to the client; every tick it is shown what has changed
 */

const rules = require('../rules')('damage')
const effects = require('../rules')('effects')
const { protectedFrom, wearArmor } = require('../armor')
const { isMortal } = require('../body')

const FULL = 20

module.exports.server = serv => {
  serv.on('tick', () => { for (const player of serv.players) player.showBody() })

  serv.setups.heal = player => {
    if (!player) throw new Error('expected the name of a player who is here, found none')
    if (player.health <= 0) return
    player.renew()
    player.health = FULL
    player.tellBody()
  }
}

module.exports.player = (player, serv) => {
  let safeUntil = 0
  let last = 0 // the damage that made it safe
  let spawnedUntil = 0
  let told = ''
  player.absorption = 0 // half hearts that are lost first

  player.hurt = (damage, cause, always = false) => {
    const kind = rules.kinds[cause] ?? { ...rules.kinds.attack, message: cause }
    const absolute = always || kind.absolute === true
    if (player.health <= 0 || !(damage > 0) || (!absolute && !isMortal(player))) return false
    if (!absolute && kind !== rules.kinds.fall && serv.tickCount < spawnedUntil) return false
    if (kind.fire && player.effects.has('fire_resistance')) return false
    player.wake()
    const again = serv.tickCount < safeUntil
    if (again && damage <= last) return false
    const more = again ? damage - last : damage
    last = damage
    if (!again) {
      safeUntil = serv.tickCount + rules.invulnerable
      player._writeNearby('damage_event', { entityId: player.id, sourceTypeId: typeOf(kind), sourceCauseId: 0, sourceDirectId: 0, sourcePosition: undefined })
      player._writeNearby('hurt_animation', { entityId: player.id, yaw: 0 })
    }
    lose(absolute ? more : resisted(more, kind), kind)
    return true
  }
  player.takeDamage = ({ damage = 1 }) => player.hurt(damage, 'attack') // what upstream calls

  /** The protocol's number of a kind of damage. */
  const typeOf = ({ type }) => {
    const types = serv.registry.loginPacket.dimensionCodec.value['minecraft:damage_type'].value.value.value.value
    return types.find(each => each.name.value === 'minecraft:' + type)?.id.value ?? 0
  }

  function resisted (damage, kind) {
    let left = damage
    if (kind.armor) {
      left = protectedFrom(player, damage)
      wearArmor(serv, player, damage, kind.fire)
    }
    const resistance = kind.unresisted ? null : player.effects.get('resistance')
    return resistance ? Math.max(0, left * (1 - effects.resistance.each * (resistance.amplifier + 1))) : left
  }

  function lose (damage, kind) {
    const absorbed = Math.min(player.absorption, damage)
    player.absorption -= absorbed
    if (damage === absorbed) return
    player.exhaust(kind.exhaustion)
    const health = Math.fround(player.health - (damage - absorbed))
    player.health = health < 1e-4 ? 0 : health
    player.tellBody()
    if (player.health <= 0) player.die(kind.message)
  }

  player.heal = points => {
    if (player.health <= 0 || player.health >= FULL || !(points > 0)) return
    player.health = Math.min(FULL, Math.fround(player.health + points))
    player.tellBody()
  }

  player.renew = () => {
    player.absorption = 0
    player.emit('renewed')
  }

  const body = () => [player.health, player.food, player.foodSaturation === 0].join()

  player.tellBody = () => {
    told = body()
    player._client.write('update_health', { health: player.health, food: player.food, foodSaturation: player.foodSaturation })
  }
  player.showBody = () => { if (player.restored && body() !== told) player.tellBody() }

  player.on('begun', () => { spawnedUntil = serv.tickCount + rules.spawned })

  player.on('spawned', () => {
    player.emit('begun')
    player.tellBody()
  })

  player.on('asap', () => {
    player.updateHealth = health => {
      player.health = health
      player.tellBody()
    }
  })
}
