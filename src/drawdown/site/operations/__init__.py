"""What keeps the site running: backups, health, numbers for monitoring, heartbeats of workers."""
