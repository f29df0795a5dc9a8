// A client of the libraries behind Go's own checksum database (golang.org/x/mod/sumdb/note and /tlog), which know nothing of us:
// it opens a published log by its key, reads it through authenticated tiles, and proves entries and an earlier state.
//
//	tlog_client FOLDER ENTRIES
//
// The keys are those of FOLDER/vkeys that the library can read. ENTRIES is the size of an earlier state, 0 for none. It prints size and
// root of both states.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8 // of a tile, by tlog-tiles

type folder string

func (f folder) Height() int { return height }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles where tlog-tiles puts them: the library's own paths name the height too.
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	found := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(f), strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		found[i] = data
	}
	return found, nil
}

// verifiers are those of the keys that the library knows: it has no ML-DSA.
func (f folder) verifiers() (note.Verifiers, error) {
	data, err := os.ReadFile(filepath.Join(string(f), "vkeys"))
	if err != nil {
		return nil, err
	}
	var known []note.Verifier
	for _, line := range strings.Fields(string(data)) {
		if verifier, err := note.NewVerifier(line); err == nil {
			known = append(known, verifier)
		}
	}
	return note.VerifierList(known...), nil
}

// head is the size and the root that the log has signed.
func (f folder) head() (tlog.Tree, error) {
	var tree tlog.Tree
	known, err := f.verifiers()
	if err != nil {
		return tree, err
	}
	raw, err := os.ReadFile(filepath.Join(string(f), "checkpoint"))
	if err != nil {
		return tree, err
	}
	opened, err := note.Open(raw, known)
	if err != nil {
		return tree, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != opened.Sigs[0].Name {
		return tree, fmt.Errorf("%q is no checkpoint of %s", opened.Text, opened.Sigs[0].Name)
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(tree.Hash) {
		return tree, fmt.Errorf("%q is no root", lines[2])
	}
	copy(tree.Hash[:], root)
	return tree, nil
}

// entries compares each entry of the bundles with the hash that the tiles authenticate.
func (f folder) entries(tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 1 << height {
		width := int64(1 << height)
		if tree.N-first < width {
			width = tree.N - first
		}
		bundle := tlog.Tile{H: height, L: -1, N: first >> height, W: int(width)}
		path := strings.Replace(bundle.Path(), "tile/8/data/", "tile/entries/", 1)
		data, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return err
		}
		indexes := make([]int64, width)
		for i := range indexes {
			indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
		}
		wanted, err := hashes.ReadHashes(indexes)
		if err != nil {
			return err
		}
		for i, hash := range wanted {
			if len(data) < 2 || len(data)-2 < int(binary.BigEndian.Uint16(data)) {
				return fmt.Errorf("%s ends within entry %d", path, first+int64(i))
			}
			end := 2 + int(binary.BigEndian.Uint16(data))
			if tlog.RecordHash(data[2:end]) != hash {
				return fmt.Errorf("entry %d is not the one in the tree", first+int64(i))
			}
			data = data[end:]
		}
		if len(data) > 0 {
			return fmt.Errorf("%s goes on behind its last entry", path)
		}
	}
	return nil
}

func check(place string, earlier int64) error {
	f := folder(place)
	tree, err := f.head()
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, f)
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles lead to another root")
	}
	for _, entry := range []int64{0, tree.N / 2, tree.N - 1} {
		proof, err := tlog.ProveRecord(tree.N, entry, hashes)
		if err != nil {
			return err
		}
		leaf, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, entry)})
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, entry, leaf[0]); err != nil {
			return err
		}
	}
	if earlier > 0 {
		before, err := tlog.TreeHash(earlier, hashes)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(tree.N, earlier, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, earlier, before); err != nil {
			return err
		}
		fmt.Printf("%d %s\n", earlier, before)
	}
	if err := f.entries(tree, hashes); err != nil {
		return err
	}
	fmt.Printf("%d %s\n", tree.N, tree.Hash)
	return nil
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: tlog_client FOLDER ENTRIES")
		os.Exit(2)
	}
	earlier, err := strconv.ParseInt(os.Args[2], 10, 64)
	if err == nil {
		err = check(os.Args[1], earlier)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
