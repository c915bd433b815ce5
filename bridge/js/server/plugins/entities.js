'use strict'
/**
 * What is put into the world with a click and is no block: boats, end crystals, armour stands, and creatures out of spawn eggs. They stand where they were put
 * and break when they are hit. (Minecraft Wiki, "Boat", "End Crystal", "Armor Stand", "Spawn Egg".) Left out: riding, boats that float, crystals that explode, armour on stands.
 *
 * serv.things                            Map id -> thing
 * serv.putThing(name, position, data)    puts one there
 */

const { Vec3 } = require('vec3')
const { boxAt, overlap, sweep } = require('../physics')
const { boxOf, eyesOf, gaze } = require('../body')
const { NORMALS } = require('../support')
const { meets, WATER } = require('../creatures/ground')
const { uuidOf } = require('../creatures/life')
const { kinds } = require('../rules')('creatures')

const BOATS = ['oak', 'spruce', 'birch', 'jungle', 'acacia', 'cherry', 'dark_oak', 'mangrove', 'bamboo']
/** Blocks along the gaze in which a boat is put. */
const REACH = 5
/** A boat's metadata key of its wood; vanilla breaks it when damage times 10 is over 40, and mends it by 1 in a tick. */
const WOOD = 11
const TOUGH = 40
/** An armour stand breaks by a second blow within so many ticks. */
const TWICE = 5
const MEETS = 10
const NUMBERS = 0x20000000
const GRAVITY = 0.04

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const things = serv.things = new Map()
  let count = 0

  serv.putThing = (name, position, data = {}) => {
    const { id: entityType, width, height } = serv.registry.entitiesByName[name]
    serv.entityMaxId++
    const number = ++count
    const thing = { type: 'object', name, id: serv.entityMaxId, uuid: uuidOf(seed, NUMBERS + number), entityType, width, height, position: position.clone(), step: new Vec3(0, 0, 0), yaw: 0, onGround: false, damage: 0, lastHit: -100, ...data }
    thing.metadata = () => name === 'boat' ? [{ key: WOOD, type: 'int', value: BOATS.indexOf(thing.item?.replace('_boat', '')) }] : []
    thing.hurt = (damage, { by }) => hit(thing, damage, by)
    thing.slain = () => remove(thing)
    things.set(thing.id, thing)
    serv.sight.meet(thing)
    return thing
  }

  function remove (thing) {
    things.delete(thing.id)
    serv.sight.gone(thing)
  }

  function hit (thing, damage, by) {
    if (by?.gameMode !== 1) {
      if (thing.name === 'boat') {
        thing.damage += damage * 10
        if (thing.damage <= TOUGH) return damage
      } else if (thing.name === 'armor_stand' && serv.tickCount - thing.lastHit > TWICE) {
        thing.lastHit = serv.tickCount
        return damage
      }
      if (thing.item) serv.spill(thing.position.offset(-0.5, 0, -0.5), serv.items.made(thing.item, 1))
    }
    remove(thing)
    return damage
  }

  serv.on('tick', () => {
    for (const thing of things.values()) {
      if (thing.damage > 0) thing.damage--
      if (thing.name !== 'end_crystal') fall(thing)
      if (thing.position.y < serv.cells.MIN_Y - 64) remove(thing)
      else if ((serv.tickCount + thing.id) % MEETS === 0) serv.sight.meet(thing)
    }
  })

  function fall (thing) {
    const { x, y, z } = thing.position
    if (thing.onGround && serv.tickCount % 5 !== 0) return
    const cell = serv.walkable.at(Math.floor(x), Math.floor(y), Math.floor(z))
    if (serv.cells.at(Math.floor(x), Math.floor(y), Math.floor(z)) === null || cell & WATER) return
    thing.step.y -= GRAVITY
    const { moved, hit } = sweep(serv, boxAt(thing.position, thing.width, thing.height), [0, thing.step.y, 0])
    thing.position = thing.position.offset(0, moved[1], 0)
    thing.onGround = hit[1]
    if (hit[1]) thing.step.y = 0
    serv.sight.moved(thing, serv.tickCount)
  }

  /** Whether nobody is in the way of a box. */
  const free = box => !serv.players.some(player => player.health > 0 && overlap(box, boxOf(player))) &&
    ![...serv.creatures.values()].some(creature => overlap(box, serv.life.boxOfCreature(creature))) &&
    ![...things.values()].some(thing => overlap(box, boxAt(thing.position, thing.width, thing.height)))

  const spend = (player, slot) => {
    const item = player.inventory.slots[slot]
    if (player.gameMode !== 1) player.putSlot(slot, serv.items.copy(item, item.count - 1))
    return true
  }

  serv.itemUsesOn.set('end_crystal', (player, { pos, state, slot }) => {
    const above = serv.cells.at(pos.x, pos.y + 1, pos.z)
    if (!['obsidian', 'bedrock'].includes(serv.states.name(state)) || above !== 0) return false
    if (!free([pos.x, pos.y + 1, pos.z, pos.x + 1, pos.y + 3, pos.z + 1])) return false
    serv.putThing('end_crystal', pos.offset(0.5, 1, 0.5))
    return spend(player, slot)
  })

  serv.itemUsesOn.set('armor_stand', (player, { pos, face, slot }) => {
    if (face === 'down') return false
    const at = pos.offset(...NORMALS[face]).offset(0.5, 0, 0.5)
    const box = boxAt(at, 0.5, 1.975)
    if (serv.states.boxes(serv.cells.at(Math.floor(at.x), at.y, Math.floor(at.z)) ?? 1).length || !free(box)) return false
    serv.putThing('armor_stand', at, { item: 'armor_stand', yaw: Math.floor((player.look.yaw + 180 + 22.5) / 45) * 45 })
    return spend(player, slot)
  })

  for (const name of Object.keys(kinds)) {
    serv.itemUsesOn.set(name + '_spawn_egg', (player, { pos, state, face, slot }) => {
      const inside = serv.states.boxes(state).length === 0
      const at = (inside ? pos : pos.offset(...NORMALS[face])).offset(0.5, 0, 0.5)
      serv.summon(name, at, {})
      return spend(player, slot)
    })
  }

  for (const wood of BOATS) {
    const item = wood === 'bamboo' ? 'bamboo_raft' : wood + '_boat'
    if (serv.registry.itemsByName[item]) serv.itemUses.set(item, (player, slot) => launch(player, slot, item))
  }

  function launch (player, slot, item) {
    const from = eyesOf(player)
    const way = new Vec3(...gaze(player)).scaled(REACH)
    const at = firstOn(from, way)
    if (at === null) return false
    const place = from.plus(way.scaled(at))
    if (!free(boxAt(place.offset(0, 0.01, 0), 1.375, 0.5625))) return false
    serv.putThing('boat', place, { item, yaw: player.look.yaw })
    return spend(player, slot)
  }

  /** Which part of the way it is to the first block or water. */
  function firstOn (from, way) {
    for (let i = 0; i <= 100; i++) {
      const p = from.plus(way.scaled(i / 100))
      const { x, y, z } = p.floored()
      const state = serv.cells.at(x, y, z)
      if (!state) continue
      const boxes = serv.walkable.nature(state) & WATER ? [[0, 0, 0, 1, 0.889, 1]] : serv.states.boxes(state)
      const hits = boxes.map(box => meets(box, [from.x - x, from.y - y, from.z - z], way.toArray())).filter(v => v !== null)
      if (hits.length) return Math.min(...hits)
    }
    return null
  }

  serv.keeps.things = {
    save: () => ({ count, things: [...things.values()].map(({ name, position, yaw, item }) => ({ name, at: position.toArray(), yaw, item })) }),
    load (record) {
      for (const { name, at, ...data } of record.things) serv.putThing(name, new Vec3(...at), data)
      count = record.count
    }
  }
}
