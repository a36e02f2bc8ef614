// Checks and makes proofs with golang.org/x/mod/sumdb, which knows nothing of this project.
//
//	go run main.go check FILE     checks what tests/record/proof wrote, one JSON object
//	go run main.go make LEAVES    makes a tree of so many leaves, its proofs and a signed note
package main

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type inclusion struct {
	Leaf  string   `json:"leaf"`
	Index int64    `json:"index"`
	Size  int64    `json:"size"`
	Root  string   `json:"root"`
	Proof []string `json:"proof"`
}

type growth struct {
	Old     int64    `json:"old"`
	Size    int64    `json:"size"`
	OldRoot string   `json:"old_root"`
	Root    string   `json:"root"`
	Proof   []string `json:"proof"`
}

type bundle struct {
	Note       string      `json:"note"`
	Key        string      `json:"key"`
	Inclusions []inclusion `json:"inclusions"`
	Growths    []growth    `json:"growths"`
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func hash(text string) (found tlog.Hash) {
	raw, err := base64.StdEncoding.DecodeString(text)
	fail(err)
	copy(found[:], raw)
	return found
}

func hashes(texts []string) (found []tlog.Hash) {
	for _, text := range texts {
		found = append(found, hash(text))
	}
	return found
}

func texts(all []tlog.Hash) []string {
	found := []string{}
	for _, one := range all {
		found = append(found, one.String())
	}
	return found
}

func check(path string) {
	raw, err := os.ReadFile(path)
	fail(err)
	var given bundle
	fail(json.Unmarshal(raw, &given))
	verifier, err := note.NewVerifier(given.Key)
	fail(err)
	opened, err := note.Open([]byte(given.Note), note.VerifierList(verifier))
	fail(err)
	if len(opened.Sigs) != 1 {
		fail(fmt.Errorf("%d signatures", len(opened.Sigs)))
	}
	for _, one := range given.Inclusions {
		leaf, err := base64.StdEncoding.DecodeString(one.Leaf)
		fail(err)
		fail(tlog.CheckRecord(hashes(one.Proof), one.Size, hash(one.Root), one.Index,
			tlog.RecordHash(leaf)))
	}
	for _, one := range given.Growths {
		fail(tlog.CheckTree(hashes(one.Proof), one.Size, hash(one.Root), one.Old,
			hash(one.OldRoot)))
	}
	fmt.Println(len(given.Inclusions), len(given.Growths))
}

func make_(count int64) {
	var stored []tlog.Hash
	read := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(at))
		for i, one := range at {
			found[i] = stored[one]
		}
		return found, nil
	})
	roots := []tlog.Hash{sha256.Sum256(nil)}
	for i := int64(0); i < count; i++ {
		more, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("leaf %d", i)), read)
		fail(err)
		stored = append(stored, more...)
		root, err := tlog.TreeHash(i+1, read)
		fail(err)
		roots = append(roots, root)
	}
	var made bundle
	for size := int64(1); size <= count; size++ {
		for index := int64(0); index < size; index += 1 + size/5 {
			proof, err := tlog.ProveRecord(size, index, read)
			fail(err)
			leaf := base64.StdEncoding.EncodeToString([]byte(fmt.Sprintf("leaf %d", index)))
			made.Inclusions = append(made.Inclusions,
				inclusion{leaf, index, size, roots[size].String(), texts(proof)})
		}
		for old := int64(1); old <= size; old += 1 + size/5 {
			proof, err := tlog.ProveTree(size, old, read)
			fail(err)
			made.Growths = append(made.Growths,
				growth{old, size, roots[old].String(), roots[size].String(), texts(proof)})
		}
	}
	secret, public, err := note.GenerateKey(rand.Reader, "go.example/log")
	fail(err)
	signer, err := note.NewSigner(secret)
	fail(err)
	text := fmt.Sprintf("go.example/log\n%d\n%s\n", count, roots[count])
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	fail(err)
	made.Note, made.Key = string(signed), public
	fail(json.NewEncoder(os.Stdout).Encode(made))
}

func main() {
	if os.Args[1] == "check" {
		check(os.Args[2])
		return
	}
	count, err := strconv.ParseInt(os.Args[2], 10, 64)
	fail(err)
	make_(count)
}
