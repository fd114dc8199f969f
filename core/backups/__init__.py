"""One file that holds the whole shop: database and uploads."""

from core.backups.archive import BackupFailed, Manifest, check_backup, read_manifest, restore_backup, write_backup

__all__ = ["BackupFailed", "Manifest", "check_backup", "read_manifest", "restore_backup", "write_backup"]
