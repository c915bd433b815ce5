'use strict'
/**
 * Where players are and look, taken from their packets at once; and how far they have fallen.
 *
 * player.teleport(position, look?)   puts a player elsewhere; what its client says of its place before it has heard of it is passed over, as in vanilla
 * player.sprinting, player.crouching  as its client says
 * It emits 'moved' (step, { jumped }) and 'landed' (blocks).
 */

const { Vec3 } = require('vec3')

/** Vanilla's limit of the world, in blocks from the middle. */
const FAR = 3e7

/** The flags of a teleport that leave yaw and pitch as they are. */
const RELATIVE_LOOK = 0x18

module.exports.player = (player, serv) => {
  player.look = { yaw: 0, pitch: 0 } // degrees: yaw 0 = south, 90 = west; pitch 90 = down
  player.fallen = 0 // blocks since the feet last stood, swam or climbed
  player.sprinting = false
  let teleports = 1 // 1 is upstream's, at login
  let awaited = null // the teleport that the client has not confirmed yet

  player.on('asap', () => {
    const client = player._client
    for (const name of ['position', 'position_look', 'look', 'flying', 'entity_action']) client.removeAllListeners(name)
    client.on('position', packet => moveTo(packet))
    client.on('position_look', packet => { moveTo(packet); lookAt(packet) })
    client.on('look', packet => { lookAt(packet); stand(packet.onGround) })
    client.on('flying', packet => stand(packet.onGround))
    client.on('teleport_confirm', ({ teleportId }) => { if (teleportId === awaited) awaited = null })
    player.teleport = teleport
    player.sendSelfPosition = (to = player.position) => { // what upstream calls at login and respawn
      player.position = to
      client.write('position', { x: to.x, y: to.y, z: to.z, ...player.look, flags: 0, teleportId: 1 })
    }
    client.on('entity_action', ({ actionId }) => {
      if (actionId === 'start_sneaking') player.crouching = true
      if (actionId === 'stop_sneaking') player.crouching = false
      if (actionId === 'start_sprinting') player.sprinting = true
      if (actionId === 'stop_sprinting') player.sprinting = false
    })
  })

  function teleport (to, look) {
    if (player.sleeping) player.wake()
    player.knownPosition ??= player.position
    player.sendPosition(to, false, true) // tells the others, a moment later
    Object.assign(player, { position: to, fallen: 0 })
    awaited = ++teleports
    const { yaw = 0, pitch = 0 } = look ?? {}
    if (look) player.look = { yaw, pitch }
    player._client.write('position', { x: to.x, y: to.y, z: to.z, yaw, pitch, flags: look ? 0 : RELATIVE_LOOK, teleportId: awaited })
    player._client.write('update_view_position', { chunkX: Math.floor(to.x / 16), chunkZ: Math.floor(to.z / 16) })
    player.updateAndSpawn()
    player.worldSendRestOfChunks()
  }

  function moveTo ({ x, y, z, onGround }) {
    if (![x, y, z].every(v => Math.abs(v) < FAR) || player.health <= 0 || awaited !== null || player.sleeping) return
    const down = player.position.y - y
    const to = new Vec3(x, y, z)
    const step = to.minus(player.position)
    const jumped = player.onGround && !onGround && down < 0
    player.knownPosition ??= player.position
    player.sendPosition(to, onGround) // tells the others, a moment later
    player.position = to
    if (!onGround) player.fallen = Math.max(0, player.fallen + down)
    else if (down > 0) player.fallen += down
    if (floats()) player.fallen = 0
    stand(onGround)
    player.emit('moved', step, { jumped })
  }

  function stand (onGround) {
    if (awaited !== null || player.sleeping) return
    player.onGround = onGround
    if (!onGround || player.fallen === 0) return
    const blocks = player.fallen
    player.fallen = 0
    player.emit('landed', blocks)
  }

  function lookAt ({ yaw, pitch }) {
    if (!Number.isFinite(yaw) || !Number.isFinite(pitch)) return
    player.look = { yaw, pitch }
    const [byteYaw, bytePitch] = [byte(yaw), byte(pitch)]
    if (byteYaw === player.yaw && bytePitch === player.pitch) return
    player.yaw = byteYaw
    player.pitch = bytePitch
    player._writeOthersNearby('entity_look', { entityId: player.id, yaw: byteYaw, pitch: bytePitch, onGround: player.onGround })
    player._writeOthersNearby('entity_head_rotation', { entityId: player.id, headYaw: byteYaw })
  }

  /** In water or on something that is climbed or holds one: no fall is counted. */
  function floats () {
    const { x, y, z } = player.position.floored()
    const state = serv.cells.at(x, y, z)
    return state !== null && /^(water|bubble_column|ladder|vine|cobweb|powder_snow|sweet_berry_bush|scaffolding|cave_vines.*|twisting_vines.*|weeping_vines.*)$/.test(serv.states.name(state))
  }
}

/** Degrees as the protocol's signed byte. */
function byte (degrees) {
  return (Math.floor(degrees * 256 / 360) << 24) >> 24
}
