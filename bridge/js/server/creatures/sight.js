'use strict'
/** Who sees a creature: its packets go to those players that know of it, and to nobody else. */

/** Blocks to the sides within which creatures are told; nobody sees farther than its columns. */
const RANGE = 96
/** The protocol's positions: 4096 steps to a block, and its largest step. */
const SCALE = 4096
const STEP = 32767
/** The protocol's speeds: 8000 to a block per tick. */
const SPEED = 8000
/** Creatures are told to move once in so many ticks, as vanilla does. */
const EVERY = 3

/** A speed as the protocol's 16 bits can carry it. */
const speed = v => Math.max(-STEP, Math.min(STEP, Math.round(v * SPEED)))
const speeds = ({ x, y, z }) => ({ x: speed(x), y: speed(y), z: speed(z) })

/** Degrees as the protocol's signed byte. */
const byte = degrees => (Math.floor(degrees * 256 / 360) << 24) >> 24

/**
 * What is shown of things that the server moves: { id, entityType, uuid, position, step, yaw, onGround, metadata(), equipment?() }.
 * @param serv flying-squid's server
 */
function sightOf (serv) {
  const types = damageTypes(serv.registry)
  const knows = (player, thing) => player.meets?.has(thing.id)

  function tell (thing, packet, fields) {
    for (const player of serv.players) if (knows(player, thing)) player._client.write(packet, fields)
  }

  /** Let players know of it who should, and forget it who should not. */
  function meet (thing) {
    for (const player of serv.players) {
      if (!player.meets) continue
      const { x, z } = thing.position
      const near = Math.abs(x - player.position.x) <= RANGE && Math.abs(z - player.position.z) <= RANGE && player.loadedChunks?.[(Math.floor(x) >> 4) + ',' + (Math.floor(z) >> 4)]
      if (near && !knows(player, thing)) show(player, thing)
      else if (!near && knows(player, thing)) hide(player, thing)
    }
  }

  function show (player, thing) {
    player.meets.add(thing.id)
    thing.shown ??= shown(thing)
    const [x, y, z, yaw] = thing.shown
    const client = player._client
    client.write('spawn_entity', {
      entityId: thing.id,
      objectUUID: thing.uuid,
      type: thing.entityType,
      x: x / SCALE,
      y: y / SCALE,
      z: z / SCALE,
      pitch: byte(thing.pitch ?? 0),
      yaw,
      headPitch: yaw,
      objectData: thing.data ?? 0,
      velocity: speeds(thing.step)
    })
    const metadata = thing.metadata()
    if (metadata.length) client.write('entity_metadata', { entityId: thing.id, metadata })
    const equipments = thing.equipment?.() ?? []
    if (equipments.length) client.write('entity_equipment', { entityId: thing.id, equipments })
  }

  function hide (player, thing) {
    player.meets.delete(thing.id)
    player._client.write('entity_destroy', { entityIds: [thing.id] })
  }

  function gone (thing) {
    for (const player of serv.players) if (knows(player, thing)) hide(player, thing)
  }

  const shown = ({ position, yaw = 0 }) => [Math.round(position.x * SCALE), Math.round(position.y * SCALE), Math.round(position.z * SCALE), byte(yaw)]

  /** Tell where it is now, when it is its turn. */
  function moved (thing, tick) {
    if ((tick + thing.id) % EVERY !== 0) return
    const now = shown(thing)
    const before = thing.shown ??= now
    const [dX, dY, dZ] = [now[0] - before[0], now[1] - before[1], now[2] - before[2]]
    const turned = now[3] !== before[3]
    if (dX === 0 && dY === 0 && dZ === 0 && !turned) return
    thing.shown = now
    const { id: entityId, onGround } = thing
    const pitch = byte(thing.pitch ?? 0)
    if ([dX, dY, dZ].some(d => Math.abs(d) > STEP)) tell(thing, 'entity_teleport', { entityId, x: now[0] / SCALE, y: now[1] / SCALE, z: now[2] / SCALE, yaw: now[3], pitch, onGround })
    else if (turned) tell(thing, 'entity_move_look', { entityId, dX, dY, dZ, yaw: now[3], pitch, onGround })
    else tell(thing, 'rel_entity_move', { entityId, dX, dY, dZ, onGround })
    if (turned) tell(thing, 'entity_head_rotation', { entityId, headYaw: now[3] })
  }

  /** Tell its metadata again, where it has changed. */
  function changed (thing) {
    const metadata = thing.metadata()
    const text = JSON.stringify(metadata)
    if (text === thing.told) return
    thing.told = text
    tell(thing, 'entity_metadata', { entityId: thing.id, metadata })
  }

  const status = (thing, entityStatus) => tell(thing, 'entity_status', { entityId: thing.id, entityStatus })

  /** It is hurt by something of a kind of damage, and by whom. */
  function hurt (thing, kind, by) {
    const sourceTypeId = types.get(kind) ?? types.get('generic') ?? 0
    const cause = by ? by.id + 1 : 0
    tell(thing, 'damage_event', { entityId: thing.id, sourceTypeId, sourceCauseId: cause, sourceDirectId: cause, sourcePosition: undefined })
    tell(thing, 'hurt_animation', { entityId: thing.id, yaw: 0 })
  }

  const velocity = thing => tell(thing, 'entity_velocity', { entityId: thing.id, velocity: speeds(thing.step) })

  return { tell, meet, gone, moved, changed, status, hurt, velocity }
}

/** The numbers of the kinds of damage, which clients are told at login. */
function damageTypes (registry) {
  const entries = registry.loginPacket?.dimensionCodec?.value?.['minecraft:damage_type']?.value?.value?.value?.value ?? []
  return new Map(entries.map(entry => [entry.name?.value?.replace('minecraft:', ''), entry.id?.value]))
}

module.exports = { sightOf, speeds, byte, SPEED }
