'use strict'
/**
 * Arrows, shot by skeletons and by players' bows, on vanilla's trajectory: each tick 0.99 of the speed, 0.05 down. (Minecraft Wiki, "Arrow", "Bow"; numbers in
 * rules/creatures.json.) Enchantments, fire and potions are left out.
 *
 * serv.arrows                            Map id -> arrow
 * serv.shootAt(creature, player, dice)   a skeleton shoots
 */

const { Vec3 } = require('vec3')
const { keyed, hashName } = require('../random')
const { boxAt, grown, overlap } = require('../physics')
const { boxOf, eyesOf, gaze, acts, touches } = require('../body')
const { meets, WATER, SOLID } = require('../creatures/ground')
const { uuidOf } = require('../creatures/life')
const { titled } = require('../creatures/hunters')
const { guarded } = require('../log')
const { arrow: rules } = require('../rules')('creatures')

const SIZE = 0.5
/** Vanilla's unit of spread. */
const SPREAD = 0.0172275
/** Bodies are hit in a box so much larger. */
const MARGIN = 0.3
/** Ticks in which an arrow passes the one that shot it; how often who sees it is looked up. */
const OWN = 5
const MEETS = 10
/** Numbers of arrows do not meet those of creatures. */
const NUMBERS = 0x40000000
/** A critical arrow, in the protocol's flags. */
const CRITICAL = 1

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const arrows = serv.arrows = new Map()
  let count = 0

  serv.shootAt = (creature, player, dice) => {
    const { skeleton } = rules
    const from = serv.life.eyes(creature).offset(0, -0.1, 0)
    const to = new Vec3(player.position.x - from.x, player.position.y + 0.6 - from.y, player.position.z - from.z)
    to.y += Math.hypot(to.x, to.z) * 0.2
    const bonus = skeleton.bonus + (dice() - dice()) * skeleton.chance
    shoot(creature, from, to, { speed: skeleton.speed, spread: skeleton.spread, damage: rules.damage + bonus, dice })
  }

  /** @param {object} owner a creature or a player */
  function shoot (owner, from, way, { speed, spread, damage, dice, critical = false, item = null }) {
    const step = way.scaled(1 / (way.norm() || 1))
    for (const axis of ['x', 'y', 'z']) step[axis] = (step[axis] + (dice() - dice()) * SPREAD * spread) * speed
    return put({ owner, damage, critical, item, position: from, step })
  }

  serv.shoot = shoot
  serv.bowDice = player => keyed(seed, 'bow', hashName(player.username), serv.tickCount)

  function put (data) {
    serv.entityMaxId++
    const number = ++count
    const arrow = { type: 'object', name: 'arrow', id: serv.entityMaxId, uuid: uuidOf(seed, NUMBERS + number), entityType: serv.registry.entitiesByName.arrow.id, number, age: 0, stuck: false, onGround: false, data: 0, ...data }
    if (data.owner) arrow.data = data.owner.id + 1
    arrow.slain = () => remove(arrow)
    arrow.metadata = () => [{ key: 8, type: 'byte', value: arrow.critical && !arrow.stuck ? CRITICAL : 0 }]
    turn(arrow)
    arrows.set(arrow.id, arrow)
    serv.sight.meet(arrow)
    return arrow
  }

  function turn (arrow) {
    const { x, y, z } = arrow.step
    arrow.yaw = Math.atan2(x, z) * 180 / Math.PI
    arrow.pitch = Math.atan2(y, Math.hypot(x, z)) * 180 / Math.PI
  }

  function remove (arrow) {
    arrows.delete(arrow.id)
    serv.sight.gone(arrow)
  }

  serv.on('tick', () => {
    for (const arrow of arrows.values()) {
      if (++arrow.age >= rules.life || arrow.position.y < serv.cells.MIN_Y - 64) remove(arrow)
      else if (arrow.stuck) rest(arrow)
      else fly(arrow)
      if ((serv.tickCount + arrow.id) % MEETS === 0 && arrows.has(arrow.id)) serv.sight.meet(arrow)
    }
  })

  function fly (arrow) {
    const { position, step } = arrow
    const from = position.clone()
    if (serv.cells.at(Math.floor(from.x), Math.floor(from.y), Math.floor(from.z)) === null && from.y <= serv.cells.MAX_Y) return
    const wall = wallOn(from, step)
    const body = bodyOn(arrow, from, step, wall ?? 1)
    if (body) return strike(arrow, body)
    if (wall !== null) {
      const short = Math.max(0, wall - 0.05 / (step.norm() || 1)) // its tip is in the block
      arrow.position = from.plus(step.scaled(short))
      Object.assign(arrow, { stuck: true, onGround: true, wait: 7 })
      serv.sight.changed(arrow)
    } else {
      arrow.position = from.plus(step)
      const { x, y, z } = from.floored()
      const kept = serv.walkable.at(x, y, z) & WATER ? rules.water : rules.drag
      arrow.step = step.scaled(kept)
      arrow.step.y -= rules.gravity
      turn(arrow)
    }
    serv.sight.moved(arrow, -arrow.id) // every tick: it is fast
  }

  /** Which part of the step it is to the first block, or null. */
  function wallOn (from, step) {
    let best = null
    const to = from.plus(step)
    for (let x = Math.floor(Math.min(from.x, to.x)); x <= Math.floor(Math.max(from.x, to.x)); x++) {
      for (let y = Math.floor(Math.min(from.y, to.y)); y <= Math.floor(Math.max(from.y, to.y)); y++) {
        for (let z = Math.floor(Math.min(from.z, to.z)); z <= Math.floor(Math.max(from.z, to.z)); z++) {
          const state = serv.cells.at(x, y, z)
          if (!state || !(serv.walkable.nature(state) & SOLID)) continue
          for (const box of serv.states.boxes(state)) {
            const at = meets(box, [from.x - x, from.y - y, from.z - z], [step.x, step.y, step.z])
            if (at !== null && (best === null || at < best)) best = at
          }
        }
      }
    }
    return best
  }

  function bodyOn (arrow, from, step, until) {
    let [best, nearest] = [null, until]
    const look = (body, box) => {
      if (body === arrow.owner && arrow.age < OWN) return
      const at = meets(grown(box, MARGIN, MARGIN, MARGIN), [from.x, from.y, from.z], [step.x, step.y, step.z])
      if (at !== null && at <= nearest) [best, nearest] = [body, at]
    }
    for (const player of serv.players) if (acts(player)) look(player, boxOf(player))
    for (const creature of serv.creatures.values()) if (!creature.dead && creature.position.distanceTo(from) < 8) look(creature, serv.life.boxOfCreature(creature))
    return best
  }

  function strike (arrow, body) {
    const { step, owner } = arrow
    const dice = keyed(seed, 'arrow', arrow.number)
    let damage = Math.ceil(step.norm() * arrow.damage - 1e-9)
    if (arrow.critical) damage += Math.floor(dice() * (Math.floor(damage / 2) + 2))
    const from = body.position.minus(new Vec3(step.x, 0, step.z))
    if (body.type === 'player') {
      if (!owner?.username) damage = Math.min(damage / 2 + 1, damage) // vanilla's damage to players at difficulty easy
      const who = owner?.username ?? (owner?.name ? titled(owner.name) : 'an arrow')
      if (body.hurt(damage, `was shot by ${who}`)) serv.push(body, from, 0.4)
    } else body.hurt(damage, { kind: 'arrow', by: owner, from })
    remove(arrow)
  }

  /** In a block: until that is gone, or a player takes it. */
  function rest (arrow) {
    if (arrow.wait > 0) arrow.wait--
    if (arrow.age % 5 === 0) {
      const held = [-0.1, 0, 0.1].some(d => ['x', 'y', 'z'].some(axis => {
        const p = arrow.position.clone()
        p[axis] += d
        const { x, y, z } = p.floored()
        return serv.walkable.at(x, y, z) & SOLID
      }))
      if (!held) Object.assign(arrow, { stuck: false, step: new Vec3(0, 0, 0) })
    }
    if (!arrow.item || arrow.wait > 0) return
    for (const player of serv.players) {
      if (!acts(player) || !overlap(grown(boxOf(player), 1, 0.5, 1), boxAt(arrow.position, SIZE, SIZE))) continue
      if (player.give(serv.items.made(arrow.item, 1))) continue
      serv.sight.tell(arrow, 'collect', { collectedEntityId: arrow.id, collectorEntityId: player.id, pickupItemCount: 1 })
      return remove(arrow)
    }
  }

  serv.itemUses.set('bow', (player, slot) => {
    if (player.gameMode === 1 || ammunition(player) !== null) player.draws = { since: serv.tickCount, slot }
  })

  serv.keeps.arrows = {
    save: () => ({ count, arrows: [...arrows.values()].map(({ position, step, age, damage, critical, item, stuck }) => ({ at: position.toArray(), step: step.toArray(), age, damage, critical, item, stuck })) }),
    load (record) {
      for (const { at, step, ...data } of record.arrows) put({ ...data, owner: null, position: new Vec3(...at), step: new Vec3(...step) })
      count = record.count
    }
  }
}

/** The slot of a player's arrows, or null. */
function ammunition (player) {
  const order = [45, player.heldSlot(), ...Array.from({ length: 36 }, (_, i) => i < 9 ? 36 + i : i)]
  return order.find(slot => player.inventory.slots[slot]?.name === 'arrow') ?? null
}

module.exports.player = (player, serv) => {
  player.draws = null // { since, slot } while a bow is drawn

  function loose () {
    const { since, slot } = player.draws
    const drawn = (serv.tickCount - since) / 20
    const power = Math.min(1, (drawn ** 2 + drawn * 2) / 3)
    const arrows = ammunition(player)
    const free = player.gameMode === 1
    if (player.inventory.slots[slot]?.name !== 'bow' || power < 0.1 || (arrows === null && !free) || !touches(player)) return
    const dice = serv.bowDice(player)
    const way = new Vec3(...gaze(player))
    serv.shoot(player, eyesOf(player).offset(0, -0.1, 0), way, { speed: power * rules.bow, spread: rules.spread, damage: rules.damage, dice, critical: power === 1, item: free ? null : 'arrow' })
    if (free) return
    player.wear(slot, 1)
    player.putSlot(arrows, serv.items.copy(player.inventory.slots[arrows], player.inventory.slots[arrows].count - 1))
  }

  player.on('asap', () => {
    player._client.on('block_dig', guarded('block_dig', ({ status }) => {
      if (status === 5 && player.draws) loose()
      if (status === 5) player.draws = null
    }))
    player._client.on('held_item_slot', () => { player.draws = null })
  })
}
