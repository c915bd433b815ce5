'use strict'
/**
 * Holds back what a client has sent until the conductor of time says how much of it belongs to this tick.
 * Without it a packet would be handled a tick earlier or later by the whim of the network.
 */

const { Transform } = require('stream')

/** A gate between a game socket and the protocol's parser. `received` counts all bytes that came. */
class Gate extends Transform {
  constructor () {
    super()
    this.received = 0
    this.released = 0
    this.limit = 0
    this.held = []
  }

  /** Let everything through up to byte `limit`, counted from the start of the connection (Infinity: no limit). */
  open (limit) {
    this.limit = Math.max(this.limit, limit)
    this.release()
  }

  /** Let through what is here, and hold what comes from now on. */
  close () {
    this.open(this.received)
    this.limit = this.received
  }

  release () {
    while (this.held.length && this.released < this.limit) {
      const chunk = this.held.shift()
      const room = this.limit - this.released
      if (chunk.length > room) this.held.unshift(chunk.subarray(room))
      const part = chunk.length > room ? chunk.subarray(0, room) : chunk
      this.released += part.length
      this.push(part)
    }
  }

  _transform (chunk, encoding, done) {
    this.received += chunk.length
    this.held.push(chunk)
    this.release()
    done()
    this.emit('received')
  }
}

/** Put a gate in front of a protocol client's parser, and return it. */
function gated (client) {
  const gate = new Gate()
  client.socket.unpipe(client.splitter)
  client.socket.pipe(gate).pipe(client.splitter)
  return gate
}

module.exports = { gated }
