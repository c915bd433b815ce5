'use strict'
/**
 * What players do to others with the left mouse button, and to creatures with the right one. (Minecraft Wiki, "Damage", "Melee attack", "Knockback"; numbers
 * in rules/weapons.json.) Enchantments and the sweep of swords are left out.
 *
 * serv.push(player, from, strength)    knocks a player back: only its client can do it
 * A target that players can hit: { id, position, hurt(damage, cause) }, in serv.creatures or serv.things (entities.js), or a player.
 */

const { overlap, grown, boxAt } = require('../physics')
const { eyesOf, boxOf, touches } = require('../body')
const { guarded } = require('../log')
const { speeds } = require('../creatures/sight')
const rules = require('../rules')('weapons')
const effects = require('../rules')('effects')

/** Blocks from the eyes within which the server believes a hit, as vanilla 1.19.4. */
const REACH = 6
/** What the server takes for the fall of a player who stands. */
const RESTING = -0.0784
/** From this part of the charge on, a blow is a strong one. */
const STRONG = 0.9

module.exports.server = serv => {
  serv.push = (player, from, strength) => {
    const [dx, dz] = [player.position.x - from.x, player.position.z - from.z]
    const length = Math.hypot(dx, dz)
    const [x, z] = length > 1e-4 ? [dx / length, dz / length] : [1, 0]
    const step = { x: x * strength, y: player.onGround ? Math.min(0.4, RESTING / 2 + strength) : RESTING, z: z * strength }
    const packet = { entityId: player.id, velocity: speeds(step) }
    player._client.write('entity_velocity', packet)
  }
}

module.exports.player = (player, serv) => {
  let lastBlow = -100
  let lastHeld = null

  /** Damage in half hearts and attacks per second of what is in the hand. */
  const weapon = () => rules.items[player.held()?.name] ?? rules.hand

  function attack (target) {
    const [base, perSecond] = weapon()
    const charge = Math.min(1, (serv.tickCount - lastBlow + 0.5) * perSecond / 20)
    lastBlow = serv.tickCount
    const strength = player.effects.get('strength')
    const weakness = player.effects.get('weakness')
    const power = Math.max(0, base + (strength ? effects.strength.each * (strength.amplifier + 1) : 0) - (weakness ? effects.weakness.each * (weakness.amplifier + 1) : 0))
    const strong = charge > STRONG
    const sprinting = player.sprinting && strong
    const critical = strong && player.fallen > 0 && !player.onGround && !player.sprinting
    const damage = power * (0.2 + charge ** 2 * 0.8) * (critical ? rules.critical : 1)
    const taken = strike(target, damage)
    if (!taken) return
    if (critical) player._writeNearby('animation', { entityId: target.id, animation: 4 })
    if (sprinting) shove(target, rules.knockback.sprint)
    const wear = Object.entries(rules.wear).find(([end]) => player.held()?.name.endsWith(end))
    if (wear && target.type !== 'object') player.wear(player.heldSlot(), wear[1])
    player.exhaust(rules.exhaustion)
  }

  function strike (target, damage) {
    const { hit } = rules.knockback
    if (target.type !== 'player') return target.hurt(damage, { kind: 'player_attack', by: player, from: player.position, push: hit })
    if (!target.hurt(damage, `was slain by ${player.username}`)) return 0
    serv.push(target, player.position, hit)
    return damage
  }

  /** The extra push of a sprinter goes where it looks. */
  function shove (target, strength) {
    const yaw = player.look.yaw * Math.PI / 180
    const [x, z] = [-Math.sin(yaw), Math.cos(yaw)]
    if (target.type === 'player') serv.push(target, target.position.offset(-x, 0, -z), strength)
    else if (serv.creatures.has(target.id)) serv.life.knock(target, strength, x, z)
  }

  const found = id => serv.creatures.get(id) ?? serv.things.get(id) ?? serv.players.find(each => each.id === id && each !== player)

  function reaches (target) {
    const eyes = eyesOf(player)
    const box = target.type === 'player' ? boxOf(target) : boxAt(target.position, target.width, target.height)
    return overlap(grown(box, REACH, REACH, REACH), boxAt(eyes, 0.01, 0.01)) && distance(box, eyes) < REACH
  }

  player.on('asap', () => {
    const client = player._client
    client.removeAllListeners('use_entity')
    client.on('use_entity', guarded('use_entity', ({ target: id, mouse, hand }) => {
      const target = found(id)
      if (!target || player.gameMode === 3 || !(player.health > 0) || !reaches(target)) return
      if (mouse === 1) attack(target)
      else if (mouse === 0 && touches(player) && target.kind) serv.useCreature(player, target, hand === 1 ? 45 : player.heldSlot())
    }))
    client.on('entity_action', ({ actionId }) => {
      if (actionId === 'start_sprinting') player.sprinting = true
      if (actionId === 'stop_sprinting') player.sprinting = false
    })
    client.on('held_item_slot', () => { // another item in the hand has to be raised first
      if (player.held()?.name === lastHeld) return
      lastHeld = player.held()?.name
      lastBlow = serv.tickCount
    })
  })
}

function distance ([x0, y0, z0, x1, y1, z1], { x, y, z }) {
  return Math.hypot(Math.max(x0 - x, 0, x - x1), Math.max(y0 - y, 0, y - y1), Math.max(z0 - z, 0, z - z1))
}
