'use strict'
/**
 * Death, and coming back. (Minecraft Wiki, "Death", "Spawn".)
 *
 * player.die(message)   what it carries is thrown about, unless the game rule keepInventory holds; 'died' is emitted
 * player.home()         where it comes back, if it has a bed (sleep.js): a position, null when the bed cannot be used, undefined without one
 */

const { Vec3 } = require('vec3')
const { guarded } = require('../log')
const { eyesOf } = require('../body')

module.exports.server = serv => { serv.gamerules.keepInventory = false }

module.exports.player = (player, serv) => {
  const client = player._client
  player.home = async () => undefined

  player.die = message => {
    player.closeView()
    player.emit('died')
    if (!serv.gamerules.keepInventory) player.inventory.slots.forEach(scatter)
    const text = `${player.username} ${message}`
    client.write('death_combat_event', { playerId: player.id, entityId: -1, message: JSON.stringify({ text }) })
    serv.broadcast(text)
    player._writeOthersNearby('entity_status', { entityId: player.id, entityStatus: 3 }) // 3: falls over
  }

  /** As vanilla's Player.drop of the dead: from below the eyes, any way along the ground, up to half a block a tick. */
  function scatter (item, slot) {
    if (!item) return
    const at = eyesOf(player).offset(0, -0.3, 0)
    const dice = serv.throwDice(at.floored())
    const [speed, angle] = [dice() * 0.5, dice() * 2 * Math.PI]
    serv.spawnStack(item, at, new Vec3(-Math.sin(angle) * speed, 0.2, Math.cos(angle) * speed), 40)
    player.putSlot(slot, null)
  }

  async function respawn () {
    if (player.health > 0) return
    const home = await player.home()
    if (player.health > 0) return // asked twice meanwhile
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
    player.position = home ?? serv.spawnPoint.clone()
    player.knownPosition = undefined
    Object.assign(player, { fallen: 0, health: 20, nearbyEntities: [] })
    player.renew()
    player.emit('begun')
    client.write('update_view_position', { chunkX: Math.floor(player.position.x / 16), chunkZ: Math.floor(player.position.z / 16) })
    if (home === null) client.write('game_state_change', { reason: 'no_respawn_block_available', gameMode: 0 })
    player.sendSelfPosition()
    await player.worldSendInitialChunks()
    player.tellBody()
    player.updateAndSpawn()
    player.emit('respawned')
    player.worldSendRestOfChunks()
  }

  player.on('asap', () => {
    client.removeAllListeners('client_command')
    client.on('client_command', guarded('client_command', ({ actionId }) => { if (actionId === 'perform_respawn') return respawn() }))
  })
}
