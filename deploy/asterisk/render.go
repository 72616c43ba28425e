package asterisk

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/template"
)

//go:embed *.conf.tmpl
var sources embed.FS

var templates = template.Must(template.New("").Option("missingkey=error").ParseFS(sources, "*.conf.tmpl"))

// Render writes the whole configuration into dir (absolute, made when it is missing) and makes the directories that
// Asterisk expects under Params.Dir and Params.SpoolDir. Files that exist are replaced; they hold passwords and can be
// read by their owner only. A fault of the parameters is found before anything is written. Not for concurrent use on
// one dir; a running Asterisk keeps what it has read.
func Render(p Params, dir string) error {
	if !plainPath.MatchString(dir) {
		return fmt.Errorf("write Asterisk's configuration: directory %q is not an absolute path of letters, digits and ._/@+-", dir)
	}
	if err := p.Validate(); err != nil {
		return fmt.Errorf("Asterisk's parameters: %w", err)
	}
	for _, d := range []string{dir, p.SpoolDir, p.Dir + "/lib/keys", p.Dir + "/run", p.Dir + "/log", p.Dir + "/spool", p.Dir + "/data/sounds"} {
		if err := os.MkdirAll(d, 0o750); err != nil {
			return fmt.Errorf("make a directory for Asterisk: %w", err)
		}
	}
	for _, t := range templates.Templates() {
		name, ok := strings.CutSuffix(t.Name(), ".tmpl")
		if !ok {
			continue // the unnamed root
		}
		var text bytes.Buffer
		if err := t.Execute(&text, files{p, dir}); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
		if err := replace(filepath.Join(dir, name), text.Bytes()); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return p.data()
}

// data joins the package's own data with our prompts, which stand in the language that every channel has.
func (p Params) data() error {
	for name, target := range map[string]string{
		"documentation": filepath.Join(p.DataDir, "documentation"),
		"rest-api":      filepath.Join(p.DataDir, "rest-api"),
		"sounds/uk":     p.SoundsDir,
	} {
		link := filepath.Join(p.Dir, "data", name)
		if err := os.Remove(link); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("replace Asterisk's data: %w", err)
		}
		if err := os.Symlink(target, link); err != nil {
			return fmt.Errorf("replace Asterisk's data: %w", err)
		}
	}
	return nil
}

// replace writes a file of the owner's, also where one of other rights was.
func replace(path string, text []byte) error {
	part := path + ".part"
	if err := os.WriteFile(part, text, 0o600); err != nil {
		return err
	}
	return os.Rename(part, path)
}
