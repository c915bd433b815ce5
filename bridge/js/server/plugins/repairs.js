'use strict'
/** Where flying-squid 1.12.0 sends packets that protocol 1.19.4 cannot carry, or trusts a client too much. */

const zlib = require('zlib')
const { report } = require('../log')

/** A player's name (Minecraft Wiki, "Player", username). */
const NAME = /^\w{1,16}$/
/** Bytes of a packet when it is unpacked, as vanilla has it. */
const LARGEST = 2 ** 23

const { unzipSync } = zlib // only the protocol uses it
zlib.unzipSync = (data, options) => unzipSync(data, { ...options, maxOutputLength: LARGEST })

module.exports.server = serv => {
  serv._server.on('connection', client => {
    const emit = client.emit
    client.emit = function (name, ...args) { // a handler that trips over a strange packet must not take the parser down
      try {
        if (name === 'login_start' && refused(args[0].username)) return client.end(refused(args[0].username))
        return emit.call(this, name, ...args)
      } catch (error) {
        report('packet ' + name, error)
        return true
      }
    }
  })

  /** Why nobody of this name may come in, or undefined. */
  function refused (name) {
    if (!NAME.test(name) || name in Object.prototype) return 'Invalid name' // upstream keeps players in plain objects
    if (serv.players.some(player => player.username === name)) return 'You are already connected'
  }

  serv.once('asap', () => {
    serv.playSound = () => {} // `sound_effect` is malformed from 1.19.3 on
    serv.playSoundId = () => {}
  })
}

module.exports.player = (player, serv) => {
  player.view = 6
  player.playSoundAtSelf = () => {}
}
