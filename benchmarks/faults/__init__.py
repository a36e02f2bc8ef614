"""What is acknowledged is kept, whatever breaks: processes, the database, the disk, the clock."""
