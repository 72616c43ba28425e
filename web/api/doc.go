// Package api is the contract of web/openapi.yaml in Go: its types, a router of gin and the interface that the server
// fills. Everything but this file is generated; after a change of the contract run `go generate ./web/api`.
package api

//go:generate go run github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@v2.8.2 -config oapi-codegen.yaml ../openapi.yaml
