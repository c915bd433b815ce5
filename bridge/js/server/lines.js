'use strict'
/** Lines from a socket, none of them endless. */

/** Bytes of a line: of somebody who has not shown the token yet, and of whoever has. */
const LONGEST = { stranger: 2 ** 10, trusted: 2 ** 24 }

/**
 * Call `handle` with each line that comes; a socket that sends more than a line can hold is destroyed.
 * @param {import('net').Socket} socket
 * @param {() => boolean} trusted whether it may say much
 * @param {(line: string) => void} handle
 */
function linesOf (socket, trusted, handle) {
  let parts = []
  let length = 0
  socket.on('data', chunk => {
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10)) {
      const line = Buffer.concat([...parts, chunk.subarray(0, end)]).toString('utf8')
      parts = []
      length = 0
      chunk = chunk.subarray(end + 1)
      handle(line)
    }
    if (chunk.length === 0) return
    parts.push(chunk)
    length += chunk.length
    if (length > (trusted() ? LONGEST.trusted : LONGEST.stranger)) socket.destroy()
  })
}

module.exports = { linesOf }
