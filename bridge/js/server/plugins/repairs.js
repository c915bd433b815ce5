'use strict'
/** Where flying-squid 1.12.0 sends packets that protocol 1.19.4 cannot carry, or trusts a client too much. */

const { report } = require('../log')

module.exports.server = serv => {
  serv._server.on('connection', client => {
    const emit = client.emit
    client.emit = function (...args) { // a handler that trips over a strange packet must not take the parser down
      try {
        return emit.apply(this, args)
      } catch (error) {
        report('packet ' + args[0], error)
        return true
      }
    }
  })
  serv.once('asap', () => {
    serv.playSound = () => {} // `sound_effect` is malformed from 1.19.3 on
    serv.playSoundId = () => {}
  })
}

module.exports.player = (player, serv) => {
  player.view = 6
  player.playSoundAtSelf = () => {}
}
