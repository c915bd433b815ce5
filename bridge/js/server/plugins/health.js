'use strict'
/**
 * Damage, healing, death and coming back.
 *
 * player.hurt(halfHearts, cause, always?)   damage; at most once in 10 ticks, except where `always`
 * Food stays at 20: hunger is not simulated; so health comes back by 1 every 80 ticks (Minecraft Wiki, "Hunger": at 18 or more).
 */

const falls = require('../rules')('falls')
const { guarded } = require('../log')

const INVULNERABLE = 10
const HEALS_EVERY = 80
const VOID_DEPTH = 64

module.exports.server = serv => {
  serv.on('tick', () => { for (const player of serv.players) player.live() })
}

module.exports.player = (player, serv) => {
  let safeUntil = 0
  let wounded = 0 // ticks since the last healing, while hurt
  const client = player._client

  player.hurt = (damage, cause, always = false) => {
    if (player.gameMode !== 0 && !always) return
    if (player.health <= 0 || damage <= 0 || (serv.tickCount < safeUntil && !always)) return
    safeUntil = serv.tickCount + INVULNERABLE
    player.updateHealth(Math.max(0, player.health - damage))
    player._writeNearby('hurt_animation', { entityId: player.id, yaw: 0 })
    if (player.health <= 0) die(cause)
  }
  player.takeDamage = ({ damage = 1 }) => player.hurt(damage, 'was slain') // what upstream calls

  player.live = () => {
    if (player.health <= 0) return
    if (player.position.y < serv.cells.MIN_Y - VOID_DEPTH) player.hurt(4, 'fell out of the world', true)
    wounded = player.health < 20 ? wounded + 1 : 0
    if (wounded < HEALS_EVERY) return
    wounded = 0
    player.updateHealth(Math.min(20, player.health + 1))
  }

  player.on('landed', blocks => {
    if (player.gameMode !== 0) return
    const below = player.position.offset(0, -0.2, 0).floored()
    const state = serv.cells.at(below.x, below.y, below.z)
    const name = state === null ? 'air' : serv.states.name(state)
    const factor = falls.factor[name] ?? (name.endsWith('_bed') ? falls.beds : 1)
    // positions are sums of doubles: a fall of 10 blocks may read 10.0000001
    player.hurt(Math.ceil((blocks - falls.free) * factor - 1e-4), 'hit the ground too hard')
  })

  function die (cause) {
    player.closeView()
    player.emit('died')
    player.inventory.slots.forEach((item, slot) => {
      if (!item) return
      serv.spill(player.position.floored(), item)
      player.putSlot(slot, null)
    })
    serv.broadcast(`${player.username} ${cause}`)
    player._writeOthersNearby('entity_status', { entityId: player.id, entityStatus: 3 }) // 3: falls over
  }

  async function respawn () {
    if (player.health > 0) return
    client.write('respawn', {
      dimension: serv.registry.loginPacket.worldType ?? 'minecraft:overworld',
      worldName: serv.dimensionNames[0],
      hashedSeed: serv.hashedSeed,
      gamemode: player.gameMode,
      previousGamemode: 255,
      isDebug: false,
      isFlat: false,
      copyMetadata: false,
      death: undefined
    })
    for (const key of Object.keys(player.loadedChunks)) player._unloadChunk(...key.split(',').map(Number))
    player.position = serv.spawnPoint.clone()
    player.knownPosition = undefined
    Object.assign(player, { fallen: 0, food: 20, nearbyEntities: [] })
    client.write('update_view_position', { chunkX: player.position.x >> 4, chunkZ: player.position.z >> 4 })
    player.sendSelfPosition()
    await player.worldSendInitialChunks()
    player.updateHealth(20)
    player.updateAndSpawn()
    player.worldSendRestOfChunks()
  }

  player.on('asap', () => {
    client.removeAllListeners('client_command')
    client.removeAllListeners('use_entity')
    client.on('client_command', guarded('client_command', ({ actionId }) => { if (actionId === 'perform_respawn') return respawn() }))
    client.on('use_entity', guarded('use_entity', ({ target, mouse }) => {
      const other = serv.players.find(each => each.id === target)
      const reach = other && other.position.distanceTo(player.position) <= 6
      if (mouse === 1 && reach && other !== player && player.health > 0) other.hurt(1, `was slain by ${player.username}`)
    }))
  })
}
