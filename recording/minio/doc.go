// Package minio keeps sealed recordings in a store that speaks S3 with object lock, such as MinIO.
//
// Nothing but this package knows the protocol. The store is believed only as far as it shows: Open tries to delete a
// locked object and refuses a store that obeys, for some accept a lock and do not keep it.
package minio
