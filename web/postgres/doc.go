// Package postgres keeps users, sessions and attempts to log in for package web (tables of deploy/schema/400_web.sql).
package postgres
