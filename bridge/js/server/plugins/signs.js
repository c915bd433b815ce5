'use strict'
/**
 * Signs: who places one is asked what to write, and everybody can read it. (Minecraft Wiki, "Sign", Java Edition 1.19.4: the writing is for once.)
 * Dye, glow ink and hanging signs are left out.
 *
 * serv.signs: 'x,y,z' -> { pos, lines: four strings }
 */

const { Vec3 } = require('vec3')
const nbt = require('prismarine-nbt')
const { guarded } = require('../log')

/** The number of signs among the kinds of block entities, which minecraft-data does not have. */
const KIND = 7
/** Vanilla's limit of a line in the packet, in characters. */
const LONGEST = 384

const isSign = name => /_sign$/.test(name) && !/hanging/.test(name)

module.exports.server = serv => {
  const signs = serv.signs = new Map()
  const key = ({ x, y, z }) => `${x},${y},${z}`

  /** What clients know of a sign: lines as JSON text. */
  serv.signPacket = ({ pos, lines }) => {
    const texts = lines.map((text, i) => [`Text${i + 1}`, nbt.string(JSON.stringify({ text }))])
    return { location: pos, action: KIND, nbtData: nbt.comp({ ...Object.fromEntries(texts), Color: nbt.string('black'), GlowingText: nbt.byte(0) }) }
  }

  serv.showSign = sign => {
    const column = (sign.pos.x >> 4) + ',' + (sign.pos.z >> 4)
    for (const player of serv.players) if (player.loadedChunks?.[column]) player._client.write('tile_entity_data', serv.signPacket(sign))
  }

  serv.on('cellChanged', (pos, before, after) => {
    const [was, is] = [isSign(serv.states.name(before)), isSign(serv.states.name(after))]
    if (was && !is) signs.delete(key(pos))
    if (!is || was) return
    const sign = { pos: new Vec3(pos.x, pos.y, pos.z), lines: ['', '', '', ''], editor: null }
    signs.set(key(pos), sign)
    serv.showSign(sign)
  })

  serv.on('placed', (player, pos) => {
    const sign = signs.get(key(pos))
    if (!sign) return
    sign.editor = player
    player._client.write('open_sign_entity', { location: pos })
  })

  serv.keeps.signs = {
    save: () => [...signs.values()].map(({ pos, lines }) => ({ at: pos.toArray(), lines })),
    load (records) { for (const { at, lines } of records) signs.set(at.join(), { pos: new Vec3(...at), lines, editor: null }) }
  }
}

module.exports.player = (player, serv) => {
  player.on('asap', () => {
    player._client.on('update_sign', guarded('update_sign', ({ location: { x, y, z }, text1, text2, text3, text4 }) => {
      const sign = serv.signs.get(`${x},${y},${z}`)
      if (sign?.editor !== player) return
      sign.editor = null
      sign.lines = [text1, text2, text3, text4].map(text => text.replace(/\u00a7./g, '').slice(0, LONGEST))
      serv.showSign(sign)
    }))
  })

  player.on('sendChunk_done', ({ x, z }) => {
    for (const sign of serv.signs.values()) if (sign.pos.x >> 4 === x && sign.pos.z >> 4 === z) player._client.write('tile_entity_data', serv.signPacket(sign))
  })
}
