'use strict'
/**
 * Experience: orbs that lie around and fly to players, points and levels. (Minecraft Wiki, "Experience"; numbers in rules/experience.json; how orbs move is
 * vanilla's ExperienceOrb.)
 *
 * serv.spawnExperience(position, points)   as orbs
 * player.addExperience(points)             at once; player.setExperience(points): to so many; player.xp, player.level
 * The points that a level takes are `need(level)`.
 */

const { Vec3 } = require('vec3')
const { keyed } = require('../random')
const { boxAt, grown, overlap, sweep } = require('../physics')
const { boxOf, acts } = require('../body')
const rules = require('../rules')('experience')

const SIZE = 0.5
const GRAVITY = 0.03
const DRAG = 0.98
const GROUND = 0.6
const LIFE = 6000

/** Points from this level to the next. */
function need (level) {
  const { each, base } = rules.levels.findLast(({ from }) => level >= from)
  return each * level + base
}

/** Points from nothing to this level. */
const total = level => Array.from({ length: level }, (_, each) => need(each)).reduce((sum, points) => sum + points, 0)

module.exports.server = (serv, options) => {
  const { seed } = options.lucid
  const orbs = serv.orbs = new Map() // id -> entity
  let made = 0

  serv.spawnExperience = (position, points) => {
    for (let left = points; left > 0;) {
      const size = rules.orbs.find(each => each <= left)
      left -= size
      const dice = keyed(seed, 'orb', made++)
      spawn(position, size, new Vec3((dice() * 0.2 - 0.1) * 2, dice() * 0.4, (dice() * 0.2 - 0.1) * 2))
    }
  }

  function spawn (position, points, step) {
    const orb = serv.initEntity('object', serv.registry.entitiesByName.experience_orb.id, serv.overworld, position.clone())
    Object.assign(orb, { name: 'experience_orb', points, step, age: 0, yaw: 0, pitch: 0, velocity: step.scaled(20), knownPosition: position.clone(), size: undefined })
    orb.spawnPacketName = 'spawn_entity_experience_orb'
    orb.getSpawnPacket = () => ({ entityId: orb.id, x: orb.position.x, y: orb.position.y, z: orb.position.z, count: points })
    orbs.set(orb.id, orb)
    orb.updateAndSpawn()
    return orb
  }

  function remove (orb) {
    orbs.delete(orb.id)
    orb.destroy()
    for (const player of serv.players) player.nearbyEntities = player.nearbyEntities.filter(other => other !== orb)
  }

  serv.on('tick', () => {
    for (const orb of orbs.values()) {
      if (++orb.age >= LIFE || orb.position.y < serv.cells.MIN_Y - 64) remove(orb)
      else move(orb)
    }
    for (const player of serv.players) if (acts(player)) collect(player)
  })

  function move (orb) {
    const { step, position } = orb
    const { x, y, z } = position.floored()
    if (serv.cells.at(x, y, z) === null) return
    step.y -= GRAVITY
    const near = nearest(position)
    if (near) {
      const way = near.position.offset(0, 0.81, 0).minus(position) // half the height of the eyes
      const pull = (1 - way.norm() / rules.reach) ** 2 * 0.1
      if (way.norm() < rules.reach) step.add(way.normalize().scaled(pull))
    } else if (orb.onGround && Math.abs(step.x) + Math.abs(step.z) < 0.003) return
    const { moved, hit } = sweep(serv, boxAt(position, SIZE, SIZE), step.toArray())
    const onGround = hit[1] && step.y < 0
    const at = position.offset(...moved)
    const drag = onGround ? GROUND * DRAG : DRAG
    orb.step = new Vec3(hit[0] ? 0 : step.x * drag, (hit[1] ? 0 : step.y) * DRAG, hit[2] ? 0 : step.z * drag)
    if (at.distanceTo(position) > 0) orb.sendPosition(at, onGround)
    orb.position = at
    orb.onGround = onGround
  }

  function nearest (position) {
    let best = null
    for (const player of serv.players) {
      const distance = player.position.distanceTo(position)
      if (acts(player) && distance < rules.reach && (!best || distance < best.distance)) best = { distance, position: player.position }
    }
    return best
  }

  /** Every second tick a player takes one orb that touches it. */
  function collect (player) {
    if (player.orbWait > 0) return player.orbWait--
    const reach = grown(boxOf(player), 1, 0.5, 1)
    for (const orb of orbs.values()) {
      if (!overlap(reach, boxAt(orb.position, SIZE, SIZE))) continue
      player.orbWait = 1
      for (const other of [player, ...orb.nearbyPlayers().filter(p => p !== player)]) {
        other._client.write('collect', { collectedEntityId: orb.id, collectorEntityId: player.id, pickupItemCount: 1 })
      }
      remove(orb)
      return player.addExperience(orb.points)
    }
  }

  serv.on('broken', (pos, state, tool, harvested) => {
    const range = rules.blocks[serv.states.name(state)]
    if (!range || !harvested) return
    const dice = keyed(seed, 'experience', pos.x, pos.y, pos.z, serv.tickCount)
    serv.spawnExperience(pos.offset(0.5, 0.5, 0.5), range[0] + Math.floor(dice() * (range[1] - range[0] + 1)))
  })

  serv.setups.xp = (player, how, amount, unit = 'points') => {
    if (!player) throw new Error('expected the name of a player who is here, found none')
    const n = Number(amount)
    if (!Number.isInteger(n) || !['add', 'set'].includes(how)) throw new Error(`expected add or set and a whole number, found ${how} ${amount}`)
    if (unit === 'levels') player.setLevel(Math.max(0, how === 'add' ? player.level + n : n))
    else if (how === 'add') player.addExperience(n)
    else player.setExperience(total(player.level) + Math.min(n, need(player.level) - 1))
  }

  serv.keeps.orbs = {
    save: () => ({ made, orbs: [...orbs.values()].map(({ position, points, age }) => ({ at: position.toArray(), points, age })) }),
    load (record) {
      made = record.made
      for (const { at, points, age } of record.orbs) Object.assign(spawn(new Vec3(...at), points, new Vec3(0, 0, 0)), { age })
    }
  }
}

module.exports.player = (player, serv) => {
  player.orbWait = 0

  player.setExperience = points => {
    player.xp = Math.max(0, points)
    let level = 0
    let rest = player.xp
    for (; rest >= need(level); level++) rest -= need(level)
    player.level = level
    player.displayXp = rest / need(level)
    player.sendXp()
  }
  player.addExperience = points => player.setExperience(player.xp + points)

  /** As vanilla's levels: the bar stays as full as it is. */
  player.setLevel = level => {
    const part = player.displayXp
    player.setExperience(total(level) + Math.floor(part * need(level)))
  }

  /** What a dead player leaves. */
  player.on('died', () => {
    if (serv.gamerules.keepInventory) return
    serv.spawnExperience(player.position, Math.min(rules.death.most, rules.death.each * player.level))
    player.setExperience(0)
  })

  player.on('asap', () => { player.setXp = player.setExperience }) // what upstream calls at login
}
