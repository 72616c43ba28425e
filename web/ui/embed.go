// Package ui carries the built desktop inside the binary.
//
// `npm ci && npm run build` writes the desktop to dist/app, which is not in the repository. Without it the binary
// still compiles and serves dist/index.html, a page that says how to build the desktop.
package ui

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Files is the root of what the browser gets: index.html and assets/. Beside each compressible asset stand the
// same bytes as name.br and name.gz; index.html has none, because the server writes the CSP nonce into it where
// it says __CSP_NONCE__. Names under assets/ carry a hash of their content and never change it.
func Files() fs.FS {
	dir := "dist"
	if Built() {
		dir = "dist/app"
	}
	files, err := fs.Sub(dist, dir)
	if err != nil {
		panic(fmt.Sprintf("ui: %v", err)) // the path is a constant and valid
	}
	return files
}

// Built says whether the desktop was there when the binary was compiled.
func Built() bool {
	_, err := fs.Stat(dist, "dist/app/index.html")
	return err == nil
}
