// automerge: a document whose list grows by a batch in each change; changes go to a file, synced one by one.
// A change names its predecessors by their SHA-256; nothing is signed.

import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { next as automerge } from '@automerge/automerge'
import { batches, entries, must, place, run, timed } from './measuring.mjs'

const NAME = 'changes'

function writer (folder) {
  mkdirSync(folder)
  const file = openSync(`${folder}/${NAME}`, 'a')
  return {
    add (change) {
      const head = Buffer.alloc(4)
      head.writeUInt32BE(change.length)
      writeSync(file, Buffer.concat([head, change]))
      fsyncSync(file)
    },
    close: () => closeSync(file)
  }
}

function * changes (folder) {
  const raw = readFileSync(`${folder}/${NAME}`)
  for (let at = 0; at < raw.length;) {
    const length = raw.readUInt32BE(at)
    yield raw.subarray(at + 4, at + 4 + length)
    at += 4 + length
  }
}

function take (folder, each) {
  let doc = automerge.init()
  for (const change of changes(folder)) {
    const [later] = automerge.applyChanges(doc, [change])
    doc = later
    each?.(change)
  }
  must(doc.entries?.length === entries, `${doc.entries?.length} entries`)
}

await run({
  async append () {
    const file = writer(place.a)
    let doc = automerge.from({ entries: [] }, { actor: '00'.repeat(16) })
    file.add(automerge.getLastLocalChange(doc))
    for await (const part of batches()) {
      await timed(() => {
        doc = automerge.change(doc, (draft) => {
          draft.entries.push(...part.map((line) => new automerge.ImmutableString(line)))
        })
        file.add(automerge.getLastLocalChange(doc))
      })
    }
    file.close()
  },

  async replicate () {
    await timed(() => {
      const file = writer(place.b)
      take(place.a, file.add)
      file.close()
    })
  },

  async cold () {
    await timed(() => take(place.b))
  }
})
