'use strict'
/**
 * What is seen of a player's body by itself and by others: on fire, crouching, sprinting, breath, pose, the hand in use, health. (Protocol: "Entity metadata".)
 */

const [FLAGS, AIR, POSE, HAND, HEALTH, BED, ABSORPTION] = [0, 1, 6, 8, 9, 14, 15]
const [ON_FIRE, CROUCHING, SPRINTING] = [1, 2, 8]
const [STANDING, SLEEPING, SNEAKING, DYING] = [0, 2, 5, 7]

module.exports.server = serv => {
  serv.on('tick', () => { for (const player of serv.players) if (player.restored) player.showFigure() })
}

module.exports.player = (player, serv) => {
  const fresh = () => ({ [FLAGS]: 0, [AIR]: 300, [POSE]: STANDING, [HAND]: 0, [HEALTH]: 20, [BED]: '', [ABSORPTION]: 0 })
  let shown = fresh()
  player.on('respawned', () => { shown = fresh() }) // the client has a new body

  function pose () {
    if (player.health <= 0) return DYING
    return player.sleeping ? SLEEPING : player.crouching ? SNEAKING : STANDING
  }

  const figure = () => ({
    [FLAGS]: (player.burning() ? ON_FIRE : 0) | (player.crouching ? CROUCHING : 0) | (player.sprinting ? SPRINTING : 0),
    [AIR]: player.air,
    [POSE]: pose(),
    [HAND]: player.using ? (player.using.slot === 45 ? 3 : 1) : 0,
    [HEALTH]: player.health,
    [BED]: player.sleeping ? player.sleeping.toArray().join() : '',
    [ABSORPTION]: player.absorption
  })

  const TYPES = { [FLAGS]: 'byte', [AIR]: 'int', [POSE]: 'pose', [HAND]: 'byte', [HEALTH]: 'float', [BED]: 'optional_block_pos', [ABSORPTION]: 'float' }
  const entry = (key, value) => ({ key: Number(key), type: TYPES[key], value: Number(key) === BED ? player.sleeping ?? undefined : value })

  player.showFigure = () => {
    const now = figure()
    const changed = Object.entries(now).filter(([key, value]) => shown[key] !== value)
    if (!changed.length) return
    shown = now
    player._writeNearby('entity_metadata', { entityId: player.id, metadata: changed.map(([key, value]) => entry(key, value)) })
  }

  player.showFigureTo = other => {
    const plain = fresh()
    const metadata = Object.entries(shown).filter(([key, value]) => plain[key] !== value).map(([key, value]) => entry(key, value))
    if (metadata.length) other._client.write('entity_metadata', { entityId: player.id, metadata })
  }

  player.on('asap', () => {
    const spawn = player.spawnEntity
    player.spawnEntity = entity => {
      spawn(entity)
      entity.showFigureTo?.(player)
    }
    player.setAndUpdateMetadata = () => {} // upstream's knows only part of it
  })
}
