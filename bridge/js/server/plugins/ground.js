'use strict'
/**
 * Stacks that lie on the ground: thrown by the seed's dice, falling, carried by water, coming to rest, picked up, destroyed by lava and cacti.
 *
 * serv.spill(pos, item)    a stack comes out of a block's cell, as when it was dug
 * player.toss(item)        a player throws a stack where it looks
 * serv.lying()             what lies around, for saving; serv.lay(record) puts it back
 *
 * Numbers from vanilla 1.19.4 (Minecraft Wiki, "Item (entity)"): 0.25 wide and high, gravity 0.04 blocks per tick^2, drag 0.98, on the ground 0.588,
 * 10 ticks until it can be picked up (40 when thrown by a player), gone after 6000 ticks.
 */

const { Vec3 } = require('vec3')
const { keyed } = require('../random')
const { boxAt, grown, overlap, solidsNear, sweep } = require('../physics')
const { boxOf, acts, eyesOf, gaze } = require('../body')
const { swims, harmTo } = require('../currents')
const fluids = require('../rules')('fluids')

const SIZE = 0.25
const GRAVITY = 0.04
const DRAG = 0.98
const GROUND = 0.6
const LIFE = 6000
const STILL = 0.003

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const thrown = serv.throwCounts = new Map() // 'x,y,z' -> how many stacks came from there
  const stacks = serv.stacks = new Map() // id -> entity

  /** Dice for the next stack that comes from a place. */
  serv.throwDice = ({ x, y, z }) => {
    const key = `${x},${y},${z}`
    const n = thrown.get(key) ?? 0
    thrown.set(key, n + 1)
    return keyed(seed, 'throw', x, y, z, n)
  }

  serv.spill = (pos, item) => {
    const dice = serv.throwDice(pos)
    const spread = () => 0.5 + (dice() - 0.5) * 0.5
    const at = new Vec3(pos.x + spread(), pos.y + spread() - SIZE / 2, pos.z + spread())
    return spawn(item, at, new Vec3(dice() * 0.2 - 0.1, 0.2, dice() * 0.2 - 0.1), 10)
  }

  serv.lay = ({ item, count, nbt, at, wait, age }) => {
    const stack = serv.items.made(item, count)
    if (nbt) stack.nbt = nbt
    Object.assign(spawn(stack, new Vec3(...at), new Vec3(0, 0, 0), wait), { age })
  }

  serv.lying = () => [...stacks.values()].map(({ item, position, wait, age }) =>
    ({ item: item.name, count: item.count, nbt: item.nbt, at: position.toArray(), wait, age }))

  serv.spawnStack = spawn
  function spawn (item, at, velocity, wait) {
    const entity = serv.spawnObject(serv.registry.entitiesByName.item.id, serv.overworld, at, { velocity: velocity.scaled(20), itemId: item.type, itemCount: item.count })
    entity.size = undefined // upstream then leaves its motion to us
    Object.assign(entity, { item, step: velocity, wait, age: 0, resting: false, knownPosition: at.clone() })
    stacks.set(entity.id, entity)
    serv.showStack(entity, entity.nearbyPlayers())
    return entity
  }

  serv.showStack = (entity, players) => {
    const metadata = [{ key: serv.registry.supportFeature('metadataIxOfItem'), type: 'item_stack', value: serv.items.toNotch(entity.item) }]
    for (const player of players) player._client.write('entity_metadata', { entityId: entity.id, metadata })
  }

  function remove (entity) {
    stacks.delete(entity.id)
    entity.destroy()
    for (const player of serv.players) player.nearbyEntities = player.nearbyEntities.filter(other => other !== entity)
  }

  serv.on('tick', () => {
    for (const entity of stacks.values()) {
      entity.age++
      if (entity.wait > 0) entity.wait--
      if (entity.age >= LIFE || entity.position.y < serv.cells.MIN_Y - 64) remove(entity)
      else fall(entity)
    }
    for (const player of serv.players) if (acts(player)) collect(player)
  })

  // what is at rest looks again only when a block near it has changed
  serv.on('cellChanged', ({ x, y, z }) => {
    for (const entity of stacks.values()) if (entity.position.distanceTo(new Vec3(x + 0.5, y + 0.5, z + 0.5)) < 2.5) entity.resting = false
  })

  function fall (entity) {
    if (entity.resting) return
    const { step, position } = entity
    const { x, y, z } = position.floored()
    if (serv.cells.at(x, y, z) === null) return
    const box = boxAt(position, SIZE, SIZE)
    const harm = harmTo(serv, entity.item, box)
    entity.harmed = (entity.harmed ?? 0) + harm
    if (entity.harmed >= fluids.item_health) return remove(entity)
    const swimming = swims(serv, step, box)
    if (!swimming) step.y -= GRAVITY
    if (solidsNear(serv, box).some(solid => overlap(box, solid))) return escape(entity)
    const { moved, hit } = sweep(serv, box, step.toArray())
    const onGround = hit[1] && step.y < 0
    const at = position.offset(...moved)
    const drag = onGround ? GROUND * DRAG : DRAG
    entity.step = new Vec3(hit[0] ? 0 : step.x * drag, hit[1] ? 0 : step.y * DRAG, hit[2] ? 0 : step.z * drag)
    if (at.distanceTo(position) > 0) entity.sendPosition(at, onGround)
    entity.position = at
    entity.resting = onGround && !swimming && harm === 0 && Math.abs(entity.step.x) < STILL && Math.abs(entity.step.z) < STILL
  }

  /** A block was put where the stack is: it leaves through the nearest free side, as in vanilla. */
  function escape (entity) {
    const { x, y, z } = entity.position.floored()
    const [dx, dy, dz] = [entity.position.x - x, entity.position.y - y, entity.position.z - z]
    const ways = [[-1, 0, 0, dx], [1, 0, 0, 1 - dx], [0, 0, -1, dz], [0, 0, 1, 1 - dz], [0, 1, 0, 1 - dy]].sort((a, b) => a[3] - b[3])
    const way = ways.find(([a, b, c]) => serv.states.boxes(serv.cells.at(x + a, y + b, z + c) ?? 1).length === 0) ?? ways.find(w => w[1])
    const at = entity.position.offset(...way.slice(0, 3).map(v => v * 0.1))
    entity.step = new Vec3(...way.slice(0, 3).map(v => v * 0.1))
    entity.sendPosition(at, false)
    entity.position = at
  }

  /** Players take what touches their box, grown by 1 to the sides and 0.5 up and down (vanilla's Player.aiStep). */
  function collect (player) {
    const reach = grown(boxOf(player), 1, 0.5, 1)
    for (const entity of stacks.values()) {
      if (entity.wait > 0 || !overlap(reach, boxAt(entity.position, SIZE, SIZE))) continue
      const left = player.give(entity.item)
      const taken = entity.item.count - (left?.count ?? 0)
      if (taken === 0) continue
      for (const other of [player, ...entity.nearbyPlayers().filter(p => p !== player)]) {
        other._client.write('collect', { collectedEntityId: entity.id, collectorEntityId: player.id, pickupItemCount: taken })
      }
      if (!left) remove(entity)
      else {
        entity.item = left
        serv.showStack(entity, entity.nearbyPlayers())
      }
    }
  }
}

module.exports.player = (player, serv) => {
  player.toss = item => {
    const eyes = eyesOf(player)
    const dice = serv.throwDice(eyes.floored())
    const [x, y, z] = gaze(player)
    const angle = dice() * 2 * Math.PI
    const spread = dice() * 0.02
    const velocity = new Vec3(x * 0.3 + Math.cos(angle) * spread, y * 0.3 + 0.1 + (dice() - dice()) * 0.1, z * 0.3 + Math.sin(angle) * spread)
    serv.spawnStack(item, eyes.offset(0, -0.3, 0), velocity, 40)
  }

  player.on('asap', () => {
    const upstream = player.spawnEntity
    player.spawnEntity = entity => {
      if (entity.itemId === undefined) return upstream(entity)
      player._client.write(entity.spawnPacketName, entity.getSpawnPacket())
      if (entity.item) serv.showStack(entity, [player])
    }
  })
}
